"""Capa (纠正预防) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_capa.actions.model import ACTION_STATES
from kesu_capa.board import pages as board
from kesu_capa.capas.api import api
from kesu_capa.capas.model import CAPA_STATES
from kesu_capa.capas.pages import pages
from kesu_capa.causes.model import CAUSE_STATES
from kesu_capa.causes.pages import pages as causes_pages
from kesu_capa.customer_forms import pages as customer_forms
from kesu_capa.customer_forms.api import api as forms_api
from kesu_capa.customer_forms.model import FORM_STATES
from kesu_capa.database import Base
from kesu_capa.deadlines.clock import OVERDUE
from kesu_capa.effect import pages as effects
from kesu_capa.effect.clock import JUDGE
from kesu_capa.events import EVENTS
from kesu_capa.exchange import pages as exchange
from kesu_capa.exchange.api import api as reports_api
from kesu_capa.exchange.model import EXCHANGE_STATES
from kesu_capa.figures import pages as figures
from kesu_capa.gauges import gauges
from kesu_capa.mine import pages as mine
from kesu_capa.papers import pages as papers
from kesu_capa.permissions import ACTIONS, EXCHANGE, KEEP_FORM, READ
from kesu_capa.reactions import REACTIONS
from kesu_capa.spread.api import api as spread_api
from kesu_capa.spread.model import SPREAD_STATES
from kesu_capa.spread.pages import pages as spread_pages
from kesu_capa.tasks import TASKS
from kesu_common.i18n import N_
from kesu_common.service import NavItem, Service

service = Service(
    name="capa",
    package="kesu_capa",
    title=N_("Corrective action"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(CAPA_STATES, ACTION_STATES, CAUSE_STATES, SPREAD_STATES, EXCHANGE_STATES, FORM_STATES),
    tasks=TASKS,
    apis=(api, spread_api, board.api, mine.api, figures.api, reports_api, forms_api),
    pages=(
        pages,
        causes_pages,
        effects.pages,
        board.pages,
        mine.pages,
        spread_pages,
        figures.pages,
        exchange.pages,
        customer_forms.pages,
        papers.pages,
    ),
    nav=(
        NavItem(N_("Corrective actions"), "/capas/", READ, icon="target"),
        NavItem(N_("Board"), "/board/", READ, icon="stack-2"),
        NavItem(N_("My actions"), "/mine/", READ, icon="list-check"),
        NavItem(N_("Read-across"), "/read-across/", READ, icon="arrows-exchange"),
        NavItem(N_("Exchange"), "/exchange/", EXCHANGE, icon="world"),
        NavItem(N_("Customers' forms"), "/customer-forms/", KEEP_FORM, icon="file-spreadsheet"),
        NavItem(N_("Figures"), "/figures/", READ, icon="chart-bar"),
    ),
    gauges=gauges,
    jobs=(JUDGE, OVERDUE),
    tones={
        "opened": "warn",
        "reopened": "warn",
        "effective": "good",
        "closed": "good",
        "declined": "calm",
        "critical": "bad",
        "major": "warn",
        "joined": "calm",
        "confirmed": "good",
        "ruled_out": "calm",
        "rejected": "calm",
        "better": "good",
        "worse": "bad",
    },
)
"""What runs as `kesu capa …`."""
