"""Why a file is not taken, or not given."""

from __future__ import annotations

from kesu_common.errors import Invalid, NotFound, TooLarge, Unavailable


class FileRefused(Invalid):
    """The file is of a kind that is not taken, or not what it claims to be; the message names the remedy."""

    code = "file-refused"


class FileTooLarge(TooLarge):
    """The file has more bytes than the limit; nothing of it was kept."""

    code = "file-too-large"


class FileMissing(NotFound):
    """No file with this digest is in the store."""

    code = "file-missing"


class FileDamaged(Unavailable):
    """The stored bytes do not have their digest any more: the operator must restore the file from a backup."""

    code = "file-damaged"
