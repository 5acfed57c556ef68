"""The work around a return, with its clocks; a site's targets may overrule each by its name."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

_PAGE = "/returns/{subject}"

SUBMIT = TaskKind(
    name="return.submit",
    title=N_("Agree return %(subject)s with %(customer)s and submit it"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
APPROVE = TaskKind(
    name="return.approve",
    title=N_("Approve or reject return %(subject)s of %(customer)s"),
    roles=("lead",),
    due=DueRule(days=1),
    page=_PAGE,
)
EXPECT = TaskKind(
    name="return.expect",
    title=N_("Expect the goods of return %(subject)s from %(customer)s"),
    roles=("warehouse",),
    due=DueRule(days=10),
    page=_PAGE,
)
SETTLE_ARRIVED = TaskKind(
    name="unannounced.settle",
    title=N_("Goods came back unannounced (%(code)s): settle %(subject)s"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
REPLACE = TaskKind(
    name="replacement.ship", title=N_("Ship the replacement for return %(subject)s"), roles=("warehouse",), due=DueRule(days=3), page=_PAGE
)
FILL_SHORTFALL = TaskKind(
    name="replacement.fill",
    title=N_("Get the %(quantity)s pieces that return %(subject)s still owes to %(customer)s"),
    roles=("warehouse",),
    due=DueRule(days=5),
    page=_PAGE,
)
CLOSE = TaskKind(name="return.close", title=N_("Close return %(subject)s"), roles=("sales",), due=DueRule(days=5), page=_PAGE)
SEND_BACK = TaskKind(
    name="return.send_back",
    title=N_("Send goods of return %(subject)s back to the customer"),
    roles=("warehouse",),
    due=DueRule(days=3),
    page=_PAGE,
)
CARRY = TaskKind(
    name="goods.carry",
    title=N_("Carry goods of return %(subject)s where quality has decided that they belong"),
    roles=("warehouse",),
    due=DueRule(days=1),
    page=_PAGE,
)
LOOK_AGAIN = TaskKind(
    name="return.look_again",
    title=N_("The complaint was withdrawn, but goods of %(subject)s are on their way or here: settle it with %(customer)s"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
AGREED_ANEW = TaskKind(
    name="return.agreed_anew",
    title=N_("Something else was agreed with %(customer)s while goods of %(subject)s are on their way: see that it fits"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
RECOUNT = TaskKind(
    name="return.recount",
    title=N_("The review of %(subject)s does not fit the quantity received: review it again"),
    roles=("quality",),
    due=DueRule(days=1),
    page=_PAGE,
)
READ_AGAIN = TaskKind(
    name="scan.read_again",
    title=N_("Device %(device)s sent a label that nobody can read: scan it again"),
    roles=("warehouse",),
    due=DueRule(hours=2),
    page="/scans/?status=unreadable&device={subject}",
)

TASKS = (
    SUBMIT,
    APPROVE,
    EXPECT,
    SETTLE_ARRIVED,
    REPLACE,
    FILL_SHORTFALL,
    CLOSE,
    SEND_BACK,
    CARRY,
    LOOK_AGAIN,
    AGREED_ANEW,
    RECOUNT,
    READ_AGAIN,
)
