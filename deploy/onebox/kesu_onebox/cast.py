"""The people of a small plant in Shenzhen, for the demo and the tests: one person per role that the loop needs."""

from __future__ import annotations

from dataclasses import dataclass

from kesu_onebox.client import Client

SITE = {
    "code": "SZ",
    "name_zh": "深圳工厂",
    "name_en": "Shenzhen plant",
    "timezone": "Asia/Shanghai",
    "working_language": "zh",
}
PEOPLE = {
    "sales": ("li.na", "李娜", "zh", ("sales",)),
    "quality": ("zhang.min", "张敏", "zh", ("quality",)),
    "rnd": ("chen.yu", "陈宇", "zh", ("rnd",)),
    "production": ("zhao.qiang", "赵强", "zh", ("production",)),
    "warehouse": ("sun.lei", "孙磊", "zh", ("warehouse",)),
    "lead": ("wang.fang", "王芳", "zh", ("lead",)),
    "gm": ("wu.min", "吴敏", "zh", ("gm",)),
}
"""Role in the story → (login, name, language, roles at SZ)."""


@dataclass(frozen=True)
class Cast:
    """A signed-in client per role of the story."""

    sales: Client
    quality: Client
    rnd: Client
    production: Client
    warehouse: Client
    lead: Client
    gm: Client


def assemble(admin: Client, password: str) -> Cast:
    """Make the site and the people where they are missing, and sign everybody in."""
    _unless_there(admin, "sites", SITE, SITE["code"])
    for login, name, language, roles in PEOPLE.values():
        grants = [{"role": role, "site": SITE["code"]} for role in roles]
        person = {"login": login, "name": name, "language": language, "grants": grants, "password": password, "temporary": False}
        _unless_there(admin, "people", person, login)
    return Cast(**{role: admin.sign_in(login, password) for role, (login, *_rest) in PEOPLE.items()})


def _unless_there(admin: Client, things: str, body: object, name: str) -> None:
    if admin.find("desk", f"{things}/{name}") is None:
        admin.post("desk", things, body)
