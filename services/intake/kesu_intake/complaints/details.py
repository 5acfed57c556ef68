"""Everything about one complaint, as the API gives it and the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from kesu_common.attachments import attachments_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.attachments import AttachmentOut
from kesu_intake.clarifications.queries import clarifications_of
from kesu_intake.clarifications.schemas import ClarificationOut
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.schemas import ComplaintOut
from kesu_intake.confirmations.queries import confirmations_of
from kesu_intake.confirmations.schemas import ConfirmationOut
from kesu_intake.copies.queries import capas_of, case_of, returns_of
from kesu_intake.dispatches.queries import dispatches_of
from kesu_intake.dispatches.schemas import DispatchOut
from kesu_intake.exchanges.queries import exchanges_of
from kesu_intake.exchanges.schemas import ExchangeOut
from kesu_intake.followups.queries import followups_of
from kesu_intake.followups.schemas import FollowUpOut
from kesu_intake.joining.queries import joined_into
from kesu_intake.joining.schemas import JoinedOut
from kesu_intake.mails.queries import mails_of
from kesu_intake.mails.schemas import MailOut
from kesu_intake.replies.queries import replies_of
from kesu_intake.replies.schemas import ReplyOut
from kesu_intake.settlements.queries import settlements_of, standing
from kesu_intake.settlements.schemas import SettlementOut
from kesu_intake.working_texts.queries import readings_of, translations_of
from kesu_intake.working_texts.schemas import ReadingOut, TranslationOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kesu_common.attachments import Attachment
    from kesu_common.tasks import Task
    from kesu_intake.clarifications.model import Clarification
    from kesu_intake.confirmations.model import Confirmation
    from kesu_intake.copies.model import KnownCapa, KnownCase, KnownReturn
    from kesu_intake.dispatches.model import Dispatch
    from kesu_intake.exchanges.model import Exchange
    from kesu_intake.followups.model import FollowUp
    from kesu_intake.mails.model import Mail
    from kesu_intake.replies.model import Reply
    from kesu_intake.settlements.model import Settlement
    from kesu_intake.working_texts.model import Reading, Translation


@dataclass(frozen=True)
class Details:
    """A complaint and all that belongs to it here."""

    complaint: Complaint
    translations: Sequence[Translation]
    readings: Sequence[Reading]
    dispatches: Sequence[Dispatch]
    clarifications: Sequence[Clarification]
    settlements: Sequence[Settlement]
    standing: Sequence[Settlement]
    replies: Sequence[Reply]
    mails: Sequence[Mail]
    confirmations: Sequence[Confirmation]
    followups: Sequence[FollowUp]
    exchanges: Sequence[Exchange]
    attachments: Sequence[Attachment]
    joined: Sequence[Complaint]
    tasks: Sequence[Task]
    case: KnownCase | None
    returns: Sequence[KnownReturn]
    capas: Sequence[KnownCapa]


def details_of(session: Session, complaint: Complaint) -> Details:
    """Read it all."""
    number = complaint.number
    return Details(
        complaint=complaint,
        translations=translations_of(session, number),
        readings=readings_of(session, number),
        dispatches=dispatches_of(session, number),
        clarifications=clarifications_of(session, number),
        settlements=settlements_of(session, number),
        standing=standing(session, complaint),
        replies=replies_of(session, number),
        mails=mails_of(session, number),
        confirmations=confirmations_of(session, number),
        followups=followups_of(session, number),
        exchanges=exchanges_of(session, number),
        attachments=attachments_of(session, number),
        joined=joined_into(session, number),
        tasks=tasks_of(session, number, only_open=True),
        case=case_of(session, number),
        returns=returns_of(session, number),
        capas=capas_of(session, number),
    )


class CaseOut(Schema):
    """Quality's case and verdict."""

    number = fields.String()
    verdict = fields.String(allow_none=True)
    defect_code = fields.String(allow_none=True)
    defect_zh = fields.String(allow_none=True)
    defect_en = fields.String(allow_none=True)
    responsible_department = fields.String(allow_none=True)
    summary = fields.String(allow_none=True)


class KnownOut(Schema):
    """A return or corrective action in another department."""

    number = fields.String()
    state = fields.String()


class DetailsOut(ComplaintOut):
    """One complaint with everything: its own fields and, beside them, what belongs to it."""

    translations = fields.List(fields.Nested(TranslationOut))
    readings = fields.List(fields.Nested(ReadingOut))
    dispatches = fields.List(fields.Nested(DispatchOut))
    clarifications = fields.List(fields.Nested(ClarificationOut))
    settlements = fields.List(fields.Nested(SettlementOut))
    replies = fields.List(fields.Nested(ReplyOut))
    mails = fields.List(fields.Nested(MailOut))
    confirmations = fields.List(fields.Nested(ConfirmationOut))
    followups = fields.List(fields.Nested(FollowUpOut))
    exchanges = fields.List(fields.Nested(ExchangeOut))
    attachments = fields.List(fields.Nested(AttachmentOut))
    joined = fields.List(fields.Nested(JoinedOut))
    case = fields.Nested(CaseOut, allow_none=True)
    returns = fields.List(fields.Nested(KnownOut))
    capas = fields.List(fields.Nested(KnownOut))

    def get_attribute(self, obj: Details, attr: str, default: Any) -> Any:
        """What `Details` does not have itself is the complaint's own."""
        return super().get_attribute(obj if hasattr(obj, attr) else obj.complaint, attr, default)
