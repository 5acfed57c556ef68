"""Complaints that resemble a new one (相似客诉): the same serial number, order or lot first, then texts that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.likeness import Compared, likeness
from kesu_common.people.actors import Actor, scoped
from kesu_common.words import quoted
from kesu_intake.complaints.language import language_of
from kesu_intake.complaints.model import Complaint
from kesu_intake.permissions import READ
from kesu_intake.radar.rare import frequencies_of, rare_words

ALIKE = 0.7
"""From this likeness on two texts are proposed as one complaint; chosen on real complaints in English, see `bench.radar`."""
ALIKE_IN_CHINESE = 0.5
"""The same for Chinese texts, which share far fewer pairs by chance and lose more by being reordered."""
CANDIDATES = 20
"""Texts that are compared; those that share most of the rare words."""
_SAME_MARKS = 20
_COLUMNS = (
    Complaint.id,
    Complaint.number,
    Complaint.site,
    Complaint.state,
    Complaint.customer_code,
    Complaint.customer_name,
    Complaint.product,
    Complaint.lot,
    Complaint.serial,
    Complaint.external_reference,
    Complaint.received_at,
    Complaint.text,
    Complaint.working_text,
)


@dataclass(frozen=True)
class Similar:
    """A complaint that resembles, how much (0 to 1; 1: the same serial number, order or text), and why: [{message, params}]."""

    complaint: Row[Any]
    score: float
    likeness: float
    why: list[dict[str, Any]]


def similar_complaints(
    session: Session,
    actor: Actor,
    *,
    text: str | None = None,
    customer_code: str | None = None,
    product: str | None = None,
    lot: str | None = None,
    serial: str | None = None,
    external_reference: str | None = None,
    but: str | None = None,
    limit: int = 5,
    alike: float | None = None,
) -> list[Similar]:
    """The complaints that most resemble one with these values, best first; `but` is the number of the one that is looked at itself,
    `alike` the likeness from which on a text alone is a reason, if not `ALIKE` or `ALIKE_IN_CHINESE`.

    Nothing is promised about words that are in every complaint: candidates are found by the rare words of the text.
    """
    marks = {"serial": serial, "external_reference": external_reference, "lot": lot}
    given = {name: value.strip() for name, value in marks.items() if value and value.strip()}
    found = {row.id: row for row in _with_same_marks(session, actor, given)}
    if text and text.strip():
        found |= {row.id: row for row in _with_same_words(session, actor, text, found)}
    written = Compared.of(text or "")
    enough = alike or (ALIKE_IN_CHINESE if language_of(text or "") == "zh" else ALIKE)
    new = {**given, "customer_code": customer_code, "product": product}
    judged = (_judge(row, new, written, enough) for row in found.values() if row.number != but)
    ranked = sorted((one for one in judged if one.why), key=lambda one: (one.score, one.complaint.received_at), reverse=True)
    return ranked[:limit]


def _with_same_marks(session: Session, actor: Actor, marks: Mapping[str, str]) -> Sequence[Any]:
    if not marks:
        return ()
    same = or_(*(getattr(Complaint, name) == value for name, value in marks.items()))
    statement = scoped(select(*_COLUMNS).where(same), actor, READ, Complaint.site)
    return session.execute(statement.order_by(Complaint.created_at.desc()).limit(_SAME_MARKS)).all()


def _with_same_words(session: Session, actor: Actor, text: str, known: Iterable[UUID]) -> Sequence[Any]:
    words = rare_words(frequencies_of(session), text)
    if not words:
        return ()
    query = cast(literal(" | ".join(map(quoted, words))), TSQUERY)
    statement = scoped(select(*_COLUMNS).where(Complaint.words.op("@@")(query)), actor, READ, Complaint.site)
    if already := list(known):
        statement = statement.where(Complaint.id.not_in(already))
    return session.execute(statement.order_by(func.ts_rank(Complaint.words, query).desc(), Complaint.id.desc()).limit(CANDIDATES)).all()


def _judge(row: Row[Any], new: Mapping[str, str | None], written: Compared, enough: float) -> Similar:
    why: list[dict[str, Any]] = []
    score = 0.0
    for name, worth, message in _MARKS:
        if new.get(name) and getattr(row, name) == new[name]:
            why.append({"message": message, "params": {"value": new[name]}})
            score = max(score, worth)
    alike = max((likeness(written, Compared.of(text)) for text in (row.text, row.working_text) if text), default=0.0)
    if alike >= enough:
        why.append({"message": N_("The texts agree by %(percent)s %%"), "params": {"percent": round(alike * 100)}})
    if why and new.get("customer_code") == row.customer_code:
        why.append({"message": N_("The same customer"), "params": {}})
        score += 0.01
    return Similar(row, score + alike, alike, why)


_MARKS = (
    ("serial", 1.0, N_("The same serial number %(value)s")),
    ("external_reference", 1.0, N_("The same reference %(value)s")),
    ("lot", 0.5, N_("The same lot %(value)s")),
)
"""Field, what its being the same is worth beside a text that is the same (1), and how it is told."""


def similar_to(session: Session, actor: Actor, complaint: Complaint, limit: int = 5) -> list[Similar]:
    """The complaints that most resemble this one."""
    marks = {name: getattr(complaint, name) for name in ("customer_code", "product", "lot", "serial", "external_reference", "text")}
    return similar_complaints(session, actor, **marks, but=complaint.number, limit=limit)
