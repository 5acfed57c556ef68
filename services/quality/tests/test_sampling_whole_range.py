"""Tables 1, 2-A, 2-B and 2-C over their whole range: every lot size and level, every code letter and AQL, the arrows followed.

The figures are those of ANSI/ASQ Z1.4 and MIL-STD-105E, as they are published. Their tables I, II-A and II-B are the same. In their table
II-C acceptance and rejection number lie apart (a lot in between passes, and inspection becomes normal again); ISO 2859-1:1999 closed
the gap, letter by letter in the same way.
"""

from __future__ import annotations

import itertools

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

REDUCED = {
    "n": """
        500 315 200 125 80 50 32 20 13 8 5 3 2 2 2 2
        500 315 200 125 80 50 32 20 13 8 5 3 2 2 2 2
        500 315 200 125 80 50 32 20 13 8 5 3 2 2 3 2
        500 315 200 125 80 50 32 20 13 8 5 3 2 5 3 3
        500 315 200 125 80 50 32 20 13 8 5 3 8 5 5 5
        500 315 200 125 80 50 32 20 13 8 5 13 8 8 8 8
        500 315 200 125 80 50 32 20 13 8 20 13 13 13 13 13
        500 315 200 125 80 50 32 20 13 32 20 20 20 20 20 20
        500 315 200 125 80 50 32 20 50 32 32 32 32 32 32 32
        500 315 200 125 80 50 32 80 50 50 50 50 50 50 50 50
        500 315 200 125 80 50 125 80 80 80 80 80 80 80 80 50
        500 315 200 125 80 200 125 125 125 125 125 125 125 125 80 50
        500 315 200 125 315 200 200 200 200 200 200 200 200 125 80 50
        500 315 200 500 315 315 315 315 315 315 315 315 200 125 80 50
        500 315 800 500 500 500 500 500 500 500 500 315 200 125 80 50
        500 315 800 800 800 800 800 800 800 800 500 315 200 125 80 50
    """,
    "ac/re": """
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10
        0/1 0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13
        0/1 0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13
        0/1 0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13 10/13
        0/1 0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13 10/13 10/13
        0/1 0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13 10/13 10/13 10/13
        0/1 0/1 0/2 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13 10/13 10/13 10/13 10/13
        0/1 0/1 0/2 1/3 1/4 2/5 3/6 5/8 7/10 10/13 10/13 10/13 10/13 10/13 10/13 10/13
    """,
}
CLOSED = {(0, 1): 0, (1, 3): 1, (1, 4): 2, (2, 5): 3, (3, 6): 5, (5, 8): 6, (7, 10): 8, (10, 13): 10}
"""Acceptance and rejection number of table II-C, and the acceptance number between them that ISO 2859-1:1999 chose. In place of (0, 2) it
has an arrow to the next larger sample, which accepts with one."""


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


def test_every_single_plan_of_table_2c_closes_the_gap_of_table_ii_c() -> None:
    sizes = [[int(cell) for cell in row.split()] for row in REDUCED["n"].strip().splitlines()]
    pairs = [[tuple(map(int, cell.split("/"))) for cell in row.split()] for row in REDUCED["ac/re"].strip().splitlines()]
    next_larger = dict(itertools.pairwise(sorted({n for row in sizes for n in row})))
    assert all(ac <= closed < re for (ac, re), closed in CLOSED.items())
    differing = []
    for letter, n_row, pair_row in zip(LETTERS, sizes, pairs, strict=True):
        for aql, n, pair in zip(aqls(), n_row, pair_row, strict=True):
            wanted = (n, CLOSED[pair]) if pair in CLOSED else (next_larger.get(n, n), 1)
            if pair == (0, 2) and (letter, aql) in {("Q", "0.025"), ("R", "0.025")}:
                wanted = (200, 0)  # no sample is larger, so the arrow points upwards
            plan = single_plan(letter, aql, "reduced")
            if (plan.n, plan.ac) != wanted:
                differing.append((letter, aql, (plan.n, plan.ac), wanted))
    assert differing == []
