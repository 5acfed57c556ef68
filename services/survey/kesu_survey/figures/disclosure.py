"""Which groups are too small to be shown where answers were promised to stay anonymous.

A group below the smallest size is hidden. What is shown must not give it away: whole minus shown groups is again a group, so further
groups are hidden, the smallest first, until those hidden together are at least two and large enough (complementary suppression).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


def hidden(groups: Mapping[str, int], least: int, already: Collection[str] = ()) -> frozenset[str]:
    """The groups (value → size) to hide, of those that together are the whole; `already` are hidden for another reason.

    Of a whole that is itself below `least` all are hidden. With `least` 1 nothing is hidden but what already is.
    """
    there = {value: size for value, size in groups.items() if size > 0}
    if least <= 1:
        return frozenset(already)
    if sum(there.values()) < least:
        return frozenset(groups)
    gone = {value for value, size in there.items() if size < least or value in already}
    for value in sorted(there, key=lambda value: (there[value], value)):
        if not gone or (len(gone) > 1 and sum(there[one] for one in gone) >= least):
            break
        gone.add(value)
    return frozenset(gone) | frozenset(already)
