"""What every fact about a plan tells."""

from __future__ import annotations

from typing import Any

from kesu_survey.plans.model import Plan


def facts_of(plan: Plan) -> dict[str, Any]:
    """The fields of `events.PlanFact`."""
    return {
        "number": plan.number,
        "state": plan.state,
        "year": plan.year,
        "quarter": plan.quarter,
        "quarter_reason": plan.quarter_reason,
        "questionnaire": plan.questionnaire,
        "sample_rule": plan.sample_rule,
        "targets": plan.targets,
        "author": plan.author_name,
    }
