"""Desk (工作台), described: sign-in, people, my work, the case file, the general manager's overview."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.jobs import Job
from kesu_common.service import NavItem, Service
from kesu_desk.cases.api import api as cases_api
from kesu_desk.cases.pages import blueprint as cases_pages
from kesu_desk.cli import COMMANDS
from kesu_desk.database import Base
from kesu_desk.delegations.api import api as delegations_api
from kesu_desk.delegations.commands import end_run_out
from kesu_desk.delegations.model import DELEGATION_STATES
from kesu_desk.delegations.pages import blueprint as delegations_pages
from kesu_desk.events import EVENTS
from kesu_desk.instructions.api import api as instructions_api
from kesu_desk.instructions.model import FOLLOW_INSTRUCTION, INSTRUCTION_STATES
from kesu_desk.instructions.pages import blueprint as instructions_pages
from kesu_desk.keys.api import api as keys_api
from kesu_desk.keys.model import KEY_STATES
from kesu_desk.keys.pages import blueprint as keys_pages
from kesu_desk.my_work.api import api as work_api
from kesu_desk.my_work.pages import blueprint as work_pages
from kesu_desk.overview.api import api as overview_api
from kesu_desk.overview.pages import blueprint as overview_pages
from kesu_desk.people.api import api as people_api
from kesu_desk.people.model import PERSON_STATES
from kesu_desk.people.pages import blueprint as people_pages
from kesu_desk.permissions import ACTIONS, MANAGE_KEYS, MANAGE_PEOPLE, MANAGE_SITES, READ, READ_DELEGATIONS, SEE_OVERVIEW, SEE_WORK
from kesu_desk.reactions import REACTIONS
from kesu_desk.sign_in.api import api as sessions_api
from kesu_desk.sign_in.pages import blueprint as sign_in_pages
from kesu_desk.sites.api import api as sites_api
from kesu_desk.sites.model import SITE_STATES
from kesu_desk.sites.pages import blueprint as sites_pages

service = Service(
    name="desk",
    package="kesu_desk",
    title=N_("My desk"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(SITE_STATES, PERSON_STATES, KEY_STATES, INSTRUCTION_STATES, DELEGATION_STATES),
    tasks=(FOLLOW_INSTRUCTION,),
    commands=COMMANDS,
    jobs=(Job("delegations", 30, end_run_out),),
    apis=(sessions_api, people_api, sites_api, keys_api, work_api, cases_api, instructions_api, overview_api, delegations_api),
    pages=(work_pages, cases_pages, instructions_pages, overview_pages, sign_in_pages, people_pages, keys_pages, sites_pages,
           delegations_pages),
    nav=(
        NavItem(N_("My work"), "/", SEE_WORK, "checklist"),
        NavItem(N_("Cases"), "/search", READ, "search"),
        NavItem(N_("Overview"), "/overview", SEE_OVERVIEW, "chart-bar"),
        NavItem(N_("Team"), "/team", SEE_OVERVIEW, "users-group"),
        NavItem(N_("Delegations"), "/delegations", READ_DELEGATIONS, "user-check"),
        NavItem(N_("People"), "/people", MANAGE_PEOPLE, "users"),
        NavItem(N_("Keys"), "/keys", MANAGE_KEYS, "key"),
        NavItem(N_("Sites"), "/sites", MANAGE_SITES, "building-factory"),
    ),
    tones={"given": "warn", "carried_out": "good", "revoked": "calm", "issued": "good", "active": "good", "overdue": "bad",
           "with_the_lead": "bad", "with_the_gm": "bad", "due_soon": "warn", "in_time": "calm", "in_force": "good", "to_come": "calm",
           "ended": "calm", "critical": "bad", "major": "warn"},
)  # fmt: skip
