"""Every operation on an invitation, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_survey.answers.schemas import AgainIn, PaperIn
from kesu_survey.invitations import commands
from kesu_survey.invitations.model import CHANNELS, INVITATION_STATES, Invitation
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.invitations.schemas import AddressIn, SendIn
from kesu_survey.papers import commands as papers
from kesu_survey.papers.queries import entry_of
from kesu_survey.permissions import KEY_IN_ANSWER, REPORT_BOUNCE, SEND_INVITATION
from kesu_survey.plans.schemas import ReasonIn


def _by_somebody_else(session: Session, actor: Actor, invitation: Invitation) -> bool:
    """The second person of a paper form is not the first; both have read it before differences are settled."""
    entry = entry_of(session, invitation.number)
    return invitation.state == "keyed_once" and entry is not None and entry.first_by != actor.id


def _differs(_session: Session, _actor: Actor, invitation: Invitation) -> bool:
    return invitation.state == "differing"


def _address(_session: Session, _actor: Actor, invitation: Invitation) -> Mapping[str, Any]:
    return {"address": invitation.address, "to_whom": invitation.to_whom}


OPERATIONS = Operations[Invitation](
    states=INVITATION_STATES,
    find=invitation_of,
    all=(
        Operation(
            path="send",
            title=N_("Note as sent"),
            summary="Note that the link went to the customer; again for a reminder (clause 4.2.1.4)",
            action=SEND_INVITATION,
            schema=SendIn,
            run=commands.send_invitation,
            command="send",
            icon="send",
            fields=(Field(name="how", label=N_("How it was sent"), kind="choice", required=True, choices=CHANNELS),),
        ),
        Operation(
            path="address",
            title=N_("Address"),
            summary="Say where the mails to the customer go to",
            action=SEND_INVITATION,
            schema=AddressIn,
            run=commands.address_invitation,
            command="address",
            icon="mail",
            template="survey/invitations/address.html",
            initial=_address,
        ),
        Operation(
            path="key-in",
            title=N_("Type in a paper form"),
            summary="Enter the answers of a paper form (clause 4.2.3.1)",
            action=KEY_IN_ANSWER,
            schema=PaperIn,
            run=papers.key_in_answers,
            command="key_in",
            icon="forms",
            template="survey/invitations/key-in.html",
        ),
        Operation(
            path="key-in-again",
            title=N_("Type in once more"),
            summary="A second person enters the same paper form without seeing the first entry (clause 4.2.3.1)",
            action=KEY_IN_ANSWER,
            schema=AgainIn,
            run=papers.key_in_again,
            command="key_differently",
            icon="forms",
            template="survey/invitations/key-in-again.html",
            offered=_by_somebody_else,
        ),
        Operation(
            path="settle",
            title=N_("Settle the differences"),
            summary="Say what the paper says where the two who typed it in differ",
            action=KEY_IN_ANSWER,
            schema=AgainIn,
            run=papers.settle_differences,
            command="key_again",
            icon="scale",
            template="survey/invitations/settle.html",
            offered=_differs,
        ),
        Operation(
            path="discard",
            title=N_("Take the paper form back"),
            summary="Take back a paper form that was typed in for the wrong customer",
            action=KEY_IN_ANSWER,
            schema=ReasonIn,
            run=papers.discard_entry,
            command="discard",
            icon="arrow-back-up",
            tone="ghost-danger",
            fields=(Why(label=N_("Why")),),
        ),
        Operation(
            path="bounce",
            title=N_("Did not arrive"),
            summary="Note that the link did not arrive",
            action=REPORT_BOUNCE,
            schema=ReasonIn,
            run=commands.bounce_invitation,
            command="bounce",
            icon="alert-triangle",
            tone="ghost-danger",
            fields=(Why(label=N_("Why")),),
            offered=lambda _session, _actor, invitation: invitation.times_sent > 0,
        ),
        Operation(
            path="revoke",
            title=N_("Withdraw the link"),
            summary="Withdraw the link; a new one is made at once",
            action=SEND_INVITATION,
            schema=ReasonIn,
            run=commands.revoke_invitation,
            command="revoke",
            icon="lock",
            tone="ghost-danger",
            fields=(Why(label=N_("Why")),),
            done=N_("The old link opens nothing any more; there is a new one."),
        ),
        Operation(
            path="decline",
            title=N_("Does not answer"),
            summary="Note that the customer does not want to answer",
            action=SEND_INVITATION,
            schema=ReasonIn,
            run=commands.decline_invitation,
            command="decline",
            icon="x",
            tone="ghost-danger",
            fields=(Why(label=N_("Why")),),
        ),
    ),
)
