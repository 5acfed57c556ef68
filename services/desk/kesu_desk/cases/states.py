"""In which states cases and records are after the facts about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.i18n import N_

CASE_STATES: Mapping[str, str] = {
    "complaint.registered": "registered",
    "complaint.translated": "translated",
    "complaint.dispatched": "dispatched",
    "complaint.answered": "answered",
    "complaint.settled": "settled",
    "complaint.replied": "replied",
    "complaint.confirmed": "confirmed",
    "complaint.disputed": "dispatched",
    "complaint.closed": "closed",
    "complaint.reopened": "dispatched",
    "complaint.withdrawn": N_("withdrawn"),
    "campaign.started": N_("collecting"),
    "campaign.closed": "closed",
}
"""The state of a case after a fact about it; a state in the fact itself goes before."""


def state_told(topic: str, data: Mapping[str, Any]) -> str | None:
    """The state of its record after a fact: as the fact says, else as its topic implies."""
    told = data.get("state")
    return told if isinstance(told, str) else CASE_STATES.get(topic)


FINAL = {"closed", "withdrawn", "rejected", "cancelled", "declined", "released"}
"""States in which a case needs nobody any more."""

RECORD_STATES = frozenset({
    N_("accepted"), N_("analysed"), N_("approved"), N_("arrived_unannounced"), N_("assigned"), N_("authorised"), N_("awaiting_approval"),
    N_("became_complaint"), N_("cancelled"), N_("completed"), N_("convened"), N_("decided"), N_("declined"), N_("discarded"),
    N_("dismissed"), N_("drafted"), N_("dropped"), N_("effective"), N_("found"), N_("handled"), N_("handling_decided"),
    N_("implementing"), N_("in_progress"), N_("in_transit"), N_("in_work"), N_("joined"), N_("judged"), N_("matched"),
    N_("part_received"), N_("passed"), N_("planned"), N_("preparing"), N_("quarantined"), N_("raised"), N_("ready"), N_("received"),
    N_("recorded"), N_("rejected"), N_("reopened"), N_("replacing"), N_("reported"), N_("requested"), N_("returned"), N_("reviewed"),
    N_("sent_back"), N_("started"), N_("submitted"), N_("testing"), N_("told"), N_("verifying"), N_("waiting"),
})  # fmt: skip
"""States that records of other services have beside those of cases: the case file says them in words."""
