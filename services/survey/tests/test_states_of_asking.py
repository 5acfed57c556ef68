"""Every state and command of plans, campaigns, questionnaires and invitations over HTTP: it works, or it is refused and nothing changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kesu_common import clock
from kesu_survey.campaigns.model import CAMPAIGN_STATES
from kesu_survey.invitations.model import INVITATION_STATES
from kesu_survey.plans.model import PLAN_STATES

Survey = Any  # the class in conftest.py
SOON = (clock.now().date() + timedelta(days=20)).isoformat()
ANSWERS = {"answers": [{"item": i, "score": 4} for i in ("product_quality", "packaging", "delivery", "service", "price")]}
PLAN = {
    "change": ("sales", "li", {"purpose": "Yearly"}),
    "submit": ("sales", "li", {}),
    "approve": ("lead", "wu", {}),
    "return": ("lead", "wu", {"reason": "Ask more."}),
    "start": ("sales", "li", {"ends_on": SOON}),
}
"""Command → who does it, and with what."""
PLAN_WAYS = {
    "drafted": (),
    "submitted": ("submit",),
    "returned": ("submit", "return"),
    "approved": ("submit", "approve"),
    "started": ("submit", "approve", "start"),
}
"""How a plan comes to a state."""


def on_plan(survey: Survey, number: str, command: str) -> int:
    """The status of the answer to a command on a plan."""
    role, login, data = PLAN[command]
    return int(survey.program(f"{role}@SZ", login=login).post(f"/survey/api/v1/plans/{number}/{command}", json=data).status_code)


@pytest.mark.clause("4.2.1.1")
@pytest.mark.parametrize("state", PLAN_WAYS)
def test_every_state_and_command_of_a_plan_is_decided(market: Survey, state: str) -> None:
    for command in PLAN:
        number = market.plan()
        assert [on_plan(market, number, step) for step in PLAN_WAYS[state]] == [200] * len(PLAN_WAYS[state])
        facts = len(market.facts())
        status = on_plan(market, number, command)
        after = PLAN_STATES.transitions.get((state, command))
        assert (command, status, market.get(f"plans/{number}")["state"]) == (command, *((200, after) if after else (409, state)))
        assert (len(market.facts()) > facts) == (after is not None), "what is refused states nothing"


CAMPAIGN = {
    "tell": {"measures": []},
    "stop-reminders": {"reason": "The fair."},
    "resume-reminders": {},
    "close": {},
    "analyse": {"conclusions": "Fine."},
}
CAMPAIGN_COMMANDS = {"stop-reminders": "stop", "resume-reminders": "resume"}
CAMPAIGN_WAYS = {"collecting": (), "closed": ("close",), "analysed": ("close", "analyse")}


@pytest.mark.parametrize("path", CAMPAIGN)
@pytest.mark.parametrize("state", CAMPAIGN_WAYS)
def test_every_state_and_command_of_a_campaign_is_decided(market: Survey, state: str, path: str) -> None:
    number = market.campaign()
    market.answer(market.tokens(number)["C001"], {row["item"]: 4 for row in ANSWERS["answers"]})
    for step in CAMPAIGN_WAYS[state]:
        market.post(f"campaigns/{number}/{step}", CAMPAIGN[step])
    after = CAMPAIGN_STATES.transitions.get((state, CAMPAIGN_COMMANDS.get(path, path)))
    market.post(f"campaigns/{number}/{path}", CAMPAIGN[path], expect=200 if after else 409)
    assert market.get(f"campaigns/{number}")["state"] == (after or state)


REASON = {"reason": "Because."}
INVITATION: dict[str, tuple[str, dict[str, Any]]] = {
    "address": ("address", {"address": "a@b.example"}),
    "send": ("send", {"how": "phone"}),
    "bounce": ("bounce", REASON),
    "revoke": ("revoke", REASON),
    "decline": ("decline", REASON),
    "key-in": ("key_first", ANSWERS),
    "key-in-again": ("key_again", ANSWERS),
    "discard": ("discard", REASON),
}
"""Path → command of the state table, and what it takes."""
OTHER = {"answers": [{**row, "score": 1} for row in ANSWERS["answers"]]}
WAYS: dict[str, tuple[str, ...]] = {
    "queued": (),
    "sent": ("send",),
    "opened": ("OPEN",),
    "partly": ("KEEP",),
    "bounced": ("send", "bounce"),
    "declined": ("decline",),
    "completed": ("SUBMIT",),
    "keyed_once": ("key-in",),
    "differing": ("key-in", "DIFFER"),
    "keyed_in": ("key-in", "key-in-again"),
}
"""How an invitation comes to a state; in capitals what the customer or the second person does."""


def test_every_state_is_reached() -> None:
    assert (set(PLAN_WAYS), set(CAMPAIGN_WAYS), set(WAYS)) == (
        set(PLAN_STATES.states), set(CAMPAIGN_STATES.states), set(INVITATION_STATES.states),
    )  # fmt: skip


@pytest.mark.parametrize("state", WAYS)
def test_every_state_and_command_of_an_invitation_is_decided(survey: Survey, state: str) -> None:
    for path in INVITATION:
        survey.customer(path)
    campaign = survey.campaign({"double_key": True})
    tokens = survey.tokens(campaign)
    numbers = {one["customer_code"]: one["number"] for one in survey.get(f"invitations?campaign={campaign}")}
    for path, (command, data) in INVITATION.items():
        bring(survey, numbers[path], tokens[path], state)
        after = INVITATION_STATES.transitions.get((state, command))
        if state == "differing" and path == "key-in-again":
            after = None  # both have read it: somebody settles it instead
        survey.post(f"invitations/{numbers[path]}/{path}", data, login="zhou", expect=200 if after else 409)
        assert (path, survey.get(f"invitations/{numbers[path]}")["state"]) == (path, after or state)


def bring(survey: Survey, number: str, token: str, state: str) -> None:
    """Bring an invitation to that state."""
    customer, address = survey.app.test_client(), f"/survey/api/v1/answers/{token}"
    for step in WAYS[state]:
        if step == "OPEN":
            customer.get(address)
        elif step == "KEEP":
            customer.post(f"{address}/items", json={"answers": ANSWERS["answers"][:1]})
        elif step == "SUBMIT":
            customer.post(address, json=ANSWERS)
        elif step == "DIFFER":
            survey.post(f"invitations/{number}/key-in-again", OTHER, login="chen")
        else:
            survey.post(f"invitations/{number}/{step}", INVITATION[step][1], login="chen" if step == "key-in-again" else "li")
    assert survey.get(f"invitations/{number}")["state"] == state


@pytest.mark.clause("4.2.1.3")
def test_the_survey_keeps_who_was_left_out_and_why(market: Survey) -> None:
    number = market.campaign(sample_rule=[{"tier": "A", "share": 100}, {"tier": "B", "share": 50}])
    sample = {one["customer_code"]: one["why"] for one in market.get(f"campaigns/{number}/sample")}
    assert sorted(sample.values()) == ["drawn"] * 4 + ["not_drawn"]
    response = {one["tier"]: (one["asked"], one["waiting"]) for one in market.get(f"campaigns/{number}/response")}
    assert response == {"A": (3, 3), "B": (1, 1), None: (4, 4)}
