"""Whether what a corrective action was opened for still holds: its complaints may be withdrawn, or turn out not to be our fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kesu_capa.capas.model import FINAL, Capa
from kesu_capa.copies.model import KnownComplaint, KnownVerdict
from kesu_common.i18n import N_, translate

WITHDRAWN = N_("The complaint %(complaint)s was withdrawn.")
VERDICTS = {
    "not_ours": N_("Quality's verdict on %(complaint)s: the fault is not ours."),
    "no_fault_found": N_("Quality's verdict on %(complaint)s: no fault was found."),
}
"""Verdicts on which nothing has to be corrected, as a rule."""


@dataclass(frozen=True)
class Lost:
    """A complaint of a report that speaks no longer for it, and why (a message id)."""

    complaint: str
    why: str

    def told(self) -> str:
        """In both languages, for what is kept in writing."""
        return " / ".join(translate(self.why, {"complaint": self.complaint}, language) for language in ("zh", "en"))


def lost_grounds(session: Session, capa: Capa) -> Sequence[Lost]:
    """Those of an open report's complaints that speak no longer for it."""
    if capa.state in FINAL:
        return []
    found = [_lost(session, complaint) for complaint in capa.complaints]
    return [one for one in found if one is not None]


def _lost(session: Session, complaint: str) -> Lost | None:
    known = session.get(KnownComplaint, complaint, populate_existing=True)
    if known is not None and known.withdrawn:
        return Lost(complaint, WITHDRAWN)
    verdict = session.get(KnownVerdict, complaint, populate_existing=True)
    why = VERDICTS.get(verdict.verdict or "") if verdict is not None else None
    return Lost(complaint, why) if why else None
