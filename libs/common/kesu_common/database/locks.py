"""Letting one transaction after the other do what no unique constraint can keep apart."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def one_at_a_time(session: Session, *key: str) -> None:
    """Wait until no other transaction holds this key, then hold it until this one ends. What is read after it is what the other wrote."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": "\x1f".join(key)})
