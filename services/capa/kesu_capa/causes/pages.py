"""The page of a report's causes: trees of whys and fish bone over the whole width, and what can be done with each cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g
from sqlalchemy.orm import Session

from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.capas.offering import works_on_it
from kesu_capa.capas.queries import capa_of
from kesu_capa.causes.drawing import draw_fish, draw_tree
from kesu_capa.causes.model import BRANCHES, KINDS
from kesu_capa.causes.queries import causes_of
from kesu_capa.permissions import READ, WORK
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.translations import label

pages = Blueprint("causes", __name__)


@pages.get("/capas/<number>/causes")
@allow(READ)
def show(number: str) -> Response:
    """Why it came about, why nobody noticed, and the Ishikawa diagram (D4)."""
    session, actor = current_session(), current_actor()
    capa = capa_of(session, actor, number)
    g.timezone = site_of(session, capa.site).timezone
    may_analyse = "analyse" in CAPA_STATES.allowed(capa.state)
    return render("capa/causes/show.html", c=capa, may_analyse=may_analyse, **shown_causes(session, actor, capa))


def shown_causes(session: Session, actor: Actor, capa: Capa) -> Mapping[str, Any]:
    """What a page needs to show the causes: `causes`, their `drawings`, and whether this person `may_study` them now."""
    causes = causes_of(session, capa)
    trees = {kind: draw_tree(capa.title, [cause for cause in causes if cause.kind == kind]) for kind in KINDS}
    return {
        "causes": causes,
        "drawings": {**trees, "fish": draw_fish(capa.title, causes, {branch: label(branch) for branch in BRANCHES})},
        "may_study": "study" in CAPA_STATES.allowed(capa.state) and actor.may(WORK, capa.site) and works_on_it(session, actor, capa),
    }
