"""Declaring what daily feedback counts for. The only writer of these weights."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_survey.daily.model import KINDS, DailyWeights
from kesu_survey.permissions import WEIGH_DAILY


class WeighedFact(Schema):
    """What daily feedback counts for at a site from now on: {kind: points as text}, and whether it is used."""

    points = fields.Dict(required=True)
    used = fields.Boolean(required=True)


DAILY_WEIGHED = EventType(
    type="kesu.daily.weighed.v1",
    schema=WeighedFact,
    example={"points": {"complaint_minor": "-1", "complaint_major": "-3"}, "used": True},
    summary="A site declared what daily feedback counts for beside a survey's answers",
)


class _Site:
    """The weights as the subject of a fact: they belong to the site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.number = f"DAILY-{site}"


def declare_weights(session: Session, actor: Actor, *, site: str, points: Mapping[str, Decimal], used: bool) -> DailyWeights:
    """Declare the points of each kind (those that are left out count 0), and whether they are used (clause 4.2.1.4)."""
    site_of(session, site)
    actor.require(WEIGH_DAILY, site)
    texts = {kind: format(Decimal(points.get(kind, 0)).normalize(), "f") for kind in KINDS}
    known = session.get(DailyWeights, site)
    if known is None:
        known = DailyWeights(site=site, points=texts, used=used, declared_by=actor.name or actor.id)
        session.add(known)
    else:
        known.points, known.used = texts, used
        known.declared_by, known.declared_at = actor.name or actor.id, clock.now()
    record(session, actor, DAILY_WEIGHED, _Site(site), {"points": texts, "used": used})
    return known
