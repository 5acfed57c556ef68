"""The tables of ISO 2859-1 and -2 against values published elsewhere, and against what any such table has to fulfil."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal

import pytest

from kesu_common.errors import Invalid
from kesu_quality.sampling.risk import accepts
from kesu_quality.sampling.tables import LEVELS, SEVERITIES, aqls, code_letter, isolated_plan, limiting_qualities, lot_plan, single_plan

# MIL-STD-105E, whose tables I, II-A and II-B are those of ISO 2859-1, as the (US) National Institute of Building Sciences prints them for
# general level II: code letter, sample size and the rejection numbers at AQL 0.65 to 10; 0 stands for an arrow.
PRINTED_AQLS = ("0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10")
PRINTED_NORMAL = """
A 2    0 0 0 0 0 1 0
B 3    0 0 0 0 1 0 0
C 5    0 0 0 1 0 0 2
D 8    0 0 1 0 0 2 3
E 13   0 1 0 0 2 3 4
F 20   1 0 0 2 3 4 6
G 32   0 0 2 3 4 6 8
H 50   0 2 3 4 6 8 11
J 80   2 3 4 6 8 11 15
K 125  3 4 6 8 11 15 22
L 200  4 6 8 11 15 22 0
M 315  6 8 11 15 22 0 0
N 500  8 11 15 22 0 0 0
P 800  11 15 22 0 0 0 0
Q 1250 15 22 0 0 0 0 0
"""
PRINTED_TIGHTENED = """
A 2    0 0 0 0 0 0 0
B 3    0 0 0 0 0 1 0
C 5    0 0 0 0 1 0 0
D 8    0 0 0 1 0 0 2
E 13   0 0 1 0 0 2 3
F 20   0 1 0 0 2 3 4
G 32   1 0 0 2 3 4 6
H 50   0 0 2 3 4 6 9
J 80   0 2 3 4 6 9 13
K 125  2 3 4 6 9 13 19
L 200  3 4 6 9 13 19 0
"""


def _printed(table: str) -> list[tuple[str, int, str, int]]:
    lines = [line.split() for line in table.strip().splitlines()]
    return [(row[0], int(row[1]), aql, int(re)) for row in lines for aql, re in zip(PRINTED_AQLS, row[2:], strict=True)]


@pytest.mark.parametrize(("severity", "table"), [("normal", PRINTED_NORMAL), ("tightened", PRINTED_TIGHTENED)])
def test_single_plans_are_those_that_are_printed(severity: str, table: str) -> None:
    for letter, n, aql, re in _printed(table):
        plan = single_plan(letter, aql, severity)
        if re:
            assert (plan.letter, plan.n, plan.re) == (letter, n, re), (letter, aql)
        else:
            assert plan.letter != letter, (letter, aql)


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [
        (2, "II", "A"), (8, "III", "B"), (90, "II", "E"), (91, "II", "F"), (150, "I", "D"), (280, "II", "G"), (500, "II", "H"),
        (1000, "II", "J"), (1200, "S-4", "F"), (3200, "S-1", "C"), (10_000, "III", "M"), (35_000, "II", "M"), (500_000, "S-3", "G"),
        (500_001, "II", "Q"), (500_001, "III", "R"),
    ],
)  # fmt: skip
def test_code_letters_of_table_1(lot: int, level: str, letter: str) -> None:
    assert code_letter(lot, level) == letter


@pytest.mark.parametrize(
    ("lot", "aql", "severity", "n", "ac"),
    [
        (1000, "1.0", "normal", 80, 2), (1000, "1.0", "tightened", 80, 1), (1000, "1.0", "reduced", 32, 1),
        (1000, "2.5", "normal", 80, 5), (1000, "2.5", "reduced", 32, 3), (1000, "4.0", "reduced", 32, 5), (1000, "0.65", "normal", 80, 1),
        (90, "1.5", "normal", 8, 0), (90, "2.5", "normal", 20, 1), (3000, "0.25", "normal", 200, 1), (300, "6.5", "tightened", 50, 5),
        (1000, "0.15", "normal", 80, 0), (1000, "0.25", "normal", 50, 0), (1000, "0.40", "normal", 125, 1),
    ],
)  # fmt: skip
def test_plans_as_every_inspector_knows_them(lot: int, aql: str, severity: str, n: int, ac: int) -> None:
    plan = lot_plan(lot, aql, severity=severity)
    assert (plan.n, plan.ac) == (n, ac)


def test_the_whole_lot_is_inspected_where_the_sample_is_not_smaller() -> None:
    plan = lot_plan(20, "0.65")
    assert (plan.n, plan.ac, plan.source) == (20, 0, "whole_lot")


def test_letters_never_come_earlier_for_larger_lots_or_higher_levels() -> None:
    sizes = [2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001]
    for level in LEVELS:
        letters = [code_letter(size, level) for size in sizes]
        assert letters == sorted(letters)
    for size in sizes:
        general = [code_letter(size, level) for level in ("I", "II", "III")]
        special = [code_letter(size, level) for level in LEVELS[:4]]
        assert general == sorted(general)
        assert special == sorted(special)


def test_acceptance_numbers_grow_with_the_aql_and_with_the_sample() -> None:
    for severity in SEVERITIES:
        own = {(letter, aql): single_plan(letter, aql, severity) for letter, aql in itertools.product("ABCDEFGHJKLMNPQR", aqls())}
        for letter in "ABCDEFGHJKLMNPQR":
            row = [own[letter, aql].ac for aql in aqls() if own[letter, aql].letter == letter]
            assert row == sorted(set(row)), (severity, letter)
        for aql in aqls():
            column = [plan.ac for (letter, of), plan in own.items() if of == aql and plan.letter == letter]
            assert column == sorted(set(column)), (severity, aql)


def _chance(n: int, ac: int, share: float) -> float:
    return sum(math.comb(n, bad) * share**bad * (1 - share) ** (n - bad) for bad in range(ac + 1))


def test_tightened_accepts_less_and_reduced_more_than_normal_at_any_quality() -> None:
    for letter, aql in itertools.product("ABCDEFGHJKLMNPQR", aqls()):
        normal, tightened, reduced = (single_plan(letter, aql, severity) for severity in ("normal", "tightened", "reduced"))
        for times in (1, 2, 4):
            share = min(0.5, float(aql) / 100 * times)
            strict, usual, mild = (_chance(p.n, p.ac, share) for p in (tightened, normal, reduced))
            assert strict <= usual + 1e-9, (letter, aql, times)
            assert mild >= usual - 0.02, (letter, aql, times)


def test_a_lot_at_the_aql_is_usually_accepted_on_normal_inspection() -> None:
    """ISO 2859-1 table 5: the producer's risk at the AQL lies between 1 and 13 per cent, whole letters apart."""
    for letter, aql in itertools.product("ABCDEFGHJKLMNPQR", aqls()):
        plan = single_plan(letter, aql)
        assert _chance(plan.n, plan.ac, float(aql) / 100) > 0.86, (letter, aql)


def test_an_isolated_lot_of_limiting_quality_is_hardly_ever_accepted() -> None:
    """ISO 2859-2, scope: the consumer's risk is usually below 10 %, and always below 13 %."""
    usual = 0
    sizes = (25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000)
    for size, quality in itertools.product(sizes, limiting_qualities()):
        plan = isolated_plan(size, quality)
        risk = accepts(size, math.ceil(size * Decimal(quality) / 100), plan.n, plan.ac)
        assert risk < Decimal("0.13"), (size, quality, plan)
        usual += risk <= Decimal("0.10")
    assert usual > 0.85 * len(sizes) * len(limiting_qualities())


@pytest.mark.parametrize(
    ("lot", "quality", "n", "ac"), [(1000, "5.00", 80, 1), (3000, "8.00", 80, 3), (400, "8.00", 32, 0), (120, "20.0", 13, 0)]
)
def test_isolated_plans_of_table_a(lot: int, quality: str, n: int, ac: int) -> None:
    plan = isolated_plan(lot, quality)
    assert (plan.n, plan.ac, plan.source) == (n, ac, "table")


def test_small_isolated_lots_are_inspected_as_the_risk_demands() -> None:
    assert isolated_plan(10, "5.00")._asdict() == {"letter": None, "n": 9, "ac": 0, "source": "computed"}
    assert accepts(10, 1, 9, 0) == Decimal("0.1")


@pytest.mark.parametrize(
    ("lot", "level", "aql"), [(1, "II", "1.0"), (0, "II", "1.0"), (100, "IV", "1.0"), (100, "II", "1.1"), (10**10, "II", "1.0")]
)
def test_what_no_table_has_is_refused(lot: int, level: str, aql: str) -> None:
    with pytest.raises(Invalid):
        lot_plan(lot, aql, level)
