"""What can be done with a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_intake.complaints.schemas import WithReasonIn
from kesu_intake.drafts.commands import discard_draft, register_draft
from kesu_intake.drafts.model import DRAFT_STATES, Draft
from kesu_intake.drafts.queries import draft_of
from kesu_intake.drafts.schemas import DraftRegisterIn
from kesu_intake.originals.model import ORIGINAL
from kesu_intake.permissions import TAKE_DRAFT


def _form(_session: Session, actor: Actor, draft: Draft) -> Mapping[str, Any]:
    """The complaint form as the e-mail fills it in."""
    return {
        "customer_code": draft.customer_code,
        "channel": "email",
        "text": draft.text,
        "received_at": draft.received_at,
        "caller": draft.sender_name,
        "taker": actor.name,
        "reply_wanted": True,
    }


OPERATIONS = Operations[Draft](
    states=DRAFT_STATES,
    find=draft_of,
    all=(
        Operation(
            path="register",
            title=N_("Register as a complaint"),
            summary="Make a complaint of the e-mail; e-mail and attachments become its originals",
            action=TAKE_DRAFT,
            schema=DraftRegisterIn,
            run=register_draft,
            command="register",
            icon="message-report",
            template="intake/drafts/register.html",
            initial=_form,
            files=ORIGINAL,
        ),
        Operation(
            path="discard",
            title=N_("Discard"),
            summary="The e-mail is no complaint; it stays on record with the reason",
            action=TAKE_DRAFT,
            schema=WithReasonIn,
            run=discard_draft,
            command="discard",
            icon="ban",
            tone="ghost-danger",
            template="intake/drafts/discard.html",
        ),
    ),
)
