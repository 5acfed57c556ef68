"""Which other entries might be the same customer (疑似重复客户): by code and name, without legal forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

LIKELY = 0.75
"""From this likeness (0 to 1) on, an entry is proposed."""
_FORMS = re.compile(
    r"\b(gmbh|ag|kg|ltd|limited|co|inc|corp|corporation|company|llc|bv|sa|srl|plc)\b|股份|有限|责任|公司|集团|（|）|[^\w]", re.IGNORECASE
)


@dataclass(frozen=True)
class Similar:
    """A customer that may be the same, and how like it is (0 to 1)."""

    code: str
    name: str
    likeness: float


def core_of(name: str) -> str:
    """The name without legal form, case, width, blanks and signs; the whole name where nothing else is left."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _FORMS.sub("", plain) or plain


def most_similar(code: str, name: str, others: Iterable[tuple[str, str]], limit: int = 5) -> list[Similar]:
    """The likeliest duplicates of (code, name) among `others` [(code, name)], the likeliest first."""
    core, matcher = core_of(name), SequenceMatcher(autojunk=False)
    matcher.set_seq2(core)
    found = []
    for other_code, other_name in others:
        if other_code == code:
            continue
        matcher.set_seq1(core_of(other_name))
        same_code = re.sub(r"[\W_]", "", other_code) == re.sub(r"[\W_]", "", code)
        if same_code:
            found.append(Similar(other_code, other_name, 1.0))
        elif matcher.real_quick_ratio() >= LIKELY and matcher.quick_ratio() >= LIKELY and matcher.ratio() >= LIKELY:
            found.append(Similar(other_code, other_name, round(matcher.ratio(), 2)))
    return sorted(found, key=lambda one: (-one.likeness, one.code))[:limit]
