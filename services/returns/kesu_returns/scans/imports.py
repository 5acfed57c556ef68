"""Importing scans that a device kept while it was offline, from a file of its own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.schemas import Words
from kesu_returns.scans.commands import take_scans
from kesu_returns.scans.reading import item_of, site_for
from kesu_returns.scans.schemas import ScanIn


class ScanRow(ScanIn):
    """A row's texts as values."""

    site = Words(16)
    device = Words(64, required=True)
    sequence = fields.Integer(required=True, validate=validate.Range(0, 2**63 - 1))


def apply_scan(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Take the scan in, as if the device had sent it. Raises `Invalid` when the device sent another code under the same number before."""
    site = site_for(actor, row.pop("site", None))
    answer = take_scans(session, actor, site, [item_of(row["device"], row)])[0]
    if answer["reason"] == "differs":
        raise Invalid(N_("The device has sent another code under this sequence number."), field="sequence")
    return Applied.UNCHANGED if answer["status"] == "already_known" else Applied.CREATED


SCANS = ImportSpec(
    name="scans",
    columns=(
        ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant")),
        ImportColumn("device", N_("Device"), ("设备", "扫码枪", "scanner", "terminal"), required=True),
        ImportColumn("sequence", N_("Sequence"), ("序号", "流水号", "seq", "device sequence"), required=True),
        ImportColumn("action", N_("Action"), ("动作", "操作")),
        ImportColumn("code", N_("Code"), ("条码", "二维码", "barcode", "raw", "data"), required=True),
        ImportColumn("quantity", N_("Quantity"), ("数量", "qty")),
        ImportColumn("place", N_("Place"), ("库位", "地点", "location")),
        ImportColumn("scanned_at", N_("Scanned at"), ("扫码时间", "时间", "timestamp", "time")),
        ImportColumn("return_number", N_("Return number"), ("退货单号", "rma")),
    ),
    schema=ScanRow,
    apply=apply_scan,
)
