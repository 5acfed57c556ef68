"""Earlier reports about the same product, the same defect, or in like words, with what came of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, select, tuple_
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.permissions import READ
from kesu_common.people.actors import Actor, scoped

LOOKED_AT = 500
"""So many of the newest, those of the product and the defect first, are compared word by word."""
SHOWN = 5
LEAST = 0.2
"""Less likeness than this is none."""


@dataclass(frozen=True)
class Similar:
    """An earlier report and why it is shown: `likeness` is 0 to 1, of the pairs of characters of the words."""

    capa: Capa
    same_product: bool
    same_defect: bool
    likeness: float


def similar_capas(
    session: Session, actor: Actor, *, text: str, product: str | None = None, defect_code: str | None = None, before: Capa | None = None
) -> Sequence[Similar]:
    """The most similar reports that the actor may see, best first: same defect before same product before like words.

    Only those opened `before` a report, if one is given.
    """
    same = case((Capa.product == product, 1), else_=0) + case((Capa.defect_code == defect_code, 1), else_=0)
    wanted = scoped(select(Capa), actor, READ, Capa.site)
    if before is not None:
        wanted = wanted.where(tuple_(Capa.created_at, Capa.id) < (before.created_at, before.id))
    pairs = _pairs(text)
    found = [
        Similar(
            capa,
            same_product=product is not None and capa.product == product,
            same_defect=defect_code is not None and capa.defect_code == defect_code,
            likeness=_likeness(pairs, _pairs(f"{capa.title} {capa.problem or capa.opened_because}")),
        )
        for capa in session.scalars(wanted.order_by(same.desc(), Capa.created_at.desc()).limit(LOOKED_AT))
    ]
    fit = [one for one in found if one.same_product or one.same_defect or one.likeness >= LEAST]
    return sorted(fit, key=lambda one: 2 * one.same_defect + one.same_product + 2 * one.likeness, reverse=True)[:SHOWN]


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of each word: they stand for words in Chinese, which writes no blanks."""
    return {word[i : i + 2] for word in re.findall(r"\w{2,}", text.casefold()) for i in range(len(word) - 1)}


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
