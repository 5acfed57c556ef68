"""The work that quality gives to departments, with the clocks of the procedure; a site's targets may overrule each by its name."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

TEST = TaskKind(
    name="case.test",
    title=N_("Test and judge %(product)s: case %(subject)s"),
    roles=("quality",),
    due=DueRule(days=1),
    page="/cases/{subject}",
)
HANDLE = TaskKind(
    name="handling.decide", title=N_("Decide the way of handling of return %(subject)s of %(customer)s"), roles=("quality",),
    due=DueRule(hours=4),
    page="/handlings/{subject}",
)  # fmt: skip
REVIEW = TaskKind(
    name="review.record", title=N_("Review return %(return_number)s of %(customer)s with the departments"), roles=("quality",),
    due=DueRule(days=1),
    page="/reviews/{subject}",
)  # fmt: skip
NOTE = TaskKind(
    name="review.note", title=N_("Read the result of review %(subject)s"), roles=("sales", "rnd", "production", "warehouse"),
    due=DueRule(days=1),
    page="/reviews/{subject}",
)  # fmt: skip
DISPOSE = TaskKind(
    name="goods.dispose",
    title=N_("Decide what becomes of nonconforming goods %(subject)s"),
    roles=("quality",),
    due=DueRule(days=2),
    page="/goods/{subject}",
)
WORK = TaskKind(
    name="goods.work",
    title=N_("Repair or rework nonconforming goods %(subject)s"),
    roles=("production", "rnd"),
    due=DueRule(days=5),
    page="/goods/{subject}",
)
REINSPECT = TaskKind(
    name="goods.reinspect", title=N_("Inspect %(subject)s again"), roles=("quality",), due=DueRule(days=1), page="/goods/{subject}"
)

CONSENT = TaskKind(
    name="goods.consent", title=N_("Ask %(customer)s whether the concession on %(subject)s is agreed"), roles=("sales",),
    due=DueRule(days=2),
    page="/goods/{subject}",
)  # fmt: skip

TASKS = (TEST, HANDLE, REVIEW, NOTE, DISPOSE, WORK, REINSPECT, CONSENT)
