"""Who may do what: the responsible department finds the cause, QA follows it through, the GM signs critical ones."""

from __future__ import annotations

from kesu_common.people.actors import Action

DEPARTMENTS = ("sales", "rnd", "production", "quality", "warehouse")

READ = Action("capa.read", {*DEPARTMENTS, "lead", "gm", "auditor"})
OPEN = Action("capa.open", {"sales", "quality", "lead", "gm"})
ASSIGN = Action("capa.assign", {"quality", "lead"})
WORK = Action("capa.work", DEPARTMENTS)
DO_ACTION = Action("action.do", DEPARTMENTS)
VERIFY = Action("capa.verify", {"quality", "lead"})
CLOSE = Action("capa.close", {"quality", "lead", "gm"})
DECLINE = Action("capa.decline", {"quality", "lead", "gm"})
REOPEN = Action("capa.reopen", {"quality", "lead", "gm"})
EXCHANGE = Action("report_8d.exchange", {"sales", "quality", "lead"})
KEEP_FORM = Action("customer_form.keep", {"sales", "quality", "lead"})
MERGE = Action("capa.merge", {"quality", "lead"})
SPREAD = Action("read_across.do", DEPARTMENTS)

ACTIONS = (READ, OPEN, ASSIGN, WORK, DO_ACTION, VERIFY, CLOSE, DECLINE, REOPEN, MERGE, SPREAD, EXCHANGE, KEEP_FORM)
