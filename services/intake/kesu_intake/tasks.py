"""The work that intake gives to departments, with the clocks of the procedure; a site's targets may overrule each by its name."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

_PAGE = "/complaints/{subject}"

ACKNOWLEDGE = TaskKind(
    name="complaint.acknowledge",
    title=N_("Acknowledge complaint %(subject)s to %(customer)s"),
    roles=("sales",),
    due=DueRule(hours=2),
    page=_PAGE,
)
DISPATCH = TaskKind(
    name="complaint.dispatch", title=N_("Dispatch complaint %(subject)s"), roles=("sales",), due=DueRule(hours=4), page=_PAGE
)
ANSWER = TaskKind(
    name="complaint.answer",
    title=N_("Answer complaint %(subject)s: %(question)s"),
    roles=("rnd", "production"),
    due=DueRule(days=1),
    page=_PAGE,
)
SETTLE = TaskKind(
    name="complaint.settle",
    title=N_("Agree on a settlement of %(subject)s with %(customer)s"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
REPLY = TaskKind(
    name="complaint.reply", title=N_("Reply to %(customer)s on %(subject)s"), roles=("sales",), due=DueRule(days=3), page=_PAGE
)
CONFIRM = TaskKind(
    name="complaint.confirm",
    title=N_("Get the confirmation of %(customer)s on %(subject)s"),
    roles=("sales",),
    due=DueRule(days=5),
    page=_PAGE,
)
CLOSE = TaskKind(name="complaint.close", title=N_("Close complaint %(subject)s"), roles=("sales",), due=DueRule(days=5), page=_PAGE)
REVISE = TaskKind(
    name="complaint.revise",
    title=N_("The verdict on %(subject)s was revised: look at it again"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
FOLLOW_UP = TaskKind(
    name="complaint.follow_up",
    title=N_("Ask %(customer)s whether %(capa)s has helped (%(subject)s)"),
    roles=("sales",),
    due=DueRule(days=10),
    page=_PAGE,
)
TALK = TaskKind(
    name="customer.talk",
    title=N_("Talk to the dissatisfied customer %(customer)s (%(campaign)s)"),
    roles=("sales",),
    due=DueRule(days=5),
    page="/customers/{subject}",
)
DECIDE_RISE = TaskKind(
    name="rise.decide",
    title=N_("More complaints about %(product)s · %(what)s: one corrective action for all? (%(subject)s)"),
    roles=("quality",),
    due=DueRule(days=1),
    page="/rises/{subject}",
)

TASKS = (ACKNOWLEDGE, DISPATCH, ANSWER, SETTLE, REPLY, CONFIRM, CLOSE, REVISE, FOLLOW_UP, TALK, DECIDE_RISE)
