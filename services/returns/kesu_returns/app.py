"""The returns service in one description."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.service import NavItem, Service
from kesu_returns.costs.api import blueprint as costs_api
from kesu_returns.costs.pages import blueprint as cost_pages
from kesu_returns.database import Base
from kesu_returns.deliveries.api import blueprint as deliveries_api
from kesu_returns.deliveries.imports import DELIVERIES
from kesu_returns.deliveries.pages import blueprint as delivery_pages
from kesu_returns.events import EVENTS
from kesu_returns.onsite.api import blueprint as onsite_api
from kesu_returns.onsite.model import ONSITE_STATES
from kesu_returns.onsite.pages import blueprint as onsite_pages
from kesu_returns.onsite.tasks import TASKS as ONSITE_TASKS
from kesu_returns.papers.pages import blueprint as paper_pages
from kesu_returns.permissions import ACTIONS, READ_RETURNS, READ_SCANS, TAKE_SCANS
from kesu_returns.places.api import blueprint as places_api
from kesu_returns.places.pages import blueprint as stock_pages
from kesu_returns.reactions import REACTIONS
from kesu_returns.returns.api import blueprint as returns_api
from kesu_returns.returns.imports import RETURNS
from kesu_returns.returns.model import RETURN_STATES
from kesu_returns.returns.pages import blueprint as return_pages
from kesu_returns.returns.queries import gauges
from kesu_returns.scans.api import blueprint as scans_api
from kesu_returns.scans.imports import SCANS
from kesu_returns.scans.pages import blueprint as scan_pages
from kesu_returns.tasks import TASKS

service = Service(
    name="returns",
    package="kesu_returns",
    title=N_("Returns"),
    metadata=Base.metadata,
    reading=READ_RETURNS,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(RETURN_STATES, ONSITE_STATES),
    tasks=(*TASKS, *ONSITE_TASKS),
    imports=(DELIVERIES, RETURNS, SCANS),
    apis=(deliveries_api, returns_api, scans_api, places_api, onsite_api, costs_api),
    pages=(return_pages, paper_pages, delivery_pages, scan_pages, stock_pages, onsite_pages, cost_pages),
    nav=(
        NavItem(N_("Returns"), "/returns/", READ_RETURNS, "truck-return"),
        NavItem(N_("Scan"), "/scan", TAKE_SCANS, "barcode"),
        NavItem(N_("Scans"), "/scans/", READ_SCANS, "list"),
        NavItem(N_("Stock"), "/stock", READ_RETURNS, "building-warehouse"),
        NavItem(N_("On-site rework"), "/onsite/", READ_RETURNS, "tools"),
        NavItem(N_("Deliveries"), "/deliveries/", READ_RETURNS, "package"),
        NavItem(N_("Costs"), "/costs/", READ_RETURNS, "chart-bar"),
    ),
    tones={
        "arrived_unannounced": "bad",
        "requested": "busy",
        "authorised": "good",
        "matched": "calm",
        "sent_back": "calm",
        "accepted": "good",
        "unmatched": "warn",
        "unreadable": "bad",
        "already_known": "calm",
        "preparing": "busy",
        "ready": "good",
        "in_progress": "busy",
        "completed": "good",
    },
    gauges=gauges,
)
