"""Importing takes every good row, once, and says of every other why not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy import CheckConstraint, Engine, create_engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kesu_common.errors import Conflict, Invalid
from kesu_common.importing import Applied, ColumnsMissing, ImportColumn, ImportReport, ImportSpec, guess_mapping, run_import
from kesu_common.people.actors import Actor
from kesu_common.spreadsheets import SpreadsheetUnreadable, Table, open_table
from kesu_common.testing.plugin import NewDatabase


class Base(DeclarativeBase):
    """The tables of this test."""


class Delivered(Base):
    """What is imported here."""

    __tablename__ = "delivered"

    number: Mapped[str] = mapped_column(primary_key=True)
    product: Mapped[str]
    quantity: Mapped[int]
    site: Mapped[str]
    __table_args__ = (CheckConstraint("product <> 'forbidden'", name="product_known"),)


class DeliveredSchema(Schema):
    """A row of it."""

    number = fields.String(required=True, validate=validate.Length(max=24))
    product = fields.String(required=True)
    quantity = fields.Integer(required=True, validate=validate.Range(min=1))
    site = fields.String(load_default="SZ")


def take(session: Session, actor: Actor, data: dict[str, Any]) -> Applied:
    """By natural key: new, changed, or nothing to do."""
    if data["product"] == "recalled":
        raise Conflict("Product %(product)s is recalled.", field="product", product=data["product"])
    known = session.get(Delivered, data["number"])
    if known is None:
        session.add(Delivered(**data))
        return Applied.CREATED
    if known.quantity == data["quantity"]:
        return Applied.UNCHANGED
    known.quantity = data["quantity"]
    return Applied.UPDATED


SPEC = ImportSpec(
    "deliveries",
    [
        ImportColumn("number", "Delivery number", ("送货单号", "delivery note"), required=True),
        ImportColumn("product", "Product", ("产品", "GTIN"), required=True),
        ImportColumn("quantity", "Quantity", ("数量",), required=True),
        ImportColumn("site", "Site", ("厂区",)),
    ],
    DeliveredSchema,
    take,
)
SOMEBODY = Actor.service("test")
Sessions = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def engine(new_database: NewDatabase) -> Iterator[Engine]:
    made = create_engine(new_database())
    Base.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    @contextmanager
    def opened() -> Iterator[Session]:
        with Session(engine) as session, session.begin():
            yield session

    return opened


def table(text: str) -> Table:
    return open_table(io.BytesIO(text.encode()), name="deliveries.csv")


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.rows, report.created, report.updated, report.unchanged, report.refused_rows


def kept(sessions: Sessions) -> list[tuple[str, int]]:
    with sessions() as session:
        return [(each.number, each.quantity) for each in session.scalars(select(Delivered).order_by(Delivered.number))]


@pytest.mark.clause("4.1.3.1-a")
def test_importing_the_same_file_twice_adds_nothing(sessions: Sessions) -> None:
    text = "送货单号,产品,数量\n" + "".join(f"D{number:04},gearbox,{number + 1}\n" for number in range(450))
    assert counts(run_import(SPEC, table(text), session_factory=sessions, actor=SOMEBODY)) == (450, 450, 0, 0, 0)
    assert counts(run_import(SPEC, table(text), session_factory=sessions, actor=SOMEBODY)) == (450, 0, 0, 450, 0)
    changed = text.replace("D0007,gearbox,8", "D0007,gearbox,9")
    assert counts(run_import(SPEC, table(changed), session_factory=sessions, actor=SOMEBODY)) == (450, 0, 1, 449, 0)
    assert len(kept(sessions)) == 450


def test_the_same_row_twice_in_one_file_is_taken_once(sessions: Sessions) -> None:
    report = run_import(SPEC, table("number,product,quantity\nD1,a,1\nD1,a,1\n"), session_factory=sessions, actor=SOMEBODY)
    assert counts(report) == (2, 1, 0, 1, 0)


BAD_ROWS = """number,product,quantity,site
D1,gearbox,1,
D2,gearbox,0,
,gearbox,many,
D3,recalled,2,
D4,forbidden,2,
D5,gearbox,2,SZ,slipped
6.90123E+19,gearbox,2,
D6,gear\x00box,99999999999,
D7,gearbox,7,
"""


def test_a_bad_row_in_a_batch_is_refused_with_its_reasons_and_loses_no_good_one(sessions: Sessions) -> None:
    report = run_import(SPEC, table(BAD_ROWS.replace("\x00", "")), session_factory=sessions, actor=SOMEBODY)
    assert counts(report) == (9, 2, 0, 0, 7)
    assert kept(sessions) == [("D1", 1), ("D7", 7)]
    told = [(refusal.row, refusal.column, refusal.value, refusal.text()) for refusal in report.refused]
    assert [each[:3] for each in told] == [
        (3, "quantity", "0"),
        (4, "number", ""),
        (4, "quantity", "many"),
        (5, "product", "recalled"),
        (6, "", ""),
        (7, "", "slipped"),
        (8, "number", "6.90123E+19"),
        (9, "", ""),
    ]
    reasons = [each[3] for each in told]
    assert reasons[1] == "Missing data for required field."
    assert reasons[3] == "Product recalled is recalled."
    assert "product_known" in reasons[4]
    assert "slipped" in reasons[5]
    assert "text column" in reasons[6]
    assert "out of range" in reasons[7]


def test_a_good_batch_is_one_transaction_without_savepoints(sessions: Sessions, engine: Engine) -> None:
    seen: list[str] = []
    event.listen(engine, "savepoint", lambda *_: seen.append("savepoint"))
    event.listen(engine, "commit", lambda *_: seen.append("commit"))
    text = "number,product,quantity\n" + "".join(f"D{number},a,1\n" for number in range(401))
    run_import(SPEC, table(text), session_factory=sessions, actor=SOMEBODY)
    assert seen == ["commit"] * 3


def test_progress_is_told_after_every_batch(sessions: Sessions) -> None:
    told: list[int] = []
    text = "number,product,quantity\n" + "".join(f"D{number},a,1\n" for number in range(401))
    run_import(SPEC, table(text), session_factory=sessions, actor=SOMEBODY, progress=lambda report: told.append(report.rows))
    assert told == [200, 400, 401]


def test_a_broken_database_is_no_bad_row(sessions: Sessions) -> None:
    def lost(session: Session, actor: Actor, data: dict[str, Any]) -> Applied:
        raise OperationalError("select", {}, Exception("gone"))

    spec = ImportSpec(SPEC.name, SPEC.columns, SPEC.schema, lost)
    with pytest.raises(OperationalError):
        run_import(spec, table("number,product,quantity\nD1,a,1\n"), session_factory=sessions, actor=SOMEBODY)


def test_finished_batches_stay_when_the_file_breaks_off_and_the_repeat_finds_them(sessions: Sessions) -> None:
    text = "number,product,quantity\n" + "".join(f"D{number},a,1\n" for number in range(250))
    with pytest.raises(SpreadsheetUnreadable):
        run_import(SPEC, table(text + 'D999,"open,1\n'), session_factory=sessions, actor=SOMEBODY)
    assert counts(run_import(SPEC, table(text), session_factory=sessions, actor=SOMEBODY)) == (250, 50, 0, 200, 0)


def added(record: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """Rows of one number are one record."""
    return {**record, "quantity": record["quantity"] + row["quantity"]} if record["number"] == row["number"] else None


JOINING = ImportSpec(SPEC.name, SPEC.columns, SPEC.schema, take, join=added)


def test_rows_of_one_record_are_taken_together_also_across_batches(sessions: Sessions) -> None:
    text = "number,product,quantity\nD1,a,1\n" + "D2,a,1\n" * 450 + "D2,a,x\nD2,a,1\nD3,a,1\n"
    told: list[int] = []
    report = run_import(JOINING, table(text), session_factory=sessions, actor=SOMEBODY, progress=lambda report: told.append(report.rows))
    assert counts(report) == (454, 453, 0, 0, 1)
    assert kept(sessions) == [("D1", 1), ("D2", 451), ("D3", 1)]
    assert told[-1] == 454
    assert counts(run_import(JOINING, table(text), session_factory=sessions, actor=SOMEBODY)) == (454, 0, 0, 453, 1)


def test_rows_of_one_record_are_refused_together(sessions: Sessions) -> None:
    text = "number,product,quantity\nD1,a,1\nD2,recalled,1\nD2,recalled,1\nD3,a,1\n"
    report = run_import(JOINING, table(text), session_factory=sessions, actor=SOMEBODY)
    assert counts(report) == (4, 2, 0, 0, 2)
    assert [(refusal.row, refusal.column) for refusal in report.refused] == [(3, "product"), (4, "product")]
    assert kept(sessions) == [("D1", 1), ("D3", 1)]


def test_columns_are_recognised_by_name_label_and_alias_however_they_are_written() -> None:
    assert guess_mapping(SPEC, ["remark", "DELIVERY_NOTE", "产品 *", "Quantity (pcs)", "SITE："]) == {
        "number": "DELIVERY_NOTE",
        "product": "产品 *",
        "quantity": "Quantity (pcs)",
        "site": "SITE：",
    }
    assert guess_mapping(SPEC, ["数量（件）", "数量"]) == {"quantity": "数量"}


def test_a_missing_column_is_named_beside_those_found(sessions: Sessions) -> None:
    with pytest.raises(ColumnsMissing) as refused:
        run_import(SPEC, table("送货单号,Qty\nD1,5\n"), session_factory=sessions, actor=SOMEBODY)
    assert str(refused.value).startswith("Columns missing: Product / 产品, Quantity / 数量. Columns found: 送货单号, Qty.")


def test_a_mapping_and_defaults_say_what_the_headers_do_not(sessions: Sessions) -> None:
    report = run_import(
        SPEC,
        table("doc,what,Qty\nD1,gearbox,5\nD2,,6\n"),
        mapping={"number": "doc", "quantity": "Qty", "product": "what", "site": ""},
        defaults={"product": "pump", "site": "HZ"},
        session_factory=sessions,
        actor=SOMEBODY,
    )
    assert counts(report) == (2, 2, 0, 0, 0)
    with sessions() as session:
        assert [(each.product, each.site) for each in session.scalars(select(Delivered).order_by(Delivered.number))] == [
            ("gearbox", "HZ"),
            ("pump", "HZ"),
        ]


def test_one_named_column_leaves_the_others_to_be_guessed_and_what_nobody_reads_is_told(sessions: Sessions) -> None:
    text = "Beleg,product,quantity,site,Farbe\nD1,gearbox,5,HZ,red\n"
    report = run_import(SPEC, table(text), mapping={"number": "Beleg", "site": ""}, session_factory=sessions, actor=SOMEBODY)
    assert (counts(report), report.unused) == ((1, 1, 0, 0, 0), ["site", "Farbe"])
    assert report.to_json()["unused"] == ["site", "Farbe"]
    with sessions() as session:
        assert [(each.product, each.site) for each in session.scalars(select(Delivered))] == [("gearbox", "SZ")], (
            "the default, not what the file says"
        )


def test_a_mapping_to_a_column_that_is_not_there_is_refused(sessions: Sessions) -> None:
    with pytest.raises(ColumnsMissing, match="missing: Menge"):
        run_import(
            SPEC,
            table("number,product\nD1,a\n"),
            mapping={"number": "number", "product": "product", "quantity": "Menge"},
            session_factory=sessions,
            actor=SOMEBODY,
        )
    with pytest.raises(Invalid, match="no field colour"):
        run_import(SPEC, table("number\nD1\n"), defaults={"colour": "red"}, session_factory=sessions, actor=SOMEBODY)


def test_the_report_can_be_saved_and_read_in_the_reader_s_language(sessions: Sessions) -> None:
    chinese = {"Row": "行", "Column": "列", "Value": "值", "Why": "原因", "Product %(product)s is recalled.": "产品%(product)s已召回。"}
    report = run_import(SPEC, table("number,product,quantity\nD1,recalled,1\n"), session_factory=sessions, actor=SOMEBODY)
    target = io.BytesIO()
    report.write_csv(target, chinese.__getitem__)
    target.seek(0)
    assert list(open_table(target, name="report.csv").rows) == [
        (2, {"行": "2", "列": "product", "值": "recalled", "原因": "产品recalled已召回。"})
    ]
    assert report.to_json()["refused"] == [{"row": 2, "column": "product", "value": "recalled", "why": "Product recalled is recalled."}]


def test_an_empty_table_is_an_empty_report(sessions: Sessions) -> None:
    assert counts(run_import(SPEC, table("number,product,quantity\n"), session_factory=sessions, actor=SOMEBODY)) == (0, 0, 0, 0, 0)


class WideSchema(Schema):
    """A row whose further columns are not known beforehand."""

    number = fields.String(required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.String())


def test_further_columns_go_to_the_row_by_header_or_by_the_name_they_are_mapped_to(sessions: Sessions) -> None:
    taken: list[dict[str, Any]] = []

    def take_wide(_session: Session, _actor: Actor, data: dict[str, Any]) -> Applied:
        taken.append(data)
        if wrong := {name: ["no score"] for name, text in data["scores"].items() if text == "x"}:
            raise ValidationError({"scores": wrong})
        return Applied.CREATED

    spec = ImportSpec("wide", [ImportColumn("number", "Number", required=True)], WideSchema, take_wide, others="scores")
    rows = "Number,delivery,Q_ALL\n1,4,\n2,x,5\n"
    report = run_import(spec, table(rows), session_factory=sessions, actor=SOMEBODY, mapping={"overall": "Q_ALL"})
    assert taken[0] == {"number": "1", "scores": {"delivery": "4", "overall": ""}}
    assert [(one.row, one.column, one.value, one.message) for one in report.refused] == [(3, "delivery", "x", "no score")]
    assert counts(report) == (2, 1, 0, 0, 1)
    with pytest.raises(Invalid):
        run_import(SPEC, table(rows), session_factory=sessions, actor=SOMEBODY, mapping={"overall": "Q_ALL"})
