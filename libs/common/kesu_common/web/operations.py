"""What can be done with a record, declared once: its REST endpoint, its form and its button all come from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from flask import Blueprint, Response, flash, g, request
from marshmallow import Schema
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Action, Actor
from kesu_common.people.copies import site_of
from kesu_common.schemas import StrictSchema
from kesu_common.states import StateTable
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.form_fields import Field
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.pages import see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say


class Record(Protocol):
    """What operations work on: an aggregate."""

    number: Any
    site: Any
    state: Any
    version: Any


Thing = TypeVar("Thing", bound=Record)


class NothingIn(StrictSchema):
    """The body of an operation that needs no words: `{}`."""


def nothing(_session: Session, _actor: Actor, _thing: Any) -> Mapping[str, Any]:
    """No values to begin with."""
    return {}


def always(_session: Session, _actor: Actor, _thing: Any) -> bool:
    """Offered whenever role and state allow it."""
    return True


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[Thing]):
    """One command with all that its endpoint, its form and its button need.

    `path` is the last part of the addresses; `run` the command: (session, actor, thing, **fields of the schema); `command` its name in
    the state table (or several names, any of which makes it possible), `None` for what is possible in every state. The form is `template`
    (its whole name), or the list `fields`; with neither it is a button without a form. `initial` fills the form beside what the fields
    know themselves; `files` is the kind under which files of the form are attached; `offered` may keep the button from people for whom it
    makes no sense; `done` is said after success.
    """

    path: str
    title: str
    summary: str
    action: Action
    run: Callable[..., Any]
    command: str | tuple[str, ...] | None
    schema: type[Schema] = NothingIn
    icon: str = "check"
    tone: str = ""
    template: str | None = None
    fields: Sequence[Field] = ()
    initial: Callable[[Session, Actor, Thing], Mapping[str, Any]] = nothing
    files: str | None = None
    offered: Callable[[Session, Actor, Thing], bool] = always
    done: str = N_("%(what)s: done.")

    @property
    def has_form(self) -> bool:
        """Whether there is something to fill in."""
        return self.template is not None or bool(self.fields)

    def is_possible(self, allowed: Sequence[str]) -> bool:
        """Whether a state with these commands has a way for it."""
        names = (self.command,) if isinstance(self.command, str) else self.command
        return names is None or any(name in allowed for name in names)

    def start(self, session: Session, actor: Actor, thing: Thing, given: Mapping[str, str]) -> dict[str, Any]:
        """What the form shows first; `given` (of the address) goes before what the record says."""
        known = {field.name: given.get(field.name) or field.initial(thing) for field in self.fields}
        return {**known, **self.initial(session, actor, thing)}


Show = Callable[[Operation[Thing], Thing, FormState, int], Response]
"""Renders the form of an operation on a record, with a status; times are those of the record's site."""


@dataclass(frozen=True, kw_only=True)
class Operations(Generic[Thing]):
    """All operations on one kind of record, in the order of the buttons.

    `find` reads the record: (session, actor, number, lock) and raises `NotFound`; commands lock it.
    """

    states: StateTable
    find: Callable[[Session, Actor, str, bool], Thing]
    all: Sequence[Operation[Thing]]

    def offered(self, session: Session, actor: Actor, thing: Thing) -> list[Operation[Thing]]:
        """Those that `actor` should see a button for, on the record as it is now."""
        allowed = self.states.allowed(thing.state)
        return [o for o in self.all if o.is_possible(allowed) and actor.may(o.action, thing.site) and o.offered(session, actor, thing)]

    def add_endpoints(self, api: ApiBlueprint, out: type[Schema]) -> None:
        """`POST /<number>/<path>` for each, answered with the record as `out` shows it and its new ETag."""
        for operation in self.all:
            self._endpoint(api, operation, out)

    def add_pages(
        self,
        pages: Blueprint,
        things: str,
        show: Show[Thing],
        to: Callable[[str], str],
        attach: Callable[[Actor, Thing, str], object] | None = None,
    ) -> None:
        """`GET` and `POST /<things>/<number>/<path>`: `show` renders the form, `to` gives the address of a record's page, `attach` joins
        the posted files to the record as this kind (needed for operations with `files`).

        What the command refuses is shown in the form, with everything that was typed; other refusals (stale, forbidden) have their page.
        """
        for operation in self.all:
            self._page(pages, things, operation, show, to, attach)

    def _endpoint(self, api: ApiBlueprint, operation: Operation[Thing], out: type[Schema]) -> None:
        def carry_out(data: Mapping[str, Any], number: str) -> Thing:
            thing = self.find(current_session(), current_actor(), number, True)
            check_match(thing)
            operation.run(current_session(), current_actor(), thing, **data)
            current_session().flush()
            send_etag(thing)
            return thing

        carry_out.__doc__ = operation.summary
        carry_out.__name__ = operation.path.replace("-", "_")
        view = api.response(200, out)(api.arguments(operation.schema)(carry_out))
        api.post(f"/<number>/{operation.path}")(allow(operation.action)(view))

    def _page(
        self,
        pages: Blueprint,
        things: str,
        operation: Operation[Thing],
        show: Show[Thing],
        to: Callable[[str], str],
        attach: Callable[[Actor, Thing, str], object] | None,
    ) -> None:
        def view(number: str) -> Response:
            session, actor = current_session(), current_actor()
            thing = self.find(session, actor, number, request.method == "POST")
            g.timezone = site_of(session, thing.site).timezone  # before the form is read: its times are those of the site too
            if request.method == "GET":
                if not operation.has_form:
                    raise NotFound(N_("There is no page “%(page)s”."), page=f"{number}/{operation.path}")
                start = operation.start(session, actor, thing, request.args)
                return show(operation, thing, FormState.of(start, version=thing.version), 200)
            try:
                check_match(thing)
                operation.run(session, actor, thing, **load_form(operation.schema(), request))
                if operation.files is not None and attach is not None:
                    attach(actor, thing, operation.files)
                session.flush()
            except (Invalid, Conflict) as error:
                if not operation.has_form:
                    raise
                state = FormState.refused(request, error)
                session.rollback()  # the command may have changed the record before it refused
                return show(operation, self.find(session, actor, number, False), state, status_of(error))
            flash(say(operation.done, {"what": say(operation.title)}), "good")
            return see_other(to(number))

        view.__doc__ = operation.summary
        endpoint = operation.path.replace("-", "_")
        pages.add_url_rule(f"/{things}/<number>/{operation.path}", endpoint, allow(operation.action)(view), methods=["GET", "POST"])
