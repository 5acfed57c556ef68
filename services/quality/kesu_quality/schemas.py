"""What several things of this service take and give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words
from kesu_quality.numbers import plain

_LARGEST = Decimal(10) ** 12


class ReasonIn(StrictSchema):
    """A command that needs a reason."""

    reason = Words(2000, required=True)


class ReadingValue(fields.Decimal):
    """A measured value or limit: any sign, at most six decimals; goes out as text."""

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, validate=self._check, **more)

    @staticmethod
    def _check(value: Decimal) -> None:
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or abs(value) >= _LARGEST:
            raise ValidationError(N_("This is not a value that can be measured."))
        if exponent < -6:
            raise ValidationError(N_("At most six decimals."))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return plain(value)


class Count(fields.Decimal):
    """A quantity of zero or more with at most three decimals; goes out as text."""

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, validate=self._check, **more)

    @staticmethod
    def _check(value: Decimal) -> None:
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or not 0 <= value < Decimal(10) ** 11:
            raise ValidationError(N_("Must be 0 or more and less than 100,000,000,000."))
        if value != value.quantize(Decimal("0.001")):
            raise ValidationError(N_("At most three decimals."))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return plain(value)


class RecordOut(Schema):
    """What every record has."""

    number = fields.String()
    site = fields.String()
    state = fields.String()
    version = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
