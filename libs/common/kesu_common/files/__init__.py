"""Attachments' bytes: a directory in which every file lies once, under the SHA-256 of its content (附件库)."""

from __future__ import annotations

from kesu_common.files.errors import FileDamaged, FileMissing, FileRefused, FileTooLarge
from kesu_common.files.store import FileStore, StoredFile

__all__ = ["FileDamaged", "FileMissing", "FileRefused", "FileStore", "FileTooLarge", "StoredFile"]
