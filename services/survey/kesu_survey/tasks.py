"""The work that the survey gives to sales and leads; a site may overrule each clock by its name."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

_PLAN = "/plans/{subject}"
_CAMPAIGN = "/campaigns/{subject}"

APPROVE = TaskKind(
    name="plan.approve", title=N_("Approve the survey plan %(subject)s for %(year)s"), roles=("lead",), due=DueRule(days=3), page=_PLAN
)
REWORK = TaskKind(
    name="plan.rework", title=N_("Rework the survey plan %(subject)s: %(reason)s"), roles=("sales",), due=DueRule(days=3), page=_PLAN
)
START = TaskKind(
    name="campaign.start", title=N_("Start the survey of %(year)s by plan %(subject)s"), roles=("sales",), due=DueRule(days=20), page=_PLAN
)
CLOSE = TaskKind(name="campaign.close", title=N_("Close the survey %(subject)s"), roles=("sales",), due=DueRule(days=20), page=_CAMPAIGN)
ANALYSE = TaskKind(
    name="campaign.analyse", title=N_("Sum up the answers of survey %(subject)s"), roles=("sales",), due=DueRule(days=5), page=_CAMPAIGN
)
ANSWER_POINT = TaskKind(
    name="suggestion.answer",
    title=N_("Say what comes of “%(point)s”, which %(respondents)s customers say"),
    roles=("sales", "rnd", "production", "quality", "warehouse"),
    due=DueRule(days=10),
    page="/passed/{subject}",
)

KEY_AGAIN = TaskKind(
    name="invitation.key_again",
    title=N_("Type in the paper form of %(customer)s once more (%(campaign)s), somebody else than %(person)s"),
    roles=("sales",),
    due=DueRule(days=2),
    page="/invitations/{subject}",
)
REACH = TaskKind(
    name="invitation.reach",
    title=N_("The survey's link did not reach %(customer)s (%(campaign)s): %(reason)s"),
    roles=("sales",),
    due=DueRule(days=2),
    page="/invitations/{subject}",
)

TASKS = (APPROVE, REWORK, START, CLOSE, ANALYSE, KEY_AGAIN, REACH, ANSWER_POINT)
