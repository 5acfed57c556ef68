"""Importing deliveries from an ERP's export. Natural key: the site and the line's own number, or document and line."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.schemas import Amount, StrictSchema, Words
from kesu_returns.deliveries.commands import record_delivery
from kesu_returns.deliveries.schemas import MOST_SERIALS
from kesu_returns.gtins import GtinField
from kesu_returns.moments import LooseMoment, Moment
from kesu_returns.permissions import RECORD_DELIVERY
from kesu_returns.sites import only_site

NOT_GOODS = frozenset({"POST", "DOT", "C2", "M", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS"})
"""Codes that exports use for postage, carriage, fees, discounts and manual entries: charges, not goods that could come back."""


class GoodsRow(StrictSchema):
    """What rows of delivered and of returned goods have in common."""

    site = Words(16)
    number = Words(64)
    document = Words(64)
    line = Words(64)
    customer_code = Words(32)
    customer_name = Words(200)
    product = Words(100, required=True)
    product_name = Words(200)
    lot = Words(64)
    quantity = fields.Decimal(required=True)
    unit_price = fields.Decimal(validate=validate.Range(min=0, max=10**9))

    @pre_load
    def _charges(self, data: dict[str, str], **_: Any) -> dict[str, str]:
        if data.get("product", "").strip().upper() in NOT_GOODS:
            raise ValidationError(N_("This is a charge, not goods."), "product")
        return data

    @post_load
    def _named(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "number" not in data:
            if "document" not in data:
                raise ValidationError(N_("Give a number, or a document and its line."), "number")
            data["number"] = f"{data['document']}/{data.get('line') or data['product']}"
        data.pop("line", None)
        return data


class SerialsField(fields.List[Any]):
    """Serial numbers in one cell, with commas, semicolons, bars or line breaks between them; each once."""

    def __init__(self) -> None:
        super().__init__(Words(64), validate=validate.Length(max=MOST_SERIALS))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> list[Any]:
        parts = [part.strip() for part in re.split(r"[,;|\n，；、]", str(value))]
        return super()._deserialize([part for part in dict.fromkeys(parts) if part], attr, data, **more)


class DeliveryRow(GoodsRow):
    """A row's texts as values."""

    gtin = GtinField()
    serials = SerialsField()
    delivered_on = LooseMoment(required=True)
    carrier = Words(100)
    waybill = Words(64)

    @post_load
    def _delivered(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if data["quantity"] <= 0:
            raise ValidationError(N_("Nothing was delivered here. Import rows of returned goods as returns."), "quantity")
        data["quantity"] = Amount().deserialize(str(data["quantity"]))
        return data


def join_serials(record: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """A delivery with one row for each serial number: rows that differ in nothing else, or in the quantity, are one line of it.

    Rows that each count their own serial numbers add up; otherwise the quantity is the line's and the same in each of them.
    """
    both, alone = record.get("serials"), row.get("serials")
    if not both or not alone or any(record.get(name) != row.get(name) for name in {*record, *row} - {"serials", "quantity"}):
        return None
    if len(both) > MOST_SERIALS:
        return record  # refused as a whole, however many follow
    serials = [*both, *(serial for serial in alone if serial not in both)]
    if record["quantity"] == len(both) and row["quantity"] == len(alone):
        return {**record, "serials": serials, "quantity": Decimal(len(serials))}
    return {**record, "serials": serials} if record["quantity"] == row["quantity"] else None


def apply_delivery(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Record the line at its site, or at the only site that there is for the actor."""
    if len(row.get("serials", ())) > MOST_SERIALS:
        raise Invalid(N_("At most %(most)s serial numbers for a delivered line."), field="serials", most=MOST_SERIALS)
    site = row.pop("site", None) or only_site(session, actor, RECORD_DELIVERY)
    names = ("document", "customer_code", "customer_name", "product_name", "gtin", "lot", "carrier", "waybill")
    price = row.pop("unit_price", None)
    moment: Moment = row.pop("delivered_on")
    row["delivered_on"] = moment.day
    row["delivered_at"] = moment.at(site_of(session, site).worktime().zone, time.min) if moment.clock else None
    values = {**dict.fromkeys(names), **row, "unit_price": None if price is None else Decimal(price).quantize(Decimal("0.0001"))}
    return Applied(record_delivery(session, actor, site, values)[1])


GOODS_COLUMNS = (
    ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant")),
    ImportColumn("number", N_("Number"), ("单号", "编号", "delivery number", "delivery no")),
    ImportColumn("document", N_("Document"), ("单据号", "发票号", "InvoiceNo", "invoice", "order no")),
    ImportColumn("line", N_("Line"), ("行号", "source_line", "line no", "item no")),
    ImportColumn("customer_code", N_("Customer code"), ("客户代码", "客户编号", "客户编码", "CustomerID", "customer")),
    ImportColumn("customer_name", N_("Customer"), ("客户名称", "客户", "customer name")),
    ImportColumn("product", N_("Product"), ("产品", "产品编码", "物料", "StockCode", "sku", "item"), required=True),
    ImportColumn("product_name", N_("Product name"), ("产品名称", "品名", "Description")),
    ImportColumn("lot", N_("Lot"), ("批号", "批次", "batch")),
    ImportColumn("quantity", N_("Quantity"), ("数量", "qty"), required=True),
    ImportColumn("unit_price", N_("Unit price"), ("单价", "UnitPrice", "price")),
)

DELIVERIES = ImportSpec(
    name="deliveries",
    columns=(
        *GOODS_COLUMNS,
        ImportColumn("gtin", N_("GTIN"), ("商品条码", "ean", "upc")),
        ImportColumn("serials", N_("Serial numbers"), ("序列号", "serial", "serial no", "serial number", "SN")),
        ImportColumn("delivered_on", N_("Delivered on"), ("发货日期", "交货日期", "InvoiceDate", "date", "shipped on"), required=True),
        ImportColumn("carrier", N_("Carrier"), ("承运商", "物流公司")),
        ImportColumn("waybill", N_("Waybill"), ("运单号", "tracking number")),
    ),
    schema=DeliveryRow,
    apply=apply_delivery,
    join=join_serials,
)
