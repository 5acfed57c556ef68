"""What the present request works with: its runtime, its database session, its actor."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, g
from sqlalchemy.orm import Session

from kesu_common.people.actors import ANONYMOUS, Actor
from kesu_common.runtime import Runtime


def current_runtime() -> Runtime:
    """The runtime of the service that answers."""
    runtime: Runtime = current_app.extensions["kesu"]
    return runtime


def current_session() -> Session:
    """The request's one session, opened on first use. The web layer commits it when the view's answer is below 400, else rolls it back."""
    if "session" not in g:
        g.session = current_runtime().database.session_factory()
    session: Session = g.session
    return session


def current_actor() -> Actor:
    """Who sends the request; `ANONYMOUS` on public endpoints without sign-in."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def on_answer(add: Callable[[Response], None]) -> None:
    """Let `add` complete the view's answer, after the session was flushed and before the answer is kept under its idempotency key."""
    g.setdefault("on_answer", []).append(add)


def answer_is_secret() -> None:
    """The answer carries a secret that is told once: nobody on the way keeps it, nor is it kept under its idempotency key."""
    on_answer(lambda response: response.headers.set("Cache-Control", "no-store"))


def complete(response: Response) -> None:
    """Run what `on_answer` collected."""
    if "session" in g:
        g.session.flush()
    for add in g.pop("on_answer", []):
        add(response)


def finish_session(*, commit: bool) -> None:
    """End the request's transaction, if it began one."""
    session: Session | None = g.pop("session", None)
    if session is None:
        return
    try:
        if commit:
            session.commit()
    finally:
        session.close()
