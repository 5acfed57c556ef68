"""Files of other systems: deliveries, past returns and scans, row by row, with a reason for every refused row."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from kesu_common.importing import ImportReport, run_import
from kesu_common.people.actors import Actor, Grant
from kesu_common.spreadsheets import open_table
from kesu_returns.deliveries.imports import DELIVERIES
from kesu_returns.returns.imports import RETURNS
from kesu_returns.scans.imports import SCANS

ERP = Actor(id="erp", name="ERP", kind="program", grants=frozenset({Grant("integration", "SZ")}))
SALES = """source_line,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
a:1,536852,22549,DOMINOES,12,12/3/2010 9:51,1.45,12686
a:2,536852,22549,DOMINOES,12,12/3/2010 9:51,1.45,12686
a:3,536852,POST,POSTAGE,1,12/3/2010 9:51,18,12686
a:4,536853,22544,JIGSAW,24,12/4/2010 9:51,0.42,
a:5,536854,22544,JIGSAW,0,12/4/2010 9:51,0.42,12686
a:6,536854,22544,JIGSAW,24,4 Dec,0.42,12686
a:7,C536900,22549,DOMINOES,-20,1/5/2011 9:51,1.45,12686
a:8,C536900,22549,DOMINOES,-10,1/5/2011 9:51,1.45,12686
a:9,C536900,POST,POSTAGE,-1,1/5/2011 9:51,18,12686
"""


def imported(returns: Any, spec: Any, content: str) -> ImportReport:
    """What became of the rows of a file."""
    table = open_table(io.BytesIO(content.encode()), name="export.csv")
    return run_import(spec, table, session_factory=returns.runtime.database.transaction, actor=ERP)


def why(report: ImportReport) -> list[tuple[int, str, str]]:
    """Row, column and reason of each refusal."""
    return [(refusal.row, refusal.column, refusal.text().split(".")[0]) for refusal in report.refused]


def rows(returns: Any, statement: str) -> list[tuple[Any, ...]]:
    """What the database says."""
    with returns.runtime.database.transaction() as session:
        return [tuple(row) for row in session.execute(text(statement))]


def test_deliveries_come_from_an_export_and_every_refused_row_says_why(returns: Any) -> None:
    report = imported(returns, DELIVERIES, SALES)
    assert (report.rows, report.created, report.refused_rows) == (9, 3, 6)
    assert why(report) == [
        (4, "StockCode", "This is a charge, not goods"),
        (6, "Quantity", "Nothing was delivered here"),
        (7, "InvoiceDate", "Not a date that can be read"),
        (8, "Quantity", "Nothing was delivered here"),
        (9, "Quantity", "Nothing was delivered here"),
        (10, "StockCode", "This is a charge, not goods"),
    ]
    assert rows(
        returns, "SELECT sum(quantity), count(*) FILTER (WHERE customer_code IS NULL) FROM delivery WHERE document IS NOT NULL"
    ) == [(48, 1)]
    again = imported(returns, DELIVERIES, SALES)
    assert (again.created, again.unchanged) == (0, 3)
    changed = imported(returns, DELIVERIES, SALES.replace("DOMINOES,12,", "DOMINOES,13,"))
    assert (changed.updated, changed.unchanged) == (2, 1)


def test_past_returns_show_what_exceeds_all_that_was_delivered(returns: Any) -> None:
    imported(returns, DELIVERIES, SALES)
    report = imported(returns, RETURNS, SALES)
    assert (report.created, report.refused_rows) == (2, 7)
    assert imported(returns, RETURNS, SALES).unchanged == 2
    assert rows(returns, "SELECT claimed, received, excess FROM return_line ORDER BY line") == [(20, 20, 0), (10, 10, 6)]
    document = returns.program("sales@SZ").get("/returns/api/v1/returns?q=C536900").json
    assert [(one["reference"], one["state"], one["source"], Decimal(one["value"])) for one in document] == [
        ("C536900", "closed", "import", Decimal("43.5"))
    ]
    assert returns.open_tasks(document[0]["number"]) == set()
    assert imported(returns, RETURNS, SALES.replace("-20", "-21")).refused[-1].column == "StockCode"


def test_scans_of_an_offline_device_come_from_a_file(returns: Any) -> None:
    number = returns.authorised()
    content = "\n".join(
        [
            "设备,序号,条码,数量,扫码时间",
            f"gate-9,1,{number},4,2026-11-20T08:00:00+08:00",
            f"gate-9,2,{number},,",
            "gate-9,,x,1,",
            "gate-9,2,other,1,",
        ]
    )
    report = imported(returns, SCANS, content)
    assert (report.created, report.refused_rows) == (2, 2)
    assert imported(returns, SCANS, content).unchanged == 2
    assert returns.get(number)["lines"][0]["received"] == "5"


@pytest.mark.parametrize("header", ["site,number,product,quantity,delivered on", "厂区,单号,产品,数量,发货日期"])
def test_columns_are_known_under_their_names_in_both_languages(returns: Any, header: str) -> None:
    assert imported(returns, DELIVERIES, f"{header}\nSZ,DN-7,GP-200,5,2026/11/2\nXX,DN-8,GP-200,5,2026年11月2日\n").created == 1


def test_gtin_and_carrier_come_from_a_file(returns: Any) -> None:
    header = "site,number,product,quantity,delivered on,gtin,carrier,waybill"
    report = imported(returns, DELIVERIES, f"{header}\nSZ,DN-7,GP-200,5,2026-11-02,09501101020917,SF,SF77\n")
    assert report.created == 1
    found = returns.program("sales@SZ").get("/returns/api/v1/deliveries/SZ/DN-7").json
    assert (found["gtin"], found["carrier"], found["waybill"]) == ("09501101020917", "SF", "SF77")


def test_serial_numbers_come_from_one_cell_and_stay_where_a_later_file_has_none(returns: Any) -> None:
    header = "site,number,product,quantity,delivered on"
    first = imported(returns, DELIVERIES, f'{header},序列号,gtin\nSZ,DN-7,GP-200,3,2026-11-02,"SN-1; SN-2，SN-3;SN-1",9501101020918\n')
    assert [(one.column, one.row) for one in first.refused] == [("gtin", 2)]
    assert imported(returns, DELIVERIES, f'{header},serial no\nSZ,DN-7,GP-200,3,2026-11-02,"SN-1; SN-2，SN-3;SN-1"\n').created == 1
    assert imported(returns, DELIVERIES, f"{header}\nSZ,DN-7,GP-200,4,2026-11-02\n").updated == 1
    found = returns.program("sales@SZ").get("/returns/api/v1/deliveries/SZ/DN-7").json
    assert (found["serials"], found["quantity"]) == (["SN-1", "SN-2", "SN-3"], "4")


@pytest.mark.parametrize("quantity", ["1", "3"])
def test_serial_numbers_come_with_a_row_for_each_and_make_one_delivery(returns: Any, quantity: str) -> None:
    """Rows that count one piece each add up; rows that repeat the line's quantity do not."""
    listed = "".join(f"SZ,DN-7,GP-200,{quantity},2026-11-02,SN-{n}\n" for n in (1, 2, 2, 3))
    content = f"site,number,product,quantity,delivered on,SN\nSZ,DN-6,GP-200,5,2026-11-02,\n{listed}SZ,DN-8,GP-200,1,2026-11-02,SN-9\n"
    report = imported(returns, DELIVERIES, content)
    assert (report.rows, report.created, report.refused_rows) == (6, 6, 0)
    found = rows(returns, "SELECT number, quantity, serials FROM delivery WHERE number LIKE 'DN-_' ORDER BY number")
    assert found == [("DN-6", 5, []), ("DN-7", 3, ["SN-1", "SN-2", "SN-3"]), ("DN-8", 1, ["SN-9"])]
    assert imported(returns, DELIVERIES, content).unchanged == 6
    assert len([fact for fact in returns.facts("kesu.delivery.recorded.v1") if fact["number"] == "DN-7"]) == 1
    page = returns.browser("sales@SZ").get("/returns/deliveries/SZ/DN-7").text
    assert "SN-1, SN-2, SN-3" in page


def test_a_row_that_tells_of_something_else_corrects_the_delivery_as_before(returns: Any) -> None:
    header = "site,number,product,lot,quantity,delivered on,SN"
    content = f"{header}\nSZ,DN-7,GP-200,L-1,1,2026-11-02,SN-1\nSZ,DN-7,GP-200,L-2,1,2026-11-02,SN-2\n"
    assert imported(returns, DELIVERIES, content).updated == 1
    assert rows(returns, "SELECT lot, serials FROM delivery WHERE number = 'DN-7'") == [("L-2", ["SN-2"])]


def test_more_serial_numbers_than_a_line_may_have_are_refused_as_a_whole(returns: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kesu_returns.deliveries.imports.MOST_SERIALS", 2)
    listed = "".join(f"SZ,DN-7,GP-200,1,2026-11-02,SN-{n}\n" for n in range(5))
    report = imported(returns, DELIVERIES, f"site,number,product,quantity,delivered on,SN\n{listed}")
    assert [(refusal.row, refusal.column) for refusal in report.refused] == [(n, "SN") for n in range(2, 7)]
    assert "At most 2 serial numbers" in report.refused[0].text()
    assert rows(returns, "SELECT count(*) FROM delivery WHERE number = 'DN-7'") == [(0,)]
