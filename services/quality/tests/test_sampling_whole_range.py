"""Tables 1, 2-A and 2-B over their whole range: every lot size and level, every code letter and AQL, the arrows followed.

The figures are those of ANSI/ASQ Z1.4 and MIL-STD-105E, whose tables I, II-A and II-B are the same, as they are published.
"""

from __future__ import annotations

import pytest

from kesu_quality.sampling.tables import LEVELS, aqls, code_letter, single_plan

LETTERS = "ABCDEFGHJKLMNPQR"
LOT_SIZES = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 1_000_000)
"""The last lot size of each row of table 1."""
ROWS = """
    AAAAAAB AAAAABC AABBBCD ABBCCDE BBCCCEF BBCDDFG BCDEEGH BCDEFHJ
    CCEFGJK CDEGHKL CDFGJLM CDFHKMN DEGJLNP DEGJMPQ DEHKNQR
"""
"""Code letters by level, S-1 to III."""

NORMAL = {
    "n": """
        1250 800 500 315 200 125 80 50 32 20 13 8 5 3 2 5
        1250 800 500 315 200 125 80 50 32 20 13 8 5 3 2 5
        1250 800 500 315 200 125 80 50 32 20 13 8 5 3 8 5
        1250 800 500 315 200 125 80 50 32 20 13 8 5 13 8 8
        1250 800 500 315 200 125 80 50 32 20 13 8 20 13 13 13
        1250 800 500 315 200 125 80 50 32 20 13 32 20 20 20 20
        1250 800 500 315 200 125 80 50 32 20 50 32 32 32 32 32
        1250 800 500 315 200 125 80 50 32 80 50 50 50 50 50 50
        1250 800 500 315 200 125 80 50 125 80 80 80 80 80 80 80
        1250 800 500 315 200 125 80 200 125 125 125 125 125 125 125 125
        1250 800 500 315 200 125 315 200 200 200 200 200 200 200 200 125
        1250 800 500 315 200 500 315 315 315 315 315 315 315 315 200 125
        1250 800 500 315 800 500 500 500 500 500 500 500 500 315 200 125
        1250 800 500 1250 800 800 800 800 800 800 800 800 500 315 200 125
        1250 800 2000 1250 1250 1250 1250 1250 1250 1250 1250 800 500 315 200 125
        1250 800 2000 2000 2000 2000 2000 2000 2000 2000 1250 800 500 315 200 125
    """,
    "ac": """
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 2
        0 0 0 0 0 0 0 0 0 0 0 0 1 1 2 3
        0 0 0 0 0 0 0 0 0 0 0 1 1 2 3 5
        0 0 0 0 0 0 0 0 0 0 1 1 2 3 5 7
        0 0 0 0 0 0 0 0 0 1 1 2 3 5 7 10
        0 0 0 0 0 0 0 0 1 1 2 3 5 7 10 14
        0 0 0 0 0 0 0 1 1 2 3 5 7 10 14 21
        0 0 0 0 0 0 1 1 2 3 5 7 10 14 21 21
        0 0 0 0 0 1 1 2 3 5 7 10 14 21 21 21
        0 0 0 0 1 1 2 3 5 7 10 14 21 21 21 21
        0 0 0 1 1 2 3 5 7 10 14 21 21 21 21 21
        0 0 1 1 2 3 5 7 10 14 21 21 21 21 21 21
        0 0 1 2 3 5 7 10 14 21 21 21 21 21 21 21
    """,
}
TIGHTENED = {
    "n": """
        2000 1250 800 500 315 200 125 80 50 32 20 13 8 5 3 8
        2000 1250 800 500 315 200 125 80 50 32 20 13 8 5 3 8
        2000 1250 800 500 315 200 125 80 50 32 20 13 8 5 13 8
        2000 1250 800 500 315 200 125 80 50 32 20 13 8 20 13 8
        2000 1250 800 500 315 200 125 80 50 32 20 13 32 20 13 13
        2000 1250 800 500 315 200 125 80 50 32 20 50 32 20 20 20
        2000 1250 800 500 315 200 125 80 50 32 80 50 32 32 32 32
        2000 1250 800 500 315 200 125 80 50 125 80 50 50 50 50 50
        2000 1250 800 500 315 200 125 80 200 125 80 80 80 80 80 80
        2000 1250 800 500 315 200 125 315 200 125 125 125 125 125 125 125
        2000 1250 800 500 315 200 500 315 200 200 200 200 200 200 200 125
        2000 1250 800 500 315 800 500 315 315 315 315 315 315 315 200 125
        2000 1250 800 500 1250 800 500 500 500 500 500 500 500 315 200 125
        2000 1250 800 2000 1250 800 800 800 800 800 800 800 500 315 200 125
        2000 1250 3150 2000 1250 1250 1250 1250 1250 1250 1250 800 500 315 200 125
        2000 1250 3150 2000 2000 2000 2000 2000 2000 2000 1250 800 500 315 200 125
    """,
    "ac": """
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1
        0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1
        0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 2
        0 0 0 0 0 0 0 0 0 0 0 1 1 1 2 3
        0 0 0 0 0 0 0 0 0 0 1 1 1 2 3 5
        0 0 0 0 0 0 0 0 0 1 1 1 2 3 5 8
        0 0 0 0 0 0 0 0 1 1 1 2 3 5 8 12
        0 0 0 0 0 0 0 1 1 1 2 3 5 8 12 18
        0 0 0 0 0 0 1 1 1 2 3 5 8 12 18 18
        0 0 0 0 0 1 1 1 2 3 5 8 12 18 18 18
        0 0 0 0 1 1 1 2 3 5 8 12 18 18 18 18
        0 0 0 1 1 1 2 3 5 8 12 18 18 18 18 18
        0 0 1 1 1 2 3 5 8 12 18 18 18 18 18 18
        0 0 1 1 2 3 5 8 12 18 18 18 18 18 18 18
    """,
}


@pytest.mark.clause("4.1.3.2")
def test_every_code_letter_of_table_1() -> None:
    first = 2
    for last, row in zip(LOT_SIZES, ROWS.split(), strict=True):
        for level, letter in zip(LEVELS, row, strict=True):
            assert {code_letter(first, level), code_letter(last, level)} == {letter}, (first, last, level)
        first = last + 1


@pytest.mark.parametrize(("severity", "table"), [("normal", NORMAL), ("tightened", TIGHTENED)])
def test_every_single_plan_of_tables_2a_and_2b(severity: str, table: dict[str, str]) -> None:
    sizes, numbers = ([[int(cell) for cell in row.split()] for row in table[part].strip().splitlines()] for part in ("n", "ac"))
    assert len(aqls()) == len(sizes[0]) == len(numbers[0]) == 16
    differing = [
        (letter, aql, (plan.n, plan.ac), (n, ac))
        for letter, n_row, ac_row in zip(LETTERS, sizes, numbers, strict=True)
        for aql, n, ac in zip(aqls(), n_row, ac_row, strict=True)
        if ((plan := single_plan(letter, aql, severity)).n, plan.ac) != (n, ac)
    ]
    assert differing == []
