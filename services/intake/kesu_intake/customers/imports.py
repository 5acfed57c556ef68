"""Importing customers from a spreadsheet. Natural key: the code."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_load
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.customers.commands import change_customer, register_customer
from kesu_intake.customers.model import LANGUAGES, TIERS, Customer
from kesu_intake.customers.schemas import CODE


class CustomerRow(StrictSchema):
    """A row's texts as values."""

    code = Words(32, required=True, validate=CODE)
    name = Words(200, required=True)
    site = Words(16, required=True)
    tier = fields.String(validate=one_of(*TIERS))
    tier_reason = Words(500)
    language = fields.String(validate=one_of(*LANGUAGES))
    contact = Words(100)
    phone = Words(50)
    email = fields.Email()
    notes = Words(5000)

    @pre_load
    def _tidy(self, data: dict[str, str], **_: Any) -> dict[str, str]:
        """Codes and tiers in capitals; languages under any of their usual names."""
        tidy = {**data, **{name: data[name].strip().upper() for name in ("code", "tier", "site") if data.get(name)}}
        if language := data.get("language"):
            tidy["language"] = _LANGUAGES.get(language.strip().lower(), language)
        return tidy


_LANGUAGES = {"中文": "zh", "汉语": "zh", "chinese": "zh", "zh-cn": "zh", "英文": "en", "英语": "en", "english": "en"}


def apply_customer(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Enter the customer, or bring the one with this code up to date; what a row leaves empty stays."""
    contact = {"name": row.pop("contact", None), "role": None, "phone": row.pop("phone", None), "email": row.pop("email", None)}
    if contact["name"]:
        row["contacts"] = [contact]
    if row.get("tier", "C") != "C":
        row.setdefault("tier_reason", N_("Import"))
    known = session.query(Customer).filter_by(number=row["code"], site=row["site"]).one_or_none()
    if known is None:
        register_customer(session, actor, **row)
        return Applied.CREATED
    changes = {name: value for name, value in row.items() if name in _CHANGING and getattr(known, name) != value}
    if not changes:
        return Applied.UNCHANGED
    if "tier" in changes:
        changes["tier_reason"] = row.get("tier_reason") or "Import"
    change_customer(session, actor, known, **changes)
    return Applied.UPDATED


_CHANGING = ("name", "tier", "language", "contacts", "notes")

CUSTOMERS = ImportSpec(
    name="customers",
    columns=(
        ImportColumn("code", N_("Customer code"), ("客户代码", "客户编号", "客户编码", "customer_id", "customer no"), required=True),
        ImportColumn("name", N_("Customer name"), ("客户名称", "客户", "customer", "company"), required=True),
        ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant"), required=True),
        ImportColumn("tier", N_("Tier"), ("客户等级", "等级", "grade")),
        ImportColumn("tier_reason", N_("Reason for the tier"), ("分级理由",)),
        ImportColumn("language", N_("Language"), ("语言",)),
        ImportColumn("contact", N_("Contact"), ("联系人", "contact person")),
        ImportColumn("phone", N_("Phone"), ("电话", "手机", "mobile")),
        ImportColumn("email", N_("E-mail"), ("邮箱", "电子邮件", "mail")),
        ImportColumn("notes", N_("Notes"), ("备注", "remark")),
    ),
    schema=CustomerRow,
    apply=apply_customer,
)
