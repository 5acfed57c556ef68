"""What comes in through APIs and forms: strict schemas, and fields that refuse what cannot be stored or meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import is_currency
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from kesu_common.i18n import N_
from kesu_common.numbers import plain

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters (but tab and line breaks) and halves of surrogate pairs: nobody types them, and PostgreSQL takes no NUL."""

_LARGEST = Decimal(10) ** 11


class StrictSchema(Schema):
    """Input: a field that is not known is an error, not a wish that is left unheard."""

    class Meta:
        unknown = RAISE


class Words(fields.String):
    """A text that people write: blanks at its ends are taken off, it is not empty, and has at most `most` characters."""

    def __init__(self, most: int, **more: Any) -> None:
        given = more.pop("validate", [])
        validators = [validate.Length(min=1, max=most), *(given if isinstance(given, list) else [given])]
        super().__init__(validate=validators, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if not isinstance(text, str):
            return text
        if _UNFIT.search(text):
            raise ValidationError(N_("The text has a character that cannot be stored."))
        return text.strip()


class Amount(fields.Decimal):
    """A quantity above zero with at most three decimals; goes out as text, so that no digit is lost."""

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, validate=self._check, **more)

    @staticmethod
    def _check(value: Decimal) -> None:
        exponent = value.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or not 0 < value < _LARGEST:
            raise ValidationError(N_("Must be greater than 0 and less than 100,000,000,000."))
        if exponent < -3:
            raise ValidationError(N_("At most three decimals."))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else plain(Decimal(value))


class Count(fields.Decimal):
    """A quantity of zero or more with at most three decimals; goes out as text."""

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, validate=self._check, **more)

    @staticmethod
    def _check(value: Decimal) -> None:
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or not 0 <= value < _LARGEST:
            raise ValidationError(N_("Must be 0 or more and less than 100,000,000,000."))
        if value != value.quantize(Decimal("0.001")):
            raise ValidationError(N_("At most three decimals."))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else plain(Decimal(value))


class Money(fields.Decimal):
    """An amount of money with at most two decimals, below zero to correct another; goes out as text."""

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, validate=self._check, **more)

    @staticmethod
    def _check(value: Decimal) -> None:
        if not value.is_finite() or not 0 < abs(value) < _LARGEST or value != value.quantize(Decimal("0.01")):
            raise ValidationError(N_("An amount of money: not 0, at most two decimals."))


class Currency(fields.String):
    """The three letters of a currency that there is, or was (ISO 4217)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=self._check, metadata={"pattern": "^[A-Z]{3}$"}, **more)

    @staticmethod
    def _check(value: str) -> None:
        if not is_currency(value):
            raise ValidationError(N_("The three capital letters of a currency, such as CNY."))


class RecordOut(Schema):
    """What every record tells of itself."""

    number = fields.String()
    site = fields.String()
    state = fields.String()
    version = fields.Integer()


def one_of(*choices: str) -> validate.OneOf:
    """The validator of a code."""
    return validate.OneOf(choices)


class AttachedFile(Schema):
    """What a fact tells of a file (`attachments.as_data`): `attachment` is its name under `/files/` of the service that states it."""

    attachment = fields.UUID(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    media_type = fields.String(required=True)
    filename = fields.String(required=True)
