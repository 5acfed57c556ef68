"""Which kinds of files are taken, told by their content; the name only chooses among the text kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import magic

from kesu_common.files.errors import FileRefused
from kesu_common.files.names import extension_of
from kesu_common.files.office import DOCX, XLSX, ZIP_MAGIC, office_type
from kesu_common.i18n import N_

ACCEPTED: Final[Mapping[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif"),
    "image/heif": (".heif", ".heic"),
    "application/pdf": (".pdf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    "message/rfc822": (".eml",),
    "video/mp4": (".mp4", ".m4v"),
}
"""Media type → its extensions, the usual one first. A closed list: what is not on it is refused."""

_SHOWN: Final = "JPEG, PNG, WebP, GIF, HEIC, PDF, DOCX, XLSX, CSV, TXT, EML, MP4"
_TEXTS: Final = {".txt": "text/plain", ".csv": "text/csv", ".eml": "message/rfc822", "": "text/plain"}
_PLAIN: Final = {"text/plain", "text/csv", "application/csv", "message/rfc822", "application/json", "application/octet-stream"}
_MISTAKEN: Final = {
    "application/vnd.hp-HPGL",  # “PASSENGER DOOR …”, “SP3 pump …”
    "application/x-cpio",  # “070707 is the order …”
    "image/x-portable-bitmap",  # “P1 leaks …”
    "image/x-portable-greymap",
    "image/x-portable-pixmap",
    "text/x-tex",
}
"""Kinds that are told by their first few letters, with which a complaint may begin as well; none of them can do harm as plain text."""
_HEADER_LINE: Final = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]{1,76}:[ \t]?[^\r\n]*\r?\n")
_NOT_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE: Final = 64 * 1024
_REMEDY: Final[Mapping[str, str]] = {
    "image/svg+xml": N_("%(name)s is an SVG drawing, which can carry programs. Send it as PNG or PDF."),
    "text/html": N_("%(name)s is a web page, which can carry programs. Print it to PDF and send that."),
    "application/zip": N_("%(name)s is an archive. Send the files in it one by one."),
    "application/x-ole-storage": N_("%(name)s is an old or encrypted Office file. Save it as .docx or .xlsx without a password."),
    "video/quicktime": N_("%(name)s is a QuickTime film. Send it as MP4 (on an iPhone: Settings, Camera, Formats, Most Compatible)."),
}
_OLD_OFFICE: Final = {
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-office",
    "application/encrypted",
    "application/CDFV2",
}


def media_type_of(path: Path, name: str) -> str:
    """The media type of a file on disk, one of `ACCEPTED`. Raises FileRefused, with the remedy, for anything else."""
    found = magic.from_file(str(path), mime=True)
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        if sample.startswith(ZIP_MAGIC):
            stream.seek(0)
            found = office_type(stream, name) or "application/zip"
    if not sample:
        raise FileRefused(N_("%(name)s is empty."), field="file", name=name)
    if found in ACCEPTED and not found.startswith(("text/", "message/")):
        return found
    text = _TEXTS.get(extension_of(name))
    if (
        text
        and not _NOT_IN_TEXT.search(sample)
        and (found in _PLAIN | _MISTAKEN or (text == "message/rfc822" and _HEADER_LINE.match(sample)))
    ):
        return text
    raise _refusal(found, name)


def with_extension(name: str, media_type: str) -> str:
    """The name, ending in an extension of its kind: nobody downloads a picture named .html."""
    extensions = ACCEPTED[media_type]
    return name if extension_of(name) in extensions else name + extensions[0]


def _refusal(found: str, name: str) -> FileRefused:
    if found in _OLD_OFFICE:
        found = "application/x-ole-storage"
    message = _REMEDY.get(found, N_("%(name)s (%(found)s) is of a kind that is not taken. Send one of: %(accepted)s."))
    return FileRefused(message, field="file", name=name, found=found, accepted=_SHOWN)
