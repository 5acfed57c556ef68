"""Every operation on an invitation, in the order of the buttons."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations
from kesu_survey.answers.commands import key_in_answers
from kesu_survey.answers.schemas import PaperIn
from kesu_survey.invitations import commands
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.invitations.schemas import DeclineIn, SendIn
from kesu_survey.permissions import KEY_IN_ANSWER, SEND_INVITATION

OPERATIONS = Operations[Invitation](
    states=INVITATION_STATES,
    find=invitation_of,
    all=(
        Operation(
            path="send",
            title=N_("Sent"),
            summary="Note that the link went to the customer; again for a reminder (clause 4.2.1.4)",
            action=SEND_INVITATION,
            schema=SendIn,
            run=commands.send_invitation,
            command="send",
            icon="send",
        ),
        Operation(
            path="key-in",
            title=N_("Type in a paper form"),
            summary="Enter the answers of a paper form (clause 4.2.3.1)",
            action=KEY_IN_ANSWER,
            schema=PaperIn,
            run=key_in_answers,
            command="key_in",
            icon="forms",
            template="survey/invitations/key-in.html",
        ),
        Operation(
            path="decline",
            title=N_("Does not answer"),
            summary="Note that the customer does not want to answer",
            action=SEND_INVITATION,
            schema=DeclineIn,
            run=commands.decline_invitation,
            command="decline",
            icon="x",
            template="survey/invitations/decline.html",
        ),
    ),
)
