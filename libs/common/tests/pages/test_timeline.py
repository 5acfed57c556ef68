"""What a history says of a fact in one line."""

from __future__ import annotations

from pages_demo import make_app

from kesu_common.web.timeline import quantity, telling


def test_codes_of_a_fact_are_shown_in_words_and_what_people_wrote_as_it_is() -> None:
    with make_app().test_request_context("/?lang=en"):
        assert telling({"result": "fail"}) == "Fail"
        assert telling({"result": "外圈沟道有烧伤。"}) == "外圈沟道有烧伤。"
        assert telling({"reason": "rework", "result": "fail"}) == "rework"
        assert telling({"number": "QC-1"}) == ""


def test_quantities_have_no_superfluous_zeros() -> None:
    assert [quantity(q) for q in ("10.000", "0.5", 12, "1E+2")] == ["10", "0.5", "12", "100"]
