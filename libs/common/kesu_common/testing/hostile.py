"""Files that somebody with bad intentions, or a broken program, would upload; and good ones between them."""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kesu_common.testing.clamd import EICAR

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{_DOCX}"/></Types>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass(frozen=True)
class Upload:
    """A file as it is sent. A good one has to be kept, byte by byte, whatever its name; all others have to be refused."""

    kind: str
    name: str
    content: bytes
    good: bool = False


def uploads(number: int, seed: int = 1) -> Iterator[Upload]:
    """`number` files, every kind in turn, no two alike, the same ones for the same seed; about one in `len(_KINDS)` is good."""
    chance = random.Random(seed)  # noqa: S311 - no secret, and it has to be the same again
    kinds = list(_KINDS.items())
    for position in range(number):
        kind, make = kinds[position % len(kinds)]
        yield make(kind, f"{position:05d}-{chance.randrange(16**8):08x}".encode(), chance)


def _svg(kind: str, mark: bytes, chance: random.Random) -> Upload:
    name = chance.choice(["drawing.svg", "photo.png", "photo.jpg", "drawing.txt"])
    start = chance.choice([b"", b'<?xml version="1.0"?>'])
    return Upload(kind, name, start + b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("' + mark + b'")</script></svg>')


def _page(kind: str, mark: bytes, chance: random.Random) -> Upload:
    name = chance.choice(["letter.html", "letter.pdf", "letter.txt", "letter.csv"])
    return Upload(kind, name, b"<!DOCTYPE html><html><body onload=alert(1)>" + mark + b"</body></html>")


def _program(kind: str, mark: bytes, chance: random.Random) -> Upload:
    head = chance.choice([b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00"])
    return Upload(kind, chance.choice(["setup.exe", "photo.jpg", "readme.txt", "data.csv", "x"]), head + mark + bytes(200))


def _script(kind: str, mark: bytes, chance: random.Random) -> Upload:
    head = chance.choice([b"#!/bin/sh\nrm -rf /\n", b"<?php system($_GET['c']); ?>\n"])
    return Upload(kind, chance.choice(["run.sh", "index.php", "photo.jpg", "photo.png"]), head + b"# " + mark)


def _archive(kind: str, mark: bytes, chance: random.Random) -> Upload:
    name = chance.choice(["photos.zip", "table.xlsx", "letter.docx", "letter.txt"])
    return Upload(kind, name, _zip({"../../evil.sh": b"rm -rf /", "note.txt": mark}))


def _bomb(kind: str, mark: bytes, chance: random.Random) -> Upload:
    # The comment makes each its own file; making the 40 MB anew each time would only measure zlib.
    packed = _packed_zeros()
    return Upload(kind, chance.choice(["table.xlsx", "letter.docx"]), packed[:-2] + len(mark).to_bytes(2, "little") + mark)


def _macros(kind: str, mark: bytes, chance: random.Random) -> Upload:
    parts = {"[Content_Types].xml": _TYPES.encode(), "word/document.xml": b"<w/>", "word/vbaProject.bin": mark}
    return Upload(kind, chance.choice(["letter.docx", "letter.docm"]), _zip(parts))


def _broken(kind: str, mark: bytes, chance: random.Random) -> Upload:
    whole = _zip({"[Content_Types].xml": _TYPES.encode(), "word/document.xml": mark * 50})
    return Upload(kind, "letter.docx", whole[: chance.randrange(20, len(whole) - 22)])


def _virus(kind: str, mark: bytes, chance: random.Random) -> Upload:
    return Upload(kind, chance.choice(["note.txt", "table.csv", "../../note.txt"]), EICAR + b"\n" + mark)


def _noise(kind: str, mark: bytes, chance: random.Random) -> Upload:
    return Upload(
        kind, chance.choice(["photo.jpg", "film.mp4", "a.pdf", "a.heic", "note.txt", "con"]), b"\x00\x01" + mark + chance.randbytes(300)
    )


def _nothing(kind: str, mark: bytes, chance: random.Random) -> Upload:
    return Upload(kind, chance.choice([f"{mark.decode()}.txt", "photo.jpg"]), b"")


def _tricky_name(kind: str, mark: bytes, chance: random.Random) -> Upload:
    tricks = (
        "../../../etc/cron.d/x",
        "..\\..\\windows\\x.exe",
        "/etc/passwd",
        "a\x00b.exe",
        "gpj.\u202eexe",
        "CON",
        ".htaccess",
        "~/.ssh/x",
        "%2e%2e%2fx",
    )
    return Upload(kind, chance.choice(tricks), PNG + mark, good=True)


def _good(kind: str, mark: bytes, chance: random.Random) -> Upload:
    if chance.random() < 0.5:
        return Upload(kind, "照片.png", PNG + mark, good=True)
    return Upload(kind, "letter.txt", "轴封泄漏，请尽快处理。\n".encode() + mark, good=True)


_KINDS: Mapping[str, Callable[[str, bytes, random.Random], Upload]] = {
    "svg": _svg,
    "web page": _page,
    "good": _good,
    "program": _program,
    "script": _script,
    "archive": _archive,
    "bomb": _bomb,
    "macros": _macros,
    "broken office file": _broken,
    "virus": _virus,
    "noise": _noise,
    "nothing": _nothing,
    "tricky name": _tricky_name,
}


def _zip(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@functools.cache
def _packed_zeros() -> bytes:
    return _zip({"[Content_Types].xml": _TYPES.encode(), "word/document.xml": bytes(40 * 1024 * 1024)})
