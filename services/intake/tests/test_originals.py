"""Written originals: unchanged, their place known, every copy on record (clause 4.1.3.5-a1)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kesu_common.testing.rig import csrf_of

pytestmark = pytest.mark.clause("4.1.3.5-a1")
LETTER = b"Dear sirs, the seal leaks."


def with_letter(shop: Any) -> tuple[str, str]:
    """A complaint with a written original: its number and the address of the file."""
    number = shop.complaint(channel="letter", custody_place="Cabinet 3")
    data = {"file": (io.BytesIO(LETTER), "letter.txt")}
    answer = shop.program("sales@SZ").post(f"/intake/api/v1/complaints/{number}/attachments", data=data)
    assert answer.status_code == 201, answer.text
    return number, f"/intake/files/{answer.json['id']}"


def originals(shop: Any, number: str) -> dict[str, Any]:
    """What the API says of the complaint's originals."""
    answer = shop.program("auditor@SZ").get(f"/intake/api/v1/originals/{number}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def test_every_download_is_on_record_with_department_and_person(shop: Any) -> None:
    number, file = with_letter(shop)
    assert shop.program("quality@SZ", login="wang").get(file).data == LETTER
    assert shop.browser("rnd@SZ", "production@SZ", login="li").get(file).data == LETTER
    assert shop.program("quality@XM").get(file).status_code == 404
    copies = originals(shop, number)["copies"]
    assert [(c["how"], c["what"], c["department"]) for c in copies] == [
        ("download", "letter.txt", "rnd, production"),
        ("download", "letter.txt", "quality"),
    ]
    facts = shop.facts("kesu.original.copied.v1")
    assert [(f["department"], f["sha256"]) for f in facts] == [(c["department"], c["sha256"]) for c in reversed(copies)]
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}/originals").text
    assert "Quality: 1" in page
    assert copies[0]["sha256"] in page


def test_other_files_are_not_counted(shop: Any) -> None:
    number, _ = with_letter(shop)
    data = {"file": (io.BytesIO(b"a note"), "note.txt")}
    answer = shop.program("sales@SZ").post(f"/intake/api/v1/complaints/{number}/attachments?kind=other", data=data)
    assert shop.program("quality@SZ").get(f"/intake/files/{answer.json['id']}").status_code == 200
    assert originals(shop, number)["copies"] == []


def test_the_paper_is_moved_with_a_reason_and_its_way_is_known(shop: Any) -> None:
    number, _ = with_letter(shop)
    shop.do(number, "custody", "quality", place="My desk", reason="To read", expect=403)
    shop.do(number, "custody", place="Cabinet 3", reason="Again", expect=409)
    shop.do(number, "custody", place="Archive", reason="End of the year")
    found = originals(shop, number)
    assert found["custody_place"] == "Archive"
    assert [(m["from_place"], m["to_place"], m["reason"]) for m in found["moves"]] == [("Cabinet 3", "Archive", "End of the year")]
    assert shop.facts("kesu.original.moved.v1")[0]["to_place"] == "Archive"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_paper_copy_is_handed_out_on_the_page(shop: Any, language: str) -> None:
    number, _ = with_letter(shop)
    browser = shop.browser("sales@SZ", language=language)
    path = f"/intake/complaints/{number}/copies"
    token = csrf_of(browser.get(path).text)
    form = {"csrf_token": token, "department": "quality", "person": "Wang Fang", "what": "Letter of 3 March, 2 pages"}
    assert browser.post(path, data=form).status_code == 303
    copy = originals(shop, number)["copies"][0]
    assert (copy["how"], copy["department"], copy["person"], copy["sha256"]) == ("paper", "quality", "Wang Fang", None)
    assert "Wang Fang" in browser.get(f"/intake/complaints/{number}/originals").text


def test_a_file_that_was_changed_on_the_disk_is_found(shop: Any) -> None:
    number, file = with_letter(shop)
    assert [o["state"] for o in originals(shop, number)["originals"]] == ["intact"]
    sha256 = originals(shop, number)["originals"][0]["file"]["sha256"]
    stored = shop.runtime.settings.files_dir / "objects" / sha256[:2] / sha256
    stored.write_bytes(b"Dear sirs, all is well.")
    assert [o["state"] for o in originals(shop, number)["originals"]] == ["damaged"]
    assert shop.program("quality@SZ").get(file).status_code == 503
    assert originals(shop, number)["copies"] == []
    stored.unlink()
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}/originals?check=1").text
    assert "Missing" in page


def test_not_even_the_database_lets_the_text_of_a_complaint_change(shop: Any) -> None:
    number = shop.complaint()
    with pytest.raises(DBAPIError, match="never changes"), shop.runtime.database.transaction() as session:
        session.execute(text("UPDATE complaint SET text = 'All is well.' WHERE number = :number"), {"number": number})
    assert "轴封泄漏" in shop.get(number)["text"]
