"""The report of a survey (满意度调查报告): everything that its page, its PDF, its spreadsheet and its endpoint show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.model import KnownCapa
from kesu_survey.copies.queries import capas_of
from kesu_survey.daily.queries import Daily, daily_of
from kesu_survey.figures.cells import DIMENSIONS, cells_of, forms_in, whole
from kesu_survey.figures.compute import ItemFigures, Share, weighted_index
from kesu_survey.figures.drivers import Drivers, drivers_of
from kesu_survey.figures.queries import choices_of, items_from, responses_of
from kesu_survey.figures.slices import Slice, slices_of
from kesu_survey.figures.years import Beside, Change, change_of, sites_of, years_of
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered
from kesu_survey.suggestions.model import PassedSuggestion
from kesu_survey.suggestions.queries import Point, pareto, passed_in, progress


@dataclass(frozen=True)
class SurveyReport:
    """A survey's figures. `response`: by tier, "" is all; empty for a past survey, of which nobody knows how many were asked.

    `choices`: how often each option of an item was chosen. `daily` is `None` when it is switched off for this reading.
    """

    campaign: Campaign
    questionnaire: Questionnaire
    forms: int
    response: Mapping[str, Share]
    items: Sequence[ItemFigures]
    drivers: Drivers | None
    slices: Mapping[str, Sequence[Slice]]
    years: Sequence[Beside]
    changes: Mapping[str, Change]
    sites: Sequence[Beside]
    choices: Mapping[str, Mapping[str, int]]
    points: Sequence[Point]
    coded: tuple[int, int]
    passed: Sequence[PassedSuggestion]
    capas: Mapping[str, KnownCapa]
    daily: Daily | None

    @property
    def index(self) -> Decimal | None:
        """The weighted index of the answers, 0 … 100."""
        return weighted_index(self.items)

    @property
    def index_with_daily(self) -> Decimal | None:
        """The same, moved by daily feedback; `None` where that is switched off, here or by the site."""
        return self.daily.index(self.index) if self.daily is not None and self.daily.weights.used else None

    @property
    def weighted(self) -> bool:
        """Whether respondents stand for different numbers, so that weighted means say something else."""
        return any(item.weighted_mean != item.mean for item in self.items)

    @property
    def missed(self) -> list[ItemFigures]:
        """The items below their target."""
        return [item for item in self.items if item.met is False]


def report_of(session: Session, actor: Actor, campaign: Campaign, *, daily: bool = True) -> SurveyReport:
    """The report as of now. Reads cells, never answers: it costs the same however many there are, and locks nothing."""
    questionnaire = numbered(session, campaign.questionnaire)
    cells = cells_of(session, campaign.number, questionnaire)
    items = items_from(campaign, questionnaire, whole(cells))
    years = years_of(session, campaign, items)
    before = years[-2].items if len(years) > 1 else {}
    changes = {item.code: change_of(item, before.get(item.code)) for item in items}
    forms, response = forms_in(whole(cells)), responses_of(session, campaign.number, cells)
    asked = response[""].n if response else 0
    return SurveyReport(
        campaign=campaign,
        questionnaire=questionnaire,
        forms=forms,
        response=response,
        items=items,
        drivers=drivers_of(items),
        slices={name: slices_of(questionnaire, cells, name, campaign.smallest_group) for name in DIMENSIONS},
        years=years,
        changes={code: change for code, change in changes.items() if change is not None},
        sites=sites_of(session, actor, campaign, items),
        choices=choices_of(session, campaign, questionnaire, forms),
        points=pareto(session, campaign.number, campaign.site),
        coded=progress(session, campaign.number),
        passed=passed_in(session, campaign.number),
        capas=capas_of(session, campaign.number),
        daily=daily_of(session, campaign, forms, asked) if daily else None,
    )
