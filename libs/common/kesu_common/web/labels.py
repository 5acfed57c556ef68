"""Codes on paper: a record's number as DataMatrix, which the warehouse's scanners read (ISO/IEC 16022), an address as QR code."""

from __future__ import annotations

import functools
import re

import zxingcpp
from markupsafe import Markup

QUIET = 2
"""Modules of white around the code; the standard asks for one."""
QR_QUIET = 4
"""… and for four around a QR code."""
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@functools.lru_cache(maxsize=256)
def datamatrix(content: str) -> Markup:
    """The code as an SVG element that scales with its surroundings; one unit is one module.

    Raises `ValueError` for what does not fit into a code (more than about 2,000 characters).
    """
    return _drawn(zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix, force_square=True), content, QUIET)


@functools.lru_cache(maxsize=256)
def qrcode(content: str) -> Markup:
    """A QR code (ISO/IEC 18004), which every telephone reads: for addresses in letters. Otherwise as `datamatrix`."""
    return _drawn(zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M"), content, QR_QUIET)


def _drawn(code: zxingcpp.Barcode, content: str, quiet: int) -> Markup:
    svg = code.to_svg()
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(f"no code of {len(content)} characters")
    width, height = (int(number) + 2 * quiet for number in size.groups())
    body = svg[svg.index('<g id="barcode"') : svg.rindex("</svg>")].replace('id="barcode" ', "")
    title = Markup("<title>{}</title>").format(content)
    box = f'viewBox="-{quiet} -{quiet} {width} {height}" shape-rendering="crispEdges"'
    return Markup(f'<svg xmlns="http://www.w3.org/2000/svg" class="code" role="img" {box}>{title}{body}</svg>')  # noqa: S704  # our own drawing
