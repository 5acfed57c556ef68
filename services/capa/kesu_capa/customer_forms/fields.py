"""What of a report can stand in a customer's spreadsheet: by name, as text in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa.actions.model import PlannedAction
from kesu_capa.actions.queries import actions_of
from kesu_capa.capas.model import Capa
from kesu_capa.exchange.head import head_of
from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.web.translations import label

ACTIONS = 10
"""So many actions have fields of their own: action_1_description …"""
OF_REPORT: Mapping[str, str] = {
    "number": N_("Number"),
    "title": N_("Title"),
    "customer_reference": N_("Customer's number of the complaint"),
    "customer_part": N_("Customer's part number"),
    "order_number": N_("Customer's order number"),
    "complaints": N_("Complaints that it serves"),
    "product": N_("Product"),
    "lot": N_("Lot"),
    "defect_code": N_("Defect"),
    "severity": N_("Severity"),
    "responsible_department": N_("Responsible department"),
    "opened_on": N_("Opened"),
    "leader": N_("Leader"),
    "team": N_("Team"),
    "problem": N_("Problem (D2)"),
    "containment": N_("Containment (D3)"),
    "contained_stock": N_("Looked through in stock"),
    "contained_transit": N_("… on the way"),
    "contained_customer": N_("… at customers"),
    "occurrence_cause": N_("Why it came about"),
    "escape_cause": N_("Why nobody noticed before the customer"),
    "cause_verified": N_("How it is known that these are the causes"),
    "verification": N_("How it was judged"),
    "read_across": N_("Where else it applies (D7)"),
    "closing": N_("Conclusion (D8)"),
    "signed_by": N_("Signed by"),
    "closed_on": N_("Closed"),
    "site": N_("Site"),
    "today": N_("Today"),
}
"""Field → its words."""
OF_ACTION: Mapping[str, str] = {
    "description": N_("What is done"),
    "department": N_("Department"),
    "owner": N_("Who"),
    "due_on": N_("Until"),
    "state": N_("State"),
    "done_on": N_("Done on"),
    "evidence": N_("Proof"),
}
"""Field of an action → its words; `action_<n>_<field>` is the field's name."""
NAMES = (*OF_REPORT, *(f"action_{n}_{field}" for n in range(1, ACTIONS + 1) for field in OF_ACTION))
"""Every name that a placeholder or a mapping may use."""


def values_of(session: Session, actor: Actor, capa: Capa, language: str) -> dict[str, str]:
    """Every field of `NAMES` as text; what the report does not have is empty."""
    site = site_of(session, capa.site)
    zone = ZoneInfo(site.timezone)
    head = head_of(session, actor, capa)
    known: dict[str, Any] = {name: getattr(capa, name, None) for name in OF_REPORT}
    known |= {name: head[name] for name in ("customer_reference", "customer_part", "order_number")}
    known |= {
        "complaints": ", ".join(capa.complaints),
        "severity": label(capa.severity, language),
        "responsible_department": label(capa.responsible_department, language),
        "opened_on": capa.created_at,
        "closed_on": capa.closed_at,
        "site": site.name(language),
        "today": clock.now(),
    }
    values = {name: _text(value, zone) for name, value in known.items()}
    actions = [action for action in actions_of(session, capa) if action.state in {"open", "done"}][:ACTIONS]
    for n in range(1, ACTIONS + 1):
        of = _action(actions[n - 1], language) if n <= len(actions) else {}
        values |= {f"action_{n}_{field}": _text(of.get(field), zone) for field in OF_ACTION}
    return values


def _action(action: PlannedAction, language: str) -> dict[str, Any]:
    of = {field: getattr(action, field, None) for field in OF_ACTION}
    return {**of, "department": label(action.department, language), "state": label(action.state, language), "done_on": action.done_at}


def _text(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else str(value)
