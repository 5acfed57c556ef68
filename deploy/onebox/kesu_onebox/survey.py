"""The year's satisfaction survey as people act it out over the REST interfaces (clause 4.2): the second half of the loop."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, timedelta
from typing import Any

from kesu_onebox.cast import SITE, Cast
from kesu_onebox.client import Client, wait_for
from kesu_onebox.loop import Step

SCORES = {"product_quality": 2, "packaging": 4, "delivery": 5, "service": 5}
"""What the customer answers: content, but for the product's quality, which stays below the target of 4."""
WORDS = "The seals must not leak. Everything else is fine."


class Survey:
    """Plays one survey: planned, approved, asked, answered by a customer over the link, closed, and what came of the missed target."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def whole(self, customer: str) -> Iterator[Step]:
        """The whole survey, in which `customer` answers; the step of the started survey carries its number."""
        plan = yield from self._plan()
        campaign = yield from self._ask(plan)
        yield from self._answer(campaign, customer)
        self.cast.sales.post("survey", f"campaigns/{campaign}/close", {})
        yield Step("sales", "survey closed and counted", campaign)
        yield from self._improve(campaign)

    def _plan(self) -> Generator[Step, None, str]:
        sales, today = self.cast.sales, date.today()  # noqa: DTZ011  # a day more or less is the same
        quarter = (today.month + 2) // 3
        reason = None if quarter > 2 else "demonstration of the whole loop"
        plan: str = sales.post(
            "survey", "plans",
            {"site": SITE["code"], "year": today.year, "quarter": quarter, "quarter_reason": reason, "purpose": "年度客户满意度调查"},
        )["number"]  # fmt: skip
        sales.post("survey", f"plans/{plan}/submit")
        self.cast.lead.post("survey", f"plans/{plan}/approve")
        yield Step("lead", "the year's survey approved", plan)
        return plan

    def _ask(self, plan: str) -> Generator[Step, None, str]:
        ends_on = date.today() + timedelta(days=30)  # noqa: DTZ011  # some day in the future
        campaign: str = self.cast.sales.post("survey", "campaigns", {"plan": plan, "ends_on": ends_on.isoformat()})["number"]
        yield Step("sales", "survey started, invitations made", campaign)
        return campaign

    def _answer(self, campaign: str, customer: str) -> Iterator[Step]:
        sales = self.cast.sales
        invitation = sales.first("survey", f"invitations?campaign={campaign}&customer={customer}")
        sales.post("survey", f"invitations/{invitation['number']}/send", {"how": "email"})
        yield Step("sales", "link sent to the customer", invitation["number"])
        answers: list[dict[str, Any]] = [{"item": item, "score": score} for item, score in SCORES.items()]
        answers.append({"item": "suggestions", "text": WORDS})
        token = invitation["link"].rpartition("/")[2]
        anybody = Client(sales.bases, patience=sales.patience)
        anybody.post("survey", f"answers/{token}", {"answers": answers, "respondent": "Quality desk"})
        yield Step("customer", "answered over the link", invitation["number"])

    def _improve(self, campaign: str) -> Iterator[Step]:
        """The missed target opens a corrective action by itself, and the survey knows of it (clause 4.2.3.5)."""

        def opened() -> Any:
            capas = self.cast.quality.get("capa", "capas?source=survey")
            return next((capa for capa in capas if capa["campaign"] == campaign), None)

        capa = wait_for("a corrective action from the survey", opened)["number"]
        yield Step("capa", "target missed: corrective action opened by itself", capa)
        wait_for("the survey knows it", lambda: self.cast.sales.get("survey", f"campaigns/{campaign}/figures")["capas"])
        yield Step("survey", "its figures link to the corrective action", campaign)
