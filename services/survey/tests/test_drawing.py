"""Charts that can be read: numbers where they have room, colours with words, scales that do not make a mountain of a molehill."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kesu_survey.figures import drawing
from kesu_survey.figures.compute import figures_of
from kesu_survey.questionnaires.model import SCALES, Item

Cells = Any


def bar(counts: dict[int, int], scale: str = "1-5") -> list[drawing.Segment]:
    """The bar of an item whose scores were given so often."""
    item = Item(
        position=1, code="x", text_zh="x", text_en="x", scale=scale, required=False, department="sales", weight=1, target=None
    )  # fmt: skip
    blank = figures_of(item, SCALES[scale], (), None)
    return drawing.distribution(SimpleNamespace(**{**vars(blank), "distribution": counts, "n": sum(counts.values())}))  # type: ignore[arg-type]


def years(*known: tuple[int, float | None]) -> Any:
    """Surveys of these years with these indices."""
    return [SimpleNamespace(campaign=SimpleNamespace(year=year), index=index) for year, index in known]


def test_a_part_carries_its_number_where_it_has_room_and_in_a_colour_that_can_be_read() -> None:
    narrow, wide, widest = bar({1: 1, 3: 10, 5: 89})
    assert (narrow.legible, wide.legible, widest.legible) == (False, False, True)
    assert [part.ink for part in (narrow, wide, widest)] == ["#ffffff", "#14212b", "#ffffff"]
    assert widest.x + widest.width == pytest.approx(drawing.WIDTH)


def test_the_legend_names_the_colours_that_the_bars_have() -> None:
    colours = {part.colour for part in bar({2: 1, 3: 1, 4: 1})}
    assert {colour for colour, _ in drawing.LEGEND} == colours


def test_a_small_change_is_not_drawn_as_a_leap() -> None:
    trend = drawing.trend(years((2024, 69.1), (2025, 70.7)))
    assert trend is not None
    (_, before, *_), (_, after, *_) = trend.points
    assert 0 < before - after < (trend.bottom - trend.top) / 5
    assert [value for _, value in trend.ticks] == [66, 68, 70, 72, 74]


@pytest.mark.parametrize("ends", [(0.0, 100.0), (99.5, 100.0), (0.0, 0.4), (12.0, 87.0)])
def test_the_scale_of_the_trend_stays_within_what_an_index_can_be(ends: tuple[float, float]) -> None:
    trend = drawing.trend(years((2023, ends[0]), (2024, None), (2025, ends[1])))
    assert trend is not None
    assert all(0 <= value <= 100 for _, value in trend.ticks)
    assert 2 <= len(trend.ticks) <= 7
    assert all(trend.top <= y <= trend.bottom for _, y, *_ in trend.points)
