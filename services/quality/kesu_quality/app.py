"""Quality (品质) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.service import NavItem, Service
from kesu_quality.bench.pages import pages as bench_pages
from kesu_quality.cases.api import api as cases_api
from kesu_quality.cases.model import CASE_STATES
from kesu_quality.cases.pages import pages as case_pages
from kesu_quality.database import Base
from kesu_quality.defects.api import api as defects_api
from kesu_quality.defects.pages import pages as defect_pages
from kesu_quality.events import EVENTS
from kesu_quality.figures.pages import api as figures_api
from kesu_quality.figures.pages import pages as figure_pages
from kesu_quality.gauges import gauges
from kesu_quality.goods.api import api as goods_api
from kesu_quality.goods.model import GOODS_STATES
from kesu_quality.goods.pages import pages as goods_pages
from kesu_quality.goods.papers import pages as goods_papers
from kesu_quality.handlings.api import api as handlings_api
from kesu_quality.handlings.model import HANDLING_STATES
from kesu_quality.handlings.pages import pages as handling_pages
from kesu_quality.instruments.api import api as instruments_api
from kesu_quality.instruments.model import INSTRUMENT_STATES
from kesu_quality.instruments.pages import pages as instrument_pages
from kesu_quality.measurements.pages import pages as measurement_pages
from kesu_quality.permissions import ACTIONS, READ
from kesu_quality.reactions import REACTIONS
from kesu_quality.reports.pages import pages as report_pages
from kesu_quality.reports.verification import pages as verification_pages
from kesu_quality.reviews.api import api as reviews_api
from kesu_quality.reviews.model import REVIEW_STATES
from kesu_quality.reviews.pages import pages as review_pages
from kesu_quality.sampling.api import api as sampling_api
from kesu_quality.sampling.model import SERIES_STATES
from kesu_quality.sampling.pages import pages as sampling_pages
from kesu_quality.standards.api import api as standards_api
from kesu_quality.standards.model import STANDARD_STATES
from kesu_quality.standards.pages import pages as standard_pages
from kesu_quality.tasks import TASKS

service = Service(
    name="quality",
    package="kesu_quality",
    title=N_("Quality"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(CASE_STATES, REVIEW_STATES, GOODS_STATES, HANDLING_STATES, STANDARD_STATES, SERIES_STATES, INSTRUMENT_STATES),
    tasks=TASKS,
    apis=(cases_api, reviews_api, goods_api, handlings_api, standards_api, sampling_api, instruments_api, defects_api, figures_api),
    pages=(bench_pages, case_pages, report_pages, review_pages, goods_pages, goods_papers, handling_pages, standard_pages, sampling_pages,
    instrument_pages, measurement_pages, verification_pages, defect_pages, figure_pages),
    nav=(
        NavItem(N_("Bench"), "/", READ, icon="flask"),
        NavItem(N_("Cases"), "/cases/", READ, icon="test-pipe"),
        NavItem(N_("Handling of returns"), "/handlings/", READ, icon="truck-return"),
        NavItem(N_("Reviews"), "/reviews/", READ, icon="users-group"),
        NavItem(N_("Quarantine"), "/goods/", READ, icon="building-warehouse"),
        NavItem(N_("Standards"), "/standards/", READ, icon="ruler-measure"),
        NavItem(N_("Sampling"), "/sampling/", READ, icon="filter"),
        NavItem(N_("Figures"), "/figures/", READ, icon="chart-bar"),
        NavItem(N_("Instruments"), "/instruments/", READ, icon="tools"),
    ),
    tones={
        "ours": "bad", "not_ours": "calm", "no_fault_found": "good", "undetermined": "warn", "judged": "good", "decided": "good",
        "released": "good",
        "retired": "calm", "discarded": "calm", "late": "warn", "accepted": "good", "not_accepted": "bad", "tightened": "warn",
        "reduced": "good", "discontinued": "bad",
        "past_calibration": "bad",
    },
    gauges=gauges,
)  # fmt: skip
"""What runs as `kesu quality …`."""
