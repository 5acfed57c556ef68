"""Codes on labels: what is drawn is what a reader reads."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kesu_common.web.labels import datamatrix, qrcode

MODULE = 6
"""Pixels of a module."""
_BOX = re.compile(r'viewBox="(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+)"')
_BAR = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)")


def drawn(svg: str) -> Image.Image:
    """The black rectangles of the SVG as a picture."""
    box = _BOX.search(svg)
    assert box is not None
    left, top, width, height = map(float, box.groups())
    picture = Image.new("L", (int(width * MODULE), int(height * MODULE)), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, wide, high in (map(float, found) for found in _BAR.findall(svg)):
        begin = ((x - left) * MODULE, (y - top) * MODULE)
        draw.rectangle((*begin, begin[0] + wide * MODULE - 1, begin[1] + high * MODULE - 1), fill=0)
    return picture


@pytest.mark.parametrize("content", ["RT-SZ-2026-000001", "NG-AB-2026-0000001", "L2026/11 07", "批号 7", "X" * 300])
def test_a_reader_reads_what_is_drawn(content: str) -> None:
    [found] = zxingcpp.read_barcodes(drawn(datamatrix(content)))
    assert found.format == zxingcpp.BarcodeFormat.DataMatrix
    assert found.text == content


@pytest.mark.parametrize("content", ["https://kesu.example/survey/answer/" + "eyJ0.x_-" * 40, "调查"])
def test_a_telephone_reads_the_qr_code(content: str) -> None:
    [found] = zxingcpp.read_barcodes(drawn(qrcode(content)))
    assert (found.format, found.text) == (zxingcpp.BarcodeFormat.QRCode, content)


def test_a_label_has_room_for_a_square() -> None:
    box = _BOX.search(datamatrix("NG-AB-2026-0000001"))
    assert box is not None
    assert box.group(3) == box.group(4)


def test_the_title_cannot_break_out_of_the_drawing() -> None:
    assert "<title>&lt;script&gt;</title>" in datamatrix("<script>")


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="4000"):
        datamatrix("ä9" * 2000)
