"""Where a consignment is seen on its way (物流查询): the carrier's own page, as the site's settings name it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.addresses import filled
from kesu_common.people.copies import site_of

RULE = "tracking."
"""What the names of such settings begin with; the carrier follows, as it stands on returns and deliveries."""


def tracking_address(session: Session, site: str, carrier: str | None, waybill: str | None) -> str | None:
    """The https address of the carrier's page about this waybill; `None` where either is missing or the site names no page of the carrier.

    Carriers are the same whatever letters are capitals. Desk lets only https addresses in; others that are stored are not shown either.
    """
    if not carrier or not waybill:
        return None
    wanted = RULE + carrier.strip().casefold()
    for name, rule in site_of(session, site).targets.items():
        if name.casefold() == wanted:
            return filled(rule.get("link"), "waybill", waybill)
    return None
