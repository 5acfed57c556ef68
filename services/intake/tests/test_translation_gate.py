"""The translation gate: glossary, what differs while typing, and a correction that reaches those who have read (clause 4.1.3.5-a2)."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, posted

pytestmark = pytest.mark.clause("4.1.3.5-a2")
ENGLISH = "The shaft seals of lot L2026-1107 leak after 30 hours at 85 °C, 12 pcs."
CHINESE = "批号 L2026-1107 的轴封在 85 ℃ 下运行 30 小时后泄漏，12 件。"


@pytest.fixture
def terms(shop: Any) -> Any:
    """Intake with a small glossary."""
    for en, zh in (("shaft seal", "轴封"), ("seal", "密封"), ("leak", "泄漏"), ("rust", "锈蚀")):
        posted(shop.program("sales@SZ"), "/intake/api/v1/glossary", {"site": "SZ", "en": en, "zh": zh}, 201)
    return shop


def translated(shop: Any) -> str:
    """An English complaint that was translated."""
    number = shop.complaint(text=ENGLISH)
    shop.do(number, "translate", text=CHINESE, translator="Li Wei")
    return str(number)


def read(shop: Any, number: str, role: str, login: str) -> None:
    """Somebody opens the complaint's page."""
    assert shop.browser(f"{role}@SZ", login=login).get(f"/intake/complaints/{number}").status_code == 200


def test_terms_of_the_glossary_are_recorded_as_used(terms: Any) -> None:
    number = translated(terms)
    assert terms.get(number)["translations"][0]["terms"] == [
        {"source": "shaft seal", "target": "轴封"},
        {"source": "leak", "target": "泄漏"},
    ]
    assert "shaft seal → 轴封" in terms.browser("sales@SZ").get(f"/intake/complaints/{number}").text


def test_terms_and_differences_are_shown_while_translating(terms: Any) -> None:
    number = terms.complaint(text=ENGLISH)
    browser = terms.browser("sales@SZ", language="en")
    token = csrf_of(browser.get(f"/intake/complaints/{number}/translate").text)

    def check(text: str) -> str:
        path = f"/intake/complaints/{number}/translation-check"
        return str(browser.post(path, data={"csrf_token": token, "text": text}).text)

    assert "shaft seal → 轴封<" in check("")
    assert "shaft seal → 轴封 ✓" in check("轴封")
    assert "“12” is missing" in check(CHINESE.replace("12", ""))
    assert "agree with the original" in check(CHINESE)
    assert terms.get(number)["translations"] == []


def test_a_correction_reaches_everybody_who_has_read_the_old_text(shop: Any) -> None:
    number = translated(shop)
    for role, login in (("quality", "wang"), ("quality", "zhao"), ("rnd", "chen"), ("sales", "li")):
        read(shop, number, role, login)
    read(shop, number, "quality", "wang")
    assert [r["name"] for r in shop.get(number)["readings"]].count("Anna Li") >= 4
    answer = shop.program("sales@SZ", login="li").post(
        f"/intake/api/v1/complaints/{number}/translate", json={"text": CHINESE + "（更正）", "translator": "Li Wei"}
    )
    assert answer.status_code == 200, answer.text
    told = {role for kind, role in shop.open_tasks(number) if kind == "complaint.read_correction"}
    assert told == {"quality", "rnd", "sales"}  # anna of sales has read it, too, through `get`
    page = shop.browser("quality@SZ", login="wang", language="en").get(f"/intake/complaints/{number}").text
    assert "was corrected after it had been read" in page
    assert CHINESE in page
    correction(shop, number, "quality", "wang")
    assert ("complaint.read_correction", "quality") in shop.open_tasks(number)  # zhao has not
    correction(shop, number, "quality", "zhao")
    assert ("complaint.read_correction", "quality") not in shop.open_tasks(number)
    assert ("complaint.read_correction", "rnd") in shop.open_tasks(number)
    correction(shop, number, "quality", "zhao", 409)
    assert [f["department"] for f in shop.facts("kesu.translation.read.v1")] == ["quality", "quality"]
    assert "was corrected after" not in shop.browser("quality@SZ", login="zhao", language="en").get(f"/intake/complaints/{number}").text


def correction(shop: Any, number: str, role: str, login: str, expect: int = 200) -> None:
    """Somebody says to have read the correction."""
    posted(shop.program(f"{role}@SZ", login=login), f"/intake/api/v1/complaints/{number}/read-correction", {}, expect)


def test_a_department_that_was_only_asked_is_told_as_well(shop: Any) -> None:
    number = translated(shop)
    shop.dispatch(number, "quality", "production")
    shop.do(number, "translate", text=CHINESE + "（更正）", translator="Li Wei")
    told = {role for kind, role in shop.open_tasks(number) if kind == "complaint.read_correction"}
    assert told == {"quality", "production"}
    correction(shop, number, "production", "sun")
    assert ("complaint.read_correction", "production") not in shop.open_tasks(number)


def test_the_same_text_again_is_no_correction(shop: Any) -> None:
    number = translated(shop)
    read(shop, number, "quality", "wang")
    shop.do(number, "translate", text=CHINESE, translator="Wang Fang")
    assert "complaint.read_correction" not in {kind for kind, _ in shop.open_tasks(number)}


def test_the_glossary_is_kept_per_site_and_by_those_who_may(terms: Any) -> None:
    sales = terms.program("sales@SZ")
    path = "/intake/api/v1/glossary"
    changed = posted(sales, path, {"site": "SZ", "en": "Rust", "zh": "生锈"}, 201)
    assert [t["zh"] for t in sales.get(path, query_string={"q": "rust"}).json] == ["生锈"]
    assert [t["en"] for t in sales.get(path).json] == ["Rust", "leak", "seal", "shaft seal"]
    assert terms.program("sales@XM").get(path).json == []
    posted(terms.program("quality@SZ"), path, {"site": "SZ", "en": "crack", "zh": "裂纹"}, 403)
    assert terms.program("sales@XM").delete(f"{path}/{changed['id']}").status_code == 404
    assert sales.delete(f"{path}/{changed['id']}").status_code == 204
    assert terms.facts("kesu.glossary.changed.v1")[-1] == {"en": "Rust", "zh": "生锈", "removed": True}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_glossary_is_entered_and_imported_on_its_page(shop: Any, language: str) -> None:
    browser = shop.browser("sales@SZ", language=language)
    assert {"zh": "还没有术语", "en": "No term yet"}[language] in browser.get("/intake/glossary/").text
    token = csrf_of(browser.get("/intake/glossary/").text)
    assert browser.post("/intake/glossary/", data={"csrf_token": token, "site": "SZ", "en": "burr", "zh": "毛刺"}).status_code == 303
    assert browser.post("/intake/glossary/", data={"csrf_token": token, "site": "SZ", "en": "burr"}).status_code == 422
    table = "英文,中文\nscratch,划伤\nburr,毛刺\n,没有英文\n"
    for new in ("1", "0"):  # the same file twice adds nothing
        file = {"csrf_token": token, "site": "SZ", "files": (io.BytesIO(table.encode("gb18030")), "terms.csv")}
        page = browser.post("/intake/glossary/import", data=file, content_type="multipart/form-data").text
        assert {"zh": f"新增 {new}", "en": f"New: {new}"}[language] in page
        assert {"zh": "第 4 行", "en": "Row 4"}[language] in page
    assert "划伤" in browser.get("/intake/glossary/").text
