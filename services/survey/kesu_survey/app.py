"""Survey (满意度调查) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.jobs import Job
from kesu_common.service import NavItem, Service
from kesu_survey.answers.api import api as answers_api
from kesu_survey.answers.pages import pages as answer_pages
from kesu_survey.asking_events import ASKING_EVENTS
from kesu_survey.campaigns.api import api as campaigns_api
from kesu_survey.campaigns.model import CAMPAIGN_STATES
from kesu_survey.campaigns.pages import pages as campaign_pages
from kesu_survey.daily.pages import api as daily_api
from kesu_survey.daily.pages import pages as daily_pages
from kesu_survey.database import Base
from kesu_survey.events import EVENTS
from kesu_survey.figures.commands import JOBS
from kesu_survey.figures.pages import api as reports_api
from kesu_survey.figures.pages import pages as report_pages
from kesu_survey.gauges import gauges
from kesu_survey.invitations.api import api as invitations_api
from kesu_survey.invitations.model import INVITATION_STATES
from kesu_survey.invitations.pages import pages as invitation_pages
from kesu_survey.mails.api import api as mails_api
from kesu_survey.mails.delivery import remind, send_mails
from kesu_survey.mails.model import SURVEY_MAIL_STATES
from kesu_survey.papers.pages import pages as paper_pages
from kesu_survey.past.imports import PAST_ANSWERS
from kesu_survey.permissions import ACTIONS, READ
from kesu_survey.plans.api import api as plans_api
from kesu_survey.plans.model import PLAN_STATES
from kesu_survey.plans.pages import pages as plan_pages
from kesu_survey.questionnaires.api import api as questionnaires_api
from kesu_survey.questionnaires.model import QUESTIONNAIRE_STATES
from kesu_survey.questionnaires.pages import pages as questionnaire_pages
from kesu_survey.reactions import REACTIONS
from kesu_survey.suggestions.api import api as suggestions_api
from kesu_survey.suggestions.imports import CODED_SUGGESTIONS, SUGGESTION_CODES
from kesu_survey.suggestions.model import PASSED_STATES
from kesu_survey.suggestions.pages import pages as suggestion_pages
from kesu_survey.tasks import TASKS

service = Service(
    name="survey",
    package="kesu_survey",
    title=N_("Satisfaction"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=(*EVENTS, *ASKING_EVENTS),
    reactions=REACTIONS,
    states=(QUESTIONNAIRE_STATES, PLAN_STATES, CAMPAIGN_STATES, INVITATION_STATES, SURVEY_MAIL_STATES, PASSED_STATES),
    tasks=TASKS,
    imports=(PAST_ANSWERS, SUGGESTION_CODES, CODED_SUGGESTIONS),
    apis=(questionnaires_api, plans_api, campaigns_api, invitations_api, answers_api, mails_api, reports_api, suggestions_api, daily_api),
    pages=(
        campaign_pages,
        plan_pages,
        questionnaire_pages,
        invitation_pages,
        answer_pages,
        paper_pages,
        report_pages,
        suggestion_pages,
        daily_pages,
    ),
    nav=(
        NavItem(N_("Surveys"), "/campaigns/", READ, icon="mood-smile"),
        NavItem(N_("Plans"), "/plans/", READ, icon="calendar-event"),
        NavItem(N_("Questionnaires"), "/questionnaires/", READ, icon="forms"),
        NavItem(N_("Points to improve"), "/passed/", READ, icon="message-2"),
    ),
    gauges=gauges,
    jobs=(*JOBS, Job("mails", 5, send_mails), Job("reminders", 60, remind)),
    tones={
        "submitted": "warn",
        "returned": "warn",
        "released": "good",
        "keyed_in": "good",
        "partly": "warn",
        "keyed_once": "warn",
        "differing": "bad",
        "bounced": "bad",
        "analysed": "good",
        "started": "good",
        "passed": "busy",
        "taken_up": "good",
        "done_already": "good",
        "not_taken_up": "warn",
    },
)
"""What runs as `kesu survey …`."""
