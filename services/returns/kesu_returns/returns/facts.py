"""What facts about a return tell."""

from __future__ import annotations

from typing import Any

from kesu_returns.returns.model import Return


def facts_of(thing: Return) -> dict[str, Any]:
    """The payload of `events.ReturnFact`."""
    return {name: getattr(thing, name) for name in ("number", "complaint", "settlement", "customer_code", "customer_name", "kind", "state")}


def with_lines(thing: Return) -> dict[str, Any]:
    """The payload of `events.WithLines`: what was asked for."""
    lines = [{"line": line.line, "product": line.product, "lot": line.lot, "quantity": line.claimed} for line in thing.lines]
    return {**facts_of(thing), "lines": lines}


def with_received(thing: Return) -> dict[str, Any]:
    """The payload of `events.ReceivedFact`: what came in so far."""
    names = ("line", "product", "lot", "received", "missing", "kept", "outstanding")
    return {**facts_of(thing), "complete": thing.complete, "lines": [{name: getattr(line, name) for name in names} for line in thing.lines]}
