"""Past surveys of the plant, taken over from files as an operator does: two years, of which one says more than the other."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

from tests.installations import Installation

from kesu_common.importing import run_import
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.runtime import Runtime
from kesu_common.spreadsheets import open_table
from kesu_onebox.cast import Cast

OPERATOR = Actor(id="operator", name="operator", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))
ITEMS = {"product_quality": 3, "packaging": 2, "delivery": 0, "service": 3, "price": 1}
"""Item → how much it lies above the worst."""
SAID = ("请按约定日期交货", "包装受潮，需要改进", "The delivery came late again", "价格偏高")
FORMS = 60


def take_past_surveys(installation: Installation, cast: Cast) -> str:
    """Import them, with a list of codes of which one is given and passed on; the number of the newer survey."""
    runtime = Runtime(installation.services["survey"], installation.settings("survey"))
    spec = next(spec for spec in runtime.service.imports if spec.name == "survey-answers")
    given = {"site": "SZ", "survey": "Yearly", "questionnaire": "SQ-SZ-DEFAULT-v1", "no_opinion": "6"}
    for year in ("2024", "2025"):
        table = open_table(io.BytesIO(_file(year)), name="past.csv")
        done = run_import(spec, table, session_factory=runtime.database.transaction, actor=OPERATOR, defaults={**given, "year": year})
        assert done.created == FORMS, done.refused
    runtime.close()
    number = "SC-SZ-2025-000001"
    for code, section, words, department in (
        ("D1", "交货 Delivery", "按约定日期交货", "production"),
        ("P1", "包装 Packaging", "包装要防潮", "warehouse"),
    ):
        named = {"code": code, "section": section, "text_zh": words, "text_en": f"Point {code}", "department": department}
        cast.sales.post("survey", "suggestions/codes/SZ", named)
    told: dict[str, Any] = cast.sales.get("survey", f"suggestions/of/{number}")["waiting"][0]
    cast.sales.post("survey", f"suggestions/of/{number}/coding", {"form": told["form"], "item": told["item"], "codes": ["D1"]})
    cast.sales.post("survey", f"suggestions/of/{number}/pass", {"code": "D1"})
    return number


def _file(year: str) -> bytes:
    chance = random.Random(year)
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["respnum", "lang", "tier", "product", *ITEMS, "suggestions"])
    for number in range(FORMS):
        mood = chance.random() * 2
        scores = [
            max(1, min(5, round(1 + mood + above * 0.6 + chance.random() * (1 if year == "2024" else 1.6)))) for above in ITEMS.values()
        ]
        said = SAID[number % len(SAID)] if number % 6 == 0 else ""
        writer.writerow(
            [
                number,
                ("zh", "en")[number % 3 == 0],
                "ABC"[number % 3],
                f"GP-{number % 3}00",
                *scores[:-1],
                6 if number % 7 == 0 else scores[-1],
                said,
            ]
        )
    return target.getvalue().encode()
