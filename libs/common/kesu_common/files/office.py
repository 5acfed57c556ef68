"""Office files are zip archives: this looks inside without trusting what they say of themselves."""

from __future__ import annotations

import zlib
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from kesu_common.files.errors import FileRefused
from kesu_common.i18n import N_

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_MAGIC: Final = b"PK\x03\x04"

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes that an office file may hold unpacked."""
MAX_RATIO: Final = 150
"""How much larger than packed that may be, once it is beyond `_HARMLESS`: text compresses 5 to 50 times, a bomb 1,000 times."""
MAX_ENTRIES: Final = 5000

_HARMLESS: Final = 10 * 1024 * 1024
_MAIN_PARTS: Final = {f"{DOCX}.main+xml".encode(): DOCX, f"{XLSX}.main+xml".encode(): XLSX}
_MACROS: Final = ("vbaproject.bin", "macrosheets/", "activex/")
_CHUNK: Final = 1024 * 1024


def office_type(stream: IO[bytes], name: str) -> str | None:
    """DOCX or XLSX if the archive is one, None if it is another archive.

    Raises FileRefused for a damaged, encrypted or over-packed archive, or one with macros. Unpacks everything once, so that sizes are not
    taken on trust (at most `MAX_UNPACKED` bytes, nothing is written).
    """
    try:
        with ZipFile(stream) as archive:
            _check_sizes(archive, stream.seek(0, 2), name)
            if "[Content_Types].xml" not in archive.namelist():
                return None
            _check_macros(archive, name)
            for member in archive.infolist():
                with archive.open(member) as content:
                    while content.read(_CHUNK):
                        pass
            declared = archive.read("[Content_Types].xml")
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise FileRefused(
            N_("%(name)s is damaged. Open it in its program, save it again, and send that."), field="file", name=name
        ) from error
    return next((media_type for part, media_type in _MAIN_PARTS.items() if part in declared), None)


def _check_sizes(archive: ZipFile, packed: int, name: str) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if (
        len(members) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > _HARMLESS and unpacked > packed * MAX_RATIO)
        or sum(member.compress_size for member in members) > packed  # parts that overlap
    ):
        raise FileRefused(N_("%(name)s unpacks to far too much. Save it in smaller parts and send those."), field="file", name=name)
    for member in members:
        if member.flag_bits & 1:
            raise FileRefused(N_("%(name)s is encrypted. Save it without a password and send that."), field="file", name=name)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile(f"compression method {member.compress_type}")


def _check_macros(archive: ZipFile, name: str) -> None:
    if any(mark in part.lower() for part in archive.namelist() for mark in _MACROS):
        raise FileRefused(N_("%(name)s holds macros. Save it without them (.docx or .xlsx) and send that."), field="file", name=name)
