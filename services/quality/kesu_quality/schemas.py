"""What several things of this service take and give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from kesu_common import schemas as common
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.schemas import StrictSchema, Words

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


class RecordOut(common.RecordOut):
    """What every record has."""

    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
