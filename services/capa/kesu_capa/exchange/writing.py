"""A corrective action as a document: its own content laid over what came in or was typed for the exchange."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.actions.model import PlannedAction
from kesu_capa.actions.queries import actions_of
from kesu_capa.capas.model import Capa
from kesu_capa.causes.queries import roots_of
from kesu_capa.exchange.model import ExchangeHead
from kesu_capa.spread.queries import entries_of
from kesu_common.events import EventType
from kesu_common.journal.model import JournalEntry
from kesu_common.people.copies import site_of

Step = dict[str, Any]
_OPEN = {"open": "open", "done": "closed"}


def document_of(session: Session, capa: Capa) -> dict[str, Any]:
    """The report as a document. It is valid only when all that partners must know of each other is there; see `checking.faults_of`."""
    head = session.get(ExchangeHead, capa.id)
    document: dict[str, Any] = copy.deepcopy(head.document) if head else {}
    site = site_of(session, capa.site)
    dates = _Dates(session, capa, ZoneInfo(site.timezone))
    _lay(document, "header", _header(document.get("header", {}), capa, dates, site.name("en")))
    steps = {
        "stepD1": _team(document, capa),
        "stepD2": _problem(document.get("stepD2", {}), capa, dates),
        "stepD3": _containment(capa, dates),
        "stepD4": _causes(session, capa, dates),
        **_actions(session, capa, dates),
        "stepD7": _read_across(session, capa, dates),
        "stepD8": _closing(capa, dates),
    }
    for name, step in steps.items():
        if step:
            _lay(document, name, step)
    return document


class _Dates:
    """Days of the report in its site's zone."""

    def __init__(self, session: Session, capa: Capa, zone: ZoneInfo) -> None:
        self.session, self.capa, self.zone = session, capa, zone

    def day(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).date().isoformat()

    def of(self, event: EventType) -> str:
        """When the report's last fact of this kind was stated; without one, when it was opened."""
        wanted = select(func.max(JournalEntry.time)).where(JournalEntry.subject == self.capa.number, JournalEntry.type == event.type)
        return self.day(self.session.scalar(wanted) or self.capa.created_at)


def _lay(document: dict[str, Any], name: str, step: Mapping[str, Any]) -> None:
    document[name] = {**document.get(name, {}), **{key: value for key, value in step.items() if value is not None}}


def _header(known: Mapping[str, Any], capa: Capa, dates: _Dates, supplier: str) -> Step:
    parts = known.get("parts") or [{}]
    own = {"supplierPartNumber": capa.product, "batchNumber": capa.lot}
    first = {**{name: value for name, value in own.items() if value}, **parts[0]}
    return {
        "complaintDate": known.get("complaintDate") or dates.day(capa.created_at),
        "lastRevisionDate": dates.day(capa.updated_at),
        "title": capa.title,
        "supplierComplaintId": capa.number,
        "supplierName": known.get("supplierName") or supplier,
        "parts": [first, *parts[1:]],
    }


def _team(document: Mapping[str, Any], capa: Capa) -> Step:
    """The leader, if the exchange knows an address for the name: a person of the model has one."""
    known = document.get("stepD1", {})
    people = [known.get("teamLeader"), known.get("contactPerson"), known.get("sponsor"), *known.get("teamMembers", [])]
    leader = next((person for person in people if person and person.get("name") == capa.leader), None)
    return {"teamLeader": leader} if leader else {}


def _problem(known: Mapping[str, Any], capa: Capa, dates: _Dates) -> Step:
    if not capa.problem:
        return {}
    return {
        "symptomDescription": known.get("symptomDescription") or capa.title,
        "problemDescription": capa.problem,
        "riskAssessmentStarted": known.get("riskAssessmentStarted") or dates.day(capa.created_at),
    }


def _containment(capa: Capa, dates: _Dates) -> Step:
    if not capa.containment:
        return {}
    one = {"proofOfEffectiveness": capa.containment, "introductionDate": dates.of(events.CONTAINED), "responsiblePerson": capa.leader}
    return {"descriptionOfInterimContainmentActions": [_filled(one)]}


def _causes(session: Session, capa: Capa, dates: _Dates) -> Step:
    """The verified roots of the trees; without trees, both causes as they were put on record."""
    kinds = {"occurrence": "TUA", "escape": "TUN"}
    roots = [
        {
            "typeOfCauses": kinds[cause.kind],
            "causeHypothesisDescription": cause.statement,
            "clarificationDate": cause.verified_on.isoformat() if cause.verified_on else dates.of(events.ANALYSED),
            "result": cause.verified_how or capa.cause_verified or "",
            "verificationBy": cause.verified_by,
            "method": "5-why",
        }
        for cause in roots_of(session, capa)
    ]
    return {"causes": [_filled(root) for root in roots]} if roots else _recorded(capa, dates)


def _recorded(capa: Capa, dates: _Dates) -> Step:
    kinds = (("TUA", capa.occurrence_cause), ("TUN", capa.escape_cause))
    day = dates.of(events.ANALYSED)
    found = [
        {"typeOfCauses": kind, "causeHypothesisDescription": cause, "clarificationDate": day, "result": capa.cause_verified}
        for kind, cause in kinds
        if cause and capa.cause_verified
    ]
    return {"causes": found} if found else {}


def _actions(session: Session, capa: Capa, dates: _Dates) -> dict[str, Step]:
    actions = [action for action in actions_of(session, capa) if action.state in _OPEN]
    done = [action for action in actions if action.state == "done"]
    return {
        "stepD5": {"definePermanentCorrectiveActions": [_measure(capa, one, dates) for one in actions]} if actions else {},
        "stepD6": {"implementedCorrectiveMeasures": [_measure(capa, one, dates) for one in done]} if done else {},
    }


def _measure(capa: Capa, action: PlannedAction, dates: _Dates) -> Step:
    day: date | None = action.due_on
    begun = dates.day(action.done_at) if action.done_at else day.isoformat() if day else dates.of(events.PLANNED)
    return {
        "measure": action.description,
        "introductionDate": begun,
        "proofOfEffectiveness": " · ".join(text for text in (action.evidence, capa.verification) if text),
        "responsiblePerson": action.owner or action.department,
        "status": _OPEN[action.state],
    }


def _read_across(session: Session, capa: Capa, dates: _Dates) -> Step:
    found: list[Step] = []
    if capa.read_across:
        proof = capa.verification or ""
        found.append({"measure": capa.read_across, "introductionDate": dates.of(events.VERIFIED), "proofOfEffectiveness": proof})
    for entry in entries_of(session, capa):
        if entry.state != "declined":
            begun = dates.day(entry.done_at or entry.created_at)
            more = {"responsiblePerson": entry.done_by or entry.department, "status": _OPEN[entry.state]}
            found.append({"measure": entry.what, "introductionDate": begun, "proofOfEffectiveness": entry.outcome or "", **more})
    return {"errorPreventiveMeasures": found} if found else {}


def _closing(capa: Capa, dates: _Dates) -> Step:
    if capa.state != "closed" or capa.closed_at is None:
        return {}
    return {"closingDate": dates.day(capa.closed_at), "resultAssesment": capa.closing}


def _filled(step: Mapping[str, Any]) -> Step:
    return {name: value for name, value in step.items() if value is not None}
