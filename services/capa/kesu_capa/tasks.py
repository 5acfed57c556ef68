"""The work that a corrective action gives to departments, with the clocks of the procedure; a site may overrule each by its name."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

_PAGE = "/capas/{subject}"

ASSIGN = TaskKind(
    name="capa.assign", title=N_("Name who leads %(subject)s: %(what)s"), roles=("quality",), due=DueRule(hours=4), page=_PAGE
)
LOOK = TaskKind(name="capa.look", title=N_("Critical: look at %(subject)s: %(what)s"), roles=("gm",), due=DueRule(hours=4), page=_PAGE)
CONTAIN = TaskKind(
    name="capa.contain",
    title=N_("Contain (D3): %(what)s (%(subject)s)"),
    roles=("quality", "rnd", "production", "sales", "warehouse"),
    due=DueRule(days=1),
    page=_PAGE,
)
PLAN = TaskKind(
    name="capa.plan",
    title=N_("Find the cause and plan actions: %(what)s (%(subject)s)"),
    roles=("quality", "rnd", "production", "sales", "warehouse"),
    due=DueRule(days=5),
    page=_PAGE,
)
DO = TaskKind(
    name="action.do",
    title=N_("%(what)s (%(capa)s)"),
    roles=("quality", "rnd", "production", "sales", "warehouse"),
    due=DueRule(days=10),
    page="/capas/{capa}",
)
VERIFY = TaskKind(
    name="capa.verify", title=N_("Verify the effect of %(subject)s: %(what)s"), roles=("quality",), due=DueRule(days=10), page=_PAGE
)
CLOSE = TaskKind(name="capa.close", title=N_("Close %(subject)s: %(what)s"), roles=("quality", "gm"), due=DueRule(days=3), page=_PAGE)
SPREAD = TaskKind(
    name="read_across.do",
    title=N_("Does it apply here too? %(what)s (%(capa)s)"),
    roles=("quality", "rnd", "production", "sales", "warehouse"),
    due=DueRule(days=20),
    page="/read-across/{subject}",
)

RECONSIDER = TaskKind(
    name="capa.reconsider",
    title=N_("What %(subject)s was opened for has fallen away: does it go on? %(what)s"),
    roles=("quality",),
    due=DueRule(days=1),
    page=_PAGE,
)

TASKS = (RECONSIDER, ASSIGN, LOOK, CONTAIN, PLAN, DO, VERIFY, CLOSE, SPREAD)
