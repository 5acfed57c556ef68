"""客诉处理单 on paper (clause 6-a): complete from the case, in Chinese, English or both, as a page and as PDF."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

import pytest

from kesu_common.testing.rig import posted

FORM = {
    "text": "The shaft seal of pump GP-200 leaks after 3 days.",
    "text_language": "en",
    "component": "Shaft seal",
    "serial": "SN-4711-00012345678901234",
    "external_reference": "REF-77",
    "safety": True,
    "found_on": "2026-01-20",
    "found_where": "Hamburg, hall 3",
    "found_by": "Mr Schmidt",
    "found_how": "Daily round",
    "effect": "Line stopped for 4 hours",
    "custody_place": "Cabinet 2",
}
WORDS = {
    "zh": ("客诉处理单", "品质判定", "责任部门", "对客户的答复", "客户确认", "签"),
    "en": ("Complaint form", "Quality's verdict", "Responsible department", "Replies to the customer", "Customer's confirmation"),
}


@pytest.fixture
def finished(shop: Any) -> tuple[Any, str, list[str]]:
    """A case from the letter to the follow-up, and every word that it has seen."""
    number = shop.complaint(**FORM)
    file = {"file": (io.BytesIO(b"Dear Sirs"), "letter.txt")}
    assert shop.program("sales@SZ").post(f"/intake/api/v1/complaints/{number}/attachments", data=file).status_code == 201
    shop.do(number, "acknowledge", person="Ms Petersen", content="We have it, thank you.")
    shop.do(number, "translate", text="水泵 GP-200 的轴封在 3 days 后泄漏。", translator="Li Wei", acknowledged=True)
    shop.dispatch(number, "quality", "rnd")
    shop.do(number, "answer", "rnd", answer="密封件额定 80 °C。")
    known = {"defect_code": "SEAL-LEAK", "defect_zh": "轴封泄漏缺陷", "defect_en": "Seal leaks", "responsible_department": "production"}
    shop.verdict(number, "ours", **known)
    shop.do(number, "settle", kind="exchange", quantity="12", terms="整批更换，十日内到货。", agreed_with="Ms Petersen")
    shop.hear("return.requested", "RT-SZ-2026-000001", number="RT-SZ-2026-000001", complaint=number)
    shop.do(number, "reply", channel="email", to="Ms Petersen", text="The die was worn; we exchange all pieces.")
    shop.do(number, "confirm", who="Ms Petersen", words="Agreed by e-mail of today")
    for state in ("opened", "closed"):
        shop.hear(f"capa.{state}", "CA-SZ-2026-000007", number="CA-SZ-2026-000007", complaint=number, title="模具更换")
    shop.do(number, "follow-up", capa="CA-SZ-2026-000007", effective=True, who="Ms Petersen", words="No leak since.")
    told = [
        "letter.txt",
        "We have it, thank you.",
        "水泵 GP-200 的轴封在 3 days 后泄漏。",
        "Li Wei",
        "请分析。",
        "密封件额定 80 °C。",
        "轴封硬度不足",
    ]
    told += ["SEAL-LEAK", "轴封泄漏缺陷", "整批更换，十日内到货。", "RT-SZ-2026-000001", "The die was worn; we exchange all pieces."]
    told += [
        "Agreed by e-mail of today",
        "CA-SZ-2026-000007",
        "模具更换",
        "No leak since.",
        "Ms Petersen",
        "Hamburg Pumps GmbH",
        "L2026-1107",
    ]
    return (
        shop,
        number,
        [*told, *(value for name, value in FORM.items() if isinstance(value, str) and name not in {"text_language", "found_on"})],
    )


@pytest.mark.clause("6-a")
@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_the_form_has_all_that_was_done_in_the_languages_of_the_paper(finished: tuple[Any, str, list[str]], paper: str) -> None:
    shop, number, told = finished
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}/print?paper={paper}").text.replace("&#39;", "'")
    missing = [words for words in told if words not in page]
    assert not missing
    seen = re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)
    for language, words in WORDS.items():
        here = [one for one in words if one in seen]
        assert bool(here) == (paper in (language, "both")), (language, here)


def unpacked(pdf: bytes) -> bytes:
    """The file with what is compressed in it, unpacked."""
    streams = re.findall(rb"stream\r?\n(x[\x01\x9c\xda].*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(stream) for stream in streams)


@pytest.mark.clause("6-a")
def test_the_form_is_an_a4_pdf(finished: tuple[Any, str, list[str]]) -> None:
    shop, number, _ = finished
    answer = shop.browser("sales@SZ").get(f"/intake/complaints/{number}/form.pdf?paper=both")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    width, height = (float(side) for side in re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", unpacked(answer.data))[0])
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.clause("6-a")
def test_a_new_complaint_prints_too_and_another_site_s_does_not(shop: Any) -> None:
    number = posted(
        shop.program("sales@SZ"), "/intake/api/v1/complaints", {"customer_code": "C001", "channel": "email", "text": "<b>x</b>"}, 201
    )["number"]
    page = shop.browser("sales@SZ").get(f"/intake/complaints/{number}/print").text
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert shop.browser("sales@CD").get(f"/intake/complaints/{number}/print").status_code == 404
