"""The effect on pages: the report's own chart, and the live preview of a criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.capas.queries import capa_of
from kesu_capa.effect.drawing import WORDS, draw
from kesu_capa.effect.figures import effect_of
from kesu_capa.effect.preview import preview_of
from kesu_capa.effect.schemas import PreviewArgs
from kesu_capa.permissions import READ
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.pages import render
from kesu_common.web.translations import label, language

pages = Blueprint("effects", __name__)


def shown_effect(session: Session, capa: Capa, _form: FormState | None = None) -> dict[str, Any]:
    """What a page needs to show the effect: `effect` and its `drawing`, both `None` for a report without a product, with its `words`."""
    effect = effect_of(session, capa)
    return {"effect": effect, "drawing": draw(effect) if effect else None, "words": chart_words(language())}


def chart_words(*languages: str) -> dict[str, str]:
    """What the charts say, in one language or in several one after the other."""
    return {name: " ".join(label(words, one) for one in languages) for name, words in WORDS.items()}


def previewed(session: Session, capa: Capa, form: FormState) -> dict[str, Any]:
    """What the form of the criterion shows below: the figures by the chosen basis, and what the chosen amount could tell."""
    return _preview(session, capa, {name: form.value(name) for name in ("basis", "until", "amount")})


EFFECT: Mapping[str, Callable[[Session, Capa, FormState], dict[str, Any]]] = {"criterion": previewed, "verify": shown_effect}
"""The operations whose forms show the effect."""


@pages.get("/capas/<number>/criterion/preview")
@allow(READ)
def preview(number: str) -> Response:
    """What the criterion that is being typed could tell; what cannot be read yet is left out."""
    session = current_session()
    capa = capa_of(session, current_actor(), number)
    return render("capa/effect_preview.html", c=capa, **_preview(session, capa, request.args))


def _preview(session: Session, capa: Capa, given: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {name: given[name] for name in ("basis", "until", "amount") if given.get(name)}
    try:
        chosen = PreviewArgs().load(asked)
    except ValidationError as error:
        chosen = {name: value for name, value in error.valid_data.items() if name == "basis"} if isinstance(error.valid_data, dict) else {}
    effect = effect_of(session, capa, chosen.get("basis"))
    seen = preview_of(effect, chosen["until"], chosen["amount"]) if effect and "amount" in chosen else None
    return {"effect": effect, "preview": seen}
