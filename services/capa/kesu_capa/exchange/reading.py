"""What a document says, in the words of a corrective action; and what it suggests for disciplines that are still empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kesu_common.i18n import N_

OCCURRENCE, ESCAPE = ("TUA", "SUA"), ("TUN", "SUN")
"""Types of causes: technical or systemic, why it occurred or why it was not noticed."""


@dataclass(frozen=True)
class Reading:
    """The fields of a corrective action as the document has them; empty ones are `None`."""

    reference: str
    supplier_reference: str | None
    sender: str
    title: str
    product: str | None
    lot: str | None
    leader: str | None
    team: str | None
    problem: str | None
    symptom: str | None
    containment: str | None
    occurrence_cause: str | None
    escape_cause: str | None
    cause_verified: str | None
    actions: str | None
    read_across: str | None
    closing: str | None


SHOWN: Mapping[str, str] = {
    "title": N_("Title"),
    "product": N_("Product"),
    "lot": N_("Lot"),
    "leader": N_("Leader"),
    "team": N_("Team"),
    "symptom": N_("Symptom"),
    "problem": N_("Problem (D2)"),
    "containment": N_("Containment (D3)"),
    "occurrence_cause": N_("Why it came about"),
    "escape_cause": N_("Why nobody noticed before the customer"),
    "cause_verified": N_("How it is known that these are the causes"),
    "actions": N_("Actions"),
    "read_across": N_("Where else it applies (D7)"),
    "closing": N_("Conclusion (D8)"),
}
"""The fields that a preview shows, in order, and their words."""


def reading_of(document: Mapping[str, Any]) -> Reading:
    """What a valid document says."""
    header = document["header"]
    part: Mapping[str, Any] = next(iter(header["parts"]), {})
    d1, d2, d8 = (document.get(f"step{step}", {}) for step in ("D1", "D2", "D8"))
    causes = document.get("stepD4", {}).get("causes", [])
    people = [person for person in (d1.get("sponsor"), d1.get("contactPerson"), *d1.get("teamMembers", [])) if person]
    return Reading(
        reference=header["customerComplaintId"],
        supplier_reference=header.get("supplierComplaintId"),
        sender=header["customerContact"]["companyName"],
        title=header.get("title") or d2.get("symptomDescription") or header["customerComplaintId"],
        product=part.get("supplierPartNumber") or part.get("partName") or part.get("customerPartNumber") or None,
        lot=part.get("batchNumber") or None,
        leader=(d1.get("teamLeader") or {}).get("name") or None,
        team=_lines(person["name"] for person in people),
        problem=d2.get("problemDescription") or None,
        symptom=d2.get("symptomDescription") or None,
        containment=_lines(one["proofOfEffectiveness"] for one in _list(document, "D3", "descriptionOfInterimContainmentActions")),
        occurrence_cause=_lines(one["causeHypothesisDescription"] for one in causes if one["typeOfCauses"] in OCCURRENCE),
        escape_cause=_lines(one["causeHypothesisDescription"] for one in causes if one["typeOfCauses"] in ESCAPE),
        cause_verified=_lines(one["result"] for one in causes),
        actions=_lines(one["measure"] for one in _list(document, "D5", "definePermanentCorrectiveActions")),
        read_across=_lines(one["measure"] for one in _list(document, "D7", "errorPreventiveMeasures")),
        closing=d8.get("resultAssesment") or None,
    )


def _list(document: Mapping[str, Any], step: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document.get(f"step{step}", {}).get(name, [])
    return found


def _lines(texts: Iterable[str]) -> str | None:
    return "\n".join(dict.fromkeys(text for text in texts if text)) or None
