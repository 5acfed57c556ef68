"""Real input: imports the files of a data folder through the services' own importers and compares what is then stored with `expected.json`.

    python -m bench.real_data FOLDER        (make evaluate DATA=FOLDER)

Prints a line per figure and ends with 1 if one differs. Every file is imported twice: the second time must add nothing.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.real_surveys import surveys
from kesu_common.database.migrate import migrate
from kesu_common.importing import ImportReport, run_import
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.people.copies import learn_site
from kesu_common.runtime import Runtime
from kesu_common.servers import Postgres
from kesu_common.service import load
from kesu_common.spreadsheets import open_table
from kesu_common.testing.rig import SHENZHEN, test_settings
from kesu_intake.complaints.counts import counts, total
from kesu_returns.scans.conformity import agrees, exception_of

Figure = tuple[str, Any, Any]
OPERATOR = Actor(id="evaluation", name="evaluation", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))

COPIED = (
    "complaints_en_nhtsa_text.csv", "reviews_zh_aspects.csv", "returns_online_retail.csv",
    "survey_sfo.csv", "survey_sfo2017_comments.csv", "codebook_sfo2017_q8.csv",
)  # fmt: skip
MAKES = "SELECT split_part(product, ' ', 1), count(*) FROM complaint GROUP BY 1 ORDER BY 1"
SHANGHAI = ZoneInfo("Asia/Shanghai")
GOODS = 'FROM return_line JOIN "return" ON "return".id = return_line.return_id'


class Evaluation:
    """A service on a fresh database, and the figures found in it."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.specs = {spec.name: spec for spec in runtime.service.imports}

    def take(self, kind: str, file: Path, mapping: dict[str, str] | None = None, **defaults: str) -> ImportReport:
        """Import a file; `mapping` names the columns that cannot be guessed."""
        with file.open("rb") as stream:
            table = open_table(stream, name=file.name)
            factory = self.runtime.database.transaction
            return run_import(self.specs[kind], table, session_factory=factory, actor=OPERATOR, mapping=mapping, defaults=defaults)

    def rows(self, statement: str) -> list[list[Any]]:
        """The rows of a query."""
        with self.runtime.database.transaction() as session:
            return [list(row) for row in session.execute(text(statement))]

    def value(self, statement: str) -> Any:
        """The one value of a query."""
        return self.rows(statement)[0][0]


@contextmanager
def service(name: str, server: Postgres, folder: Path) -> Iterator[Evaluation]:
    """A service on a fresh database of `server`."""
    described = load(name)
    url = server.ensure_database(f"evaluate_{name}")
    migrate(described, url)
    runtime = Runtime(described, test_settings(name, url, folder / "files"))
    with runtime.database.transaction() as session:
        learn_site(session, SHENZHEN)
    yield Evaluation(runtime)
    runtime.close()


def complaints(intake: Evaluation, data: Path, expected: dict[str, Any]) -> Iterator[Figure]:
    """The 2,746 complaints with text."""
    customers = data / "customers.csv"
    _write(customers, ["customer code", "name", "site"], [["NHTSA", "Vehicle owners", "SZ"]])
    intake.take("customers", customers)
    file = data / "complaints_en_nhtsa_text.csv"
    first = intake.take("complaints", file, customer_code="NHTSA", channel="portal")
    again = intake.take("complaints", file, customer_code="NHTSA", channel="portal")
    yield "complaints: rows read", expected["rows"], first.rows
    yield "complaints: rows created", expected["unique_cmpl_id"], first.created
    yield "complaints: rows refused", 0, first.refused_rows
    yield "complaints: created by the second import", 0, again.created
    yield "complaints: stored", expected["rows"], intake.value("SELECT count(*) FROM complaint")
    yield "complaints: facts", expected["rows"], intake.value("SELECT count(*) FROM journal WHERE type = 'kesu.complaint.registered.v1'")
    yield "complaints: characters of text", expected["text_chars_sum"], intake.value("SELECT sum(length(text)) FROM complaint")
    yield "complaints: longest text", expected["max_text_chars"], intake.value("SELECT max(length(text)) FROM complaint")
    surplus = "SELECT count(*) - count(DISTINCT text) FROM complaint"
    yield "complaints: repeated texts", expected["duplicate_text_surplus_rows"], intake.value(surplus)
    foreign = "SELECT count(*) FROM complaint WHERE octet_length(text) > length(text)"
    yield "complaints: texts beyond ASCII", expected["non_ascii_texts"], intake.value(foreign)
    yield "complaints: without serial", expected["missing"]["vin11"], intake.value("SELECT count(*) FROM complaint WHERE serial IS NULL")
    yield (
        "complaints: without component",
        expected["missing"]["component"],
        intake.value("SELECT count(*) FROM complaint WHERE component IS NULL"),
    )
    yield "complaints: by make", expected["by_make"], dict(intake.rows(MAKES))
    with intake.runtime.database.transaction() as session:
        yield from shown(session, expected)


def shown(session: Session, expected: dict[str, Any]) -> Iterator[Figure]:
    """The figures of the list and of its report, as people see them: with the list's own filters."""

    def by(what: str, most: int = 1000, **args: str) -> Any:
        return counts(session, OPERATOR, args, what, SHANGHAI, most)

    yield "report: all", expected["rows"], total(session, OPERATOR, {}, SHANGHAI)
    yield "report: by year", expected["by_received_year"], {row.value: row.number for row in by("year").rows}
    yield "report: by month", expected["by_received_month"], {row.value: row.number for row in by("month").rows}
    models = [[row.value.partition(" ")[2], row.number, round(row.cumulated, 6)] for row in by("product", 5).rows]
    yield "report: five models", expected["by_model_top5"], models
    components = by("component", 5)
    known = [[row.value, row.number, round(row.cumulated, 6)] for row in components.rows]
    yield "report: five components where known", expected["component_top5_where_known"], known
    yield "report: without component", expected["missing"]["component"], components.without
    for make, number in expected["by_make"].items():
        yield f"list: filtered by {make}", number, total(session, OPERATOR, {"product": make}, SHANGHAI)
    months = dict.fromkeys(expected["by_received_month"], 0)
    for month in months:
        first = date.fromisoformat(f"{month}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        months[month] = total(session, OPERATOR, {"received_from": first, "received_to": last}, SHANGHAI)
    yield "list: filtered by each month", expected["by_received_month"], months


def reviews(intake: Evaluation, data: Path, expected: dict[str, Any]) -> Iterator[Figure]:
    """The 182 Chinese reviews, each row as a message of one customer; the file has no date of its own."""
    customers = data / "guests.csv"
    _write(customers, ["customer code", "name", "site"], [["GUESTS", "餐厅客人", "SZ"]])
    intake.take("customers", customers)
    file = data / "reviews_zh_aspects.csv"
    columns = {"external_reference": "index", "text": "reviewbody"}
    given = {"customer_code": "GUESTS", "received_at": "2020-01-01", "channel": "survey"}
    first = intake.take("complaints", file, mapping=columns, **given)
    again = intake.take("complaints", file, mapping=columns, **given)
    for refusal in first.refused:
        sys.stdout.write(f"        row {refusal.row}, {refusal.column}: {refusal.message}\n")
    yield "reviews: rows read", expected["rows"], first.rows
    yield "reviews: created or refused aloud", expected["rows"], first.created + first.refused_rows
    yield "reviews: created by the second import", 0, again.created
    with intake.runtime.database.transaction() as session:
        yield "reviews: in the list of their customer", first.created, total(session, OPERATOR, {"customer": "GUESTS"}, SHANGHAI)
    told = "SELECT count(*) FROM complaint WHERE customer_code = 'GUESTS' AND text_language = 'zh'"
    yield "reviews: known as Chinese", first.created, intake.value(told)


def goods(returns: Evaluation, data: Path, expected: dict[str, Any]) -> Iterator[Figure]:
    """The lines sold and returned."""
    file = data / "returns_online_retail.csv"
    charges = sum(expected["return_lines_non_product"].values())
    sold, back = returns.take("deliveries", file), returns.take("returns", file)
    yield "goods: rows read", expected["lines"], sold.rows
    yield "goods: created by the second import", 0, returns.take("deliveries", file).created + returns.take("returns", file).created
    yield "returns: lines", expected["return_lines_products"], back.created
    yield "returns: lines and charges", expected["return_lines"], back.created + charges
    yield "deliveries: units", expected["sale_units_products"], returns.value("SELECT sum(quantity)::int FROM delivery")
    value = returns.value("SELECT sum(quantity * unit_price)::numeric(14, 2)::float FROM delivery")
    yield "deliveries: value", expected["sale_value_products"], value
    yield "returns: units", expected["return_units_products"], returns.value(f"SELECT sum(claimed)::int {GOODS}")
    yield (
        "returns: value",
        expected["return_value_products"],
        returns.value(f"SELECT sum(claimed * unit_price)::numeric(14, 2)::float {GOODS}"),
    )
    over = returns.value(f"SELECT count(*) {GOODS} WHERE excess > 0")
    yield "returns: lines beyond what was bought", expected["product_return_lines_exceeding_units_bought_so_far"], over
    share = f"round(sum(sum(claimed)) OVER (ORDER BY sum(claimed) DESC) / (SELECT sum(claimed) {GOODS}), 6)::float"
    top = f"SELECT product, sum(claimed)::int, {share} {GOODS} GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
    yield "returns: five products", expected["top5_returned_products"], returns.rows(top)


def codes(data: Path, expected: dict[str, Any]) -> Iterator[Figure]:
    """The GS1 strings: valid ones read as expected, invalid ones refused; what is taken differently on purpose is named."""
    with (data / "gs1_element_strings.csv").open(encoding="utf-8", newline="") as stream:
        strings = list(csv.DictReader(stream))
    yield "codes: strings", expected["rows"], len(strings)
    yield (
        "codes: neither taken as expected nor differently on purpose",
        [],
        [s["id"] for s in strings if not agrees(s) and not exception_of(s)],
    )
    why = Counter(reason for string in strings if (reason := exception_of(string)))
    for reason, count in sorted(why.items()):
        sys.stdout.write(f"        on purpose: {count} × {reason}\n")
    yield "codes: taken as expected", expected["rows"] - why.total(), sum(map(agrees, strings))


def main(arguments: list[str]) -> int:
    """Compare, print, and say by the exit status whether everything agrees."""
    data = Path(arguments[0]).absolute()
    expected = json.loads((data / "expected.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in COPIED:
            (folder / name).write_bytes((data / name).read_bytes())
        wrong = report(codes(data, expected["gs1_element_strings"]))
        server = Postgres(folder / "postgres", durable=False)
        server.start()
        try:
            with service("intake", server, folder) as intake:
                wrong += report(complaints(intake, folder, expected["complaints_en_nhtsa_text"]))
                wrong += report(reviews(intake, folder, expected["reviews_zh_aspects"]))
            with service("survey", server, folder) as survey:
                told = surveys(survey, folder, expected["survey_sfo"], expected["survey_sfo2017_comments"])
                wrong += report(told)
            with service("returns", server, folder) as returns:
                wrong += report(goods(returns, folder, expected["returns_online_retail"]))
        finally:
            server.remove()
    sys.stdout.write(f"{wrong} figures differ\n" if wrong else "every figure agrees\n")
    return 1 if wrong else 0


def report(figures: Iterable[Figure]) -> int:
    """Print each figure; the number of those that differ."""
    wrong = 0
    for name, wanted, found in figures:
        same = wanted == found
        wrong += not same
        sys.stdout.write(f"{'ok     ' if same else 'DIFFERS'} {name}: {_short(found)}{'' if same else f', expected {_short(wanted)}'}\n")
    return wrong


def _short(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False, default=str)
    return words if len(words) <= 160 else words[:157] + "…"


def _write(path: Path, headers: list[str], rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([headers, *rows])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
