"""Administering keys."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES
from kesu_common.people.authenticate import forget_cached
from kesu_common.people.roles import ROLES
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_desk.keys.api import SORTS
from kesu_desk.keys.commands import issue_key, revoke_key
from kesu_desk.keys.model import AccessKey
from kesu_desk.keys.queries import key_with, keys_for
from kesu_desk.keys.schemas import KINDS, KeyIn, KeyQuery
from kesu_desk.people.pages import posted_grants
from kesu_desk.permissions import MANAGE_KEYS
from kesu_desk.sites.queries import sites_for

blueprint = Blueprint("keys", __name__)


@blueprint.get("/keys")
@allow(MANAGE_KEYS)
def listing() -> Response:
    """The keys of the sites that one administers."""
    args = KeyQuery(unknown="exclude").load({name: value for name, value in request.args.items() if value})
    statement = keys_for(current_actor(), q=args.get("q"), state=args.get("state"))
    page = paginate(current_session(), statement, SORTS, identity=AccessKey.id, args=args)
    return render("desk/keys/listing.html", page=page)


@blueprint.route("/keys/new", methods=["GET", "POST"])
@allow(MANAGE_KEYS)
def new() -> Response:
    """Issue a key; it is shown this once."""
    if request.method == "GET":
        return _form(FormState.of({"kind": "device"}))
    try:
        given = load_form(KeyIn(unknown="exclude", exclude=("grants",)), request)
        key, text = issue_key(current_session(), current_actor(), **given, grants=posted_grants())
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), status_of(error))
    return render("desk/keys/issued.html", key=key, text=text)


@blueprint.post("/keys/<prefix>/revoke")
@allow(MANAGE_KEYS)
def revoke(prefix: str) -> Response:
    """Refuse a key from now on."""
    key = key_with(current_session(), current_actor(), prefix)
    check_match(key)
    revoke_key(current_session(), current_actor(), key)
    forget_cached(current_runtime().database)
    flash(say(N_("The key is not accepted any more.")), "good")
    return see_other(url_for("keys.listing"))


def _form(form: FormState, status: int = 200) -> Response:
    sites = [site.code for site in sites_for(current_session(), current_actor(), MANAGE_KEYS)]
    if current_actor().may(MANAGE_KEYS, ALL_SITES):
        sites.insert(0, ALL_SITES)
    roles = [role for role in ROLES if role != "admin"]
    return render("desk/keys/form.html", form=form, sites=sites, roles=roles, kinds=KINDS, status=status)
