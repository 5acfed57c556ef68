"""A whole case as one archive (clause 6-d): its facts, its records as their services tell them, their papers and files."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import urllib3
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Unavailable
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.settings import Settings
from kesu_desk.cases.queries import case_numbered, records_of, timeline_of
from kesu_desk.cases.schemas import CaseFileOut, CaseOut
from kesu_desk.cases.topics import page_of

EVERYTHING = 1_000_000
"""So many facts a case never has."""
IN_MEMORY = 16 * 2**20
"""An archive of more bytes is made in a file."""
RESOURCES = {"/onsite/": "/onsite-jobs/"}
"""Where the interface has another name for records than the pages have."""
PAPERS = {"KS": ("form.pdf",), "QC": ("report.pdf",), "CA": ("report.pdf", "8d.pdf"), "SC": ("report.pdf",)}
"""The papers of a record, below its page, by the letters that its number begins with."""
BESIDE = {"KS": ("intake", "originals"), "RT": ("quality", "handlings")}
"""What a service keeps about another record under the same number."""
WITH_FILES = ("KS", "CA")
"""Records that have files."""
_GONE = (403, 404, 409, 410)
"""Answers that say: not for this reader, or not there."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass
class _Archive:
    """An archive in the making; `included` and `left_out` become its index."""

    zipped: zipfile.ZipFile
    included: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes, source: str) -> None:
        """One file, and from where it comes."""
        self.zipped.writestr(path, content)
        self.included.append({"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "from": source})


def archive_of(session: Session, settings: Settings, actor: Actor, credential: Mapping[str, str], number: str) -> IO[bytes]:
    """A ZIP of everything about a case that the reader may see: `index.json` (every file with its SHA-256, and what is not included and
    why), `case.json` (summary, records and all facts), and below each record's number what its service tells of it (`record.json`), its
    papers as PDF and its files.

    The services are asked in the reader's own name: `credential` are the headers that carry it. Raises `NotFound`, and `Unavailable` when
    a service does not answer: a part of a case is never given out for the whole.
    """
    case = case_numbered(session, actor, number)
    records = records_of(session, actor, number)
    facts = timeline_of(session, actor, number, limit=EVERYTHING)
    told = {**{name: getattr(case, name) for name in CaseOut().fields}, "timeline": facts, "records": records}
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer that sends it closes it
    asking = urllib3.PoolManager(timeout=urllib3.Timeout(connect=3.0, read=60.0), retries=False, headers=dict(credential))
    with asking as http, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        archive = _Archive(zipped)
        archive.add("case.json", _json(CaseFileOut().dump(told)), "desk")
        for one in dict.fromkeys([number, *(record.number for record in records)]):
            _add_record(archive, http, settings, one)
        made_by = {"made_at": clock.now().isoformat(), "made_by": actor.name or actor.id}
        zipped.writestr("index.json", _json({"case": number, **made_by, "included": archive.included, "left_out": archive.left_out}))
    made.seek(0)
    return made


def _add_record(archive: _Archive, http: urllib3.PoolManager, settings: Settings, number: str) -> None:
    where = page_of(number)
    if where is None:
        return
    service, page = where
    resource = next((page.replace(name, other, 1) for name, other in RESOURCES.items() if page.startswith(name)), page)
    letters = number.split("-", 1)[0]
    _fetched(archive, http, settings, service, f"/api/v1{resource}", f"{number}/record.json")
    if letters in BESIDE:
        keeper, things = BESIDE[letters]
        _fetched(archive, http, settings, keeper, f"/api/v1/{things}/{number}", f"{number}/{things}.json")
    for paper in PAPERS.get(letters, ()):
        _fetched(archive, http, settings, service, f"{page}/{paper}", f"{number}/{paper}")
    listed = None
    if letters in WITH_FILES:
        listed = _fetched(archive, http, settings, service, f"/api/v1{resource}/attachments", f"{number}/files.json")
    for file in _named(json.loads(listed) if listed else ()):
        _fetched(archive, http, settings, service, f"/files/{file['id']}", f"{number}/files/{file['name']}")


def _named(files: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, str]]:
    """Each file with a name that is its own within the record and that every system takes."""
    for file in files:
        plain = _UNFIT.sub("_", str(file["filename"])).strip(". ")[-120:] or "file"
        yield {"id": str(file["id"]), "name": f"{str(file['id'])[-8:]} {plain}"}


def _fetched(archive: _Archive, http: urllib3.PoolManager, settings: Settings, service: str, path: str, into: str) -> bytes | None:
    try:
        answer = http.request("GET", f"{settings.peer(service)}{path}")
    except urllib3.exceptions.HTTPError as error:
        raise _silent(service) from error
    if answer.status == 200:
        archive.add(into, answer.data, f"{service}{path}")
        return answer.data
    if answer.status not in _GONE:
        raise _silent(service)
    archive.left_out.append({"path": into, "from": f"{service}{path}", "status": answer.status})
    return None


def _silent(service: str) -> Unavailable:
    return Unavailable(N_("%(service)s does not answer: the archive would not be whole. Try again in a minute."), service=service)


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()
