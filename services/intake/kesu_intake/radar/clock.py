"""Looking for rises by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kesu_common.jobs import Job
from kesu_common.people.copies import sites_of
from kesu_intake.radar.commands import look_for_rises

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime


def look(runtime: Runtime) -> None:
    """Look at every site, each in a transaction of its own."""
    with runtime.database.transaction() as session:
        codes = [site.code for site in sites_of(session)]
    for code in codes:
        with runtime.database.transaction() as session:
            look_for_rises(session, code)


LOOK = Job("radar", 3600, look)
"""Every hour: rises build up over days."""
