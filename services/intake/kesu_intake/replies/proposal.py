"""A first draft of the reply, from the verdict and the settlements, in the customer's language; sales rewrites it as the case needs."""

from __future__ import annotations

from collections.abc import Sequence

from kesu_common.i18n import N_, translate
from kesu_intake.clarifications.model import Clarification
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.model import KnownCase
from kesu_intake.settlements.model import EXPLAIN, Settlement

_OPENING = N_("Dear %(customer)s, thank you for telling us about %(product)s (your case %(number)s). We have looked into it.")
_VERDICT = {
    "ours": N_("Our tests confirm the fault: %(summary)s. We apologise for it."),
    "not_ours": N_("Our tests show that the cause does not lie in our product: %(summary)s. We gladly help you to find and remove it."),
    "no_fault_found": N_("Our tests found no fault in the samples: %(summary)s."),
    "undetermined": N_("The cause could not be determined with certainty: %(summary)s."),
}
_CAUSE = N_("What we found to be the cause: %(cause)s")
_SETTLEMENT = {
    "answer": N_("Our answer to your question: %(terms)s"),
    "exchange": N_("As agreed, we exchange the goods: %(terms)s"),
    "return": N_("As agreed, we take the goods back: %(terms)s"),
    "rework": N_("As agreed, we rework the goods at your place: %(terms)s"),
    "explain": N_("What we recommend: %(terms)s"),
}
_CLOSING = N_("Please confirm over the link that this settles the matter for you, or tell us there what is still missing.")


def propose_reply(
    complaint: Complaint, case: KnownCase | None, found: Clarification | None, agreed: Sequence[Settlement], language: str
) -> str:
    """The draft, a paragraph per thing to say: the verdict, the cause and advice that were `found`, and what is `agreed` and holds."""
    product = " ".join(part for part in (complaint.product, complaint.lot) if part) or complaint.number
    paragraphs = [translate(_OPENING, {"customer": complaint.customer_name, "product": product, "number": complaint.number}, language)]
    if case is not None and case.verdict in _VERDICT:
        defect = case.defect_zh if language == "zh" else case.defect_en
        summary = ": ".join(part for part in (defect, case.summary) if part) or "–"
        paragraphs.append(translate(_VERDICT[case.verdict], {"summary": summary.rstrip(".。")}, language))
    if found is not None:
        paragraphs.append(translate(_CAUSE, {"cause": found.cause}, language))
        if not any(s.kind == EXPLAIN for s in agreed):
            paragraphs.append(translate(_SETTLEMENT[EXPLAIN], {"terms": found.advice}, language))
    paragraphs += [translate(_SETTLEMENT[s.kind], {"terms": s.terms}, language) for s in agreed]
    paragraphs.append(translate(_CLOSING, None, language))
    return "\n\n".join(paragraphs)
