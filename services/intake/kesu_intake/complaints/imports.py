"""Importing complaints from a spreadsheet or another system's export. Natural key: the other system's own number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, pre_load
from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_intake.complaints.language import TEXT_LANGUAGES
from kesu_intake.complaints.model import CHANNELS, CLAIMS, SEVERITIES, Complaint
from kesu_intake.complaints.register import register_complaint
from kesu_intake.complaints.schemas import MOST_TEXT
from kesu_intake.customers.model import Customer

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?\Z")


class LocalTime(fields.Field[datetime]):
    """A date or time as spreadsheets write it (2026-11-23, 2026/11/23 9:30, 2026年11月23日), without zone: the site's is meant."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> datetime:
        text = str(value).strip()
        try:
            if match := _DATE.match(text):
                year, month, day, hour, minute = (int(part or 0) for part in match.groups())
                return datetime(year, month, day, hour, minute)  # noqa: DTZ001  (the zone comes with the site)
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(N_("Not a date that can be read. Write it as 2026-11-23 or 2026-11-23 09:30.")) from error


class YesNo(fields.Field[bool]):
    """Y/N, yes/no, 是/否, or a count of people: anything above zero is yes."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> bool:
        text = str(value).strip().lower()
        if text in {"y", "yes", "true", "是", "有"} or (text.replace(".", "", 1).isdecimal() and float(text) > 0):
            return True
        if text in {"n", "no", "false", "否", "无", "-"} or (text.replace(".", "", 1).isdecimal() and float(text) == 0):
            return False
        raise ValidationError(N_("Write Y or N, or how many."))


class ComplaintRow(StrictSchema):
    """A row's texts as values."""

    external_reference = Words(100, required=True)
    customer_code = Words(32, required=True)
    received_at = LocalTime(required=True)
    text = Words(MOST_TEXT, required=True)
    brand = Words(100)
    product = Words(200)
    component = Words(500)
    lot = Words(100)
    serial = Words(100)
    quantity = Amount()
    unit = Words(16)
    channel = fields.String(load_default="portal", validate=one_of(*CHANNELS))
    caller = Words(200)
    taker = Words(200)
    claim = fields.String(validate=one_of(*CLAIMS))
    severity = fields.String(validate=one_of(*SEVERITIES))
    text_language = fields.String(validate=one_of(*TEXT_LANGUAGES))
    found_on = LocalTime()
    found_where = Words(500)
    safety = YesNo()
    crash = YesNo()
    fire = YesNo()
    injured = YesNo()
    deaths = YesNo()

    @pre_load
    def _tidy(self, data: dict[str, str], **_: Any) -> dict[str, str]:
        """Codes of customers in capitals, choices in small letters."""
        small = {name: data[name].strip().lower() for name in ("channel", "claim", "severity", "text_language") if data.get(name)}
        return {**data, **small, **({"customer_code": data["customer_code"].strip().upper()} if data.get("customer_code") else {})}


def apply_complaint(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Register the complaint unless its external reference is known at the site. Raises `Conflict` when it is, with another text."""
    site_code = session.scalar(select(Customer.site).where(Customer.number == row["customer_code"]))
    if site_code is not None:
        wanted = select(Complaint.text).where(Complaint.site == site_code, Complaint.external_reference == row["external_reference"])
        known = session.scalar(wanted)
        if known is not None:
            if known == row["text"]:
                return Applied.UNCHANGED
            raise Conflict(N_("A complaint with this reference exists already, with another text."), field="external_reference")
        zone = site_of(session, site_code).worktime().zone
        received: datetime = row["received_at"]
        row["received_at"] = (received if received.tzinfo else received.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(row.get("found_on"), datetime):
        row["found_on"] = date(row["found_on"].year, row["found_on"].month, row["found_on"].day)
    brand = row.pop("brand", None)
    if brand and not str(row.get("product") or "").upper().startswith(brand.upper()):
        row["product"] = " ".join(part for part in (brand, row.get("product")) if part)[:200]
    harm = [bool(row.pop(name, False)) for name in ("safety", "crash", "fire", "injured", "deaths")]
    register_complaint(session, actor, safety=any(harm), **row)
    return Applied.CREATED


COMPLAINTS = ImportSpec(
    name="complaints",
    columns=(
        ImportColumn(
            "external_reference", N_("External reference"), ("外部编号", "原编号", "cmpl_id", "complaint no", "odi_number"), required=True
        ),
        ImportColumn("customer_code", N_("Customer code"), ("客户代码", "客户编号", "客户编码", "customer"), required=True),
        ImportColumn("received_at", N_("Received at"), ("接收时间", "收到日期", "received_date", "date received", "日期"), required=True),
        ImportColumn("text", N_("What the customer says"), ("投诉内容", "问题描述", "description", "complaint", "内容"), required=True),
        ImportColumn("brand", N_("Brand"), ("品牌", "make")),
        ImportColumn("product", N_("Product"), ("产品", "产品型号", "model", "item")),
        ImportColumn("component", N_("Component"), ("部件", "零件", "part")),
        ImportColumn("lot", N_("Lot"), ("批号", "批次", "batch")),
        ImportColumn("serial", N_("Serial number"), ("序列号", "vin11", "vin", "sn")),
        ImportColumn("quantity", N_("Quantity"), ("数量", "qty")),
        ImportColumn("unit", N_("Unit"), ("单位",)),
        ImportColumn("channel", N_("Channel"), ("渠道", "来源")),
        ImportColumn("caller", N_("Caller"), ("来电人", "投诉人")),
        ImportColumn("taker", N_("Taken by"), ("接听人", "接待人")),
        ImportColumn("claim", N_("Claim"), ("客户要求",)),
        ImportColumn("severity", N_("Severity"), ("严重程度",)),
        ImportColumn("text_language", N_("Language of the text"), ("语言",)),
        ImportColumn("found_on", N_("Found on"), ("发现日期", "fail_date", "failure date")),
        ImportColumn("found_where", N_("Found where"), ("发现地点", "state")),
        ImportColumn("safety", N_("People hurt or in danger"), ("安全", "安全问题")),
        ImportColumn("crash", N_("Crash"), ("碰撞",)),
        ImportColumn("fire", N_("Fire"), ("起火",)),
        ImportColumn("injured", N_("Injured"), ("受伤人数", "injuries")),
        ImportColumn("deaths", N_("Deaths"), ("死亡人数",)),
    ),
    schema=ComplaintRow,
    apply=apply_complaint,
)
