"""What a report as JSON needs beyond what a corrective action knows: who the partners are, and the customer's numbers."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.exchange.checking import MISSING, faults_of
from kesu_capa.exchange.model import ExchangeHead
from kesu_common.people.actors import Actor

FIELDS: Mapping[str, tuple[str | int, ...]] = {
    "customer_reference": ("header", "customerComplaintId"),
    "company": ("header", "customerContact", "companyName"),
    "street": ("header", "customerContact", "street"),
    "postal_code": ("header", "customerContact", "postalCode"),
    "city": ("header", "customerContact", "city"),
    "country": ("header", "customerContact", "country"),
    "partner_number": ("header", "customerContact", "bpnlProperty"),
    "email": ("header", "customerContact", "email"),
    "phone": ("header", "customerContact", "phoneNumber"),
    "supplier_number": ("header", "supplierId"),
    "customer_part": ("header", "parts", 0, "customerPartNumber"),
    "order_number": ("header", "parts", 0, "orderNumber"),
    "contact_name": ("stepD1", "contactPerson", "name"),
    "contact_email": ("stepD1", "contactPerson", "email"),
}
"""Field of the form → where it stands in the document."""


def head_of(session: Session, actor: Actor, capa: Capa) -> dict[str, Any]:
    """What is known of the fields; the contact is, at first, who fills them in."""
    known = session.get(ExchangeHead, capa.id)
    found = {name: _at(known.document if known else {}, path) for name, path in FIELDS.items()}
    return {**found, "contact_name": found["contact_name"] or actor.name}


def laid(document: Mapping[str, Any], given: Mapping[str, str | None]) -> dict[str, Any]:
    """The document with the given fields in their places, those of `None` taken away."""
    changed = copy.deepcopy(dict(document))
    for name, value in given.items():
        if value is not None or _at(changed, FIELDS[name]) is not None:
            _put(changed, FIELDS[name], value)
    return changed


def wrong(document: Mapping[str, Any]) -> dict[str, str]:
    """{field: what helps} for fields of the form whose text the model does not take; what is only missing is not wrong yet."""
    fields = {"/".join(map(str, path)): name for name, path in FIELDS.items()}
    told = {fields[path]: faults[0][0] for path, faults in faults_of(document).items() if path in fields}
    return {name: message for name, message in told.items() if message != MISSING}


def _at(document: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        if isinstance(part, int):
            document = document[part] if isinstance(document, list) and len(document) > part else None
        else:
            document = document.get(part) if isinstance(document, dict) else None
    return document


def _put(document: dict[str, Any], path: tuple[str | int, ...], value: str | None) -> None:
    here: Any = document
    for part, following in pairwise(path):
        empty: Any = [{}] if isinstance(following, int) else {}
        here = here[part] if isinstance(part, int) else here.setdefault(part, empty)
    if value is None:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value
