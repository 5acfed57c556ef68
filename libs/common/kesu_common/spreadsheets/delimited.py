"""CSV as it is found: its encoding, its separator, its records."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import IO, Final

from kesu_common.i18n import N_
from kesu_common.spreadsheets.cells import unguarded
from kesu_common.spreadsheets.errors import SpreadsheetUnreadable

_CHUNK: Final = 256 * 1024
_SEPARATORS: Final = (",", ";", "\t")


def read_delimited(stream: IO[bytes], name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The records of a CSV file with their numbers (from 1; a record with line breaks in its cells is one). The stream stays open."""
    encoding = _encoding(stream, name)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    separator = _separator(text)
    text.seek(0)
    return _records(text, separator, name)


def _records(text: io.TextIOWrapper, separator: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=separator, strict=True), 1):
            yield number, [unguarded(cell) for cell in cells]
    except csv.Error as error:
        message = N_("Row %(row)s of %(name)s cannot be read (%(error)s). Look for a quotation mark without its partner.")
        raise SpreadsheetUnreadable(message, row=number + 1, name=name, error=str(error)) from error
    finally:
        if not text.closed:
            text.detach()


def _encoding(stream: IO[bytes], name: str) -> str:
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Read to the end: the first character that tells UTF-8 and GB 18030 apart may be the last of the file.
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(stream, encoding):
            return encoding
    raise SpreadsheetUnreadable(N_("%(name)s is in an unknown encoding. Save it as “CSV UTF-8” or .xlsx."), name=name)


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\x00" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: io.TextIOWrapper) -> str:
    """The separator that occurs most in the first line with words, outside quotation marks."""
    for line in text:
        if line.strip():
            bare = "".join(line.split('"')[::2])
            return max(_SEPARATORS, key=bare.count)
    return ","
