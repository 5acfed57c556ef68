"""The file store keeps what is safe, once and whole, and refuses the rest with a remedy."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kesu_common.errors import KesuError
from kesu_common.files import FileDamaged, FileMissing, FileRefused, FileStore, FileTooLarge, StoredFile
from kesu_common.files.names import safe_name
from kesu_common.files.office import DOCX, XLSX

MEGABYTE = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def save(store: FileStore, content: bytes, name: str, limit: int = 20 * MEGABYTE) -> StoredFile:
    return store.save(io.BytesIO(content), filename=name, limit=limit)


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, kind)
    return buffer.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'.encode()
    return zipped({"[Content_Types].xml": types, "word/document.xml": b"<document/>", **more})


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        workbook.add_worksheet().write(0, 0, "批号")
    return buffer.getvalue()


def box(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00" + brand + b"mif1" + bytes(100)


ACCEPTED = [
    (picture("JPEG"), "a.JPG", "image/jpeg"),
    (picture("PNG"), "a.png", "image/png"),
    (picture("WEBP"), "a.webp", "image/webp"),
    (picture("GIF"), "a.gif", "image/gif"),
    (box(b"heic"), "IMG_1.HEIC", "image/heic"),
    (box(b"mp42"), "漏油.mp4", "video/mp4"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "报告.pdf", "application/pdf"),
    (docx(), "8D报告.docx", DOCX),
    (xlsx(), "清单.xlsx", XLSX),
    ("产品,批号\n齿轮箱,L1\n".encode("gb18030"), "清单.csv", "text/csv"),
    ("客户投诉：漏油\n".encode(), "note.txt", "text/plain"),
    (b"import os\nfunction f() { return 1 }\n", "log.txt", "text/plain"),
    (b"X-Mailer: a\r\nFrom: a@b.c\r\n\r\n<html><body>leaks</body></html>", "mail.eml", "message/rfc822"),
    (b"PK-100 leaks oil\n", "pump.txt", "text/plain"),
    (b'{"lot": "L1"}', "sensor.txt", "text/plain"),
    (b"PASSENGER DOOR OPENS BY ITSELF\n", "letter.txt", "text/plain"),
    (b"P1 leaks\n", "valve.txt", "text/plain"),
]


@pytest.mark.parametrize(("content", "name", "media_type"), ACCEPTED, ids=[name for _, name, _ in ACCEPTED])
def test_what_departments_send_each_other_is_kept_and_given_back(store: FileStore, content: bytes, name: str, media_type: str) -> None:
    stored = save(store, content, name)
    assert stored == StoredFile(hashlib.sha256(content).hexdigest(), len(content), media_type, name)
    with store.open(stored.sha256) as file:
        assert file.read() == content


REFUSED = [
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a.svg", "PNG or PDF"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a.png", "PNG or PDF"),
    (b"<!DOCTYPE html><html><script>1</script></html>", "a.html", "PDF"),
    (b"\n <html><script>1</script></html>", "a.txt", "PDF"),
    (b"MZ" + bytes(200), "a.pdf", "one of"),
    (Path("/bin/sh").read_bytes(), "tool.jpg", "one of"),
    (b"#!/bin/sh\nrm -rf /\n", "a.txt", "one of"),
    (b"@echo off\r\ndel *\r\n", "a.csv", "one of"),
    (b"alert(1)", "a.js", "one of"),
    (b"plain words", "a.hta", "one of"),
    (b"text \x00 not", "a.txt", "one of"),
    (zipped({"a.txt": b"a"}), "a.zip", "one by one"),
    (zipped({"a.txt": b"a"}), "a.docx", "one by one"),
    (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "a.xls", "without a password"),
    (box(b"qt  "), "a.mov", "MP4"),
    (docx(**{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    (docx()[:-30], "a.docx", "damaged"),
    (docx().replace(b"word/document.xml", b"word/documenX.xml", 1), "a.docx", "damaged"),
    (docx(**{"word/big.xml": bytes(40 * MEGABYTE)}), "a.docx", "smaller parts"),
    (docx(**{f"word/{number}": b"" for number in range(5001)}), "a.docx", "smaller parts"),
    (b"", "a.txt", "empty"),
]


@pytest.mark.parametrize(("content", "name", "remedy"), REFUSED, ids=[f"{n}-{name}" for n, (_, name, _) in enumerate(REFUSED)])
def test_what_could_do_harm_is_refused_with_a_remedy_and_leaves_nothing(
    store: FileStore, tmp_path: Path, content: bytes, name: str, remedy: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        save(store, content, name)
    assert remedy in str(refused.value)
    assert name in str(refused.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_archive_that_lies_about_its_sizes_is_refused(store: FileStore) -> None:
    honest = docx(**{"word/big.xml": bytes(300_000)})
    lying = honest.replace((300_000).to_bytes(4, "little"), (3000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(FileRefused, match="damaged"):
        save(store, lying, "a.docx")


def test_a_file_over_the_limit_is_refused_without_reading_on(store: FileStore, tmp_path: Path) -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return b"a" * size

    source = Endless()
    with pytest.raises(FileTooLarge, match=r"note\.txt is larger than 2 MB"):
        store.save(source, filename="note.txt", limit=2 * MEGABYTE)
    assert source.given <= 4 * MEGABYTE
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_file_of_exactly_the_limit_is_taken(store: FileStore) -> None:
    assert save(store, b"a" * 1000, "note.txt", limit=1000).size == 1000


def test_the_same_content_is_kept_once_under_both_names(store: FileStore, tmp_path: Path) -> None:
    first, second = save(store, b"same words", "a.txt"), save(store, b"same words", "b.txt")
    assert (first.sha256, first.filename, second.filename) == (second.sha256, "a.txt", "b.txt")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_many_savers_of_the_same_content_do_not_disturb_each_other(store: FileStore, tmp_path: Path) -> None:
    content = picture("PNG")
    threads = [threading.Thread(target=save, args=(store, content, f"{number}.png")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [content]


def test_a_damaged_file_is_not_given_and_is_mended_by_saving_it_again(store: FileStore, tmp_path: Path) -> None:
    stored = save(store, b"the test report", "a.txt")
    path = tmp_path / "objects" / stored.sha256[:2] / stored.sha256
    path.write_bytes(b"the test repork")
    with pytest.raises(FileDamaged, match="backup"):
        store.open(stored.sha256)
    save(store, b"the test report", "a.txt")
    assert store.open(stored.sha256).read() == b"the test report"


@pytest.mark.parametrize("digest", ["0" * 64, "../../../etc/passwd", "", "ab/../" + "0" * 58])
def test_what_is_not_there_is_missing(store: FileStore, digest: str) -> None:
    with pytest.raises(FileMissing):
        store.open(digest)


def test_a_process_killed_while_saving_leaves_no_file_in_the_store(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from kesu_common.files import FileStore
class Dying:
    calls = 0
    def read(self, size):
        self.calls += 1
        if self.calls > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"a" * 1000
FileStore(sys.argv[1]).save(Dying(), filename="a.txt", limit=10_000)
"""
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert ended.returncode == -9
    assert list((tmp_path / "objects").iterdir()) == []
    (left,) = (tmp_path / "incoming").iterdir()
    FileStore(tmp_path)
    assert left.exists(), "it could still be another process's"
    os.utime(left, (time.time() - 90_000,) * 2)
    FileStore(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("客诉照片 1.jpg", "客诉照片 1.jpg"),
        (r"C:\Users\李雷\桌面\照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("照" * 300 + ".jpg", "照" * 116 + ".jpg"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_names_are_made_safe_and_stay_readable(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_every_name_becomes_a_safe_one_and_a_safe_one_stays(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set('/\\<>:"|?*\r\n\x00')
    assert not kept.startswith(".")
    assert safe_name(kept) == kept


def test_a_picture_named_like_a_page_gets_a_picture_s_extension(store: FileStore) -> None:
    assert save(store, picture("PNG"), "invoice.html").filename == "invoice.html.png"
    assert save(store, b"plain words", "README").filename == "README.txt"


def test_refusals_are_domain_errors_that_can_be_translated(store: FileStore) -> None:
    with pytest.raises(KesuError) as refused:
        save(store, zipped({"a.txt": b"a"}), "图纸.zip")
    assert refused.value.code == "file-refused"
    assert refused.value.params["name"] == "图纸.zip"
