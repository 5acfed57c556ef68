"""Corrective actions on paper: the report and the one-page 8D, in both languages, as page and PDF (clause 6-c)."""

from __future__ import annotations

import re
import zlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kesu_common import clock
from kesu_common.testing.rig import words_of

WHOLE = (
    "Zhao Qiang",
    "Seal leaks",
    "Lot blocked",
    "340",
    "Die worn",
    "No leak test at night",
    "Replace the die",
    "0 of 412 leak",
    "P-200 too",
    "Works",
)


def finished(capas: Any) -> str:
    number = str(capas.escalate())
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="0 of 412 leak", read_across="P-200 too")
    capas.do(number, "close", closing="Works")
    return number


def printed(capas: Any, path: str) -> str:
    answer = capas.browser("auditor@SZ").get(f"/capa/capas/{path}")
    assert answer.status_code == 200, answer.text
    return words_of(answer.text)


def pages(capas: Any, path: str) -> int:
    """How many pages the PDF has."""
    answer = capas.browser("auditor@SZ").get(f"/capa/capas/{path}")
    assert answer.status_code == 200, answer.text
    packed = re.findall(rb"stream\r?\n(.*?)endstream", answer.data, re.DOTALL)
    parts = [answer.data, *(zlib.decompressobj().decompress(part) for part in packed if part[:1] == b"x")]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in parts)


@pytest.mark.clause("6-c")
@pytest.mark.parametrize(
    ("paper", "there", "not_there"),
    [("zh", ["纠正措施报告", "发生原因"], ["Corrective action report"]), ("en", ["Corrective action report", "Approved by"], ["纠正"]),
     ("both", ["纠正措施报告", "Corrective action report"], [])],
)  # fmt: skip
def test_the_report_tells_the_whole_way_and_who_signed(capas: Any, paper: str, there: list[str], not_there: list[str]) -> None:
    number = finished(capas)
    text = printed(capas, f"{number}/report?paper={paper}")
    for words in (*WHOLE, *there, number, "Photo", "Anna Li"):
        assert words in text, words
    for words in not_there:
        assert words not in text
    assert pages(capas, f"{number}/report.pdf?paper={paper}") in (1, 2)


@pytest.mark.clause("6-c")
@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_the_8d_is_one_page_however_long_its_texts_are(capas: Any, paper: str) -> None:
    number = capas.escalate()
    capas.do(number, "assign", leader="Zhao Qiang", team="Wu Min, " * 100, department="production")
    capas.do(number, "contain", "production", problem="轴封泄漏 " * 500, containment="Lot blocked " * 300, in_stock="340")
    causes = {"occurrence_cause": "Die worn " * 300, "escape_cause": "No test " * 300, "cause_verified": "Reproduced " * 200}
    capas.do(number, "analyse", "production", **causes)
    capas.do(number, "plan", "production", actions=[{"description": "Replace " * 50, "department": "production"}] * 9)
    for line in range(1, 10):
        capas.do(number, "do", "production", line=line, evidence="Photo " * 50)
    long = {"verification": "0 of 412 " * 200, "read_across": "P-200 " * 300}
    capas.do(number, "verify", effective=True, **long)
    capas.do(number, "close", closing="Works " * 300)
    assert pages(capas, f"{number}/8d.pdf?paper={paper}") == 1
    text = printed(capas, f"{number}/8d?paper={paper}")
    for step in ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", number, "Zhao Qiang", "Anna Li"):
        assert step in text, step


def test_the_8d_of_a_report_that_has_just_begun_has_room_for_every_step(capas: Any) -> None:
    number = capas.escalate(severity="critical")
    text = printed(capas, f"{number}/8d?paper=en")
    for step in ("D1 Team", "D2 Problem", "D3 Containment", "D4 Causes", "D5 Chosen actions", "D7 Read-across", "D8 Closure"):
        assert step in text
    assert "General manager" in text
    assert printed(capas, f"{number}/report?paper=zh").count("D") >= 8


@pytest.mark.clause("6-c")
@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_the_report_has_drawings_chart_and_signature_and_says_nothing_of_its_making(capas: Any, paper: str) -> None:
    for n in range(3):
        capas.hear("complaint.registered", f"KS-SZ-2026-00009{n}", product="P-100", received_at=(clock.now() - timedelta(40)).isoformat())
        capas.hear("verdict.given", f"QC-{n}", complaint=f"KS-SZ-2026-00009{n}", verdict="ours")
        day = (clock.now() - timedelta(days=50 if n else 0)).date() + timedelta(days=0 if n else 1)
        capas.hear("delivery.recorded", f"DN-{n}", product="P-100", quantity="500", delivered_on=day.isoformat())
    number = str(capas.escalate())
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    capas.do(number, "contain", "production", problem="Leaks", containment="Blocked", five_w={"where": "Line 3"})
    capas.do(number, "add-cause", "production", kind="occurrence", statement="Die worn", branch="machine")
    capas.do(number, "analyse", "production", occurrence_cause="Die worn", escape_cause="No test", cause_verified="Reproduced")
    capas.do(number, "plan", "production", actions=[{"description": "Replace", "department": "production"}])
    capas.do(number, "do", "production", line=1, evidence="Photo")
    capas.do(number, "validate", line=1, works=True, validation="Cpk 1.67")
    capas.do(number, "verify", effective=True, verification="ok")
    capas.do(number, "close", closing="Works", meaning="verified", thanks="Well done")
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        answer = capas.browser("auditor@SZ").get(f"/capa/capas/{number}/report?paper={paper}")
    assert answer.text.count('class="c-rates"') == answer.text.count('class="c-months"') == 1
    assert answer.text.count('class="c-drawing"') == 3
    for drawing in answer.text.split("<svg")[1:]:
        assert "<span" not in drawing.partition("</svg>")[0]
        assert "fill=" in drawing
    words = words_of(answer.text)
    for there in ("Line 3", "Cpk 1.67", "Well done", "验证" if paper != "en" else "Verified"):
        assert there in words, there
    assert "Project-Id" not in words


@pytest.mark.clause("6-c")
def test_a_preventive_one_is_called_so(capas: Any) -> None:
    missed = {"campaign": "SC-1", "item": "delivery", "item_en": "Delivery", "department": "warehouse", "mean": "3.1", "target": "4"}
    capas.hear("target.missed", "SC-1", **missed)
    assert "预防措施报告" in printed(capas, f"{capas.all()[0]['number']}/report?paper=zh")


def test_another_sites_report_is_not_printed(capas: Any) -> None:
    number = capas.escalate()
    for path in ("report", "report.pdf", "8d", "8d.pdf"):
        assert capas.browser("quality@BJ").get(f"/capa/capas/{number}/{path}").status_code == 404
