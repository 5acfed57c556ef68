"""REST interface of the glossary: `/api/v1/glossary`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_intake.glossary import queries
from kesu_intake.glossary.commands import enter_term, remove_term
from kesu_intake.glossary.model import Term
from kesu_intake.glossary.schemas import TermIn, TermListArgs, TermOut
from kesu_intake.permissions import MAINTAIN_GLOSSARY, READ

api = ApiBlueprint("glossary", __name__, description="Defect terms (缺陷术语) in Chinese and English, per site")


@api.get("")
@allow(READ)
@api.arguments(TermListArgs, location="query")
@api.response(200, TermOut(many=True))
def list_terms(args: Mapping[str, Any]) -> Sequence[Term]:
    """Terms"""
    page = paginate(current_session(), queries.terms(current_actor(), args), queries.SORTS, identity=Term.id, args=args, default="en")
    send_links(page)
    return page.items


@api.post("")
@allow(MAINTAIN_GLOSSARY)
@api.arguments(TermIn)
@api.response(201, TermOut)
def enter(data: Mapping[str, Any]) -> Term:
    """Enter a term, or change the one with this English"""
    term = enter_term(current_session(), current_actor(), **data)
    current_session().flush()
    return term


@api.delete("/<uuid:term_id>")
@allow(MAINTAIN_GLOSSARY)
@api.response(204)
def remove(term_id: UUID) -> None:
    """Take a term out"""
    remove_term(current_session(), current_actor(), queries.term_of(current_session(), current_actor(), term_id, MAINTAIN_GLOSSARY))
