"""Who may do what in intake: the sales department (销售部) owns communication with the customer (clause 3.2-a)."""

from __future__ import annotations

from kesu_common.people.actors import Action

READ = Action("complaint.read", {"sales", "rnd", "production", "quality", "warehouse", "lead", "gm", "auditor"})
MAINTAIN_CUSTOMERS = Action("customer.maintain", {"sales", "lead"})
REGISTER = Action("complaint.register", {"sales"})
ACKNOWLEDGE = Action("complaint.acknowledge", {"sales"})
ATTACH = Action("complaint.attach", {"sales", "rnd", "production", "quality"})
TRANSLATE = Action("complaint.translate", {"sales"})
DISPATCH = Action("complaint.dispatch", {"sales"})
ANSWER = Action("complaint.answer", {"rnd", "production"})
ESCALATE = Action("complaint.escalate", {"sales", "quality", "lead"})
SETTLE = Action("complaint.settle", {"sales"})
GRANT_GOODWILL = Action("complaint.grant_goodwill", {"lead"})
REPLY = Action("complaint.reply", {"sales"})
CONFIRM = Action("complaint.confirm", {"sales"})
CLOSE = Action("complaint.close", {"sales"})
REOPEN = Action("complaint.reopen", {"sales", "lead"})
WITHDRAW = Action("complaint.withdraw", {"sales"})
FOLLOW_UP = Action("complaint.follow_up", {"sales"})
LOG_EXCHANGE = Action("exchange.log", {"sales"})
DECIDE_RISE = Action("rise.decide", {"quality", "lead"})
TUNE_RADAR = Action("radar.tune", {"quality", "lead"})

ACTIONS = (
    READ,
    MAINTAIN_CUSTOMERS,
    REGISTER,
    ACKNOWLEDGE,
    ATTACH,
    TRANSLATE,
    DISPATCH,
    ANSWER,
    ESCALATE,
    SETTLE,
    GRANT_GOODWILL,
    REPLY,
    CONFIRM,
    CLOSE,
    REOPEN,
    WITHDRAW,
    FOLLOW_UP,
    LOG_EXCHANGE,
    DECIDE_RISE,
    TUNE_RADAR,
)
