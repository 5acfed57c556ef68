"""Up to which year a country's authorities have announced the working days.

China's State Council fixes holidays and make-up working days (调休) year by year, usually in November of the year before. Until
then a library can only estimate. Raise the year here together with a release of `holidays` that knows it; a site that cannot
wait enters the days as its own and sets `Calendar.announced_until`. Countries not named here fix their holidays by law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ANNOUNCED_UNTIL: Final[Mapping[str, int]] = {
    "CN": 2026,  # 国务院办公厅关于2026年部分节假日安排的通知, November 2025
}
