"""What Prometheus is told about subscriptions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_common.queries import counted
from kesu_common.service import Gauge
from kesu_webhooks.subscriptions.model import Subscription


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_webhooks_subscriptions{site,state}`."""
    return counted(session, "subscriptions", Subscription.site, Subscription.state)
