"""Approvals while a lead is away: the deputy decides in the lead's name, and never on what either of the two asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from kesu_common import clock
from kesu_common.people.copies import learn_person


def known(returns: Any, login: str, name: str, *roles: str) -> None:
    """Returns has heard of this person."""
    grants = [{"role": role, "site": "SZ"} for role in roles]
    account = {"login": login, "name": name, "language": None, "email": None, "active": True, "grants": grants}
    with returns.runtime.database.transaction() as session:
        learn_person(session, account)


def delegated(returns: Any, giver: str, name: str, **changes: Any) -> None:
    """The giver's role as lead is Chen Jing's for three days."""
    told = {
        "number": f"DG-{giver}",
        "giver": giver,
        "giver_name": name,
        "deputy": "chen.jing",
        "role": "lead",
        "begins_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "ends_at": (clock.now() + timedelta(days=3)).isoformat(),
        "ended_at": None,
    }
    returns.hear("delegation.given", told["number"], **{**told, **changes})


@pytest.mark.clause("4.1.3.4-a")
def test_a_deputy_approves_for_the_lead_and_the_record_says_so(returns: Any) -> None:
    number = returns.submitted()
    known(returns, "wang", "Wang Fang", "lead")
    known(returns, "chen.jing", "Chen Jing", "quality")
    delegated(returns, "wang", "Wang Fang")
    returns.do(number, "approve", "quality", login="chen.jing", reason="Seal leaks.")
    with returns.runtime.database.transaction() as session:
        [(role, other)] = session.execute(text("SELECT role, on_behalf_of FROM approval"))
        actors = session.scalars(text("SELECT actor FROM journal WHERE type = 'kesu.return.approved.v1'")).all()
    assert (role, other) == ("lead", "Wang Fang")
    assert "wang" in str(actors)
    page = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{number}").text
    assert "for Wang Fang" in page


@pytest.mark.clause("4.1.3.4-a")
def test_a_deputy_approves_neither_the_own_request_nor_the_leads(returns: Any) -> None:
    own = returns.submitted(requested_by="chen.jing")
    theirs = returns.submitted(requested_by="wang", complaint="KS-SZ-2026-000199")
    known(returns, "wang", "Wang Fang", "lead", "sales")
    known(returns, "chen.jing", "Chen Jing", "sales")
    delegated(returns, "wang", "Wang Fang")
    for number in (own, theirs):
        assert returns.do(number, "approve", "sales", login="chen.jing", reason="x", expect=403)["detail"].startswith("Whoever asked")
    assert {returns.get(number)["state"] for number in (own, theirs)} == {"awaiting_approval"}


def test_after_its_end_a_delegation_gives_nothing(returns: Any) -> None:
    number = returns.submitted()
    known(returns, "wang", "Wang Fang", "lead")
    known(returns, "chen.jing", "Chen Jing", "quality")
    delegated(returns, "wang", "Wang Fang", ended_at=clock.now().isoformat())
    returns.do(number, "approve", "quality", login="chen.jing", reason="x", expect=403)
