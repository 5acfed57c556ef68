"""What the tests of survey share: a migrated database with one site and customers, and the steps that many tests begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import SHENZHEN, Rig
from kesu_survey.app import service

ITEMS = ("product_quality", "packaging", "delivery", "service", "price")
GOOD = dict.fromkeys(ITEMS, 5)


def rows(scores: Mapping[str, Any], suggestion: str | None = None) -> list[dict[str, Any]]:
    """Scores (or `no_opinion`) by item as the API takes them."""
    given: list[dict[str, Any]] = [{"item": item, "score": score} for item, score in scores.items()]
    return [*given, {"item": "suggestions", "text": suggestion}] if suggestion else given


class Survey(Rig):
    """The service under test."""

    def customer(self, code: str, tier: str = "A", *, state: str = "active", site: str = "SZ", **more: Any) -> None:
        """A customer of intake is heard of."""
        known = {"name": f"{code} GmbH", "tier": tier, "language": "en", "state": state, **more}
        self.hear("customer.registered", code, site=site, **known)

    def post(self, path: str, data: Mapping[str, Any] | None = None, role: str = "sales", *, expect: int = 200, login: str = "li") -> Any:
        """The answer to a POST by somebody with that role, which must end with status `expect`."""
        answer = self.program(f"{role}@SZ", login=login).post(f"/survey/api/v1/{path}", json=dict(data or {}))
        assert answer.status_code == expect, answer.text
        return answer.json

    def get(self, path: str, role: str = "sales") -> Any:
        """What a GET answers."""
        answer = self.program(f"{role}@SZ").get(f"/survey/api/v1/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def plan(self, **changes: Any) -> str:
        """The number of a plan that sales has just drawn up."""
        return str(self.post("plans", {"site": "SZ", "year": 2026, "quarter": 4, **changes}, expect=201)["number"])

    def approved_plan(self, **changes: Any) -> str:
        """… which a lead has approved."""
        number = self.plan(**changes)
        self.post(f"plans/{number}/submit")
        self.post(f"plans/{number}/approve", role="lead", login="wu")
        return number

    def campaign(self, start: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """The number of a campaign that has just started, with `start` beside its last day; `changes` are the plan's."""
        given = {
            "plan": self.approved_plan(**changes),
            "ends_on": (clock.now().date() + timedelta(days=20)).isoformat(),
            "double_key": False,
        }
        return str(self.post("campaigns", {**given, **(start or {})}, expect=201)["number"])

    def tokens(self, campaign: str) -> dict[str, str]:
        """The token of each customer's link."""
        found = self.get(f"invitations?campaign={campaign}")
        return {one["customer_code"]: one["link"].rsplit("/", 1)[1].split("?")[0] for one in found if one["link"]}

    def answer(self, token: str, scores: Mapping[str, Any], suggestion: str | None = None, *, expect: int = 201, **more: Any) -> Any:
        """A customer answers over the link, as anybody on the internet could."""
        sent = self.app.test_client().post(f"/survey/api/v1/answers/{token}", json={"answers": rows(scores, suggestion), **more})
        assert sent.status_code == expect, sent.text
        return sent.json

    def item(self, campaign: str, code: str) -> dict[str, Any]:
        """The figures of one item."""
        return next(item for item in self.get(f"campaigns/{campaign}/figures")["items"] if item["item"] == code)


@pytest.fixture
def survey(new_database: NewDatabase, tmp_path: Path) -> Iterator[Survey]:
    """Survey on a fresh database that has heard of the site SZ."""
    rig = Survey(service, new_database(service), tmp_path / "files")
    rig.hear("site.changed", "SZ", **SHENZHEN)
    yield rig
    rig.close()


@pytest.fixture
def market(survey: Survey) -> Survey:
    """… and of three key customers, two of tier B."""
    for code in ("C001", "C002", "C003"):
        survey.customer(code)
    survey.customer("C004", "B")
    survey.customer("C005", "B", language="zh")
    return survey
