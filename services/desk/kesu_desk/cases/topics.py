"""What each fact means for the case file, as data: its words, icon and tone; and where a record's page is, by its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kesu_common.i18n import N_
from kesu_common.people.roles import PEOPLE


@dataclass(frozen=True)
class Topic:
    """How a fact appears in a timeline."""

    words: str
    icon: str = "circle-dot"
    tone: str = "busy"


TOPICS: Mapping[str, Topic] = {
    "complaint.registered": Topic(N_("Complaint registered"), "message-report"),
    "complaint.acknowledged": Topic(N_("Acknowledged to the customer"), "send"),
    "complaint.attached": Topic(N_("File attached"), "paperclip", "calm"),
    "complaint.translated": Topic(N_("Translated"), "language"),
    "complaint.dispatched": Topic(N_("Passed to the departments"), "route"),
    "complaint.answered": Topic(N_("Department answered"), "message-2"),
    "complaint.escalated": Topic(N_("Escalated: corrective action report"), "urgent", "bad"),
    "complaint.joined": Topic(N_("A complaint entered twice was joined into this one"), "arrows-exchange", "calm"),
    "complaint.question_taken_back": Topic(N_("A question to a department was taken back"), "arrow-back-up", "calm"),
    "complaint.clarified": Topic(N_("Not our fault: cause and advice on record"), "bulb"),
    "complaint.settled": Topic(N_("Settlement agreed with the customer"), "heart-handshake"),
    "complaint.replied": Topic(N_("Replied to the customer"), "mail"),
    "mail.queued": Topic(N_("Mail put into the outbox"), "mail", "calm"),
    "mail.sent": Topic(N_("Mail sent"), "send"),
    "mail.failed": Topic(N_("Mail not delivered"), "alert-triangle", "bad"),
    "mail.bounced": Topic(N_("Mail came back"), "alert-triangle", "bad"),
    "complaint.confirmed": Topic(N_("Customer confirmed"), "thumb-up", "good"),
    "complaint.disputed": Topic(N_("Customer disagrees"), "thumb-down", "bad"),
    "complaint.closed": Topic(N_("Complaint closed"), "circle-check", "good"),
    "complaint.reopened": Topic(N_("Complaint opened again"), "arrow-back-up", "warn"),
    "complaint.withdrawn": Topic(N_("Complaint withdrawn"), "circle-x", "calm"),
    "followup.recorded": Topic(N_("Customer asked whether it helped"), "phone"),
    "contact.recorded": Topic(N_("Contact recorded"), "phone", "calm"),
    "contact.analysed": Topic(N_("Contact analysed"), "search", "calm"),
    "contact.asked": Topic(N_("Departments asked about a contact"), "send", "calm"),
    "contact.answered": Topic(N_("Department answered sales"), "message-2", "calm"),
    "contact.handled": Topic(N_("Contact handled"), "clipboard-check", "calm"),
    "contact.replied": Topic(N_("Contact replied to"), "mail", "calm"),
    "contact.closed": Topic(N_("Contact closed"), "circle-check", "good"),
    "contact.reopened": Topic(N_("Contact opened again"), "arrow-back-up", "warn"),
    "contact.withdrawn": Topic(N_("Contact withdrawn"), "circle-x", "calm"),
    "contact.converted": Topic(N_("Contact became a complaint"), "message-report", "warn"),
    "appointment.agreed": Topic(N_("Appointment agreed"), "calendar-event", "calm"),
    "appointment.held": Topic(N_("Appointment kept"), "user-check", "good"),
    "appointment.cancelled": Topic(N_("Appointment cancelled"), "circle-x", "calm"),
    "case.opened": Topic(N_("QA case opened"), "microscope"),
    "case.closed": Topic(N_("QA case closed"), "circle-check", "good"),
    "test.recorded": Topic(N_("Test recorded"), "test-pipe"),
    "case.attached": Topic(N_("File attached"), "paperclip", "calm"),
    "lot.judged": Topic(N_("Lot judged by its sample"), "ruler-measure"),
    "sampling.switched": Topic(N_("Severity of inspection changed"), "arrows-exchange", "warn"),
    "instrument.kept": Topic(N_("Instrument entered or calibrated"), "ruler-measure", "calm"),
    "defect.kept": Topic(N_("Defect code changed"), "edit", "calm"),
    "cost.recorded": Topic(N_("Cost of poor quality recorded"), "chart-bar", "calm"),
    "review.signed": Topic(N_("Department signed or commented"), "signature"),
    "consent.asked": Topic(N_("Customer asked to agree to a concession"), "send"),
    "consent.recorded": Topic(N_("Customer answered about the concession"), "heart-handshake"),
    "verdict.given": Topic(N_("Verdict given"), "gavel"),
    "verdict.revised": Topic(N_("Verdict revised"), "gavel", "warn"),
    "handling.decided": Topic(N_("QA decided how the return is handled"), "list-check"),
    "review.due": Topic(N_("Review of returned goods due"), "clock"),
    "review.completed": Topic(N_("Returned goods reviewed"), "clipboard-check"),
    "disposition.decided": Topic(N_("Disposition decided"), "scale"),
    "reinspection.passed": Topic(N_("Re-inspection passed"), "shield-check", "good"),
    "reinspection.failed": Topic(N_("Re-inspection failed"), "shield-exclamation", "bad"),
    "goods.released": Topic(N_("Goods released from quarantine"), "package-export", "good"),
    "goods.moved": Topic(N_("Goods moved"), "truck-loading", "calm"),
    "return.requested": Topic(N_("Return requested"), "truck-return"),
    "return.approved": Topic(N_("Return approved by the lead"), "signature", "good"),
    "return.rejected": Topic(N_("Return rejected"), "ban", "bad"),
    "return.authorised": Topic(N_("Return authorised"), "check"),
    "return.received": Topic(N_("Returned goods received"), "package-import"),
    "return.unannounced": Topic(N_("Goods came back unannounced"), "alert-triangle", "warn"),
    "return.settled": Topic(N_("Return settled"), "circle-check", "good"),
    "delegation.given": Topic(N_("Deputy named"), "users"),
    "delegation.ended": Topic(N_("Delegation ended"), "users"),
    "return.cost_recorded": Topic(N_("Cost of the return recorded"), "chart-bar", "calm"),
    "return.closed": Topic(N_("Return closed"), "circle-check", "good"),
    "replacement.shipped": Topic(N_("Replacement shipped"), "truck-delivery"),
    "replacement.short": Topic(N_("Replacement short"), "alert-triangle", "warn"),
    "capa.opened": Topic(N_("Corrective action opened"), "target"),
    "capa.contained": Topic(N_("Contained"), "shield-check"),
    "capa.analysed": Topic(N_("Cause found"), "search"),
    "capa.planned": Topic(N_("Measures planned"), "list-check"),
    "capa.criterion_set": Topic(N_("Decided when the effect is judged"), "ruler-measure", "calm"),
    "capa.effect_untold": Topic(N_("The figures cannot tell the effect: quality has to judge"), "alert-triangle", "warn"),
    "capa.verified": Topic(N_("Effect verified"), "zoom-check"),
    "capa.closed": Topic(N_("Corrective action closed"), "circle-check", "good"),
    "capa.reopened": Topic(N_("Corrective action opened again"), "arrow-back-up", "warn"),
    "capa.declined": Topic(N_("No corrective action needed"), "circle-x", "calm"),
    "action.assigned": Topic(N_("Measure assigned"), "user-check"),
    "action.done": Topic(N_("Measure carried out"), "check", "good"),
    "radar.raised": Topic(N_("The radar has seen a rise of complaints"), "chart-line", "warn"),
    "radar.accepted": Topic(N_("One corrective action for a rise of complaints"), "target"),
    "radar.dismissed": Topic(N_("Rise of complaints dismissed"), "ban", "calm"),
    "radar.tuned": Topic(N_("Parameters of the radar changed"), "settings", "calm"),
    "exchange.logged": Topic(N_("Talked or written to the customer"), "phone", "calm"),
    "original.moved": Topic(N_("Original moved"), "package", "calm"),
    "original.copied": Topic(N_("Copy of an original"), "file-text", "calm"),
    "complaint.seen": Topic(N_("Additions of the customer looked at"), "check", "calm"),
    "translation.read": Topic(N_("Correction of the translation read"), "language", "calm"),
    "portal.opened": Topic(N_("Portal link given to the customer"), "link", "calm"),
    "portal.revoked": Topic(N_("Portal link taken back"), "ban", "calm"),
    "draft.received": Topic(N_("E-mail received"), "mail"),
    "draft.registered": Topic(N_("E-mail became a complaint"), "message-report"),
    "draft.discarded": Topic(N_("E-mail discarded"), "ban", "calm"),
    "glossary.changed": Topic(N_("Glossary changed"), "language", "calm"),
    "case.asked": Topic(N_("Sales asks again"), "help-circle"),
    "case.planned": Topic(N_("Test planned"), "clipboard-list", "calm"),
    "case.reopened": Topic(N_("QA tests again"), "arrow-back-up", "warn"),
    "handling.asked": Topic(N_("Quality has the form of the return"), "file-text", "calm"),
    "handling.cancelled": Topic(N_("Return need not be handled any more"), "circle-x", "calm"),
    "review.convened": Topic(N_("Departments convened to the review"), "users", "calm"),
    "review.noted": Topic(N_("Departments have read the result"), "eye", "calm"),
    "review.cancelled": Topic(N_("Review not needed"), "circle-x", "calm"),
    "goods.quarantined": Topic(N_("Nonconforming goods kept apart"), "building-warehouse", "warn"),
    "goods.judged": Topic(N_("Goods judged"), "gavel"),
    "work.reported": Topic(N_("Repaired or reworked"), "tools"),
    "return.recorded": Topic(N_("Past return taken over"), "history", "calm"),
    "return.handling_decided": Topic(N_("Way of handling known to the warehouse"), "list-check", "calm"),
    "return.submitted": Topic(N_("Return put to the lead"), "send"),
    "return.cancelled": Topic(N_("Return cancelled"), "circle-x", "calm"),
    "return.shipped": Topic(N_("Returned goods on their way"), "truck"),
    "return.matched": Topic(N_("Unannounced goods matched"), "link"),
    "return.sent_back": Topic(N_("Unannounced goods sent back"), "truck-return", "warn"),
    "return.reviewed": Topic(N_("Review applied to the return"), "clipboard-check", "calm"),
    "onsite.requested": Topic(N_("On-site rework requested"), "truck-delivery"),
    "onsite.scheduled": Topic(N_("On-site rework scheduled"), "clock"),
    "onsite.confirmed": Topic(N_("Part of the on-site rework confirmed"), "check"),
    "onsite.ready": Topic(N_("On-site rework may start"), "check", "good"),
    "onsite.freed": Topic(N_("A part of the on-site rework withdrew"), "alert-triangle", "warn"),
    "onsite.started": Topic(N_("On-site rework started"), "truck-loading"),
    "onsite.worked": Topic(N_("Reworked on site"), "list-check"),
    "onsite.completed": Topic(N_("On-site rework completed"), "circle-check", "good"),
    "onsite.cancelled": Topic(N_("On-site rework cancelled"), "circle-x", "calm"),
    "capa.joined": Topic(N_("Joined to a corrective action"), "link"),
    "capa.assigned": Topic(N_("Leader and team named"), "users-group"),
    "campaign.analysed": Topic(N_("Survey summed up"), "chart-bar"),
    "invitation.sent": Topic(N_("Invitation sent"), "mail", "calm"),
    "invitation.opened": Topic(N_("Customer looked at the questions"), "eye", "calm"),
    "invitation.kept": Topic(N_("Customer filled in a part"), "forms", "calm"),
    "invitation.declined": Topic(N_("Customer does not answer"), "circle-x", "warn"),
    "answer.repeated": Topic(N_("Answered once more, not counted"), "forms", "calm"),
    "plan.approved": Topic(N_("Survey plan approved"), "signature", "good"),
    "campaign.started": Topic(N_("Survey started"), "send"),
    "campaign.closed": Topic(N_("Survey closed"), "circle-check"),
    "answer.received": Topic(N_("Answer received"), "forms"),
    "target.missed": Topic(N_("Target missed"), "mood-sad", "bad"),
    "customer.dissatisfied": Topic(N_("Customer is dissatisfied"), "mood-sad", "bad"),
    "plan.drafted": Topic(N_("Survey plan drafted"), "pencil", "calm"),
    "plan.changed": Topic(N_("Survey plan changed"), "pencil", "calm"),
    "plan.submitted": Topic(N_("Survey plan put to the lead"), "send"),
    "plan.returned": Topic(N_("Survey plan sent back by the lead"), "arrow-back-up", "warn"),
    "plan.started": Topic(N_("Survey begun by the plan"), "send", "calm"),
    "questionnaire.drafted": Topic(N_("Questionnaire drafted"), "pencil", "calm"),
    "questionnaire.changed": Topic(N_("Questionnaire changed"), "pencil", "calm"),
    "questionnaire.released": Topic(N_("Questionnaire released"), "check", "good"),
    "questionnaire.retired": Topic(N_("Questionnaire retired"), "circle-x", "calm"),
    "standard.drafted": Topic(N_("Product standard drafted"), "pencil", "calm"),
    "standard.released": Topic(N_("Product standard in force"), "check", "good"),
    "standard.retired": Topic(N_("Product standard retired"), "circle-x", "calm"),
    "customer.registered": Topic(N_("Customer entered"), "users", "calm"),
    "customer.changed": Topic(N_("Customer changed"), "users", "calm"),
    "customer.merged": Topic(N_("Customers merged"), "arrows-exchange", "calm"),
    "servicefile.opened": Topic(N_("Service file opened"), "clipboard-list", "calm"),
    "servicefile.changed": Topic(N_("Service file changed"), "edit", "calm"),
    "visit.planned": Topic(N_("Visit planned"), "calendar-event", "calm"),
    "visit.moved": Topic(N_("Visit moved"), "calendar", "calm"),
    "visit.reported": Topic(N_("Customer visited"), "clipboard-check", "calm"),
    "visit.cancelled": Topic(N_("Visit cancelled"), "circle-x", "calm"),
    "agreement.drafted": Topic(N_("Agreement drawn up"), "edit", "calm"),
    "agreement.approved": Topic(N_("Agreement in force"), "signature", "good"),
    "agreement.dropped": Topic(N_("Draft of an agreement given up"), "circle-x", "calm"),
    "agreement.ended": Topic(N_("Agreement ended"), "ban", "calm"),
    "tierrule.changed": Topic(N_("Rules for a tier changed"), "award", "calm"),
    "delivery.recorded": Topic(N_("Delivery recorded"), "package", "calm"),
    "subscription.registered": Topic(N_("Program connected"), "webhook", "calm"),
    "subscription.changed": Topic(N_("Connection changed"), "webhook", "calm"),
    "site.changed": Topic(N_("Site changed"), "pencil", "calm"),
    "person.changed": Topic(N_("Account changed"), "user", "calm"),
    "person.revoked": Topic(N_("Person signed out everywhere"), "logout", "warn"),
    "key.issued": Topic(N_("Key issued"), "key", "calm"),
    "key.revoked": Topic(N_("Key revoked"), "key", "warn"),
    "instruction.given": Topic(N_("Instruction of the general manager"), "award", "warn"),
    "instruction.answered": Topic(N_("Instruction carried out"), "check", "good"),
    "task.opened": Topic(N_("Task given"), "checklist", "calm"),
    "task.assigned": Topic(N_("Task taken"), "user-check", "calm"),
    "task.due_soon": Topic(N_("Task due soon"), "clock", "warn"),
    "task.overdue": Topic(N_("Task overdue"), "alarm", "bad"),
    "task.escalated": Topic(N_("Task escalated"), "urgent", "bad"),
    "task.done": Topic(N_("Task done"), "check", "calm"),
}
"""Facts that are not named here appear under their own name."""

CASE_STATES: Mapping[str, str] = {
    "complaint.registered": "registered",
    "complaint.translated": "translated",
    "complaint.dispatched": "dispatched",
    "complaint.answered": "answered",
    "complaint.settled": "settled",
    "complaint.replied": "replied",
    "complaint.confirmed": "confirmed",
    "complaint.disputed": "dispatched",
    "complaint.closed": "closed",
    "complaint.reopened": "dispatched",
    "complaint.withdrawn": N_("withdrawn"),
    "campaign.started": N_("collecting"),
    "campaign.closed": "closed",
}
"""The state of a case after a fact about it; a state in the fact itself goes before."""

FINAL = {"closed", "withdrawn", "rejected", "cancelled", "declined", "released"}
"""States in which a case needs nobody any more."""

CLOSING = {
    "return.closed", "return.rejected", "return.cancelled", "return.sent_back", "return.recorded", "review.completed", "review.cancelled",
    "capa.closed", "capa.declined", "case.closed", "goods.released", "instruction.answered", "onsite.completed", "onsite.cancelled",
}  # fmt: skip
"""Facts after which a record needs nobody any more."""

CODED = frozenset({
    "claim", "department", "how", "kind", "outcome", "responsible_department", "result", "severity", "verdict",
})  # fmt: skip
"""Fields of facts whose values are codes and shown as words; anything else is shown as it was written."""

CODES = frozenset({
    N_("ours"), N_("not_ours"), N_("no_fault_found"), N_("undetermined"), N_("pass"), N_("fail"), N_("minor"), N_("major"), N_("critical"),
    N_("sent"), N_("failed"), N_("bounced"), N_("unclear"), N_("acknowledgement"),
    N_("unstated"), N_("answer"), N_("exchange"), N_("return"), N_("rework"), N_("explain"), N_("goodwill"), N_("compensation"),
    N_("normal"), N_("tightened"), N_("reduced"), N_("hours"), N_("material"), N_("freight"), N_("freight_in"),
    N_("freight_out"), N_("handling"), N_("credit"),
    N_("original"), N_("photo"), N_("other"), N_("reply"), N_("reminder"), N_("corrective"), N_("preventive"),
    N_("link"), N_("evidence"), N_("silence"), N_("email"), N_("message"), N_("letter"), N_("visit"), N_("phone"),
    N_("complaint"), N_("campaign"), N_("download"), N_("paper"), *PEOPLE,
    N_("inquiry"), N_("need"), N_("suggestion"), N_("feedback"), N_("order"), N_("guidance"), N_("training"), N_("maintenance"),
    N_("return_request"), N_("compliment"), N_("revoked"), N_("run_out"),
})  # fmt: skip
"""The values that they take."""

STANDING = frozenset({"severity", "verdict", "defect_code", "responsible_department", "title"})
"""Fields that stay what they are from fact to fact: told when they are new, and when they changed."""

PAGES: Mapping[str, tuple[str, str]] = {
    "KS": ("intake", "/complaints/"),
    "CT": ("intake", "/contacts/"),
    "VS": ("intake", "/visits/"),
    "AG": ("intake", "/agreements/"),
    "ED": ("intake", "/drafts/"),
    "RD": ("intake", "/rises/"),
    "QC": ("quality", "/cases/"),
    "RV": ("quality", "/reviews/"),
    "NG": ("quality", "/goods/"),
    "RT": ("returns", "/returns/"),
    "OS": ("returns", "/onsite/"),
    "CA": ("capa", "/capas/"),
    "SP": ("survey", "/plans/"),
    "SC": ("survey", "/campaigns/"),
}
"""(service, path) of a record's page, by the letters that its number begins with."""


def page_of(number: str) -> tuple[str, str] | None:
    """(service, path below its prefix) of the record's page, or `None` for a number that has none, such as that of a part (`CA-…/1`)."""
    found = PAGES.get(number.split("-", 1)[0])
    return (found[0], found[1] + number) if found and "/" not in number else None
