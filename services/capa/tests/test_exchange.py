"""8D reports as JSON of the model report_8d 1.0.0: in as a preview that a person confirms, out with all that came in."""

from __future__ import annotations

import copy
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kesu_capa.exchange.checking import faults_of
from kesu_common.testing.rig import csrf_of, posted, words_of

CONTACT = {
    "companyName": "Hamburg Pumps GmbH", "city": "Hamburg", "country": "Germany", "bpnlProperty": "BPNL0123456789ZZ",
    "email": "qm@example.com", "phoneNumber": "+49 40 1234567",
}  # fmt: skip
PERSON = {"name": "Zhao Qiang", "email": "zhao@example.com", "role": "Leader", "department": "Production"}
MEASURE = {
    "measure": "Camera inspection", "introductionDate": "2026-03-10", "proofOfEffectiveness": "Daily inspection", "status": "in progress",
    "effectivenessResult": 80, "responsiblePerson": "Max", "causeAssignment": "Cause 1",
}  # fmt: skip
MORE = {"additionalInformationList": [{"key": "Steel", "value": "stainless"}]}
WHOLE: dict[str, Any] = {
    "header": {
        "complaintDate": "2026-03-01", "lastRevisionDate": "2026-03-02", "title": "Shaft seal leaks", "customerComplaintId": "OE-123456789",
        "customerContact": CONTACT, "supplierContact": {**CONTACT, "companyName": "Kesu"}, "supplierId": "RB20646", "supplierName": "Kesu",
        "qualityTaskId": "430f56d3-1234-1234-1234-abc123456789", "complaintLocation": "Hamburg", **MORE,
        "parts": [{"customerPartNumber": "987564321", "orderNumber": "192837645", "supplierPartNumber": "P-100", "batchNumber": "L2026-07",
                   "partId": "urn:uuid:580d3adf-1981-44a0-a214-13d6ceed9000", "hwVersion": "H1"}],
    },
    "stepD0": {"defineEmergencyResponseAction": [MEASURE], "customerComplaintId": "OE-123456789", "problemDescription": "It leaks",
               "complaintDate": "2026-03-01", **MORE},
    "stepD1": {"contactPerson": PERSON, "sponsor": {**PERSON, "name": "Wu Min"}, "teamLeader": PERSON, "teamMembers": [PERSON]},
    "stepD2": {"symptomDescription": "Water on the floor", "problemDescription": "The seal leaks at 2 bar",
               "riskAssessmentStarted": "2026-03-02", "errorType": "Leak", **MORE},
    "stepD3": {
        "descriptionOfInterimContainmentActions": [{"proofOfEffectiveness": "Stock blocked", "introductionDate": "2026-03-03"}], **MORE},
    "stepD4": {"causes": [
        {"typeOfCauses": "TUA", "causeHypothesisDescription": "Die worn", "clarificationDate": "2026-03-09", "result": "Reproduced"},
        {"typeOfCauses": "TUN", "causeHypothesisDescription": "No leak test at night", "clarificationDate": "2026-03-09", "result": "Log"}],
        **MORE},
    "stepD5": {"definePermanentCorrectiveActions": [MEASURE], **MORE},
    "stepD6": {"implementedCorrectiveMeasures": [MEASURE], **MORE},
    "stepD7": {"errorPreventiveMeasures": [MEASURE], **MORE},
    "stepD8": {"closingDate": "2026-05-02", "resultAssesment": "It works"},
}  # fmt: skip
"""Every step of the model, and every kind of field."""
REPORTS = "/capa/api/v1/reports-8d"
NEW = {"severity": "major", "responsible_department": "production"}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The whole document with one field set, or taken away."""
    document = copy.deepcopy(WHOLE)
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    here: Any = document
    for part in way:
        here = here[part]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return document


def received(capas: Any, document: dict[str, Any], expect: int = 201) -> dict[str, Any]:
    return posted(capas.program("quality@SZ"), REPORTS, {"site": "SZ", "document": document}, expect)


def taken(capas: Any, document: dict[str, Any], **given: str) -> str:
    number = received(capas, document)["number"]
    return str(posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", given, 200)["capa"])


def outgoing(capas: Any, number: str, expect: int = 200) -> dict[str, Any]:
    answer = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/report-8d")
    assert answer.status_code == expect, answer.text
    return dict(answer.json)


def test_a_document_with_every_field_is_valid_and_so_is_the_smallest() -> None:
    assert faults_of(WHOLE) == {}
    assert faults_of({"header": WHOLE["header"]}) == {}


@pytest.mark.parametrize(
    ("path", "value", "remedy"),
    [
        ("header/customerComplaintId", None, "missing"), ("header/customerContact/email", "qm at example", "e-mail"),
        ("header/customerContact/bpnlProperty", "BPNL12", "BPNL"), ("header/complaintDate", "01.03.2026", "year-month-day"),
        ("header/complaintDate", "2026-04-31", "year-month-day"), ("header/customerContact/phoneNumber", "040/1234", "digits"),
        ("header/qualityTaskId", "430f56d3", "UUID"), ("header/parts/0/orderNumber", None, "missing"), ("header/title", 7, "string"),
        ("stepD1/contactPerson", None, "missing"), ("stepD4/causes/1/typeOfCauses", "XXX", "TUA, TUN, SUA, SUN"),
        ("header/parts", {}, "array"),
        ("stepD5/definePermanentCorrectiveActions/0/status", "done", "closed, open, in progress"), ("stepD8/closingDate", None, "missing"),
        ("stepD5/definePermanentCorrectiveActions/0/effectivenessResult", "80 %", "number"), ("stepD3", [], "object"),
        ("stepD5/definePermanentCorrectiveActions/0/effectivenessResult", 1e12, "between 0 and 100"),
    ],
)  # fmt: skip
def test_what_breaks_the_model_is_refused_with_the_field_and_what_helps(capas: Any, path: str, value: Any, remedy: str) -> None:
    refusal = received(capas, changed(path, value), 422)
    told = {error["pointer"]: error["detail"] for error in refusal["errors"]}
    assert remedy in told[f"#/{path}"], told
    assert capas.program("auditor@SZ").get(REPORTS).json == [], "nothing is kept"


@pytest.mark.parametrize("document", [{}, {"header": None}, {"header": []}, {"header": {"parts": [None]}}])
def test_what_is_no_report_at_all_is_refused(capas: Any, document: dict[str, Any]) -> None:
    received(capas, document, 422)


def test_a_report_that_came_in_changes_nothing_until_a_person_takes_it(capas: Any) -> None:
    number = received(capas, WHOLE)["number"]
    assert capas.all() == []
    shown = capas.program("auditor@SZ").get(f"{REPORTS}/{number}").json
    assert (shown["reading"]["problem"], shown["would_update"]) == ("The seal leaks at 2 bar", None)
    posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", {}, 422)
    assert capas.all() == [], "a new report needs its severity"
    answer = posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", NEW, 200)
    capa = capas.get(answer["capa"])
    assert (capa["title"], capa["product"], capa["lot"], capa["problem"], capa["source"]) == (
        "Shaft seal leaks", "P-100", "L2026-07", "The seal leaks at 2 bar", "customer_8d",
    )  # fmt: skip
    posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", NEW, 409)
    assert len(capas.all()) == 1, "once"


def test_a_revision_is_brought_to_the_report_that_has_the_customers_number(capas: Any) -> None:
    first = taken(capas, WHOLE, **NEW)
    revised = changed("header/lastRevisionDate", "2026-03-20")
    assert taken(capas, revised) == first
    assert len(capas.all()) == 1
    assert [fact["reason"] for fact in capas.facts("kesu.capa.joined.v1")] == ["8D OE-123456789 (2026-03-20)"]
    ours = changed("header/customerComplaintId", "OE-2")
    ours["header"]["supplierComplaintId"] = first
    assert taken(capas, ours) == first, "our own number in it goes before the customer's"


def test_two_with_the_same_number_of_the_customer_at_once_are_one_report(capas: Any) -> None:
    for n in range(3):
        document = changed("header/customerComplaintId", f"OE-{n}")
        numbers = [received(capas, document)["number"] for _ in range(4)]
        with ThreadPoolExecutor(4) as hands:
            took = hands.map(lambda number: posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", NEW, 200)["capa"], numbers)
            assert len(set(took)) == 1
    assert len(capas.all()) == 3


def test_what_nobody_wants_is_discarded_with_a_reason(capas: Any) -> None:
    number = received(capas, WHOLE)["number"]
    posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/discard", {}, 422)
    assert posted(capas.program("sales@SZ"), f"{REPORTS}/{number}/discard", {"reason": "Sent twice"}, 200)["state"] == "discarded"
    posted(capas.program("quality@SZ"), f"{REPORTS}/{number}/take", NEW, 409)


def test_another_sites_report_is_not_seen_and_the_wrong_role_takes_none(capas: Any) -> None:
    number = received(capas, WHOLE)["number"]
    assert capas.program("quality@BJ").get(f"{REPORTS}/{number}").status_code == 404
    posted(capas.program("warehouse@SZ"), f"{REPORTS}/{number}/take", NEW, 403)
    posted(capas.program("production@SZ"), REPORTS, {"site": "SZ", "document": WHOLE}, 403)


def test_what_came_in_goes_out_again_with_ours_over_it(capas: Any) -> None:
    number = taken(capas, WHOLE, **NEW)
    out = outgoing(capas, number)
    assert {**out["header"], "supplierComplaintId": None, "lastRevisionDate": None} == {
        **WHOLE["header"], "supplierComplaintId": None, "lastRevisionDate": None,
    }  # fmt: skip
    assert out["header"]["supplierComplaintId"] == number
    for step in ("stepD0", "stepD1", "stepD2", "stepD3", "stepD4", "stepD5", "stepD6", "stepD7", "stepD8"):
        assert out[step] == WHOLE[step], step


@pytest.mark.clause("4.1.3.6")
def test_a_finished_report_goes_out_and_comes_in_as_the_same(capas: Any) -> None:
    number = taken(capas, {"header": WHOLE["header"], "stepD1": WHOLE["stepD1"]}, **NEW)
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="0 of 412 leak", read_across="P-200 too")
    capas.do(number, "close", closing="Works")
    out = outgoing(capas, number)
    assert faults_of(out) == {}
    assert out["stepD3"]["descriptionOfInterimContainmentActions"][0]["proofOfEffectiveness"] == "Lot blocked"
    assert [(c["typeOfCauses"], c["causeHypothesisDescription"]) for c in out["stepD4"]["causes"]] == [
        ("TUA", "Die worn"), ("TUN", "No leak test at night"),
    ]  # fmt: skip
    assert [m["measure"] for m in out["stepD6"]["implementedCorrectiveMeasures"]] == ["Replace the die", "Leak test on every shift"]
    assert (out["stepD1"]["teamLeader"]["name"], out["stepD8"]["resultAssesment"]) == ("Zhao Qiang", "Works")
    again = capas.program("auditor@SZ").get(f"{REPORTS}/{received(capas, out)['number']}").json
    capa = capas.get(number)
    assert again["would_update"] == number
    for name in (
        "title",
        "product",
        "lot",
        "leader",
        "problem",
        "containment",
        "occurrence_cause",
        "escape_cause",
        "read_across",
        "closing",
    ):
        assert again["reading"][name] == capa[name], name


def test_what_the_way_out_still_needs_is_named_and_filled_in(capas: Any) -> None:
    number = capas.escalate()
    refusal = outgoing(capas, number, 422)
    assert "#/header/customerContact" in [error["pointer"] for error in refusal["errors"]]
    head = {
        "customer_reference": "OE-9",
        "company": "Hamburg Pumps",
        "city": "Hamburg",
        "country": "Germany",
        "partner_number": "BPNL0123456789ZZ",
        "email": "qm@example.com",
        "contact_name": "Li Na",
        "contact_email": "li@example.com",
        "supplier_number": "77",
        "customer_part": "987",
        "order_number": "192",
    }
    wrong = capas.do(number, "exchange", expect=422, **{**head, "email": "qm"})
    assert wrong["errors"][0]["pointer"] == "#/email"
    capas.do(number, "exchange", **head)
    assert outgoing(capas, number)["header"]["parts"][0] == {
        "customerPartNumber": "987", "orderNumber": "192", "supplierPartNumber": "P-100", "batchNumber": "L1",
    }  # fmt: skip
    other = capas.escalate("KS-SZ-2026-000099")
    assert number in capas.do(other, "exchange", expect=409, **head)["detail"]


def test_a_partners_words_begin_the_forms_that_are_still_empty(capas: Any) -> None:
    number = taken(capas, WHOLE, **NEW)
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    browser = capas.browser("quality@SZ", language="en")
    assert "Stock blocked" in browser.get(f"/capa/capas/{number}/contain").text
    capas.do(number, "contain", "production", problem="x", containment="y")
    assert "Die worn" in browser.get(f"/capa/capas/{number}/analyse").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_take_a_file_show_it_and_open_a_report(capas: Any, language: str) -> None:
    browser = capas.browser("quality@SZ", language=language)
    page = browser.get("/capa/exchange/").text

    def hand_in(content: bytes, name: str = "8d.json") -> Any:
        data = {"csrf_token": csrf_of(page), "site": "SZ", "files": (io.BytesIO(content), name)}
        return browser.post("/capa/exchange/", data=data, content_type="multipart/form-data")

    for content in (
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b"x" * (2 * 1024 * 1024 + 1),
        json.dumps(changed("stepD3", [])).encode(),
    ):
        assert hand_in(content).status_code == 422, content[:20]
    assert capas.program("auditor@SZ").get(REPORTS).json == []
    answer = hand_in(json.dumps(WHOLE).encode())
    assert answer.status_code == 303, words_of(answer.text)
    number = answer.location.rsplit("/", 1)[1]
    assert "Water on the floor" in browser.get(f"/capa/exchange/{number}").text
    form = browser.get(f"/capa/exchange/{number}/take").text
    done = browser.post(f"/capa/exchange/{number}/take", data={"csrf_token": csrf_of(form), **NEW})
    assert done.status_code == 303, words_of(done.text)
    capa = capas.all()[0]["number"]
    assert browser.get(f"/capa/capas/{capa}/report-8d").status_code == 200
    assert browser.get(f"/capa/capas/{capa}/exchange").status_code == 200
    file = browser.get(f"/capa/capas/{capa}/report-8d.json")
    assert json.loads(file.data)["stepD4"] == WHOLE["stepD4"]
    assert "attachment" in file.headers["Content-Disposition"]
    assert browser.get("/capa/exchange/").status_code == 200
