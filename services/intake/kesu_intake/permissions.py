"""Who may do what in intake: the sales department (销售部) owns communication with the customer (clause 3.2-a)."""

from __future__ import annotations

from kesu_common.people.actors import Action

READ = Action("complaint.read", {"sales", "rnd", "production", "quality", "warehouse", "lead", "gm", "auditor"})
MAINTAIN_CUSTOMERS = Action("customer.maintain", {"sales", "lead"})
REGISTER = Action("complaint.register", {"sales"})
ACKNOWLEDGE = Action("complaint.acknowledge", {"sales"})
ATTACH = Action("complaint.attach", {"sales", "rnd", "production", "quality"})
AMEND = Action("complaint.amend", {"sales", "quality"})
TRANSLATE = Action("complaint.translate", {"sales"})
DISPATCH = Action("complaint.dispatch", {"sales"})
ANSWER = Action("complaint.answer", {"rnd", "production"})
ESCALATE = Action("complaint.escalate", {"sales", "quality", "lead"})
CLARIFY = Action("complaint.clarify", {"sales", "rnd"})
SETTLE = Action("complaint.settle", {"sales"})
GRANT_GOODWILL = Action("complaint.grant_goodwill", {"lead"})
REPLY = Action("complaint.reply", {"sales"})
CONFIRM = Action("complaint.confirm", {"sales"})
CLOSE = Action("complaint.close", {"sales"})
REOPEN = Action("complaint.reopen", {"sales", "lead"})
JOIN = Action("complaint.join", {"sales"})
WITHDRAW = Action("complaint.withdraw", {"sales"})
FOLLOW_UP = Action("complaint.follow_up", {"sales"})
LOG_EXCHANGE = Action("exchange.log", {"sales"})
RECORD_CONTACT = Action("contact.record", {"sales"})
HANDLE_CONTACT = Action("contact.handle", {"sales"})
ANSWER_CONTACT = Action("contact.answer", {"rnd", "production", "quality", "warehouse"})
CONVERT_CONTACT = Action("contact.convert", {"sales"})
REOPEN_CONTACT = Action("contact.reopen", {"sales", "lead"})
MERGE_CUSTOMERS = Action("customer.merge", {"sales", "lead"})
SET_TIER_RULES = Action("tier.set", {"lead"})
VISIT = Action("visit.plan", {"sales"})
AGREE = Action("agreement.draft", {"sales", "lead"})
APPROVE_AGREEMENT = Action("agreement.approve", {"lead"})
KEEP_ORIGINAL = Action("original.keep", {"sales"})
COPY_ORIGINAL = Action("original.copy", {"sales"})
SEEN = Action("complaint.see", {"sales"})
READ_CORRECTION = Action("translation.read", {"sales", "rnd", "production", "quality", "warehouse", "lead", "gm", "auditor"})
OPEN_PORTAL = Action("portal.open", {"sales"})
READ_DRAFTS = Action("draft.read", {"sales", "lead", "auditor"})
TAKE_DRAFT = Action("draft.take", {"sales"})
MAINTAIN_GLOSSARY = Action("glossary.maintain", {"sales", "lead"})
DECIDE_RISE = Action("rise.decide", {"quality", "lead"})
TUNE_RADAR = Action("radar.tune", {"quality", "lead"})

ACTIONS = (
    READ,
    MAINTAIN_CUSTOMERS,
    REGISTER,
    ACKNOWLEDGE,
    ATTACH,
    AMEND,
    TRANSLATE,
    DISPATCH,
    ANSWER,
    ESCALATE,
    CLARIFY,
    SETTLE,
    GRANT_GOODWILL,
    REPLY,
    CONFIRM,
    CLOSE,
    REOPEN,
    JOIN,
    WITHDRAW,
    FOLLOW_UP,
    LOG_EXCHANGE,
    RECORD_CONTACT,
    HANDLE_CONTACT,
    ANSWER_CONTACT,
    CONVERT_CONTACT,
    REOPEN_CONTACT,
    MERGE_CUSTOMERS,
    SET_TIER_RULES,
    VISIT,
    AGREE,
    APPROVE_AGREEMENT,
    KEEP_ORIGINAL,
    COPY_ORIGINAL,
    SEEN,
    READ_CORRECTION,
    OPEN_PORTAL,
    READ_DRAFTS,
    TAKE_DRAFT,
    MAINTAIN_GLOSSARY,
    DECIDE_RISE,
    TUNE_RADAR,
)
