"""Hostile uploads: none gets through, nothing else is lost; a scanner is asked, and no file is taken while it cannot be."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest
from bench.hostile import run

from kesu_common.errors import Unavailable
from kesu_common.files import FileRefused, FileStore
from kesu_common.files.scanner import Scanner
from kesu_common.testing.clamd import EICAR, scanner
from kesu_common.testing.hostile import uploads

SAMPLE = 390
"""Thirty of every kind."""


@pytest.mark.clause("4.1.3.5-a1")
def test_of_hundreds_of_hostile_files_none_gets_through_and_no_good_one_is_lost(tmp_path: Path) -> None:
    counts, wrong = run(SAMPLE, tmp_path)
    assert wrong == []
    kinds = {kind for kind, _ in counts}
    assert len(kinds) == 13
    assert all(count == 30 for count in counts.values()), counts
    assert {kind for kind, fate in counts if fate == "kept"} == {"good", "tricky name"}


def test_the_uploads_are_the_same_again_and_no_two_alike() -> None:
    first, again = list(uploads(130)), list(uploads(130))
    assert first == again
    assert len({upload.content for upload in first if upload.content}) == len([upload for upload in first if upload.content])


def test_names_cannot_lead_out_of_the_store_or_deceive_a_reader(tmp_path: Path) -> None:
    with scanner() as address:
        store = FileStore(tmp_path, Scanner(address))
        for upload in uploads(390):
            if upload.kind == "tricky name":
                name = store.save(io.BytesIO(upload.content), filename=upload.name, limit=10_000).filename
                assert name.endswith(".png"), (upload.name, name)
                assert not set(name) & set('/\\\0\u202e<>:"|?*'), name
                assert not name.startswith("."), name


def test_a_virus_is_named_and_not_kept(tmp_path: Path) -> None:
    with scanner() as address:
        store = FileStore(tmp_path, Scanner(address))
        with pytest.raises(FileRefused) as refused:
            store.save(io.BytesIO(EICAR), filename="note.txt", limit=10_000)
    assert refused.value.params["found"] == "Eicar-Test-Signature"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_without_an_answer_of_the_scanner_no_file_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    store = FileStore(tmp_path, Scanner(f"127.0.0.1:{port}"))  # nobody listens there any more
    with pytest.raises(Unavailable):
        store.save(io.BytesIO(b"a letter"), filename="letter.txt", limit=10_000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
