"""Asking a virus scanner that speaks clamd's INSTREAM: the file in length-prefixed pieces, then a word of answer."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Final

from kesu_common.errors import Unavailable
from kesu_common.files.errors import FileRefused
from kesu_common.i18n import N_

_PIECE: Final = 64 * 1024
_SECONDS: Final = 60.0
_LONGEST_ANSWER: Final = 4096


class Scanner:
    """The scanner at `address` (host:port). A file that it cannot be asked about is not taken: it fails closed."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._address = (host or "127.0.0.1", int(port))

    def scan(self, path: Path, name: str) -> None:
        """Raises FileRefused when the scanner finds something, Unavailable when it does not answer or does not say “OK”."""
        try:
            answer = self._ask(path)
        except OSError as error:
            raise Unavailable(N_("The virus scanner does not answer, so no file is taken. Please try again later.")) from error
        if answer.endswith("FOUND"):
            raise FileRefused(
                N_("%(name)s is infected (%(found)s). Clean the computer that it came from."), field="file", name=name, found=_found(answer)
            )
        if not answer.endswith("OK"):
            raise Unavailable(N_("The virus scanner does not answer, so no file is taken. Please try again later."))

    def _ask(self, path: Path) -> str:
        with socket.create_connection(self._address, timeout=_SECONDS) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
                answer += more
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _found(answer: str) -> str:
    """`stream: Eicar-Signature FOUND` → the name."""
    return answer.removeprefix("stream: ").removesuffix(" FOUND")
