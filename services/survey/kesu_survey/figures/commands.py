"""Summing answers up, by the clock. The only writer of answer cells; no fact is stated, because nothing new is known."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kesu_common.jobs import Job
from kesu_common.runtime import Runtime
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.figures.cells import KEYS, SUMS, counting, scales_of
from kesu_survey.questionnaires.queries import numbered

AT_ONCE = 20_000
"""Forms that one transaction sums up."""


def sum_up_answers(session: Session, campaign: Campaign) -> int:
    """Add the forms of a survey that were not summed up yet to its cells; returns how many there were, at most `AT_ONCE`.

    What counts is decided when a form is stored and never changes, so a form is added once. Nobody waits: of two workers at the same
    time one does it, and readers see a form either fresh or summed up.
    """
    if not session.execute(text("SELECT pg_try_advisory_xact_lock(hashtext('survey cells'))")).scalar_one():
        return 0
    questionnaire = numbered(session, campaign.questionnaire)
    statement = _ADD.format(counted=counting(questionnaire, "taken", "true"), keys=KEYS, sums=SUMS)
    given = {"campaign": campaign.number, "most": AT_ONCE, **scales_of(questionnaire)}
    session.execute(text("SET LOCAL jit = off"))
    return int(session.execute(text(statement), given).scalar_one())


_ADD = """
    WITH taken AS (
        UPDATE returned_form SET tallied = true WHERE id IN (
            SELECT id FROM returned_form WHERE campaign = :campaign AND NOT tallied AND NOT duplicate AND NOT late LIMIT :most)
        RETURNING id, tier, language, product, weight, level_sum, level_count, overall),
    added AS (
        INSERT INTO answer_cell (campaign, {keys}, {sums}) SELECT :campaign, counted.* FROM ({counted}) counted
            ON CONFLICT (campaign, {keys}) DO UPDATE SET n = answer_cell.n + excluded.n, weight = answer_cell.weight + excluded.weight,
               others = answer_cell.others + excluded.others, others_sum = answer_cell.others_sum + excluded.others_sum,
               others_squares = answer_cell.others_squares + excluded.others_squares)
    SELECT count(*) FROM taken
"""


def sum_up_all(runtime: Runtime) -> None:
    """Sum up what has come since the last time, survey by survey."""
    with runtime.database.transaction() as session:
        fresh = select(ReturnedForm.campaign).where(~ReturnedForm.tallied, ~ReturnedForm.duplicate, ~ReturnedForm.late).distinct()
        waiting = session.scalars(fresh).all()
    for number in waiting:
        more = AT_ONCE
        while more == AT_ONCE:
            with runtime.database.transaction() as session:
                more = sum_up_answers(session, session.scalars(select(Campaign).where(Campaign.number == number)).one())


JOBS = (Job("sum-up-answers", 20.0, sum_up_all),)
