"""A whole case as one archive: everything of it that the reader may see, in both ways of running."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from tests.acceptance.conftest import Played

from kesu_onebox.client import Client


def archive(reader: Client, case: str) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The archive of a case and its index."""
    answer = reader.http.request(
        "GET", f"{reader.bases['desk']}/api/v1/cases/{case}/archive", headers={"Authorization": f"Bearer {reader.token}"}, timeout=120.0
    )
    assert answer.status == 200, answer.data
    zipped = zipfile.ZipFile(io.BytesIO(answer.data))
    return zipped, json.loads(zipped.read("index.json"))


@pytest.mark.clause("6-d")
def test_a_case_is_exported_whole_from_one_process(played_on_one: Played) -> None:
    check_archive(played_on_one)


@pytest.mark.clause("6-d")
def test_a_case_is_exported_whole_from_separate_processes(played_on_many: Played) -> None:
    check_archive(played_on_many)


def check_archive(played: Played) -> None:
    """Every record, paper and file is there, and is what the index says; nobody gets more than the reader may see."""
    name = '样品 1/2: "Leck".txt'
    played.cast.sales.upload("intake", f"complaints/{played.ours}/attachments", name, "轴封照片说明".encode())
    zipped, index = archive(played.cast.quality, played.ours)
    assert {one["path"] for one in index["included"]} | {"index.json"} == set(zipped.namelist())
    for one in index["included"]:
        content = zipped.read(one["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
    case = json.loads(zipped.read("case.json"))
    for record in (played.ours, *(one["number"] for one in case["records"] if "/" not in one["number"])):
        assert json.loads(zipped.read(f"{record}/record.json"))["number"] == record
        assert (f"{record}/report.pdf" in zipped.namelist()) == (record[:2] in {"QC", "CA"})
    assert zipped.read(f"{played.ours}/form.pdf").startswith(b"%PDF")
    [attached] = [path for path in zipped.namelist() if path.startswith(f"{played.ours}/files/") and "Leck" in path]
    assert zipped.read(attached).decode() == "轴封照片说明"
    assert attached.count("/") == 2
    assert index["left_out"] == []
    _, seen_by_rnd = archive(played.cast.rnd, played.ours)
    assert {one["status"] for one in seen_by_rnd["left_out"]} <= {403, 404}
