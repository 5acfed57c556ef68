"""A journal row as the rest of the world sees it: digest (what may never change) and CloudEvents envelope (what travels)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kesu_common.events import canonical

COLUMNS = "id, position, sequence, digest, type, subject, site, case_number, time, actor, causation, traceparent, data, changes"
"""The columns of `Row`, in order, for SELECT lists."""

GENESIS = b""
"""What stands in the place of a digest before the first fact."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Row(NamedTuple):
    """One journal row as read by Core; `sequence` and `digest` are None until the relay has numbered it."""

    id: UUID
    position: int
    sequence: int | None
    digest: bytes | None
    type: str
    subject: str
    site: str
    case_number: str | None
    time: datetime
    actor: str
    causation: str | None
    traceparent: str | None
    data: str
    changes: str


def chained(before: bytes, sequence: int, row: Row) -> bytes:
    """SHA-256 over the previous fact's digest and the canonical JSON of every field of this one, as number `sequence`."""
    fields = {
        "actor": row.actor,
        "case_number": row.case_number,
        "causation": row.causation,
        "changes": row.changes,
        "data": row.data,
        "id": str(row.id),
        "position": row.position,
        "sequence": sequence,
        "site": row.site,
        "subject": row.subject,
        "time": row.time.isoformat(),
        "traceparent": row.traceparent,
        "type": row.type,
    }  # in the order of their names: canonical without sorting
    return hashlib.sha256(before + _encode(fields).encode()).digest()


def attributes(row: Row, source: str) -> dict[str, Any]:
    """The CloudEvents attributes of a numbered row, `data` left out; absent ones are not there."""
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(row.id),
        "source": source,
        "type": row.type,
        "subject": row.subject,
        "time": row.time.isoformat(),
        "datacontenttype": "application/json",
        "dataschema": f"urn:{row.type.replace('.', ':')}",
        "site": row.site,
        "sequence": row.sequence,
        "actor": row.actor,
    }
    if row.case_number is not None:
        found["case"] = row.case_number
    if row.causation is not None:
        found["causation"] = row.causation
    if row.traceparent is not None:
        found["traceparent"] = row.traceparent
    return found


def rendered(row: Row, source: str) -> bytes:
    """The structured-mode CloudEvents document: the payload is put in as it was written, never rendered anew."""
    return f'{_encode(attributes(row, source))[:-1]},"data":{row.data}}}'.encode()


def as_document(row: Row, source: str) -> dict[str, Any]:
    """The same as a dict, for the feed."""
    return {**attributes(row, source), "data": json.loads(row.data)}


def source_of(service: str) -> str:
    """The CloudEvents source of a service's facts."""
    return f"/kesu/{service}"


def archived(row: Row) -> str:
    """One line of the archive: every column of a numbered row."""
    return canonical({**row._asdict(), "id": str(row.id), "digest": (row.digest or b"").hex()})


def unarchived(line: str | Mapping[str, Any]) -> Row:
    """The row of one line of the archive. Raises `ValueError` or `KeyError` when it is no such line."""
    raw = dict(json.loads(line) if isinstance(line, str) else line)
    return Row(**{**raw, "id": UUID(raw["id"]), "digest": bytes.fromhex(raw["digest"]), "time": datetime.fromisoformat(raw["time"])})
