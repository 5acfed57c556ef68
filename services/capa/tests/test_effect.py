"""The effect in figures: counted from what others have told, before and after, on the page and over the API."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

import pytest
import time_machine

from kesu_capa.copies.commands import learn_delivery
from kesu_capa.copies.model import KnownComplaint, KnownVerdict
from kesu_capa.effect.clock import judge_due
from kesu_common import clock
from kesu_common.database.many import insert_all
from kesu_common.testing.rig import words_of

COMPLAINT = "KS-SZ-2026-000123"


def complained(capas: Any, number: str, days_ago: float, *, product: str = "P-100", defect: str = "SEAL", verdict: str = "ours") -> None:
    at = clock.now() - timedelta(days=days_ago)
    capas.hear("complaint.registered", number, product=product, received_at=at.isoformat())
    capas.hear("verdict.given", f"QC-{number}", complaint=number, verdict=verdict, defect_code=defect)


def delivered(capas: Any, number: str, days_ago: float, quantity: str, product: str = "P-100") -> None:
    day = (clock.now() - timedelta(days=days_ago)).date().isoformat()
    capas.hear("delivery.recorded", number, product=product, quantity=quantity, delivered_on=day)


def effect(capas: Any, number: str) -> dict[str, Any]:
    answer = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/effect")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def carried_out(capas: Any, days_ago: float) -> str:
    """A report with the defect SEAL whose actions were all done so many days ago."""
    with time_machine.travel(clock.now() - timedelta(days=days_ago), tick=False):
        capas.hear("verdict.given", "QC-1", complaint=COMPLAINT, verdict="ours", defect_code="SEAL", responsible_department="production")
        number = str(capas.escalate())
        capas.to_verifying(number)
    return number


def a_bad_year(capas: Any, opened_days_ago: float) -> None:
    for n in range(10):
        complained(capas, f"KS-SZ-2026-{n:06}", opened_days_ago + 20 + n * 20)
        delivered(capas, f"DN-{n}", opened_days_ago + 20 + n * 20, "100")


@pytest.mark.clause("4.1.3.6")
def test_an_action_after_which_nobody_complains_any_more_is_proven_by_deliveries(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    shown = effect(capas, number)
    assert (shown["before"]["events"], float(shown["before"]["units"])) == (10, 1000)
    assert (shown["judgement"], shown["after"]["events"], shown["p"]) == ("untold", 0, None), "nothing was delivered since"
    assert shown["units_to_tell"] == pytest.approx(1000 * (0.05 ** (-1 / 10) - 1), rel=1e-6)
    delivered(capas, "DN-A", 50, "349")
    assert effect(capas, number)["judgement"] == "untold"
    delivered(capas, "DN-A", 50, "350")
    better = effect(capas, number)
    assert (better["judgement"], better["ratio"]) == ("better", 0)
    assert better["p"] == pytest.approx((1000 / 1350) ** 10)
    assert better["high"] < 1
    page = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
    assert "10 complaints in 1,000 units" in words_of(page)
    assert "0 complaints in 350 units" in words_of(page)
    form = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}/verify").text
    assert "0 complaints in 350 units" in words_of(form), "who judges sees the figures"


def test_an_action_after_which_it_gets_worse_is_seen(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    delivered(capas, "DN-A", 50, "200")
    for n in range(6):
        complained(capas, f"KS-SZ-2026-0001{n:02}", 40 - n)
    worse = effect(capas, number)
    assert worse["judgement"] == "worse"
    assert worse["low"] > 1
    assert "more often than before" in capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text


def test_only_what_is_our_fault_and_of_this_product_and_defect_counts(capas: Any) -> None:
    number = carried_out(capas, 100)
    complained(capas, "KS-SZ-2026-000001", 150)
    complained(capas, "KS-SZ-2026-000002", 150, verdict="not_ours")
    complained(capas, "KS-SZ-2026-000003", 150, defect="COLOUR")
    complained(capas, "KS-SZ-2026-000004", 150, product="P-200")
    complained(capas, "KS-SZ-2026-000005", 150)
    capas.hear("complaint.withdrawn", "KS-SZ-2026-000005")
    complained(capas, "KS-SZ-2026-000006", 600)
    delivered(capas, "DN-1", 150, "100")
    delivered(capas, "DN-2", 150, "100", product="P-200")
    before = effect(capas, number)["before"]
    assert (before["events"], float(before["units"])) == (1, 100)


def test_a_delivery_that_is_corrected_counts_once_and_a_late_fact_changes_nothing(capas: Any) -> None:
    number = carried_out(capas, 100)
    day = (clock.now() - timedelta(days=150)).date().isoformat()
    capas.hear("delivery.recorded", "DN-1", sequence=20, product="P-100", quantity="70", delivered_on=day)
    capas.hear("delivery.recorded", "DN-1", sequence=10, product="P-100", quantity="100", delivered_on=day)
    assert float(effect(capas, number)["before"]["units"]) == 70


def test_a_report_without_a_product_says_so(capas: Any) -> None:
    opened = capas.program("quality@SZ").post("/capa/api/v1/capas", json={
        "site": "SZ", "title": "Audit finding", "severity": "minor", "responsible_department": "quality", "reason": "Audit"})  # fmt: skip
    answer = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{opened.json['number']}/effect")
    assert answer.status_code == 404
    assert "no product" in answer.json["detail"]


@pytest.mark.clause("4.1.3.6")
def test_the_effect_is_judged_by_itself_once_when_the_planned_units_are_delivered(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    form = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}/criterion").text
    assert 'value="350"' in form, "so many units can tell"
    capas.do(number, "criterion", units="350")
    delivered(capas, "DN-A", 50, "349")
    judge_due(capas.runtime)
    assert capas.get(number)["state"] == "verifying"
    delivered(capas, "DN-B", 40, "1")
    judge_due(capas.runtime)
    judge_due(capas.runtime)
    shown = capas.get(number)
    assert (shown["state"], shown["effect_units"]) == ("effective", "350")
    [fact] = capas.facts("kesu.capa.verified.v1")
    assert fact["effective"] is True
    assert "350" in fact["verification"]


@pytest.mark.parametrize(("complaints", "state", "fact"), [(3, "verifying", "effect_untold"), (12, "analysed", "verified")])
def test_what_the_figures_do_not_prove_is_left_to_quality_and_what_got_worse_goes_back(
    capas: Any, complaints: int, state: str, fact: str
) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    capas.do(number, "criterion", units="350")
    for n in range(complaints):
        complained(capas, f"KS-SZ-2026-0001{n:02}", 40 - n)
    delivered(capas, "DN-A", 50, "350")
    judge_due(capas.runtime)
    judge_due(capas.runtime)
    assert capas.get(number)["state"] == state
    assert len(capas.facts(f"kesu.capa.{fact}.v1")) == 1
    if state == "verifying":
        assert "already" in capas.do(number, "criterion", units="700", expect=409)["detail"], "no second look"
        assert capas.do(number, "verify", effective=True, verification="Audit of the process")["state"] == "effective"


@pytest.mark.clause("4.1.3.6")
def test_a_recurrence_reopens_what_counted_as_effective_and_says_why(capas: Any) -> None:
    number = carried_out(capas, 100)
    capas.do(number, "verify", effective=True, verification="No leak in 50 parts")
    capas.do(number, "close", closing="Works")
    complained(capas, "KS-SZ-2026-000200", 120)
    complained(capas, "KS-SZ-2026-000201", 5, defect="COLOUR")
    complained(capas, "KS-SZ-2026-000202", 5, verdict="not_ours")
    assert capas.get(number)["state"] == "closed"
    complained(capas, "KS-SZ-2026-000203", 5)
    assert capas.get(number)["state"] == "reopened"
    [fact] = capas.facts("kesu.capa.reopened.v1")
    assert "KS-SZ-2026-000203" in fact["reason"]
    complained(capas, "KS-SZ-2026-000204", 4)
    assert len(capas.facts("kesu.capa.reopened.v1")) == 1, "once"


def test_a_single_complaint_does_not_reopen_what_the_figures_still_prove(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    delivered(capas, "DN-A", 50, "100000")
    capas.do(number, "verify", effective=True, verification="No leak in 50 parts")
    complained(capas, "KS-SZ-2026-000203", 5)
    assert capas.get(number)["state"] == "effective"
    assert "KS-SZ-2026-000203" in capas.get(number)["complaints"]


def test_a_verdict_that_is_heard_before_its_complaint_is_noticed_too(capas: Any) -> None:
    number = carried_out(capas, 100)
    capas.do(number, "verify", effective=True, verification="No leak in 50 parts")
    capas.hear("verdict.given", "QC-9", complaint="KS-SZ-2026-000203", verdict="ours", defect_code="SEAL")
    assert capas.get(number)["state"] == "effective"
    capas.hear("complaint.registered", "KS-SZ-2026-000203", product="P-100", received_at=clock.now().isoformat())
    assert capas.get(number)["state"] == "reopened"


NHTSA = {
    "STRUCTURE": (597, 401, "better"),
    "POWER TRAIN": (435, 500, "worse"),
    "UNKNOWN OR OTHER": (456, 520, "worse"),
    "ENGINE": (869, 808, "untold"),
    "ELECTRICAL SYSTEM": (355, 385, "untold"),
}
"""The five most frequent components of car complaints to the US road safety authority (NHTSA): incidents of 2024 and of 2025."""


@pytest.mark.clause("4.1.3.6")
@pytest.mark.parametrize("component", NHTSA)
def test_years_of_real_complaints_are_told_apart(capas: Any, component: str) -> None:
    """With as many cars on the road in either year, and the action taken in between."""
    before, after, judgement = NHTSA[component]
    with time_machine.travel(datetime(2025, 1, 1, 1, tzinfo=UTC), tick=False):
        capas.hear("verdict.given", "QC-1", complaint=COMPLAINT, verdict="ours", defect_code=component, responsible_department="production")
        number = str(capas.escalate())
        capas.to_verifying(number)
    rows = [
        (f"KS-SZ-{year}-{n:06}", datetime(year, 1, 2, 12, tzinfo=UTC) + timedelta(days=363 * n / count))
        for year, count in ((2024, before), (2025, after))
        for n in range(count)
    ]
    with capas.runtime.database.transaction() as session:
        told = [{"number": name, "site": "SZ", "product": "P-100", "received_at": at, **_UNTOUCHED} for name, at in rows]
        insert_all(session, KnownComplaint, told)
        insert_all(
            session, KnownVerdict, [{"complaint": name, "verdict": "ours", "defect_code": component, "sequence": 1} for name, _ in rows]
        )
        for day in (date(2024, 6, 30), date(2025, 6, 30)):
            learn_delivery(session, "SZ", f"DN-{day}", 1, product="P-100", quantity=Decimal(1_000_000), delivered_on=day)
    with time_machine.travel(datetime(2025, 12, 31, 12, tzinfo=UTC), tick=False):
        shown = effect(capas, number)
    assert (shown["before"]["events"], shown["after"]["events"], shown["judgement"]) == (before, after, judgement)
    whole = before + after
    exact = Fraction(sum(comb(whole, n) for n in range(after + 1)), 2**whole)
    assert shown["p"] == pytest.approx(float(exact), rel=1e-6)


_UNTOUCHED: dict[str, Any] = {"sequence": 1, "withdrawn": False, "withdrawal": 0}


def lot_delivered(capas: Any, lot: str, days_ago: float, delivery: str = "DN") -> None:
    day = (clock.now() - timedelta(days=days_ago)).date().isoformat()
    capas.hear("delivery.recorded", f"{delivery}-{lot}", product="P-100", lot=lot, quantity="100", delivered_on=day)


def lot_failed(capas: Any, number: str, lot: str, days_ago: float) -> None:
    at = clock.now() - timedelta(days=days_ago)
    capas.hear("complaint.registered", number, product="P-100", lot=lot, received_at=at.isoformat())
    capas.hear("verdict.given", f"QC-{number}", complaint=number, verdict="ours", defect_code="SEAL")


def a_bad_year_of_lots(capas: Any) -> None:
    """40 lots in the year before, 8 of them complained of, one of these three times."""
    for n in range(40):
        lot_delivered(capas, f"B{n}", 110 + n * 6)
    for n in range(8):
        lot_failed(capas, f"KS-SZ-2026-0002{n:02}", f"B{n * 4}", 105 + n)
    for n in range(2):
        lot_failed(capas, f"KS-SZ-2026-0003{n:02}", "B0", 102)


@pytest.mark.clause("4.1.3.6")
def test_lots_are_judged_by_how_many_of_them_were_complained_of(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year_of_lots(capas)
    capas.do(number, "criterion", basis="lots", until="lots", amount="17")
    shown = effect(capas, number)
    assert (shown["basis"], shown["before"]["lots"], shown["before"]["failing"], shown["to_tell"]) == ("lots", 40, 8, 17)
    for n in range(16):
        lot_delivered(capas, f"A{n}", 60 - n)
    judge_due(capas.runtime)
    assert capas.get(number)["state"] == "verifying", "sixteen lots are not seventeen"
    lot_delivered(capas, "A16", 40)
    lot_delivered(capas, "B0", 39, delivery="DN-AGAIN")
    judge_due(capas.runtime)
    closed = capas.get(number)
    assert closed["state"] == "effective"
    assert "17 批中 0 批" in closed["verification"]
    assert "40 批中 8 批" in closed["verification"]
    assert effect(capas, number)["p"] == pytest.approx(comb(40, 8) / comb(57, 8))
    by_units = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/effect", query_string={"basis": "units"}).json
    assert (by_units["basis"], by_units["before"]["events"]) == ("units", 10)


@pytest.mark.clause("4.1.3.6")
def test_after_so_many_days_it_is_judged_with_whatever_was_delivered(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    capas.do(number, "criterion", until="days", amount="120")
    judge_due(capas.runtime)
    assert capas.facts("kesu.capa.effect_untold.v1") == []
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        judge_due(capas.runtime)
        assert capas.get(number)["state"] == "verifying"
        [fact] = capas.facts("kesu.capa.effect_untold.v1")
        assert "0 件" in fact["reason"], "nothing was delivered"


@pytest.mark.parametrize(
    ("criterion", "field"),
    [({"until": "lots", "amount": "1.5"}, "amount"), ({"until": "units"}, "amount"), ({"basis": "beer", "amount": "5"}, "basis"),
     ({"until": "days", "units": "5"}, "amount"), ({"amount": "0"}, "amount")],
)  # fmt: skip
def test_a_criterion_that_cannot_be_is_refused(capas: Any, criterion: dict[str, Any], field: str) -> None:
    number = carried_out(capas, 100)
    assert capas.do(number, "criterion", expect=422, **criterion)["errors"][0]["pointer"] == f"#/{field}"
    assert capas.get(number)["effect_amount"] is None


@pytest.mark.clause("4.1.3.6")
def test_a_preview_tells_what_a_criterion_could_prove_before_it_is_chosen(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)

    def preview(**given: str) -> dict[str, Any]:
        answer = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/effect/preview", query_string=given)
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    few, enough = preview(amount="349"), preview(amount="350")
    assert [chance["chance"] for chance in few["chances"]] == [0, 0, 0]
    assert enough["chances"][0]["chance"] == 1
    assert 0 < enough["chances"][1]["chance"] < 1
    by_days = preview(until="days", amount="365")
    assert (by_days["exposure"], by_days["estimated"]) == (1000, True)
    assert preview(basis="lots", until="lots", amount="10")["chances"] == [], "no lot is known"
    shown = capas.browser("quality@SZ", language="en")
    form = shown.get(f"/capa/capas/{number}/criterion/preview?basis=units&until=units&amount=349").text
    assert "So few cannot tell" in form
    assert "100 %" in words_of(shown.get(f"/capa/capas/{number}/criterion/preview?amount=350").text)
    for given in ("amount=", "amount=beer", "basis=beer&amount=5"):
        assert shown.get(f"/capa/capas/{number}/criterion/preview?{given}").status_code == 200
    assert "350" in shown.get(f"/capa/capas/{number}/criterion").text


def test_the_charts_show_rates_with_intervals_and_every_month(capas: Any) -> None:
    number = carried_out(capas, 100)
    a_bad_year(capas, 100)
    delivered(capas, "DN-A", 50, "350")
    complained(capas, "KS-SZ-2026-000900", 30)
    page = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
    rates, months = (re.findall(f'<svg class="{name}".*?</svg>', page, re.DOTALL) for name in ("c-rates", "c-months"))
    assert [words in rates[0] for words in ("10,000 ppm", "2,857 ppm", "Before", "After")] == [True] * 4
    assert months[0].count("<rect ") >= 12
    assert [words in months[0] for words in ("Opened", "ctions done", "2025-0")] == [True] * 3
    assert not re.search(r"<(span|p|div|small)\b", rates[0] + months[0]), "HTML ends a drawing"
    paper = capas.browser("quality@SZ").get(f"/capa/capas/{number}/report?paper=both").text
    assert "措施完成 actions done" in paper
    assert 'class="c-rates"' in paper
