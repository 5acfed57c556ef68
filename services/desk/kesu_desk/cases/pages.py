"""The case file and search."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request, url_for

from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import paginate
from kesu_common.web.timeline import by_whom
from kesu_common.web.translations import label, language, say
from kesu_desk.cases.api import FILTERS, SORTS, send_archive
from kesu_desk.cases.model import CaseSummary, TimelineEntry
from kesu_desk.cases.queries import case_numbered, case_of_record, cases_found, records_of, timeline_of
from kesu_desk.cases.schemas import CaseQuery
from kesu_desk.cases.states import state_told
from kesu_desk.cases.topics import CODED, CODES, STANDING, TOPICS, Topic, page_of
from kesu_desk.instructions.queries import instructions_on
from kesu_desk.my_work.queries import work_on
from kesu_desk.people.queries import names_of
from kesu_desk.permissions import ANSWER_INSTRUCTION, INSTRUCT, READ
from kesu_desk.sites.queries import sites_for

blueprint = Blueprint("cases", __name__)
_ANSWERS = (N_("yes"), N_("no"))
_STEPS = (N_("registered"), N_("translated"), N_("dispatched"), N_("answered"), N_("settled"), N_("replied"), N_("confirmed"), N_("closed"))
_SAID = (
    N_("text"), N_("answer"), N_("reason"), N_("question"), N_("result"), N_("verdict"),
    N_("defect_code"), N_("severity"), N_("kind"), N_("handling"), N_("department"), N_("responsible_department"),
    N_("quantity"), N_("standard"), N_("failed"), N_("capa_needed"), N_("effective"), N_("outcome"),
    N_("agreed_with"), N_("how"), N_("words"), N_("title"), N_("filename"), N_("summary"),
)  # fmt: skip
"""What a timeline shows of a fact's data, in this order."""


@blueprint.get("/cases/<number>")
@allow(READ)
def show(number: str) -> Response:
    """The case file."""
    return case_page(number, FormState())


@blueprint.get("/cases/<number>/archive.zip")
@allow(READ)
def archive(number: str) -> Response:
    """The whole case as one archive."""
    return send_archive(number)


@blueprint.get("/search")
@allow(READ)
def search() -> Response:
    """Find a case by number, customer, product, lot or words; a number that is known leads straight to it."""
    args = CaseQuery(unknown="exclude").load({name: value for name, value in request.args.items() if value})
    session, actor = current_session(), current_actor()
    q = (args.get("q") or "").strip()
    found = case_of_record(session, actor, q) if "-" in q else None
    if found is not None:
        return see_other(url_for("cases.show", number=found))
    statement = cases_found(actor, **{name: args.get(name) for name in FILTERS})
    page = paginate(session, statement, SORTS, identity=CaseSummary.number, args=args, default="-updated_at")
    return render("desk/cases/search.html", page=page, q=q, sites=[site.code for site in sites_for(session, actor, READ)])


def case_page(number: str, form: FormState, status: int = 200) -> Response:
    """The page of a case, with the state of its instruction form."""
    session, actor = current_session(), current_actor()
    case, work = case_numbered(session, actor, number), work_on(session, actor, number)
    return render(
        "desk/cases/show.html",
        case=case,
        steps=[step for step in _STEPS if step != "translated" or case.state == "translated"],
        entries=_shown(timeline_of(session, actor, number)),
        records=[(record, page_of(record.number)) for record in records_of(session, actor, number)],
        own_page=page_of(number),
        work=[task for task in work if task.state == "open"],
        names=names_of(session, {task.assignee for task in work if task.assignee}),
        done=[task for task in work if task.state != "open"],
        instructions=instructions_on(session, number),
        form=form,
        instructs=actor.may(INSTRUCT, case.site),
        answers=actor.may(ANSWER_INSTRUCTION, case.site),
        topics=TOPICS,
        status=status,
    )


def _shown(entries: Sequence[TimelineEntry]) -> list[dict[str, Any]]:
    """The entries (newest first) for the timeline macro; each tells what is new or different about its record."""
    told: dict[str, dict[str, Any]] = {}
    shown = [_entry(entry, told.setdefault(entry.subject, {})) for entry in reversed(entries)]
    return shown[::-1]


def _entry(entry: TimelineEntry, told: dict[str, Any]) -> dict[str, Any]:
    """One entry; `told` is what earlier ones said about the same record, and is brought up to date."""
    topic = TOPICS.get(entry.topic, Topic(entry.topic))
    page = page_of(entry.subject.split("/")[0])
    data = {**entry.data, "title": entry.data.get(f"title_{language()}")} if entry.topic.startswith("task.") else entry.data
    said = {name: data[name] for name in _SAID if data.get(name) not in (None, "", [])}
    changes = [
        (name, _text(name, told[name]) if name in told and name in STANDING else None, _text(name, value))
        for name, value in said.items()
        if told.get(name) != value
    ]
    told |= said
    return {
        "at": entry.at,
        "state": state_told(entry.topic, entry.data) if entry.subject == entry.case_number else None,
        "title": say(topic.words),
        "subject": entry.subject if entry.subject != entry.case_number else None,
        "icon": topic.icon,
        "tone": topic.tone,
        "where": entry.service,
        "actor": by_whom({"kind": entry.actor_kind, "id": entry.actor, "name": entry.actor_name, "for": entry.actor_for}),
        "href": current_runtime().settings.link(*page) if page else None,
        "changes": changes,
    }


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return label(_ANSWERS[0] if value else _ANSWERS[1])
    if isinstance(value, list):
        return ", ".join(_text(name, one) for one in value)
    if name == "quantity":
        return f"{Decimal(str(value)).normalize():f}"
    return label(value) if name in CODED and value in CODES else str(value)
