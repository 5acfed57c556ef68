"""What Prometheus is told about subscriptions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.service import Gauge
from kesu_webhooks.subscriptions.model import Subscription


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_webhooks_subscriptions{site,state}`."""
    columns = (Subscription.site, Subscription.state)
    for site, state, count in session.execute(select(*columns, func.count()).group_by(*columns)):
        yield Gauge("subscriptions", {"site": site, "state": state}, count)
