"""Sessions over REST: sign in, renew, sign out, see what is signed in."""

from __future__ import annotations

from typing import Any

from kesu_common.people.authenticate import forget_cached
from kesu_common.people.tokens import SESSION_LIFETIME
from kesu_common.web.access import allow, public
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import answer_is_secret, current_actor, current_runtime, current_session
from kesu_desk.people.commands import revoke_sessions
from kesu_desk.people.queries import own_account
from kesu_desk.permissions import USE_ACCOUNT
from kesu_desk.sign_in import web
from kesu_desk.sign_in.commands import SignedIn, end_session, live_sessions, renew_session
from kesu_desk.sign_in.model import SignInSession
from kesu_desk.sign_in.schemas import FirstPasswordIn, LiveSessionOut, RenewIn, SessionOut, SignInIn

api = ApiBlueprint("sessions", __name__, description="Signing in and out")


@api.post("")
@api.arguments(SignInIn)
@api.response(201, SessionOut)
@public
@api.doc(security=[])
def post_session(body: dict[str, Any]) -> dict[str, Any]:
    """Sign in: a token for every service."""
    return _out(web.sign_in(body["login"], body["password"]))


@api.post("/first")
@api.arguments(FirstPasswordIn)
@api.response(201, SessionOut)
@public
@api.doc(security=[])
def post_first_session(body: dict[str, Any]) -> dict[str, Any]:
    """Replace a temporary password and sign in."""
    return _out(web.sign_in_first(body["login"], body["password"], body["new"]))


@api.post("/renew")
@api.arguments(RenewIn)
@api.response(200, SessionOut)
@public
@api.doc(security=[])
def post_renew(body: dict[str, Any]) -> dict[str, Any]:
    """A fresh token for a session that is alive, with the roles of this moment."""
    return _out(renew_session(current_session(), web.private_key(), body["renewal"]))


@api.post("/end")
@api.arguments(RenewIn)
@api.response(204)
@public
@api.doc(security=[])
def post_end(body: dict[str, Any]) -> None:
    """Sign out: this session cannot be renewed any more."""
    end_session(current_session(), body["renewal"])


@api.get("")
@api.response(200, LiveSessionOut(many=True))
@allow(USE_ACCOUNT)
def list_sessions() -> list[SignInSession]:
    """Where the caller is signed in."""
    return live_sessions(current_session(), current_actor())


@api.delete("")
@api.response(204)
@allow(USE_ACCOUNT)
def delete_sessions() -> None:
    """Sign the caller out everywhere, in every service."""
    revoke_sessions(current_session(), current_actor(), own_account(current_session(), current_actor()))
    forget_cached(current_runtime().database)


def _out(signed_in: SignedIn) -> dict[str, Any]:
    answer_is_secret()
    return {
        "token": signed_in.token,
        "secret": signed_in.secret,
        "person": {"login": signed_in.person.login, "name": signed_in.person.name},
        "expires_in": int(SESSION_LIFETIME.total_seconds()),
    }
