"""REST interface of corrective actions: `/api/v1/capas`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from uuid_utils.compat import uuid7

from kesu_capa.actions.queries import actions_of
from kesu_capa.capas import queries
from kesu_capa.capas.commands import open_capa
from kesu_capa.capas.model import Capa
from kesu_capa.capas.operations import OPERATIONS
from kesu_capa.capas.schemas import CapaDetailsOut, CapaListArgs, CapaOut, OpenIn, SimilarArgs, SimilarOut
from kesu_capa.causes.queries import causes_of
from kesu_capa.containment.commands import PROOF_LIMIT, attach_proof, may_prove
from kesu_capa.containment.queries import proofs_of
from kesu_capa.containment.schemas import ProofArgs, ProofOut
from kesu_capa.effect.figures import Effect, effect_of
from kesu_capa.effect.preview import Preview, preview_of
from kesu_capa.effect.schemas import EffectArgs, EffectOut, PreviewArgs, PreviewOut
from kesu_capa.exchange.checking import require_valid
from kesu_capa.exchange.schemas import DocumentOut
from kesu_capa.exchange.writing import document_of
from kesu_capa.permissions import OPEN, READ, WORK
from kesu_capa.similar.queries import Similar, similar_capas
from kesu_capa.spread.queries import entries_of
from kesu_common.attachments import Attachment
from kesu_common.errors import Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.attachments import AttachmentIn
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links

api = ApiBlueprint("capas", __name__, description="Corrective and preventive actions (纠正/预防措施报告)")


@api.get("")
@allow(READ)
@api.arguments(CapaListArgs, location="query")
@api.response(200, CapaOut(many=True))
def list_capas(args: Mapping[str, Any]) -> Sequence[Capa]:
    """Corrective actions, newest first"""
    page = paginate(current_session(), queries.capas(current_actor(), args), queries.SORTS, identity=Capa.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(OPEN)
@api.arguments(OpenIn)
@api.response(201, CapaOut)
def open_by_hand(data: Mapping[str, Any]) -> tuple[Capa, int, dict[str, str]]:
    """Open a corrective or preventive action by hand"""
    capa = opened_by_hand(data)
    send_etag(capa)
    return capa, 201, {"Location": url_for("api_capas.get_capa", number=capa.number)}


def opened_by_hand(data: Mapping[str, Any]) -> Capa:
    """Open what API or form brought."""
    return open_capa(current_session(), current_actor(), source_key=_key(data), **data)


def _key(data: Mapping[str, Any]) -> str:
    """What it is opened for: an audit's finding and a recall have one report each."""
    named = [data["source"], data["reference"], data["clause"]] if data["source"] != "manual" else ["manual", str(uuid7())]
    return "/".join(part for part in named if part)


@api.get("/similar")
@allow(READ)
@api.arguments(SimilarArgs, location="query")
@api.response(200, SimilarOut(many=True))
def list_similar(args: Mapping[str, Any]) -> Sequence[Similar]:
    """Earlier reports of the same product or defect, or in like words, with what came of them"""
    return similar_capas(current_session(), current_actor(), **args)


@api.get("/<number>")
@allow(READ)
@api.response(200, CapaDetailsOut)
def get_capa(number: str) -> dict[str, Any]:
    """One corrective action with its actions"""
    capa = queries.capa_of(current_session(), current_actor(), number)
    send_etag(capa)
    parts = {
        "members": capa.members,
        "places": capa.places,
        "causes": causes_of(current_session(), capa),
        "read_across_entries": entries_of(current_session(), capa),
        "reopenings": capa.reopenings,
    }
    return {**CapaOut().dump(capa), **_typed(capa), "actions": actions_of(current_session(), capa), **parts}


@api.get("/<number>/effect")
@allow(READ)
@api.arguments(EffectArgs, location="query")
@api.response(200, EffectOut)
def get_effect(args: Mapping[str, Any], number: str) -> Effect:
    """Complaints of its product and defect per delivered unit or lot, before and after (clause 4.1.3.6)"""
    effect = effect_of(current_session(), queries.capa_of(current_session(), current_actor(), number), args.get("basis"))
    if effect is None:
        raise NotFound(N_("This report names no product, so nothing can be counted."))
    return effect


@api.get("/<number>/effect/preview")
@allow(READ)
@api.arguments(PreviewArgs, location="query")
@api.response(200, PreviewOut)
def preview_effect(args: Mapping[str, Any], number: str) -> Preview:
    """What a criterion could tell: the chance that the figures prove the effect, if complaints stop or fall to a tenth or a half"""
    effect = effect_of(current_session(), queries.capa_of(current_session(), current_actor(), number), args["basis"])
    if effect is None:
        raise NotFound(N_("This report names no product, so nothing can be counted."))
    if "amount" not in args:
        raise Invalid(N_("Say after how many units, lots or days."), field="amount")
    return preview_of(effect, args["until"], args["amount"])


@api.get("/<number>/report-8d")
@allow(READ)
@api.response(200, DocumentOut)
def get_report_8d(number: str) -> dict[str, Any]:
    """The report as JSON of the model report_8d 1.0.0; what partners must still tell each other for it is named"""
    capa = queries.capa_of(current_session(), current_actor(), number)
    return require_valid(document_of(current_session(), capa), current_actor().language)


@api.post("/<number>/attachments")
@allow(WORK)
@api.arguments(ProofArgs, location="query")
@api.arguments(AttachmentIn, location="files")
@api.response(201, ProofOut)
def attach(args: Mapping[str, Any], files: Mapping[str, Any], number: str) -> Attachment:
    """Attach a file as proof of the containment, or as evidence of an action; it can never be changed"""
    session, actor, file = current_session(), current_actor(), files["file"]
    capa = queries.capa_of(session, actor, number, lock=True)
    may_prove(session, actor, capa, args["line"])
    stored = current_runtime().files.save(file.stream, filename=file.filename or "proof", limit=PROOF_LIMIT)
    return attach_proof(session, actor, capa, stored, args["kind"], args["line"])


@api.get("/<number>/attachments")
@allow(READ)
@api.response(200, ProofOut(many=True))
def list_attachments(number: str) -> Sequence[Attachment]:
    """The files of the report and of its actions, oldest first; the bytes are at `/files/<id>`"""
    return proofs_of(current_session(), queries.capa_of(current_session(), current_actor(), number))


def _typed(capa: Capa) -> dict[str, Any]:
    return {name: getattr(capa, name) for name in ("created_at", "closed_at", "effect_judged_at", "effect_units", "effect_amount")}


OPERATIONS.add_endpoints(api, CapaOut)
