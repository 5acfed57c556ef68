"""The store itself: bytes in, checked; bytes out, checked again."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from kesu_common.files.errors import FileDamaged, FileMissing, FileTooLarge
from kesu_common.files.kinds import media_type_of, with_extension
from kesu_common.files.names import safe_name
from kesu_common.i18n import N_

_CHUNK: Final = 1024 * 1024
_ABANDONED_AFTER: Final = 24 * 3600
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """Anything bytes can be read from, an upload for instance."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Scans(Protocol):
    """Looks for viruses."""

    def scan(self, path: Path, name: str) -> None:
        """Raises FileRefused for an infected file, Unavailable when it cannot say."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a stored file: hex digest of its content, bytes, media type by content, and its (safe) name."""

    sha256: str
    size: int
    media_type: str
    filename: str


class FileStore:
    """A directory of files by content. Several processes may use it at once; a crash leaves either the whole file or nothing.

    `objects/ab/<sha256>` holds the files, `incoming/` those being written. The same content is kept once. Nothing is deleted here.
    """

    def __init__(self, root: Path | str, scanner: Scans | None = None) -> None:
        self._scanner = scanner
        self._objects = Path(root) / "objects"
        self._incoming = Path(root) / "incoming"
        for folder in (self._objects, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)
        self._sweep()

    def save(self, stream: Readable, *, filename: str, limit: int) -> StoredFile:
        """Take a file of at most `limit` bytes; on return it is on the disk.

        Raises FileTooLarge (without reading on), FileRefused (see `kinds.ACCEPTED`, and what the scanner finds), Unavailable (the scanner
        cannot be asked); nothing is kept then.
        """
        name = safe_name(filename)
        descriptor, path = tempfile.mkstemp(dir=self._incoming)
        incoming = Path(path)
        try:
            with os.fdopen(descriptor, "wb") as file:
                sha256, size = _copy(stream, file, limit, name)
                file.flush()
                os.fsync(file.fileno())
            media_type = media_type_of(incoming, name)
            if self._scanner is not None:
                self._scanner.scan(incoming, name)
            self._keep(incoming, sha256)
        finally:
            incoming.unlink(missing_ok=True)
        return StoredFile(sha256, size, media_type, with_extension(name, media_type))

    def open(self, sha256: str) -> IO[bytes]:
        """The content, read through once and found whole, at its beginning; the caller closes it. Raises FileMissing, FileDamaged."""
        if not _SHA256.fullmatch(sha256):
            raise FileMissing(N_("There is no such file."))
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise FileMissing(N_("There is no such file.")) from error
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            file.close()
            raise FileDamaged(N_("The file %(sha256)s is damaged; it must be restored from a backup."), sha256=sha256)
        file.seek(0)
        return file

    def _keep(self, incoming: Path, sha256: str) -> None:
        target = self._path(sha256)
        target.parent.mkdir(exist_ok=True)
        # Replacing a file by its equal costs nothing, and mends one that was damaged.
        incoming.replace(target)
        for folder in (target.parent, self._objects):
            _sync(folder)

    def _path(self, sha256: str) -> Path:
        return self._objects / sha256[:2] / sha256

    def _sweep(self) -> None:
        for left in self._incoming.iterdir():
            try:
                if left.stat().st_mtime < time.time() - _ABANDONED_AFTER:
                    left.unlink()
            except FileNotFoundError:  # another process finished or swept it
                continue


def _copy(stream: Readable, file: IO[bytes], limit: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(N_("%(name)s is larger than %(limit)s MB."), field="file", name=name, limit=f"{limit / 1024 / 1024:g}")
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
