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

ACTIONS = (READ, WRITE_QUESTIONNAIRE, WRITE_PLAN, APPROVE_PLAN, RUN_CAMPAIGN, SEND_INVITATION, REPORT_BOUNCE, KEY_IN_ANSWER)
