"""The page of delegations: who acts for whom, and the form for one's own."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.authenticate import forget_cached
from kesu_common.people.delegations import DELEGABLE
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_desk.delegations import commands, queries
from kesu_desk.delegations.model import DELEGATION_STATES, Delegation
from kesu_desk.delegations.schemas import DelegationIn, DelegationListArgs
from kesu_desk.permissions import DELEGATE, END_DELEGATION, MANAGE_PEOPLE, READ_DELEGATIONS

blueprint = Blueprint("delegations", __name__)


@blueprint.get("/delegations")
@allow(READ_DELEGATIONS)
def listing() -> Response:
    """Who acts for whom, now, soon and before."""
    session, actor, args = current_session(), current_actor(), page_args(DelegationListArgs())
    page = paginate(session, queries.delegations(actor, args), queries.SORTS, identity=Delegation.id, args=args, default="-begins_at")
    may_end = {x.number for x in page.items if x.state == "given" and (x.giver == actor.id or actor.may(MANAGE_PEOPLE, x.site))}
    may_give = bool(queries.roles_of(session, actor))
    return render("desk/delegations/listing.html", page=page, may_end=may_end, may_give=may_give, states=DELEGATION_STATES.states)


@blueprint.route("/delegations/new", methods=["GET", "POST"])
@allow(DELEGATE)
def new() -> Response:
    """Name a deputy."""
    if request.method == "GET":
        return _form(FormState())
    try:
        made = commands.delegate(current_session(), current_actor(), **load_form(DelegationIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), status_of(error))
    forget_cached(current_runtime().database)
    flash(say(N_("%(name)s is your deputy."), {"name": made.deputy_name}), "good")
    return see_other(url_for("delegations.listing"))


@blueprint.post("/delegations/<number>/revoke")
@allow(END_DELEGATION)
def revoke(number: str) -> Response:
    """End a delegation before its time."""
    found = queries.delegation_for(current_session(), current_actor(), number, lock=True)
    check_match(found)
    commands.revoke_delegation(current_session(), current_actor(), found)
    forget_cached(current_runtime().database)
    flash(say(N_("The delegation is revoked.")), "good")
    return see_other(url_for("delegations.listing"))


def _form(form: FormState, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    own = queries.roles_of(session, actor)
    sites = queries.sites_to_delegate(session, own)
    roles = [role for role in DELEGABLE if any(grant.role == role for grant in own)]
    people = queries.colleagues(session, actor, sites)
    return render("desk/delegations/form.html", form=form, sites=sites, roles=roles, people=people, status=status)
