"""Every page of desk renders, in both languages, for those who may see it."""

from __future__ import annotations

import pytest

from kesu_common.testing.rig import Rig

PAGES = ["/", "/search", "/search?q=GP-200&open=true", "/overview", "/overview?site=SZ", "/team", "/people", "/people/new", "/keys",
         "/keys/new",
         "/sites", "/sites/new", "/sites/SZ", "/?whose=department&overdue=true&role=quality"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_renders(desk: Rig, path: str, language: str) -> None:
    boss = desk.browser("admin@*", "gm@*", language=language)
    response = boss.get(f"/desk{path}")
    assert response.status_code == 200, response.get_data(as_text=True)[:3000]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_in_page_is_for_everybody(desk: Rig, language: str) -> None:
    page = desk.browser().get(f"/desk/sign-in?lang={language}")
    assert page.status_code == 200
    assert ("登录" if language == "zh" else "Sign in") in page.get_data(as_text=True)


def test_pages_that_one_may_not_see_are_refused(desk: Rig) -> None:
    clerk = desk.browser("sales@SZ")
    for path in ("/overview", "/people", "/keys", "/sites"):
        assert clerk.get(f"/desk{path}").status_code == 403
    stranger = desk.browser().get("/desk/")
    assert stranger.status_code == 303
    assert "/desk/sign-in?next=" in stranger.headers["Location"]
