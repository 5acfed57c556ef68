"""What capa does when it hears of severe complaints, reviews, verdicts, missed targets and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_capa import tasks
from kesu_capa.capas.commands import about, join_capa, open_capa, reopen_capa
from kesu_capa.capas.grounds import lost_grounds
from kesu_capa.capas.model import CAPA_STATES, SEVERITIES, Capa
from kesu_capa.capas.queries import capa_for, capa_of, capa_serving, standing
from kesu_capa.copies.commands import learn_complaint, learn_delivery, learn_verdict, learn_withdrawal
from kesu_capa.copies.model import KnownVerdict
from kesu_capa.effect.commands import notice_recurrence
from kesu_capa.permissions import DEPARTMENTS
from kesu_common.database import one_at_a_time
from kesu_common.events import ConsumedSchema, Event, Reaction
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, open_task

CAPA = Actor.service("capa")
_VERDICT = "verdict"
"""The reason of a verdict that was kept without its judgement, before there was a place for it."""


class EscalatedHeard(ConsumedSchema):
    """The corrective action report that sales issues (clause 4.1.3.5)."""

    severity = fields.String(required=True)
    reason = fields.String(load_default="", allow_none=True)
    product = fields.String(load_default=None, allow_none=True)
    lot = fields.String(load_default=None, allow_none=True)
    customer_code = fields.String(load_default=None, allow_none=True)


class VerdictHeard(ConsumedSchema):
    """Quality's judgement: which defect, whose work."""

    complaint = fields.String(load_default=None, allow_none=True)
    verdict = fields.String(required=True)
    defect_code = fields.String(load_default=None, allow_none=True)
    defect_zh = fields.String(load_default=None, allow_none=True)
    defect_en = fields.String(load_default=None, allow_none=True)
    responsible_department = fields.String(load_default=None, allow_none=True)


class ReviewHeard(ConsumedSchema):
    """The review of returned goods (clause 4.1.3.7-c)."""

    complaint = fields.String(load_default=None, allow_none=True)
    return_number = fields.String(load_default=None, allow_none=True)
    result = fields.String(load_default="", allow_none=True)
    capa_needed = fields.Boolean(load_default=False)
    capa_reason = fields.String(load_default=None, allow_none=True)
    responsible_department = fields.String(load_default=None, allow_none=True)
    defect_code = fields.String(load_default=None, allow_none=True)


class MissedHeard(ConsumedSchema):
    """A survey item below its target (clause 4.2.3.5)."""

    campaign = fields.String(required=True)
    item = fields.String(required=True)
    item_en = fields.String(load_default=None, allow_none=True)
    department = fields.String(required=True)
    mean = fields.String(load_default="", allow_none=True)
    target = fields.String(load_default="", allow_none=True)


class FollowUpHeard(ConsumedSchema):
    """What the customer says after a corrective action (clause 4.1.3.9)."""

    capa = fields.String(required=True)
    effective = fields.Boolean(required=True)
    words = fields.String(load_default="", allow_none=True)


class RiseComplaintHeard(ConsumedSchema):
    """A complaint of a rise, and whose it is."""

    number = fields.String(required=True)
    customer_code = fields.String(load_default=None, allow_none=True)


class RiseHeard(ConsumedSchema):
    """A rise of complaints that shall have one corrective action."""

    product = fields.String(required=True)
    by = fields.String(required=True)
    value = fields.String(required=True)
    name_en = fields.String(load_default=None, allow_none=True)
    name_zh = fields.String(load_default=None, allow_none=True)
    severity = fields.String(required=True)
    reason = fields.String(load_default="", allow_none=True)
    complaints = fields.List(fields.Nested(RiseComplaintHeard), load_default=list)


class RegisteredHeard(ConsumedSchema):
    """A complaint that came in."""

    product = fields.String(load_default=None, allow_none=True)
    lot = fields.String(load_default=None, allow_none=True)
    received_at = fields.AwareDateTime(load_default=None, allow_none=True)


class DeliveryHeard(ConsumedSchema):
    """A line that was delivered."""

    product = fields.String(required=True)
    lot = fields.String(load_default=None, allow_none=True)
    quantity = fields.Decimal(required=True)
    delivered_on = fields.Date(required=True)


def on_registered(session: Session, event: Event) -> None:
    """Remember when a complaint of which product came in: the effect of actions is counted by these."""
    _alone_with(session, event.subject)
    received_at = event.data["received_at"] or event.time
    heard = {"product": event.data["product"], "lot": event.data["lot"], "received_at": received_at}
    learn_complaint(session, event.subject, event.sequence, site=event.site, **heard)
    notice_recurrence(session, event.subject)


def on_amended(session: Session, event: Event) -> None:
    """Which goods a complaint is about became known: it counts for them, and its report learns what it did not know."""
    on_registered(session, event)
    if (capa := capa_serving(session, event.subject)) is not None:
        capa.product, capa.lot = capa.product or event.data["product"], capa.lot or event.data["lot"]


def on_withdrawn(session: Session, event: Event) -> None:
    """A complaint that was withdrawn does not count; QA decides whether its report goes on."""
    _alone_with(session, event.subject)
    learn_withdrawal(session, event.subject, event.sequence, site=event.site)
    capa = capa_serving(session, event.subject)
    if capa is not None:
        lost = _reconsider(session, capa, event.subject)
        if lost:
            join_capa(session, CAPA, capa, reason=lost)


def on_delivery(session: Session, event: Event) -> None:
    """Remember what was delivered: complaints are counted per unit."""
    learn_delivery(session, event.site, event.subject, event.sequence, **event.data)


def on_escalated(session: Session, event: Event) -> None:
    """A severe complaint opens a corrective action at once; one that has one already is joined to it.

    A verdict that was heard before is joined after the opening: the same facts are stated in whichever order the two come.
    """
    heard, complaint = event.data, event.subject
    _alone_with(session, complaint)
    severity = heard["severity"] if heard["severity"] in SEVERITIES else "major"
    reason = heard["reason"] or severity
    capa = capa_serving(session, complaint)
    if capa is not None:
        capa.product, capa.lot = capa.product or heard["product"], capa.lot or heard["lot"]
        join_capa(session, CAPA, capa, reason=reason, severity=severity)
        return
    capa = open_capa(
        session,
        CAPA,
        site=event.site,
        source="complaint",
        source_key=complaint,
        complaint=complaint,
        customer_code=heard["customer_code"],
        title=_title(heard["product"], reason),
        severity=severity,
        responsible_department=_department(None),
        reason=reason,
        product=heard["product"],
        lot=heard["lot"],
    )
    _join_known_verdict(session, capa, complaint)


def on_review(session: Session, event: Event) -> None:
    """A review that asks for corrective action opens one, unless the complaint has one already."""
    heard = event.data
    if not heard["capa_needed"]:
        return
    complaint = heard["complaint"]
    reason = heard["capa_reason"] or heard["result"] or event.subject
    if complaint:
        _alone_with(session, complaint)
    capa = capa_serving(session, complaint) if complaint else None
    if capa is not None:
        join_capa(session, CAPA, capa, reason=reason)
        return
    capa = open_capa(
        session,
        CAPA,
        site=event.site,
        source="review",
        source_key=complaint or event.subject,
        complaint=complaint,
        title=_title(None, reason),
        severity="minor",
        responsible_department=_department(heard["responsible_department"]),
        reason=reason,
        defect_code=heard["defect_code"],
    )
    if complaint:
        _join_known_verdict(session, capa, complaint)


def on_verdict(session: Session, event: Event) -> None:
    """The verdict is remembered and joined to the complaint's report, however late it is heard; it may tell that it happened again."""
    heard = event.data
    if heard["complaint"] is None:
        return
    _alone_with(session, heard["complaint"])
    learn_verdict(session, heard["complaint"], event.sequence, heard)
    capa = capa_serving(session, heard["complaint"])
    if capa is not None:
        _join_known_verdict(session, capa, heard["complaint"])
    notice_recurrence(session, heard["complaint"])


def on_target_missed(session: Session, event: Event) -> None:
    """A missed target opens a corrective action of the responsible department."""
    heard = event.data
    name = heard["item_en"] or heard["item"]
    open_capa(
        session,
        CAPA,
        site=event.site,
        source="survey",
        source_key=f"{heard['campaign']}/{heard['item']}",
        campaign=heard["campaign"],
        item=heard["item"],
        title=f"{name}: {heard['mean']} < {heard['target']}",
        severity="minor",
        kind="preventive",
        responsible_department=_department(heard["department"]),
        reason=f"{name}: {heard['mean']} < {heard['target']}",
    )


def on_rise(session: Session, event: Event) -> None:
    """A rise that QA has accepted opens one corrective action for all its complaints; heard again, it says nothing new."""
    heard = event.data
    if capa_for(session, event.subject) is not None:
        return
    open_capa(
        session,
        CAPA,
        site=event.site,
        source="radar",
        source_key=event.subject,
        title=_title(heard["product"], heard["name_zh"] or heard["name_en"] or heard["value"]),
        severity=heard["severity"] if heard["severity"] in SEVERITIES else "major",
        responsible_department="quality",
        reason=heard["reason"] or event.subject,
        product=heard["product"],
        defect_code=heard["value"][:64] if heard["by"] == "defect" else None,
        cases=[(one["number"], one["customer_code"]) for one in heard["complaints"]],
    )


def on_followup(session: Session, event: Event) -> None:
    """A customer whom it did not help reopens the report; from however many sides, once."""
    heard = event.data
    if heard["effective"]:
        return
    capa = standing(session, capa_of(session, CAPA, heard["capa"], lock=True))
    if "reopen" in CAPA_STATES.allowed(capa.state):
        reopen_capa(session, CAPA, capa, reason=heard["words"] or event.subject, key=event.subject)
    else:
        join_capa(session, CAPA, capa, reason=heard["words"] or event.subject)


def _alone_with(session: Session, complaint: str) -> None:
    """Facts of one complaint come from several departments and are handled side by side: each shall see what the one before it left, or
    two that come in the same moment would both find nothing to join."""
    one_at_a_time(session, "complaint", complaint)


def _join_known_verdict(session: Session, capa: Capa, complaint: str) -> None:
    """Join what is known of the complaint's verdict to a report: until the work on it begins, its defect follows the verdict; while nobody
    leads it, title and department do, too."""
    verdict = session.get(KnownVerdict, complaint, populate_existing=True)
    if verdict is None:
        return
    begun = capa.state not in {"opened", "assigned"}
    capa.defect_code = (begun and capa.defect_code) or verdict.defect_code or capa.defect_code
    if capa.state == "opened":
        capa.responsible_department = _department(verdict.responsible_department or capa.responsible_department)
        if capa.source == "complaint" and verdict.defect:
            capa.title = _title(capa.product, verdict.defect)
    lost = _reconsider(session, capa, complaint)
    join_capa(session, CAPA, capa, reason=lost or verdict.defect or verdict.verdict or _VERDICT)


def _reconsider(session: Session, capa: Capa, complaint: str) -> str | None:
    """Let QA decide whether a report goes on for which no complaint speaks any longer; why this one does not, if so."""
    lost = lost_grounds(session, capa)
    if lost and len(lost) == len(capa.complaints):
        open_task(session, CAPA, tasks.RECONSIDER, **about(capa))
    else:
        cancel_task(session, CAPA, tasks.RECONSIDER, capa.number)
    return next((one.told() for one in lost if one.complaint == complaint), None)


def _department(named: str | None) -> str:
    return named if named in DEPARTMENTS else "quality"


def _title(product: str | None, reason: str) -> str:
    return (f"{product}: {reason}" if product else reason)[:300]


REACTIONS: Mapping[str, Reaction] = {
    "kesu.complaint.escalated.v1": Reaction(EscalatedHeard, on_escalated),
    "kesu.complaint.registered.v1": Reaction(RegisteredHeard, on_registered),
    "kesu.complaint.amended.v1": Reaction(RegisteredHeard, on_amended),
    "kesu.complaint.withdrawn.v1": Reaction(RegisteredHeard, on_withdrawn),
    "kesu.delivery.recorded.v1": Reaction(DeliveryHeard, on_delivery),
    "kesu.review.completed.v1": Reaction(ReviewHeard, on_review),
    "kesu.verdict.given.v1": Reaction(VerdictHeard, on_verdict),
    "kesu.verdict.revised.v1": Reaction(VerdictHeard, on_verdict),
    "kesu.target.missed.v1": Reaction(MissedHeard, on_target_missed),
    "kesu.followup.recorded.v1": Reaction(FollowUpHeard, on_followup),
    "kesu.radar.accepted.v1": Reaction(RiseHeard, on_rise),
}
