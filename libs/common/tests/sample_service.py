"""A department of its own for the tests of common: it keeps notes, and everything that every service has can be tried on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Mapped, Session

from kesu_common.database import Aggregate, Base, naming_convention, next_number
from kesu_common.errors import NotFound
from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.people.actors import Action, Actor, scoped
from kesu_common.service import Service
from kesu_common.states import StateTable
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import PageArgs, paginate, send_links

READ = Action("note.read", {"sales", "gm"})
WRITE = Action("note.write", {"sales"})
STATES = StateTable("note", {("open", "close"): "closed", ("closed", "reopen"): "open"})


class SampleBase(Base):
    __abstract__ = True
    metadata = MetaData(naming_convention=naming_convention)


class Note(Aggregate, SampleBase):
    """A note at a site."""

    __tablename__ = "note"
    text: Mapped[str]


class NoteIn(Schema):
    site = fields.String(required=True, validate=validate.Length(1, 16))
    text = fields.String(required=True, validate=validate.Length(1, 200))
    weight = fields.Decimal(validate=validate.Range(min=Decimal(0)))


class NoteOut(Schema):
    number = fields.String()
    site = fields.String()
    text = fields.String()
    state = fields.String()


class NoteWritten(Schema):
    number = fields.String(required=True)
    text = fields.String(required=True)


WRITTEN = EventType(
    type="kesu.note.written.v1", schema=NoteWritten, example={"number": "NT-SZ-2026-000001", "text": "hello"}, summary="A note was written."
)
CLOSED = EventType(type="kesu.note.closed.v1", schema=NoteWritten, example=WRITTEN.example, summary="A note was closed.")


def write_note(session: Session, actor: Actor, *, site: str, text: str) -> Note:
    actor.require(WRITE, site)
    note = Note(number=next_number(session, "NT", site), site=site, text=text, state=STATES.initial)
    session.add(note)
    record(session, actor, WRITTEN, note, {"number": note.number, "text": text})
    return note


def close_note(session: Session, actor: Actor, note: Note) -> Note:
    actor.require(WRITE, note.site)
    STATES.apply(note, "close")
    record(session, actor, CLOSED, note, {"number": note.number, "text": note.text})
    return note


def find_note(number: str, action: Action) -> Note:
    statement = scoped(select(Note).where(Note.number == number), current_actor(), action, Note.site)
    note = current_session().scalar(statement)
    if note is None:
        raise NotFound("There is no note %(number)s.", number=number)
    return note


api = ApiBlueprint("notes", __name__, description="Notes")
pages = Blueprint("notes", __name__)


@api.get("")
@api.arguments(PageArgs, location="query")
@api.response(200, NoteOut(many=True))
@allow(READ)
def list_notes(args: dict[str, Any]) -> Any:
    statement = scoped(select(Note), current_actor(), READ, Note.site)
    page = paginate(current_session(), statement, {"created_at": Note.created_at}, identity=Note.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@api.arguments(NoteIn)
@api.response(201, NoteOut)
@allow(WRITE)
def post_note(body: dict[str, Any]) -> Note:
    note = write_note(current_session(), current_actor(), site=body["site"], text=body["text"])
    send_etag(note)
    return note


@api.get("/<number>")
@api.response(200, NoteOut)
@allow(READ)
def get_note(number: str) -> Note:
    note = find_note(number, READ)
    send_etag(note)
    return note


@api.post("/<number>/close")
@api.response(200, NoteOut)
@allow(WRITE)
def post_close(number: str) -> Note:
    note = find_note(number, WRITE)
    check_match(note)
    return close_note(current_session(), current_actor(), note)


@pages.post("/notes/")
@allow(WRITE)
def write_page() -> Response:
    write_note(current_session(), current_actor(), site="SZ", text=request.form["text"])
    return Response("written")


@pages.get("/broken")
@allow(READ)
def broken() -> Response:
    write_note(current_session(), Actor.service("sample"), site="SZ", text="must not stay")
    raise RuntimeError("a defect")


service = Service(
    name="sample",
    package="kesu_common",
    title="A sample department",
    metadata=SampleBase.metadata,
    reading=READ,
    actions=[READ, WRITE],
    events=[WRITTEN, CLOSED],
    states=[STATES],
    apis=[api],
    pages=[pages],
)
