"""GTINs (商品条码) as an ERP or a person writes them, kept as the fourteen digits that a scanned label says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from biip import ParseError
from biip.gtin import Gtin
from marshmallow import ValidationError, fields

from kesu_common.i18n import N_

LENGTHS = (8, 12, 13, 14)


def gtin_14(digits: str) -> str | None:
    """The GTIN in fourteen digits; `None` where its check digit is wrong."""
    try:
        return Gtin.parse(digits).as_gtin_14()
    except (ParseError, ValueError):
        return None


class GtinField(fields.String):
    """A GTIN-8, -12, -13 or -14 with a right check digit; comes out with leading zeros, so that the same goods have the same code."""

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"pattern": r"^(\d{8}|\d{12,14})$"}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        digits = str(super()._deserialize(value, attr, data, **more)).strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) in LENGTHS):
            raise ValidationError(N_("A GTIN has 8, 12, 13 or 14 digits."))
        found = gtin_14(digits)
        if found is None:
            raise ValidationError(N_("The last digit does not fit the others: look at this GTIN once more."))
        return found
