"""Webhooks (对外推送) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.service import NavItem, Service
from kesu_webhooks.database import Base
from kesu_webhooks.events import EVENTS
from kesu_webhooks.gauges import gauges
from kesu_webhooks.permissions import ACTIONS, READ
from kesu_webhooks.subscriptions.api import api
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES
from kesu_webhooks.subscriptions.pages import pages

service = Service(
    name="webhooks",
    package="kesu_webhooks",
    title=N_("Connections"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    states=(SUBSCRIPTION_STATES,),
    apis=(api,),
    pages=(pages,),
    nav=(NavItem(N_("Subscriptions"), "/subscriptions/", READ, icon="webhook"),),
    gauges=gauges,
    tones={"paused": "warn", "ended": "calm"},
)
"""What runs as `kesu webhooks …`."""
