"""Every operation on a standard, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_quality.permissions import KEEP_STANDARD, RELEASE_STANDARD
from kesu_quality.standards import commands
from kesu_quality.standards.model import STANDARD_STATES, Standard
from kesu_quality.standards.queries import standard_of
from kesu_quality.standards.schemas import CharacteristicOut, ReviseIn, StandardChangeIn


def _draft(_session: Session, _actor: Actor, standard: Standard) -> Mapping[str, Any]:
    rows = [CharacteristicOut().dump(each) for each in standard.characteristics]
    return {"title": standard.title, "valid_from": standard.valid_from, "change_note": standard.change_note, "characteristics": rows}


def _revision(_session: Session, _actor: Actor, _standard: Standard) -> Mapping[str, Any]:
    return {"valid_from": clock.now().date()}


OPERATIONS = Operations(
    states=STANDARD_STATES,
    find=standard_of,
    all=(
        Operation(
            path="release", title=N_("Release"), summary="Put a draft into force", action=RELEASE_STANDARD,
            run=commands.release_standard, command="release", icon="circle-check",
        ),
        Operation(
            path="change", title=N_("Change"), summary="Change a draft", action=KEEP_STANDARD, schema=StandardChangeIn,
            run=commands.change_standard,
            command="change", icon="edit", template="quality/standards/change.html", initial=_draft,
        ),
        Operation(
            path="revise", title=N_("Revise"), summary="Copy a version into a new draft", action=KEEP_STANDARD, schema=ReviseIn,
            run=commands.revise_standard, command="revise", icon="copy", template="quality/standards/revise.html", initial=_revision,
        ),
        Operation(
            path="discard", title=N_("Discard"), summary="Throw a draft away", action=KEEP_STANDARD, run=commands.discard_standard,
            command="discard", icon="trash", tone="ghost-danger",
        ),
        Operation(
            path="retire", title=N_("Retire"), summary="Take a version out of force", action=RELEASE_STANDARD,
            run=commands.retire_standard, command="retire", icon="ban", tone="ghost-danger",
        ),
    ),
)  # fmt: skip
