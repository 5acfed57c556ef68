"""Every operation on a complaint, in the order of the buttons."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_intake import first_values, offered, permissions
from kesu_intake.clarifications.commands import clarify_complaint
from kesu_intake.clarifications.queries import is_clarified, is_not_ours
from kesu_intake.clarifications.schemas import ClarifyIn
from kesu_intake.complaints import commands
from kesu_intake.complaints import schemas as complaint_schemas
from kesu_intake.complaints.amending import amend_complaint
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.confirmations.commands import confirm_complaint, dispute_complaint
from kesu_intake.confirmations.model import EVIDENCE
from kesu_intake.confirmations.schemas import ConfirmIn, DisputeIn
from kesu_intake.dispatches.commands import answer_dispatch, dispatch_complaint, take_back_question
from kesu_intake.dispatches.schemas import AnswerIn, DispatchIn, TakeBackIn
from kesu_intake.exchanges.commands import log_complaint_exchange
from kesu_intake.exchanges.schemas import ExchangeIn
from kesu_intake.followups.commands import record_followup
from kesu_intake.followups.schemas import FollowUpIn
from kesu_intake.joining.commands import join_complaint
from kesu_intake.joining.schemas import JoinIn
from kesu_intake.mails import sending
from kesu_intake.mails.commands import report_bounce, tell_otherwise
from kesu_intake.mails.schemas import BouncedIn, SendAgainIn, ToldOtherwiseIn
from kesu_intake.paper_operations import PAPER_OPERATIONS
from kesu_intake.replies.schemas import ReplyIn
from kesu_intake.settlements.commands import grant_goodwill, settle_complaint
from kesu_intake.settlements.schemas import GoodwillIn, SettleIn
from kesu_intake.working_texts.commands import translate_complaint
from kesu_intake.working_texts.schemas import TranslateIn

_FORMS = "intake/operations/"

OPERATIONS = Operations[Complaint](
    states=COMPLAINT_STATES,
    find=complaint_of,
    all=(
        Operation(
            path="acknowledge",
            title=N_("Acknowledge"),
            summary="Tell the customer that the complaint has arrived",
            action=permissions.ACKNOWLEDGE,
            schema=complaint_schemas.AcknowledgeIn,
            run=sending.acknowledge,
            command="acknowledge",
            icon="mail",
            template=f"{_FORMS}acknowledge.html",
            initial=first_values.acknowledgement,
            offered=offered.not_acknowledged,
        ),
        Operation(
            path="amend",
            title=N_("Fill in or correct"),
            summary="Which goods, how many and how it was found, as far as it became known later; the customer's words stay",
            action=permissions.AMEND,
            schema=complaint_schemas.AmendIn,
            run=amend_complaint,
            command="amend",
            icon="pencil",
            tone="ghost-secondary",
            template=f"{_FORMS}amend.html",
            initial=first_values.amendment,
        ),
        Operation(
            path="translate",
            title=N_("Translate"),
            summary="Attach a translation into the site's working language (clause 4.1.3.5-a2)",
            action=permissions.TRANSLATE,
            schema=TranslateIn,
            run=translate_complaint,
            command="translate",
            icon="language",
            template=f"{_FORMS}translate.html",
            initial=first_values.translation,
            offered=offered.in_foreign_language,
        ),
        Operation(
            path="dispatch",
            title=N_("Dispatch"),
            summary="Ask departments (clause 4.1.3.1-b)",
            action=permissions.DISPATCH,
            schema=DispatchIn,
            run=dispatch_complaint,
            command="dispatch",
            icon="send",
            template=f"{_FORMS}dispatch.html",
            initial=first_values.questions,
        ),
        Operation(
            path="take-back",
            title=N_("Take a question back"),
            summary="A department that was asked need not answer",
            action=permissions.DISPATCH,
            schema=TakeBackIn,
            run=take_back_question,
            command="take_back",
            icon="arrow-back-up",
            template=f"{_FORMS}take-back.html",
        ),
        Operation(
            path="answer",
            title=N_("Answer"),
            summary="Answer for R&D or production (clauses 3.3, 3.4)",
            action=permissions.ANSWER,
            schema=AnswerIn,
            run=answer_dispatch,
            command="answer",
            icon="message-2",
            template=f"{_FORMS}answer.html",
            offered=offered.was_asked,
            files="answer",
        ),
        Operation(
            path="clarify",
            title=N_("Clarify"),
            summary="Record the cause, the advice and who helped when the fault is not ours (clause 4.1.3.3)",
            action=permissions.CLARIFY,
            schema=ClarifyIn,
            run=clarify_complaint,
            command="clarify",
            icon="bulb",
            template=f"{_FORMS}clarify.html",
            initial=first_values.clarification,
            offered=offered.not_ours,
        ),
        Operation(
            path="settle",
            title=N_("Settle"),
            summary="Put an agreement with the customer on record (clause 3.2-e)",
            action=permissions.SETTLE,
            schema=SettleIn,
            run=settle_complaint,
            command="settle",
            icon="heart-handshake",
            template=f"{_FORMS}settle.html",
            initial=first_values.settlement,
            files="evidence",
        ),
        Operation(
            path="goodwill",
            title=N_("Grant goodwill"),
            summary="A lead's goodwill decision (clause 4.1.3.3)",
            action=permissions.GRANT_GOODWILL,
            schema=GoodwillIn,
            run=grant_goodwill,
            command="grant_goodwill",
            icon="gavel",
            template=f"{_FORMS}goodwill.html",
        ),
        Operation(
            path="reply",
            title=N_("Reply"),
            summary="Log the reply to the customer, or a reminder (clause 4.1.3.1-c)",
            action=permissions.REPLY,
            schema=ReplyIn,
            run=sending.reply,
            command="reply",
            icon="mail",
            template=f"{_FORMS}reply.html",
            initial=first_values.reply,
            files="evidence",
        ),
        Operation(
            path="send-again",
            title=N_("Send the mail again"),
            summary="Send a mail that did not arrive again, to the same or another address",
            action=permissions.REPLY,
            schema=SendAgainIn,
            run=sending.again,
            command=None,
            icon="refresh",
            template=f"{_FORMS}send-again.html",
            initial=first_values.missed_mail,
            offered=offered.mail_can_be_sent_again,
        ),
        Operation(
            path="told-otherwise",
            title=N_("Told otherwise"),
            summary="Log that the customer was told by other means what a mail did not bring",
            action=permissions.REPLY,
            schema=ToldOtherwiseIn,
            run=tell_otherwise,
            command=None,
            icon="phone",
            template=f"{_FORMS}told-otherwise.html",
            initial=first_values.missed_mail,
            offered=offered.mail_missed,
        ),
        Operation(
            path="mail-bounced",
            title=N_("A mail came back"),
            summary="Record that a mail came back",
            action=permissions.REPLY,
            schema=BouncedIn,
            run=report_bounce,
            command=None,
            icon="alert-triangle",
            template=f"{_FORMS}mail-bounced.html",
            initial=first_values.sent_mail,
            offered=offered.mail_is_out,
        ),
        Operation(
            path="confirm",
            title=N_("Record the confirmation"),
            summary="Record the customer's confirmation (clause 4.1.3.1-c)",
            action=permissions.CONFIRM,
            schema=ConfirmIn,
            run=confirm_complaint,
            command="confirm",
            icon="thumb-up",
            template=f"{_FORMS}confirm.html",
            initial=first_values.who,
            files="evidence",
        ),
        Operation(
            path="dispute",
            title=N_("Record a disagreement"),
            summary="Record that the customer disagrees",
            action=permissions.CONFIRM,
            schema=DisputeIn,
            run=lambda session, actor, complaint, **given: dispute_complaint(session, actor, complaint, how=EVIDENCE, **given),
            command="dispute",
            icon="thumb-down",
            template=f"{_FORMS}dispute.html",
            initial=first_values.who,
            files="evidence",
        ),
        Operation(
            path="close",
            title=N_("Close"),
            summary="Close a confirmed complaint without open returns",
            action=permissions.CLOSE,
            run=commands.close_complaint,
            command="close",
            icon="circle-check",
            offered=offered.nothing_is_out,
        ),
        Operation(
            path="follow-up",
            title=N_("Record the follow-up"),
            summary="Record whether a corrective action has helped (clause 4.1.3.9)",
            action=permissions.FOLLOW_UP,
            schema=FollowUpIn,
            run=record_followup,
            command=None,
            icon="phone",
            template=f"{_FORMS}follow-up.html",
            initial=first_values.who,
            offered=offered.followup_waits,
        ),
        Operation(
            path="exchanges",
            title=N_("Log an exchange"),
            summary="Log a call, visit or letter (clause 3.2-a)",
            action=permissions.LOG_EXCHANGE,
            schema=ExchangeIn,
            run=log_complaint_exchange,
            command=None,
            icon="message",
            template=f"{_FORMS}exchanges.html",
            initial=first_values.who,
            files="evidence",
        ),
        Operation(
            path="escalate",
            title=N_("Escalate"),
            summary="Issue the corrective action report (clause 4.1.3.5)",
            action=permissions.ESCALATE,
            schema=complaint_schemas.EscalateIn,
            run=commands.escalate_complaint,
            command=None,
            icon="urgent",
            template=f"{_FORMS}escalate.html",
            offered=offered.not_escalated,
        ),
        Operation(
            path="reopen",
            title=N_("Reopen"),
            summary="Take up a closed complaint again",
            action=permissions.REOPEN,
            schema=complaint_schemas.WithReasonIn,
            run=commands.reopen_complaint,
            command="reopen",
            icon="refresh",
            template=f"{_FORMS}reason.html",
        ),
        Operation(
            path="join",
            title=N_("Join into another"),
            summary="End a complaint that was entered twice: the other one goes on for both",
            action=permissions.JOIN,
            schema=JoinIn,
            run=join_complaint,
            command="join",
            icon="arrows-exchange",
            tone="ghost-danger",
            template=f"{_FORMS}join.html",
        ),
        Operation(
            path="withdraw",
            title=N_("Withdraw"),
            summary="The customer takes the complaint back",
            action=permissions.WITHDRAW,
            schema=complaint_schemas.WithReasonIn,
            run=commands.withdraw_complaint,
            command="withdraw",
            icon="ban",
            tone="ghost-danger",
            template=f"{_FORMS}reason.html",
        ),
        *PAPER_OPERATIONS,
    ),
)

_NATURAL = {
    "registered": "dispatch",
    "translated": "dispatch",
    "dispatched": "answer",
    "answered": "settle",
    "settled": "reply",
    "replied": "confirm",
    "confirmed": "close",
}


def next_of(session: Session, complaint: Complaint) -> str | None:
    """The operation that comes next as a rule: its button stands out."""
    if complaint.state == "answered" and is_not_ours(session, complaint) and not is_clarified(session, complaint):
        return "clarify"
    needs_text = complaint.state == "registered" and offered.in_foreign_language(session, Actor.service("intake"), complaint)
    return "translate" if needs_text else _NATURAL.get(complaint.state)
