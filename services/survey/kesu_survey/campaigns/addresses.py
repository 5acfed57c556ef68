"""Addresses of many customers at once, as they are copied from a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.invitations.commands import address_invitation
from kesu_survey.invitations.model import INVITATION_STATES
from kesu_survey.invitations.queries import invitations_of
from kesu_survey.permissions import RUN_CAMPAIGN

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")


def set_addresses(session: Session, actor: Actor, campaign: Campaign, *, lines: str) -> Campaign:
    """Say where the mails go to, for all customers of the lines at once; the others stay as they are.

    Raises `Invalid` naming every line that is wrong: an unknown customer, no address. Nothing is changed then.
    """
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.next(campaign.state, "invite")
    known = {one.customer_code: one for one in invitations_of(session, campaign.number)}
    found, wrong = [], []
    for number, code, address, person in _rows(lines):
        invitation = known.get(code)
        fits = invitation is not None and "address" in INVITATION_STATES.allowed(invitation.state) and _ADDRESS.match(address)
        if invitation is None or not fits:
            wrong.append(f"{number} ({code} {address})")
        else:
            found.append((invitation, address, person))
    if wrong:
        message = N_("Not a customer who is still asked, or no address, in line %(lines)s.")
        raise Invalid(message, field="lines", lines=", ".join(wrong[:20]))
    for invitation, address, person in found:
        if (invitation.address, invitation.to_whom) != (address, person):
            address_invitation(session, actor, invitation, address=address, to_whom=person)
    return campaign


def _rows(lines: str) -> Iterator[tuple[int, str, str, str | None]]:
    """(line, customer code, address, person) with tabs, semicolons or commas between."""
    for number, line in enumerate(lines.splitlines(), 1):
        if line.strip():
            mark = next((mark for mark in "\t;，," if mark in line), ",")
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark))]
            code, address, person = (*cells, "", "", "")[:3]
            yield number, code, address, person or None
