"""PDFs carry the Chinese text and its font, follow no address but our own, and where that cannot be, say so."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from kesu_common.documents import DocumentsUnavailable, render_pdf


def streams(pdf: bytes) -> list[bytes]:
    """The unpacked streams of a PDF."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [zlib.decompressobj().decompress(each) if each[:1] == b"\x78" else each for each in found]


def whole(pdf: bytes) -> bytes:
    """The PDF and all that is packed in it."""
    return b"".join([pdf, *streams(pdf)])


def characters(pdf: bytes) -> set[str]:
    """What a reader can copy out of the PDF: the characters that its glyphs are mapped to (ToUnicode)."""
    maps = [each for each in streams(pdf) if b"beginbfchar" in each]
    return {
        char
        for each in maps
        for code in re.findall(rb"<[0-9a-fA-F]+> <([0-9a-fA-F]+)>", each)
        for char in bytes.fromhex(code.decode()).decode("utf-16-be")
    }


def test_chinese_and_english_text_comes_out_with_its_fonts_embedded() -> None:
    text = "客户投诉处理报告：齿轮箱漏油，不合格品已隔离。Gearbox leaks oil"
    pdf = render_pdf(f"<h1>{text}</h1>")
    assert pdf.startswith(b"%PDF-")
    assert characters(pdf) >= set(text) - {" "}
    fonts = set(re.findall(rb"/FontName /(\S+)", whole(pdf)))
    assert fonts
    assert whole(pdf).count(b"/FontFile") >= len(fonts)


@pytest.mark.parametrize("address", ["/intake/static/kesu/kesu-print.css?v=3f2a", "http://kesu.example/static/kesu/kesu-print.css"])
def test_the_shared_style_sheet_is_read_from_the_package_whatever_the_host(address: str) -> None:
    plain, styled = render_pdf("<p>x</p>"), render_pdf(f'<link rel="stylesheet" href="{address}"><p>x</p>', base_url="http://kesu.example/")
    assert b"Kesu" not in plain
    assert characters(styled) >= set("客诉"), "the foot of the page comes from the style sheet"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """A server on this machine; the paths that it was asked for, and its address first."""
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    paths.append(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_other_address_is_followed(asked: list[str], tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'QXZ' }", encoding="utf-8")
    outside = "../" * 12 + str(secret).lstrip("/")
    pdf = render_pdf(
        f'<link rel="stylesheet" href="{secret.as_uri()}"><link rel="stylesheet" href="/static/kesu/{outside}">'
        f'<link rel="stylesheet" href="/static/kesu/%2e%2e/%2e%2e/documents.py"><style>@import url("{asked[0]}/a.css");</style>'
        f'<img src="{asked[0]}/a.png"><object data="{asked[0]}/b.png"></object><embed src="{asked[0]}/c.svg">'
        f"<p style=\"background: url({asked[0]}/d.png)\">x</p><iframe src='{asked[0]}/e'></iframe>"
        f"<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{asked[0]}/f.png'/></svg>\">",
        base_url=f"{asked[0]}/",
    )
    assert asked[1:] == []
    assert not characters(pdf) & set("QXZ")


def test_inline_pictures_are_shown() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(buffer, "PNG")
    picture = base64.b64encode(buffer.getvalue()).decode()
    assert b"/Image" in whole(render_pdf(f'<img src="data:image/png;base64,{picture}">'))
    assert b"/Image" not in whole(render_pdf("<p>x</p>"))


def test_letters_without_a_font_are_refused_and_named() -> None:
    with pytest.raises(DocumentsUnavailable, match="\U00012000"):
        render_pdf("<p>\U00012000</p>")


@pytest.mark.parametrize("folder", ["/usr/share/fonts/truetype/dejavu", "/nowhere"])
def test_a_machine_without_a_chinese_font_or_any_says_what_to_install(folder: str, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8")
    program = """
from kesu_common.documents import render_pdf, DocumentsUnavailable
try: render_pdf("漏油")
except DocumentsUnavailable as refused: print(refused)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "fonts-wqy-zenhei" in ended.stdout


def test_a_machine_without_pango_says_what_to_install() -> None:
    program = """
import builtins
real = builtins.__import__
def without(name, *rest, **more):
    if name.startswith("weasyprint"):
        raise OSError("cannot load library 'libpango-1.0-0'")
    return real(name, *rest, **more)
builtins.__import__ = without
from kesu_common.documents import render_pdf, DocumentsUnavailable
try: render_pdf("x")
except DocumentsUnavailable as refused: print(refused)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert "libpango" in ended.stdout
