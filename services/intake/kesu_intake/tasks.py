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
CLARIFY = TaskKind(
    name="complaint.clarify",
    title=N_("Find with %(customer)s what has caused %(subject)s, and advise"),
    roles=("sales", "rnd"),
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
MAIL = TaskKind(
    name="complaint.mail",
    title=N_("The mail to %(address)s on %(subject)s did not reach %(customer)s: send it again, or tell the customer otherwise"),
    roles=("sales",),
    due=DueRule(hours=4),
    page=_PAGE,
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
    page="/talks/{subject}",
)
TELL = TaskKind(
    name="talk.tell",
    title=N_("Tell %(customer)s of the measure (%(subject)s, %(campaign)s)"),
    roles=("sales",),
    due=DueRule(days=20),
    page="/talks/{subject}",
)
LOOK = TaskKind(
    name="complaint.look",
    title=N_("Look at what %(customer)s has added to %(subject)s"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_PAGE,
)
READ_CORRECTION = TaskKind(
    name="complaint.read_correction",
    title=N_("The translation of %(subject)s was corrected: read it again (%(people)s)"),
    roles=("quality", "rnd", "production", "warehouse", "lead", "gm", "sales", "auditor"),
    due=DueRule(hours=4),
    page=_PAGE,
)
TAKE_DRAFT = TaskKind(
    name="draft.take",
    title=N_("E-mail of %(sender)s: register it as a complaint, or discard it"),
    roles=("sales",),
    due=DueRule(hours=2),
    page="/drafts/{subject}",
)

_CONTACT = "/contacts/{subject}"

CONTACT_ANALYSE = TaskKind(
    name="contact.analyse",
    title=N_("Look into %(subject)s of %(customer)s"),
    roles=("sales",),
    due=DueRule(days=1),
    page=_CONTACT,
)
CONTACT_ANSWER = TaskKind(
    name="contact.answer",
    title=N_("Answer a question of sales (%(subject)s): %(question)s"),
    roles=("rnd", "production", "quality", "warehouse"),
    due=DueRule(days=1),
    page=_CONTACT,
)
CONTACT_APPOINTMENT = TaskKind(
    name="contact.keep_appointment",
    title=N_("Appointment with %(customer)s (%(subject)s): %(place)s, %(people)s"),
    roles=("sales",),
    due=DueRule(days=5),
    page=_CONTACT,
)
CONTACT_HANDLE = TaskKind(
    name="contact.handle",
    title=N_("See to %(subject)s of %(customer)s and record the outcome"),
    roles=("sales",),
    due=DueRule(days=2),
    page=_CONTACT,
)
CONTACT_REPLY = TaskKind(
    name="contact.reply",
    title=N_("Reply to %(customer)s on %(subject)s"),
    roles=("sales",),
    due=DueRule(days=3),
    page=_CONTACT,
)
CONTACT_CLOSE = TaskKind(name="contact.close", title=N_("Close contact %(subject)s"), roles=("sales",), due=DueRule(days=5), page=_CONTACT)

SERVICE_FILE = TaskKind(
    name="customer.open_service_file",
    title=N_("Open the service file of %(customer)s (%(subject)s)"),
    roles=("sales",),
    due=DueRule(days=5),
    page="/customers/{subject}",
)
VISIT_REPORT = TaskKind(
    name="visit.report",
    title=N_("Visit %(customer)s and report (%(subject)s): %(people)s"),
    roles=("sales",),
    due=DueRule(days=5),
    page="/visits/{subject}",
)
AGREEMENT_APPROVE = TaskKind(
    name="agreement.approve",
    title=N_("Approve %(subject)s with %(customer)s: %(title)s"),
    roles=("lead",),
    due=DueRule(days=2),
    page="/agreements/{subject}",
)

DECIDE_RISE = TaskKind(
    name="rise.decide",
    title=N_("More complaints about %(product)s · %(what)s: one corrective action for all? (%(subject)s)"),
    roles=("quality",),
    due=DueRule(days=1),
    page="/rises/{subject}",
)

CONTACT_TASKS = (CONTACT_ANALYSE, CONTACT_ANSWER, CONTACT_APPOINTMENT, CONTACT_HANDLE, CONTACT_REPLY, CONTACT_CLOSE)
TASKS = (
    ACKNOWLEDGE,
    DISPATCH,
    ANSWER,
    CLARIFY,
    SETTLE,
    REPLY,
    MAIL,
    CONFIRM,
    CLOSE,
    REVISE,
    FOLLOW_UP,
    TALK,
    TELL,
    *CONTACT_TASKS,
    SERVICE_FILE,
    VISIT_REPORT,
    AGREEMENT_APPROVE,
    LOOK,
    READ_CORRECTION,
    TAKE_DRAFT,
    DECIDE_RISE,
)
