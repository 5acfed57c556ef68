"""Documents made from the code say what the code says, and are found when they are out of date."""

from __future__ import annotations

from pathlib import Path

import yaml
from sample_service import service

from kesu_common.coverage import coverage_table, tests_by_clause
from kesu_common.documentation import documents, out_of_date, write
from kesu_common.logs import without_secrets

SERVICES = {"sample": service}

tests_by_clause.__test__ = False  # type: ignore[attr-defined]  # a function under test


def test_every_document_is_written_once_and_then_up_to_date(tmp_path: Path) -> None:
    written = write(tmp_path, SERVICES)
    assert {str(path) for path in written} == {"docs/events.md", "docs/asyncapi.yaml", "docs/state-machines.md", "docs/openapi/sample.json"}
    assert write(tmp_path, SERVICES) == []
    (tmp_path / "docs/events.md").write_text("old")
    assert out_of_date(tmp_path, SERVICES) == [Path("docs/events.md")]


def test_the_same_code_gives_the_same_documents() -> None:
    assert dict(documents(SERVICES)) == dict(documents(SERVICES))


def test_facts_and_states_are_in_the_documents() -> None:
    made = {str(path): content for path, content in documents(SERVICES)}
    assert "`kesu.note.written.v1`" in made["docs/events.md"]
    assert "    open --> closed: close" in made["docs/state-machines.md"]
    channel = yaml.safe_load(made["docs/asyncapi.yaml"])["channels"]["note_written"]
    assert channel["address"] == "note.written.{site}"


def test_coverage_puts_the_tests_beside_the_clauses(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/procedure.toml").write_text(
        '[[clause]]\nid = "1-a"\nsection = "1"\nrule = "r"\nowner = "o"\nshown_by = "s"\n'
        '[[clause]]\nid = "1-b"\nsection = "1"\nrule = "q"\nowner = "o"\nshown_by = "s"\n'
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_it.py").write_text(
        'import pytest\n@pytest.mark.clause("1-a", "9")\ndef test_this():\n    pass\n'
        '@pytest.mark.clause("1-a")\nclass TestAll:\n    def test_that(self): pass\n'
    )
    table = coverage_table(tmp_path)
    assert "1 of 2 clauses have a test." in table
    assert "`tests/test_it.py::test_this`" in table
    assert "`tests/test_it.py::TestAll::test_that`" in table
    assert "| 1-b | q | o | **none** |" in table
    assert "no clause of the procedure: 9." in table


def test_logs_carry_no_secrets() -> None:
    fields = {"event": "x", "api_key": "k", "Authorization": "Bearer x", "password_hash": "p", "route": "/"}
    assert without_secrets(None, "info", fields) == {"event": "x", "api_key": "…", "Authorization": "…", "password_hash": "…", "route": "/"}
