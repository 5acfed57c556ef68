"""Capability and control chart against values worked out elsewhere."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest

from kesu_quality.measurements.capability import ENOUGH, capability, chart
from kesu_quality.measurements.drawing import draw

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates, with their individuals chart.
FLOW = [Decimal(text) for text in ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"]]


def test_the_individuals_chart_is_that_of_the_handbook() -> None:
    found = chart(FLOW)
    assert found is not None
    assert found.mean == pytest.approx(50.81)
    assert found.range_mean == pytest.approx(1.8778, abs=1e-4)
    assert found.upper == pytest.approx(55.8041, abs=2e-3)
    assert found.lower == pytest.approx(45.8159, abs=2e-3)
    assert found.stable


def test_a_value_beyond_the_limits_and_a_run_are_marked() -> None:
    quiet = [Decimal(text) for text in ("10.0", "10.2") * 8]
    assert chart([*quiet, Decimal("11.5")]).beyond == (16,)  # type: ignore[union-attr]
    low, high = [Decimal("9.9"), Decimal("9.8")] * 6, [Decimal("10.1"), Decimal("10.2")] * 6
    assert chart(low + high).runs == (8, 9, 10, 11, 20, 21, 22, 23)  # type: ignore[union-attr]


def test_indices_are_those_of_their_definition() -> None:
    """Values 19.99 and 20.01 in turn: mean 20, moving range 0.02 throughout, so sigma 0.02/1.128; limits 19.9 and 20.05."""
    values = [Decimal("19.99"), Decimal("20.01")] * 15
    found = capability(values, Decimal("19.9"), Decimal("20.05"))
    assert found is not None
    assert found.cp == pytest.approx(0.15 / (6 * 0.02 / 1.128))
    assert found.cpk == pytest.approx(0.05 / (3 * 0.02 / 1.128))
    spread = statistics.stdev(float(v) for v in values)
    assert found.pp == pytest.approx(0.15 / (6 * spread))
    assert found.ppk == pytest.approx(0.05 / (3 * spread))


def test_one_limit_gives_no_cp_and_no_spread_gives_nothing() -> None:
    values = [Decimal("19.99"), Decimal("20.01")] * 15
    one = capability(values, None, Decimal("20.05"))
    assert one is not None
    assert one.cp is None
    assert one.cpk == pytest.approx(0.05 / (3 * 0.02 / 1.128))
    same = capability([Decimal(20)] * ENOUGH, Decimal(19), Decimal(21))
    assert same is not None
    assert (same.cp, same.cpk, same.pp, same.ppk) == (None, None, None, None)
    assert capability([Decimal(20)] * (ENOUGH - 1), Decimal(19), Decimal(21)) is None


def test_every_point_lies_within_the_drawing() -> None:
    found = chart(FLOW)
    assert found is not None
    drawing = draw(FLOW, found, (("USL", Decimal(60)), ("LSL", None)))
    assert len(drawing.points) == len(FLOW)
    assert [line.name for line in drawing.lines] == ["UCL", "x̄", "LCL", "USL"]
    assert all(0 <= point.x <= drawing.width and 0 <= point.y <= drawing.height for point in drawing.points)
    assert all(0 <= line.y <= drawing.height for line in drawing.lines)
