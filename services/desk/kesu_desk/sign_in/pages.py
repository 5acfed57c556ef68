"""The sign-in page, renewal for pages that are open, sign-out, and one's own account."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError, Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.authenticate import forget_cached
from kesu_common.web.access import allow, public
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_desk.people import commands as people
from kesu_desk.people.queries import own_account
from kesu_desk.people.schemas import PasswordChange
from kesu_desk.permissions import USE_ACCOUNT
from kesu_desk.sign_in import web
from kesu_desk.sign_in.commands import PasswordExpired, end_session, live_sessions, renew_session
from kesu_desk.sign_in.schemas import FirstPasswordIn, SignInIn

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
@public
def show() -> Response:
    """The form; whose session is alive goes straight on."""
    going_on = web.own_address(request.args.get("next"))
    secret = request.cookies.get(web.RENEWAL_COOKIE)
    if secret:
        try:
            return web.keep_cookies(see_other(going_on), renew_session(current_session(), web.private_key(), secret))
        except Unauthenticated:
            return web.drop_cookies(_page(FormState(), going_on))
    return _page(FormState(), going_on)


@blueprint.post("/sign-in")
@public
def enter() -> Response:
    """Sign in; a temporary password leads to the form for one's own."""
    going_on = web.own_address(request.form.get("next"))
    try:
        given = load_form(SignInIn(unknown="exclude"), request)
        return web.keep_cookies(see_other(going_on), web.sign_in(given["login"], given["password"]))
    except PasswordExpired:
        return render("desk/sign_in/first.html", form=FormState.typed(request), going_on=going_on)
    except (FormInvalid, KesuError) as error:
        return _page(FormState.refused(request, error), going_on, status_of(error))


@blueprint.post("/sign-in/first")
@public
def enter_first() -> Response:
    """Replace a temporary password and sign in."""
    going_on = web.own_address(request.form.get("next"))
    try:
        given = load_form(FirstPasswordIn(unknown="exclude"), request)
        return web.keep_cookies(see_other(going_on), web.sign_in_first(given["login"], given["password"], given["new"]))
    except (FormInvalid, KesuError) as error:
        form = FormState.refused(request, error)
        return render("desk/sign_in/first.html", form=form, going_on=going_on, status=status_of(error))


@blueprint.post("/session/renew")
@public
def renew() -> Response:
    """Pages that are in use call this every few minutes. 401 when the session is over."""
    signed_in = renew_session(current_session(), web.private_key(), request.cookies.get(web.RENEWAL_COOKIE, ""))
    return web.keep_cookies(Response(status=204), signed_in)


@blueprint.post("/sign-out")
@public
def leave() -> Response:
    """Sign out at this browser."""
    end_session(current_session(), request.cookies.get(web.RENEWAL_COOKIE, ""))
    flash(say(N_("You are signed out.")), "good")
    return web.drop_cookies(see_other(url_for("sign_in.show")))


@blueprint.get("/profile")
@allow(USE_ACCOUNT)
def profile() -> Response:
    """One's own account: roles, sessions, password."""
    return _profile(FormState())


@blueprint.post("/profile/password")
@allow(USE_ACCOUNT)
def change_password() -> Response:
    """Change one's own password; then one signs in again."""
    try:
        given = load_form(PasswordChange(), request)
        people.change_password(current_session(), current_actor(), own_account(current_session(), current_actor()), **given)
    except (FormInvalid, KesuError) as error:
        return _profile(FormState.refused(request, error), status_of(error))
    flash(say(N_("The password is changed. Sign in with the new one.")), "good")
    return _out_everywhere()


@blueprint.post("/profile/sign-out-everywhere")
@allow(USE_ACCOUNT)
def leave_everywhere() -> Response:
    """End all of one's sessions."""
    people.revoke_sessions(current_session(), current_actor(), own_account(current_session(), current_actor()))
    flash(say(N_("You are signed out everywhere.")), "good")
    return _out_everywhere()


def _out_everywhere() -> Response:
    forget_cached(current_runtime().database)
    return web.drop_cookies(see_other(url_for("sign_in.show")))


def _profile(form: FormState, status: int = 200) -> Response:
    account = own_account(current_session(), current_actor())
    sessions = live_sessions(current_session(), current_actor())
    return render("desk/sign_in/profile.html", account=account, sessions=sessions, form=form, status=status)


def _page(form: FormState, going_on: str, status: int = 200) -> Response:
    return render("desk/sign_in/sign_in.html", form=form, going_on=going_on, status=status)
