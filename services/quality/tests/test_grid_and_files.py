"""Files into the forms: an instrument's readings, photos, a standard's characteristics; shown to be checked before anything is saved."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def _upload(client: Any, form: str, path: str, field: str, name: str, content: bytes, **more: Any) -> Any:
    token = csrf_of(client.get(form).text)
    data = {"csrf_token": token, field: (BytesIO(content), name), **more}
    return client.post(path, data=data, content_type="multipart/form-data")


@pytest.mark.clause("4.1.3.2")
@pytest.mark.parametrize(
    "content",
    ["项目,件号,实测值\n内径,1,20.01\nBore,7,20.04\n", "Name,1,2,3,4,5,6,7\nBore,20.01,,,,,,20.04\n"],
    ids=["one value in each row", "one characteristic in each row"],
)
def test_an_instruments_file_fills_the_grid_and_saves_nothing(quality: Any, content: str) -> None:
    case = quality.case()
    quality.standard()
    client = quality.browser("quality@SZ")
    answer = _upload(client, f"/quality/cases/{case}/tests", f"/quality/cases/{case}/readings", "readings", "cmm.csv", content.encode())
    assert answer.status_code == 200, answer.text
    for cell in ('name="v-1-1" value="20.01"', 'name="v-1-7" value="20.04"'):
        assert cell in answer.text
    assert quality.get(f"cases/{case}")["measurements"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [("Name,1\nWeight,3\n", "Weight"), ("characteristic,piece,value\nBore,x,3\n", "“x”"), ("Name,1\nBore,\n", "cmm.csv")],
)
def test_a_file_that_does_not_fit_is_refused_with_its_row(quality: Any, content: str, said: str) -> None:
    case = quality.case()
    quality.standard()
    client = quality.browser("quality@SZ", language="en")
    answer = _upload(client, f"/quality/cases/{case}/tests", f"/quality/cases/{case}/readings", "readings", "cmm.csv", content.encode())
    assert answer.status_code == 422
    assert said in answer.text


def test_photos_are_kept_with_the_case(quality: Any) -> None:
    case = quality.case()
    client = quality.browser("quality@SZ")
    page = f"/quality/cases/{case}"
    assert _upload(client, page, f"{page}/photos", "files", "bore.png", PNG).status_code == 303
    assert "bore.png" in client.get(page).text
    fact = quality.facts("kesu.case.attached.v1")[0]
    assert (fact["kind"], fact["filename"], fact["media_type"]) == ("photo", "bore.png", "image/png")
    refused = _upload(client, page, f"{page}/photos", "files", "run.exe", b"MZ" + bytes(200))
    assert refused.status_code == 422
    assert len(quality.facts("kesu.case.attached.v1")) == 1


@pytest.mark.clause("4.1.3.2")
def test_a_standards_characteristics_come_from_a_spreadsheet(quality: Any) -> None:
    client = quality.browser("quality@SZ", language="en")
    content = (
        "检验项目,英文名称,类型,下限,上限,单位,等级,器具\n内径,Bore,计量,19.98,20.02,mm,主要,三坐标\n外观,Appearance,计数,,0,,轻微,目视\n"
    )
    new = "/quality/standards/new"
    answer = _upload(client, new, "/quality/standards/import", "spreadsheet", "gp200.csv", content.encode("gb18030"))
    assert answer.status_code == 200, answer.text
    for text in ('value="Bore"', 'value="19.98"', 'value="三坐标"'):
        assert text in answer.text
    assert quality.get("standards") == []
    wrong = _upload(client, new, "/quality/standards/import", "spreadsheet", "gp200.csv", "检验项目,类型\n内径,圆\n".encode())
    assert wrong.status_code == 422
    assert "圆" in wrong.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_new_pages_can_be_read(quality: Any, language: str) -> None:
    standard = quality.standard()
    case = quality.case()
    quality.post(f"cases/{case}/plan", plan="By sample", lot_size=1000, aql="1.0")
    quality.post(f"cases/{case}/tests", sample="1-20", values=[
        {"characteristic": 1, "piece": piece, "value": f"20.0{piece % 3}"} for piece in range(1, 21)
    ])  # fmt: skip
    made = quality.post(
        "instruments", expect=201, site="SZ", code="CMM-01", name="CMM", calibrated_on="2025-01-02", calibration_due="2026-01-01"
    )
    series = quality.get("sampling")[0]["number"]
    client = quality.browser("quality@SZ", "lead@SZ", language=language)
    for path in (
        f"cases/{case}", f"cases/{case}/plan", f"cases/{case}/tests", f"cases/{case}/costs", f"cases/{case}/report?paper={language}",
        "sampling/", f"sampling/{series}", "instruments/", "instruments/new", f"instruments/{made['number']}",
        f"instruments/{made['number']}/calibrate", "figures/", "figures/?days=30&product=GP-200",
        "defects/", "defects/new", "defects/DIM-01",
        "verify/", f"standards/{standard['number']}", f"standards/{standard['number']}/chart/1",
        f"standards/{standard['number']}/chart/1?case={case}",
    ):  # fmt: skip
        answer = client.get(f"/quality/{path}")
        assert answer.status_code == 200, (path, answer.text[-800:])
    assert "Cpk" in client.get(f"/quality/standards/{standard['number']}/chart/1").text


@pytest.mark.clause("4.1.3.2")
def test_the_inspector_sees_what_came_with_the_complaint(quality: Any) -> None:
    number, name = quality.complaint["number"], "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b11"
    letter = {"number": number, "kind": "original", "filename": "leak.jpg", "media_type": "image/jpeg", "size": 183220, "sha256": "9f" * 32}
    quality.hear("complaint.attached", number, **letter)
    quality.hear("complaint.attached", number, **letter, attachment=name)
    quality.hear("complaint.attached", number, **letter, attachment=name)
    quality.hear(
        "complaint.attached",
        "KS-SZ-2026-000999",
        **{**letter, "number": "KS-SZ-2026-000999", "filename": "other.jpg"},
        attachment=f"{name[:-1]}2",
    )
    page = quality.browser("quality@SZ").get(f"/quality/cases/{quality.case()}").text
    assert page.count("leak.jpg") == 1
    assert f"/intake/files/{name}" in page
    assert "other.jpg" not in page
