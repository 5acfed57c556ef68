"""Who may do what: sales (销售部) plans and carries out the survey, a lead approves the plan (clause 4.2.1.1)."""

from __future__ import annotations

from kesu_common.people.actors import Action

DEPARTMENTS = ("sales", "rnd", "production", "quality", "warehouse")

READ = Action("survey.read", {*DEPARTMENTS, "lead", "gm", "auditor"})
WRITE_QUESTIONNAIRE = Action("questionnaire.write", {"sales", "lead"})
WRITE_PLAN = Action("plan.write", {"sales", "lead"})
APPROVE_PLAN = Action("plan.approve", {"lead"})
RUN_CAMPAIGN = Action("campaign.run", {"sales"})
SEND_INVITATION = Action("invitation.send", {"sales"})
REPORT_BOUNCE = Action("invitation.bounce", {"sales"})
KEY_IN_ANSWER = Action("answer.key_in", {"sales"})
IMPORT_SURVEY = Action("survey.import", {"sales", "lead"})
EXPORT_ANSWERS = Action("answers.export", {"sales", "lead", "gm", "auditor"})
CODE_SUGGESTION = Action("suggestion.code", {"sales", "lead"})
PASS_SUGGESTION = Action("suggestion.pass", {"sales", "lead"})
ANSWER_SUGGESTION = Action("suggestion.answer", {*DEPARTMENTS, "lead"})
WEIGH_DAILY = Action("daily.weigh", {"sales", "lead"})

ACTIONS = (
    READ, WRITE_QUESTIONNAIRE, WRITE_PLAN, APPROVE_PLAN, RUN_CAMPAIGN, SEND_INVITATION, REPORT_BOUNCE, KEY_IN_ANSWER,
    IMPORT_SURVEY, EXPORT_ANSWERS, CODE_SUGGESTION, PASS_SUGGESTION, ANSWER_SUGGESTION, WEIGH_DAILY,
)  # fmt: skip
