"""Scans going in and out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.scans.codes import LONGEST
from kesu_returns.scans.model import SCAN_ACTIONS, STATUSES

_UNFIT = re.compile("[\x00\ud800-\udfff]")


class RawCode(fields.String):
    """What the scanner sent, control characters and all; only what PostgreSQL cannot keep (NUL,
    halves of surrogate pairs) becomes U+2400.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        return _UNFIT.sub("␀", text) if isinstance(text, str) else text


class ScanIn(StrictSchema):
    """One reading of one code."""

    device = Words(64, metadata={"description": "left out by a device that signs in with its own key: it can only speak for itself"})
    sequence = fields.Integer(
        required=True, strict=True, validate=validate.Range(0, 2**63 - 1), metadata={"description": "the device's own count"}
    )
    action = fields.String(load_default="arrive", validate=one_of(*SCAN_ACTIONS))
    code = RawCode(required=True, validate=validate.Length(max=LONGEST), metadata={"description": "exactly what was read"})
    quantity = Amount(metadata={"description": "pieces; what the code states, else 1, when not given"})
    place = Words(64)
    scanned_at = fields.AwareDateTime(metadata={"description": "by the device's clock; now, when not given"})
    return_number = Words(64, metadata={"description": "the return that is being unpacked, if the device knows"})


class ScanArgs(Schema):
    """Where the batch was scanned."""

    site = Words(16, metadata={"description": "not needed by a device that belongs to one site"})
    sent_at = fields.AwareDateTime(metadata={"description": "now, by the device's clock: so the offset of that clock is noted"})


class DeviceIn(StrictSchema):
    """Which device."""

    device = Words(64, required=True, metadata={"description": "as it stands in its scans"})


class FirstOut(Schema):
    """What a scan was answered when it came for the first time."""

    status = fields.String(validate=one_of(*STATUSES))
    reason = fields.String(allow_none=True)


class BookedOut(Schema):
    """Pieces that one scan put on a return's books."""

    return_number = fields.String(metadata={"description": "for what nobody expected: the unannounced return that it opened or added to"})
    quantity = Amount()
    place = fields.String(metadata={"description": "where they lie now"})


class AnswerOut(Schema):
    """What became of a scan."""

    device = fields.String()
    sequence = fields.Integer()
    status = fields.String(validate=one_of(*STATUSES))
    reason = fields.String(
        allow_none=True,
        metadata={
            "description": "unknown, excess, ambiguous, not_expected, no_place, too_few, held, overtaken, place_label (unmatched)"
            " · already_there (accepted)"
            " · blank, not_gs1, unknown_ai, content, check_digit, contradiction (unreadable) · differs (already_known)"
        },
    )
    return_number = fields.String(allow_none=True)
    quantity = Amount()
    clock_offset = fields.Integer(
        allow_none=True, metadata={"description": "seconds by which the device's clock is ahead (negative: behind), when it is off"}
    )
    first = fields.Nested(FirstOut, allow_none=True, metadata={"description": "of a scan that was known: what it was answered first"})
    booked = fields.List(
        fields.Nested(BookedOut),
        metadata={"description": "how many pieces went where; of a scan that was known: what arrived by it, where not all was expected"},
    )
    place_known = fields.Boolean(
        metadata={"description": "false when the site's list has no such place: the pieces are booked there all the same"}
    )
    return_known = fields.Boolean(
        metadata={"description": "false when there is no such return as `return_number` says: the code alone counted"}
    )


class ScanOut(Schema):
    """A scan as it is kept."""

    site = fields.String()
    device = fields.String()
    sequence = fields.Integer()
    action = fields.String()
    raw = fields.String()
    code_kind = fields.String()
    gtin = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    quantity = Amount()
    place = fields.String(allow_none=True)
    scanned_at = fields.AwareDateTime()
    clock_offset = fields.Integer(allow_none=True)
    received_at = fields.AwareDateTime()
    by = fields.String()
    status = fields.String()
    reason = fields.String(allow_none=True)
    return_number = fields.String(allow_none=True)
    booked = fields.List(
        fields.Nested(BookedOut), allow_none=True, metadata={"description": "how many pieces went where, where not all was expected"}
    )


class ScanListArgs(PageArgs):
    """Filters of the list."""

    status = fields.String(validate=one_of(*STATUSES))
    device = Words(64)
    action = fields.String(validate=one_of(*SCAN_ACTIONS))
    lot = Words(64)
    site = Words(16)
    return_number = Words(64, data_key="return")
