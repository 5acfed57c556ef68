"""REST interface of the radar: complaints that resemble one, below `/api/v1/complaints`; rises at `/api/v1/rises`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.people.copies import require_site
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.complaints.api import api as complaints_api
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.permissions import READ, TUNE_RADAR
from kesu_intake.radar import queries
from kesu_intake.radar.commands import tune_radar
from kesu_intake.radar.model import Rise
from kesu_intake.radar.operations import OPERATIONS
from kesu_intake.radar.rates import Parameters
from kesu_intake.radar.schemas import ParametersIn, RiseListArgs, RiseOut, SimilarComplaintOut, SimilarIn
from kesu_intake.radar.similar import Similar, similar_complaints, similar_to

api = ApiBlueprint("rises", __name__, description="Rises of complaints (投诉上升) and how a site looks for them")


@complaints_api.post("/similar")
@allow(READ)
@complaints_api.arguments(SimilarIn())
@complaints_api.response(200, SimilarComplaintOut(many=True))
def similar_to_new(data: Mapping[str, Any]) -> Sequence[Similar]:
    """Complaints that resemble one that is being written down; nothing is stored"""
    return similar_complaints(current_session(), current_actor(), **data)


@complaints_api.get("/<number>/similar")
@allow(READ)
@complaints_api.response(200, SimilarComplaintOut(many=True))
def similar_to_known(number: str) -> Sequence[Similar]:
    """Complaints that resemble this one"""
    session, actor = current_session(), current_actor()
    return similar_to(session, actor, complaint_of(session, actor, number))


@api.get("")
@allow(READ)
@api.arguments(RiseListArgs, location="query")
@api.response(200, RiseOut(many=True))
def list_rises(args: Mapping[str, Any]) -> Sequence[Rise]:
    """Rises, newest first"""
    page = paginate(current_session(), queries.rises(current_actor(), args), queries.SORTS, identity=Rise.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, RiseOut)
def get_rise(number: str) -> Rise:
    """One rise with its weekly counts and complaints"""
    rise = queries.rise_of(current_session(), current_actor(), number)
    send_etag(rise)
    return rise


@api.get("/parameters/<site>")
@allow(READ)
@api.response(200, ParametersIn)
def get_parameters(site: str) -> Parameters:
    """How a site looks for rises"""
    require_site(current_session(), current_actor(), READ, site)
    return queries.parameters_of(current_session(), site)


@api.put("/parameters/<site>")
@allow(TUNE_RADAR)
@api.arguments(ParametersIn())
@api.response(200, ParametersIn)
def put_parameters(data: Mapping[str, Any], site: str) -> Parameters:
    """Set how a site looks for rises"""
    return tune_radar(current_session(), current_actor(), site, **data)


OPERATIONS.add_endpoints(api, RiseOut)
