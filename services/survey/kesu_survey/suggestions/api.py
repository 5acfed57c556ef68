"""REST interface of suggestions: codes, coding, what customers say most, and what was passed to departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.people.copies import require_site
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.permissions import CODE_SUGGESTION, PASS_SUGGESTION, READ
from kesu_survey.suggestions import queries
from kesu_survey.suggestions.commands import code_text, declare_code, pass_suggestion, uncode_text
from kesu_survey.suggestions.model import PassedSuggestion, SuggestionCode
from kesu_survey.suggestions.operations import OPERATIONS
from kesu_survey.suggestions.proposals import LEARNED, Proposer
from kesu_survey.suggestions.schemas import CodeIn, CodeOut, CodingIn, CodingProgressOut, PassedListArgs, PassedOut, PassIn, SuggestionsOut

api = ApiBlueprint("suggestions", __name__, description="Opinions and suggestions (意见和建议)")
FIRST = 20


@api.get("/codes/<site>")
@allow(READ)
@api.response(200, CodeOut(many=True))
def get_codes(site: str) -> Sequence[SuggestionCode]:
    """The site's list of codes"""
    require_site(current_session(), current_actor(), READ, site)
    return queries.codes_at(current_session(), site)


@api.post("/codes/<site>")
@allow(CODE_SUGGESTION)
@api.arguments(CodeIn)
@api.response(200, CodeOut)
def post_code(data: Mapping[str, Any], site: str) -> SuggestionCode:
    """Put a code on the list, or change what it says (clause 4.2.3.4)"""
    session = current_session()
    require_site(session, current_actor(), CODE_SUGGESTION, site)
    declare_code(session, current_actor(), site=site, **data)
    session.flush()
    return queries.code_of(session, site, data["code"])


@api.get("/of/<number>")
@allow(READ)
@api.response(200, SuggestionsOut)
def get_suggestions(number: str) -> dict[str, Any]:
    """What customers of a survey say, the most frequent first, and the texts that wait to be coded with proposals (clause 4.2.3.4)"""
    session = current_session()
    campaign = campaign_of(session, current_actor(), number)
    coded, texts = queries.progress(session, number)
    proposer = Proposer(queries.codes_at(session, campaign.site), queries.coded_texts(session, campaign.site, LEARNED))
    waiting = [{**vars(told), "proposals": proposer.propose(told.text)} for told in queries.waiting(session, campaign, FIRST)]
    return {"coded": coded, "texts": texts, "points": queries.pareto(session, number, campaign.site), "waiting": waiting}


@api.post("/of/<number>/coding")
@allow(CODE_SUGGESTION)
@api.arguments(CodingIn)
@api.response(200, CodingProgressOut)
def post_coding(data: Mapping[str, Any], number: str) -> dict[str, int]:
    """Give a text its codes, or take them back with an empty list (clause 4.2.3.4)"""
    session, actor = current_session(), current_actor()
    campaign = campaign_of(session, actor, number)
    if data["codes"]:
        code_text(session, actor, campaign, **data)
    else:
        uncode_text(session, actor, campaign, form=data["form"], item=data["item"])
    coded, texts = queries.progress(session, number)
    return {"coded": coded, "texts": texts}


@api.post("/of/<number>/pass")
@allow(PASS_SUGGESTION)
@api.arguments(PassIn)
@api.response(201, PassedOut)
def post_pass(data: Mapping[str, Any], number: str) -> PassedSuggestion:
    """Pass what many customers say to the department concerned (clause 4.2.3.4)"""
    session, actor = current_session(), current_actor()
    passed = pass_suggestion(session, actor, campaign_of(session, actor, number, lock=True), **data)
    session.flush()
    send_etag(passed)
    return passed


@api.get("")
@allow(READ)
@api.arguments(PassedListArgs, location="query")
@api.response(200, PassedOut(many=True))
def list_passed(args: Mapping[str, Any]) -> Sequence[PassedSuggestion]:
    """What was passed to departments"""
    page = paginate(current_session(), queries.passed(current_actor(), args), queries.SORTS, identity=PassedSuggestion.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, PassedOut)
def get_passed(number: str) -> PassedSuggestion:
    """One passed suggestion"""
    passed = queries.passed_of(current_session(), current_actor(), number)
    send_etag(passed)
    return passed


OPERATIONS.add_endpoints(api, PassedOut)
