"""Which day it is."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.people.copies import site_of


def today_at(session: Session, site: str) -> date:
    """The day that it is at a site: in the first hours of a day in Shenzhen it is still the day before in UTC."""
    return clock.now().astimezone(ZoneInfo(site_of(session, site).timezone)).date()
