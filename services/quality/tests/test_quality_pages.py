"""Pages in both languages: rendered, refused forms keep what was typed, the grid posts values."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of


def submit(client: Any, path: str, **data: Any) -> Any:
    """Open a form and send it with its CSRF token and version."""
    page = client.get(path).text
    marker = 'name="version" value="'
    version = {"version": page.split(marker)[1].split('"')[0]} if marker in page else {}
    return client.post(path, data={"csrf_token": csrf_of(page), **version, **data})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_can_be_read(quality: Any, language: str) -> None:
    case = quality.judged()
    goods = quality.reviewed("100", "12", "0")
    quality.dispose(goods, ("rework", "50"))
    quality.post(f"goods/{goods}/work", part=1, quantity="20")
    review = quality.get("reviews")[0]["number"]
    standard = quality.get("standards")[0]["number"]
    draft = quality.post("standards", expect=201, site="SZ", product="X", title="X", valid_from="2026-01-01",
                         characteristics=[{"name_zh": "长", "name_en": "Length", "upper": "3"}])["number"]  # fmt: skip
    client = quality.browser("quality@SZ", "lead@SZ", language=language)
    paths = [
        "", "cases/", "cases/new", f"cases/{case}", f"cases/{case}/tests", f"cases/{case}/revise", f"cases/{case}/close",
        f"cases/{case}/report",
        "handlings/", "handlings/RT-SZ-2026-000042", "handlings/RT-SZ-2026-000042/decide", "reviews/", f"reviews/{review}",
        f"reviews/{review}/correct",
        f"reviews/{review}/convene", "goods/", "goods/new", f"goods/{goods}", f"goods/{goods}/dispose", f"goods/{goods}/work",
        f"goods/{goods}/reinspect",
        "standards/", "standards/new", f"standards/{standard}", f"standards/{standard}/revise", f"standards/{draft}/change", "defects/",
    ]  # fmt: skip
    for path in paths:
        answer = client.get(f"/quality/{path}?lang={language}")
        assert answer.status_code == 200, f"{path}: {answer.text}"
        assert f'lang="{language}"' in answer.text or "paper" in answer.text


def test_empty_lists_say_what_to_do(quality: Any) -> None:
    client = quality.browser("quality@SZ", language="en")
    for path, words in {
        "": "appears here",
        "cases/": "by hand",
        "goods/": "scans them in",
        "reviews/": "one working day",
        "standards/": "first one",
    }.items():
        assert words in client.get(f"/quality/{path}").text, path


@pytest.mark.clause("4.1.3.2")
def test_the_grid_is_filled_in_and_judged(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    client = quality.browser("quality@SZ", language="en")
    cells = {"v-1-1": "20.00", "v-1-2": "２０．０４", "v-2-1": "60", "v-3-1": "0", "v-1-3": ""}
    answer = submit(client, f"/quality/cases/{case}/tests", sample="1-2", **cells)
    assert answer.status_code == 303, answer.text
    test = quality.get(f"cases/{case}")["measurements"][0]
    assert (test["result"], test["failed"], test["missing"]) == ("fail", ["Bore"], [])
    page = client.get(f"/quality/cases/{case}").text
    assert "q-out" in page
    assert "20.04" in page


def test_a_wrong_cell_is_named_and_everything_typed_is_kept(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    client = quality.browser("quality@SZ", language="en")
    answer = submit(client, f"/quality/cases/{case}/tests", sample="No. 7", **{"v-1-1": "20.00", "v-1-2": "abc"})
    assert answer.status_code == 422
    assert 'value="No. 7"' in answer.text
    assert 'value="abc"' in answer.text
    assert 'data-error-for="f-v-1-2"' in answer.text
    assert answer.text.count('role="alert"') == 1, "the form of the instrument's file was not refused"


def test_a_case_without_a_product_says_where_to_name_it(quality: Any) -> None:
    quality.hear("complaint.dispatched", quality.complaint["number"], **{**quality.complaint, "product": None})
    case = quality.get("cases")[0]["number"]
    client = quality.browser("quality@SZ", language="en")
    for page in (client.get(f"/quality/cases/{case}").text, client.get(f"/quality/cases/{case}/tests").text):
        assert "names no product" in page
        assert "no released standard" not in page


def test_the_button_that_stands_out_is_what_comes_next(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    client = quality.browser("quality@SZ", language="en")

    def standing_out() -> list[str]:
        page = client.get(f"/quality/cases/{case}").text
        button = 'class="btn btn-primary" href="/quality/cases/'
        return [path for path in ("plan", "tests", "verdict", "close") if f'{button}{case}/{path}"' in page]

    assert standing_out() == ["plan"]
    submit(client, f"/quality/cases/{case}/plan", plan="Five pieces")
    assert standing_out() == ["tests"]
    quality.test(case, "20.00")
    assert standing_out() == ["verdict"]


def test_a_verdict_form_keeps_its_input_when_something_is_missing(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    quality.test(case, "20.04")
    client = quality.browser("quality@SZ", language="zh")
    answer = submit(client, f"/quality/cases/{case}/verdict", verdict="ours", summary="内径超差 0.02")
    assert answer.status_code == 422
    assert "内径超差 0.02" in answer.text
    done = submit(
        client,
        f"/quality/cases/{case}/verdict",
        verdict="ours",
        summary="内径超差",
        defect_code="DIM-01",
        responsible_department="production",
    )
    assert done.status_code == 303


def test_a_review_is_recorded_in_the_form(quality: Any) -> None:
    review = quality.requested()
    quality.received("120")
    client = quality.browser("quality@SZ", language="zh")
    fields = {
        "lines-0-line": "1", "lines-0-ours": "100", "lines-0-not_ours": "20", "result": "整批内径偏大", "capa_needed": "false",
        "capa_reason": "单件",
        "participants-0-department": "quality", "participants-0-name": "王磊", "participants-1-department": "production",
        "participants-1-name": "陈刚",
    }  # fmt: skip
    answer = submit(client, f"/quality/reviews/{review}/result", **fields)
    assert answer.status_code == 303, answer.text
    assert quality.get(f"reviews/{review}")["state"] == "decided"


def test_goods_are_disposed_of_in_the_form_and_scrap_is_offered_to_a_lead(quality: Any) -> None:
    goods = quality.reviewed("120", "0", "0")
    client = quality.browser("quality@SZ")
    form = client.get(f"/quality/goods/{goods}/dispose").text
    assert 'value="scrap"' not in form
    assert 'value="120"' in form
    assert 'value="rework" selected' not in form, "what becomes of the goods is not decided by the form"
    lead = quality.browser("lead@SZ", login="boss")
    assert 'value="scrap"' in lead.get(f"/quality/goods/{goods}/dispose").text
    answer = submit(client, f"/quality/goods/{goods}/dispose", **{"parts-0-disposition": "rework", "parts-0-quantity": "120"})
    assert answer.status_code == 303, answer.text


def test_a_standard_is_drafted_in_the_form(quality: Any) -> None:
    client = quality.browser("quality@SZ")
    rows = {
        "characteristics-0-name_zh": "长",
        "characteristics-0-name_en": "Length",
        "characteristics-0-lower": "1",
        "characteristics-0-upper": "2",
    }
    answer = submit(client, "/quality/standards/new", site="SZ", product="P", title="P", valid_from="2026-01-01", **rows)
    assert answer.status_code == 303, answer.text
    made = quality.get("standards")[0]
    assert submit(client, f"/quality/standards/{made['number']}/change", title="P2", valid_from="2026-01-01", **rows).status_code == 303
    assert quality.get("standards")[0]["title"] == "P2"


@pytest.mark.clause("4.1.3.4")
def test_the_test_report_prints_in_the_customers_language(quality: Any) -> None:
    case = quality.judged()
    client = quality.browser("quality@SZ")
    english, chinese = (client.get(f"/quality/cases/{case}/report?paper={paper}").text for paper in ("en", "zh"))
    assert "Test report" in english
    assert "Dimension out of tolerance" in english
    assert "检测报告" in chinese
    pdf = client.get(f"/quality/cases/{case}/report.pdf?paper=zh")
    assert pdf.status_code in (200, 503)  # 503 says which font or library is missing
    assert pdf.data.startswith(b"%PDF") or "Print the page" in pdf.text or "打印" in pdf.text


def test_nobody_sees_a_page_without_signing_in(quality: Any) -> None:
    assert quality.browser().get("/quality/cases/").status_code in (302, 303, 401)


@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_goods_have_a_label_and_each_work_an_order(quality: Any, paper: str) -> None:
    goods = quality.reviewed("100", "12", "0")
    quality.dispose(goods, ("rework", "50"), ("scrap", "1"), role="lead")
    client = quality.browser("production@SZ", language="en")
    label = client.get(f"/quality/goods/{goods}/label?paper={paper}")
    assert label.status_code == 200
    assert ("隔离" in label.text, "Quarantine" in label.text) == (paper != "en", paper != "zh")
    assert f"<title>{goods}</title>" in label.text.split("<svg", 1)[1], "the code to scan"
    order = client.get(f"/quality/goods/{goods}/parts/1/work-order?paper={paper}").text
    assert (f"{goods}-1" in order, "返工" in order, "rework" in order.lower()) == (True, paper != "en", paper != "zh")
    tasks = client.get("/quality/api/v1/tasks", query_string={"subject": goods}).json
    due = next(task["due_at"] for task in tasks if task["kind"] == "goods.work")
    assert f'datetime="{due[:16]}' in order, "when the department has to be done"
    for name in ("label", "parts/1/work-order"):
        assert client.get(f"/quality/goods/{goods}/{name}.pdf?paper={paper}").data.startswith(b"%PDF")
    assert client.get(f"/quality/goods/{goods}/parts/2/work-order").status_code == 404, "scrap is no work"
    assert quality.browser("quality@XX").get(f"/quality/goods/{goods}/label").status_code == 404
