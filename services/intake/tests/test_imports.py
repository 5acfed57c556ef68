"""Importing customers and complaints: everything that is good goes in once, everything else is named."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kesu_common.importing import ImportReport, run_import
from kesu_common.spreadsheets import open_table
from kesu_common.testing.rig import person
from kesu_intake.complaints.imports import COMPLAINTS
from kesu_intake.customers.imports import CUSTOMERS

# The header of the public-domain complaints of the U.S. safety authority (NHTSA ODI), with rows made up in their manner.
NHTSA = (
    "odi_number,cmpl_id,make,model,model_year,component,component_from,fail_date,received_date,vin11,state,miles,vehicle_speed,crash,fire,"
    "injured,deaths,description\n"
    "112,1633495,FORD,F-150,2013,,,2020-01-02,2020-01-02,1FTFW1ET7DF,Indiana,96000,,N,N,0,0,REAR WINDOW SHATTERED.\n"
    '112,1633496,FORD,ESCAPE,2021.0,"STRUCTURE,UNKNOWN OR OTHER",,2019-12-02,2020-01-03,,-,,0,N,Y,1,0,"SMOKE,\nTHEN FIRE."\n'
)


def imported(shop: Any, spec: Any, text: str, **defaults: str) -> ImportReport:
    """The report of importing a CSV file with this text."""
    table = open_table(io.BytesIO(text.encode()), name="rows.csv")
    return run_import(spec, table, session_factory=shop.runtime.database.transaction, actor=person("sales@SZ"), defaults=defaults)


@pytest.mark.clause("4.1.3.1-a")
def test_complaints_of_another_system_go_in_once(shop: Any) -> None:
    first = imported(shop, COMPLAINTS, NHTSA, customer_code="C001")
    assert (first.created, first.refused) == (2, [])
    again = imported(shop, COMPLAINTS, NHTSA, customer_code="C001")
    assert (again.created, again.unchanged) == (0, 2)
    found = shop.program("sales@SZ").get("/intake/api/v1/complaints", query_string={"external_reference": "1633496"}).json[0]
    assert (found["product"], found["serial"], found["safety"], found["severity"]) == ("FORD ESCAPE", None, True, "critical")
    assert found["received_at"].startswith("2020-01-02T16:00")  # midnight in Shenzhen
    assert shop.facts("kesu.complaint.escalated.v1") == []  # a record of the past waits until sales dispatches it


def test_a_refused_row_is_named_and_costs_no_other_row_its_place(shop: Any) -> None:
    text = (
        NHTSA + "113,1633497,FORD,EDGE,2019,,,,someday,,,,,N,N,0,0,x\n113,1633495,FORD,EDGE,2019,,,,2020-01-05,,,,,N,N,0,0,ANOTHER TEXT\n"
    )
    report = imported(shop, COMPLAINTS, text, customer_code="C001")
    assert (report.created, report.refused_rows) == (2, 2)
    assert [(r.column, r.value) for r in report.refused] == [("received_date", "someday"), ("cmpl_id", "1633495")]


def test_customers_go_in_and_are_brought_up_to_date(intake: Any) -> None:
    text = "客户代码,客户名称,厂区,等级,语言,联系人\nc001,汉堡泵业,SZ,A,英语,Petersen\nC002,,SZ,,,\n"
    report = imported(intake, CUSTOMERS, text)
    assert (report.created, report.refused_rows) == (1, 1)
    assert imported(intake, CUSTOMERS, text).unchanged == 1
    assert imported(intake, CUSTOMERS, text.replace("汉堡泵业", "汉堡泵业有限公司")).updated == 1
