"""What API and forms take of joining and splitting."""

from __future__ import annotations

from kesu_common.schemas import StrictSchema, Words


class MergeIn(StrictSchema):
    """Which report it is joined into."""

    into = Words(64, required=True)
    reason = Words(4000, required=True)


class SplitIn(StrictSchema):
    """Which complaint is split off."""

    complaint = Words(64, required=True)
    reason = Words(4000, required=True)
