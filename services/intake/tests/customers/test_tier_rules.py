"""What a tier means is data of the site: clocks, approvals, share in the survey; people and lists go in and out as spreadsheets."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest

from kesu_common.importing import run_import
from kesu_common.spreadsheets import open_table
from kesu_common.testing.rig import csrf_of, person
from kesu_common.worktime import Calendar
from kesu_intake.customers.people_imports import PEOPLE

API = "/intake/api/v1"
RULE = {"acknowledge_hours": 0.5, "dispatch_hours": 1, "reply_days": 1, "contact_reply_days": 4, "survey_share": 80}
WORK = Calendar(timezone="Asia/Shanghai")


def graded(shop: Any, tier: str, *, role: str = "sales", expect: int = 200) -> None:
    """Put C001 into a tier."""
    change = {"tier": tier, "tier_reason": "x"}
    answer = shop.program(f"{role}@SZ").patch(f"{API}/customers/C001", json=change, headers={"If-Match": "*"})
    assert answer.status_code == expect, answer.text


def hours(shop: Any, subject: str, kind: str) -> float:
    """The working hours that a task was given."""
    tasks = shop.program("auditor@*").get(f"{API}/tasks", query_string={"subject": subject}).json
    [task] = [one for one in tasks if one["kind"] == kind]
    begin, due = (datetime.fromisoformat(one) for one in (task["why"][0].get("at") or task["opened_at"], task["due_at"]))
    return round(WORK.working_seconds(begin, due) / 3600, 1)


def test_the_tier_decides_the_clocks_by_default_and_the_sites_rules_before_all(shop: Any) -> None:
    assert hours(shop, shop.complaint(), "complaint.acknowledge") == 2
    graded(shop, "A")
    assert hours(shop, shop.complaint(), "complaint.acknowledge") == 1
    shop.know_site(targets={"complaint.acknowledge": {"hours": 3}})
    assert hours(shop, shop.complaint(), "complaint.acknowledge") == 3
    answer = shop.program("lead@SZ").put(f"{API}/tiers/SZ/A", json=RULE)
    assert answer.status_code == 200, answer.text
    number = shop.complaint()
    assert hours(shop, number, "complaint.acknowledge") == 0.5
    shop.do(number, "acknowledge", person="Ms Petersen", content="We have it.")
    assert hours(shop, number, "complaint.dispatch") == 1
    assert shop.facts("kesu.tierrule.changed.v1")[0]["clocks"]["contact.reply"] == {"days": 4}


def test_a_site_can_leave_grading_to_its_lead(shop: Any) -> None:
    graded(shop, "A")
    body = {"survey_share": 100, "grade_by_lead": True}
    assert shop.program("lead@SZ").put(f"{API}/tiers/SZ/A", json=body).status_code == 200
    graded(shop, "B", expect=403)
    graded(shop, "B", role="lead")
    graded(shop, "A", expect=403)
    graded(shop, "C")


@pytest.mark.parametrize(
    ("role", "path", "body", "expected"),
    [
        ("sales@SZ", "SZ/A", RULE, 403),
        ("lead@SH", "SZ/A", RULE, 404),
        ("lead@SZ", "SZ/D", RULE, 404),
        ("lead@SZ", "SZ/A", {**RULE, "survey_share": 101}, 422),
        ("lead@SZ", "SZ/A", {**RULE, "acknowledge_hours": 0}, 422),
    ],
)
def test_rules_that_cannot_be_and_strangers_are_refused(shop: Any, role: str, path: str, body: dict[str, Any], expected: int) -> None:
    assert shop.program(role).put(f"{API}/tiers/{path}", json=body).status_code == expected
    assert shop.facts("kesu.tierrule.changed.v1") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_rules_and_who_may_change_them(shop: Any, language: str) -> None:
    page = shop.browser("sales@SZ", language=language).get("/intake/tiers/").text
    assert {"zh": "主管领导", "en": "lead"}[language] in page
    assert "/intake/tiers/SZ/A" not in page
    lead = shop.browser("lead@SZ", language=language)
    form = lead.get("/intake/tiers/SZ/A").text
    data = {"csrf_token": csrf_of(form), "survey_share": "75", "acknowledge_hours": "１.5"}
    assert lead.post("/intake/tiers/SZ/A", data={**data, "survey_share": "x"}).status_code == 422
    assert lead.post("/intake/tiers/SZ/A", data=data).status_code == 303
    assert "75 %" in lead.get("/intake/tiers/").text


def test_the_list_goes_out_as_it_is_filtered_and_no_cell_is_a_formula(shop: Any) -> None:
    shop.customer(code="C002", name="=1+1", language="zh", contacts=[])
    client = shop.program("sales@SZ")
    for kind in ("xlsx", "csv"):
        answer = client.get(f"/intake/customers/customers.{kind}", query_string={"q": "C002"})
        assert answer.status_code == 200
        [(_, row)] = list(open_table(io.BytesIO(answer.data), name=f"customers.{kind}").rows)
        assert list(row.values())[:4] == ["C002", "=1+1", "SZ", "C"]
    assert len(list(open_table(io.BytesIO(client.get("/intake/customers/customers.csv").data), name="c.csv").rows)) == 2
    assert len(list(open_table(io.BytesIO(shop.program("sales@SH").get("/intake/customers/customers.csv").data), name="c.csv").rows)) == 0


def test_people_at_customers_go_in_once_and_are_brought_up_to_date(shop: Any) -> None:
    text = "客户代码,联系人,职务,电话\nc001,Mr Bakker,质量经理,123\nC001,Ms Petersen,采购,\nC404,x,,\n"

    def imported(rows: str) -> Any:
        table = open_table(io.BytesIO(rows.encode()), name="rows.csv")
        return run_import(PEOPLE, table, session_factory=shop.runtime.database.transaction, actor=person("sales@SZ"))

    first = imported(text)
    assert (first.created, first.updated, first.refused_rows) == (1, 1, 1)
    assert imported(text).unchanged == 2
    people = shop.program("sales@SZ").get(f"{API}/customers/C001").json["contacts"]
    assert [(one["name"], one["role"]) for one in people] == [("Ms Petersen", "采购"), ("Mr Bakker", "质量经理")]
