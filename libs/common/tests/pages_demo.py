"""A small app that shows every macro once, as a service's page would; for the tests here and to look at (`python pages_demo.py 5055`)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from marshmallow import Schema, fields, validate
from sqlalchemy import MetaData

from kesu_common.clock import now
from kesu_common.errors import KesuError
from kesu_common.people.actors import Action, Actor, Grant
from kesu_common.service import NavItem, Service
from kesu_common.settings import Settings
from kesu_common.web.error_pages import error_page
from kesu_common.web.form_fields import Field
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import init_pages, render, see_other
from kesu_common.web.security import CONTENT_SECURITY_POLICY
from kesu_common.web.translations import init_i18n, language

READ = Action("complaint.read", roles={"sales"})
SECRET = Action("complaint.secret", roles={"gm"})
SALES = Actor(id="li.na", name="李娜", kind="person", grants=frozenset({Grant("sales", "SZ")}))
PATH = ["registered", "dispatched", "answered", "settled", "replied", "confirmed", "closed"]


class LineIn(Schema):
    lot = fields.String(required=True, validate=validate.Length(max=40))
    quantity = fields.Decimal(required=True, validate=validate.Range(min=1))


class ComplaintIn(Schema):
    customer = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(["phone", "email", "letter"]))
    severity = fields.String(required=True, validate=validate.OneOf(["minor", "major", "critical"]))
    quantity = fields.Decimal(required=True, validate=validate.Range(min=1))
    quantity_unit = fields.String()
    email = fields.Email(allow_none=True)
    text = fields.String(required=True, validate=validate.Length(min=5))
    departments = fields.List(fields.String())
    reply_wanted = fields.Boolean()
    lines = fields.List(fields.Nested(LineIn))


@dataclass
class Row:
    number: str
    customer: str
    product: str
    state: str
    severity: str
    due: int
    opened: int
    done: bool = False


ROWS = [
    Row("KS-SZ-2026-000123", "广州宏达电器有限公司", "DR-204 深沟球轴承", "dispatched", "critical", -3, 26),
    Row("KS-SZ-2026-000122", "Nordic Pumps A/S", "SL-88 shaft seal", "answered", "major", 1, 20),
    Row("KS-SZ-2026-000121", "上海远洋仪表厂", "PT-3 压力传感器", "registered", "minor", 30, 3),
    Row("KS-SZ-2026-000119", "青岛海瑞冷链", "DR-204 深沟球轴承", "replied", "minor", 71, 90),
    Row("KS-SZ-2026-000118", "Vilnius Agro UAB", "HX-12 heat exchanger", "withdrawn", "minor", 0, 200, True),
    Row("KS-SZ-2026-000117", "苏州立信泵业", "SL-88 轴封", "closed", "major", 20, 200, True),
]


def t(zh: str, en: str) -> str:
    """The demo's own words (a service has them in its catalogue)."""
    return zh if language() == "zh" else en


def make_app(actor: Actor | None = SALES) -> Flask:
    """The demo app as the person `actor`."""
    app = Flask("demo", template_folder=str(Path(__file__).parent / "pages" / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="demo", TESTING=True)
    service = Service(
        name="intake",
        package="kesu_common",
        title="Complaints",
        metadata=MetaData(),
        reading=READ,
        nav=[
            NavItem("Complaints", "/complaints", READ, "message-report"),
            NavItem("Returns", "/returns", READ, "users"),
            NavItem("Quality", "/x", SECRET, "lock"),
        ],
    )
    settings = Settings(service="intake", database_url="-", secret_key="x", session_public_key="x", service_token_secret="x", public_url="")
    CSRFProtect(app)
    app.jinja_env.globals.update(csrf_token=generate_csrf, t=t)
    init_i18n(app, ["kesu_common"])
    init_pages(app, service, settings)

    @app.before_request
    def who() -> None:
        if actor is not None:
            g.actor = actor

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    _add_views(app)
    return app


def _add_views(app: Flask) -> None:
    @app.get("/complaints")
    def listing() -> Response:
        found = [r for r in ROWS if request.args.get("q", "").lower() in (r.number + r.customer + r.product).lower()]
        times = [{"row": r, "due": now() + timedelta(hours=r.due), "opened": now() - timedelta(hours=r.opened)} for r in found]
        return render(
            "demo/list.html", rows=times, next="abc" if len(found) > 4 else None, fragment="list" if "fragment" in request.args else None
        )

    @app.route("/complaints/new", methods=["GET", "POST"])
    def new() -> Response:
        form = FormState.of(
            {"channel": "phone", "received_at": now(), "severity": "minor", "lines": [{"lot": "L2310-07", "quantity": 40}]}, version=3
        )
        if request.method == "POST":
            try:
                load_form(ComplaintIn(), request)
                flash(t("客诉处理单 KS-SZ-2026-000124 已登记。", "Complaint KS-SZ-2026-000124 is registered."), "good")
                return see_other("/complaints")
            except (FormInvalid, KesuError) as error:
                return render("demo/form.html", form=FormState.refused(request, error), status=422)
        return render("demo/form.html", form=form)

    @app.get("/complaints/KS-SZ-2026-000123")
    def record() -> Response:
        return render("demo/record.html", **_record())

    @app.get("/print")
    def paper() -> Response:
        return render(
            "demo/paper.html", paper=request.args.get("paper", "both"), pdf="pdf" in request.args, organisation="深圳精工轴承有限公司"
        )

    @app.get("/sign-in")
    def sign_in() -> Response:
        return render("demo/sign_in.html", form=FormState())

    @app.route("/error/<int:status>", methods=["GET", "POST"])
    def error(status: int) -> Any:
        return error_page(
            status,
            "demo",
            t("李明在两分钟前更改了这条记录。", "Li Ming changed this record two minutes ago."),
            [{"pointer": "#/lot", "detail": t("批号不存在。", "There is no such lot.")}] if status == 422 else [],
        ), status


def _record() -> dict[str, Any]:
    entries = [
        SimpleNamespace(
            at=now() - timedelta(minutes=42),
            title=t("品质部出具判定：我方责任", "Verdict by quality: our fault"),
            actor="王磊 · 品质部",
            text=t("外圈沟道有烧伤，硬度 57 HRC（标准 60–64）。", "Grinding burn on the outer ring, hardness 57 HRC (standard 60–64)."),
            icon="gavel",
            tone="bad",
            where="quality",
            href="#",
        ),
        SimpleNamespace(
            at=now() - timedelta(hours=5),
            title=t("已分发到品质部、生产部", "Dispatched to quality and production"),
            actor="李娜 · 销售部",
            icon="send",
            tone="busy",
            where="intake",
        ),
        SimpleNamespace(
            at=now() - timedelta(hours=6),
            title=t("严重度已更改", "Severity changed"),
            actor="李娜 · 销售部",
            icon="edit",
            tone="warn",
            where="intake",
            changes=[("severity", "minor", "critical")],
        ),
        SimpleNamespace(
            at=now() - timedelta(days=1, hours=2),
            title=t("已登记", "Registered"),
            actor="李娜 · 销售部",
            icon="inbox",
            tone="good",
            where="intake",
        ),
    ]
    files = [
        SimpleNamespace(
            name=t("投诉函原件.pdf", "original letter.pdf"),
            href="#",
            size=482133,
            by="李娜",
            at=now() - timedelta(days=1),
            kind="application/pdf",
        ),
        SimpleNamespace(name="IMG_2031.jpg", href="#", size=2_482_133, by="李娜", at=now() - timedelta(days=1), kind="image/jpeg"),
    ]
    steps = [
        SimpleNamespace(
            label=t("生产部答复：该批次返工记录", "Production answers: rework records of this lot"),
            who=t("生产部 · 陈工", "Production · Chen"),
            due_at=now() + timedelta(hours=1, minutes=20),
            opened_at=now() - timedelta(hours=9),
            href="#",
        ),
        SimpleNamespace(
            label=t("商定处理方式", "Settle with the customer"),
            who=t("销售部 · 李娜", "Sales · Li Na"),
            due_at=now() + timedelta(days=2),
            opened_at=now(),
            href=None,
        ),
    ]
    actions = [
        SimpleNamespace(path="settle", title=t("商定处理方式", "Settle"), icon="heart-handshake", tone="", has_form=True),
        SimpleNamespace(path="close", title=t("关闭", "Close"), icon="circle-check", tone="", has_form=False),
    ]
    title = t("出具判定", "Give the verdict")
    due = now() + timedelta(hours=3)
    open_tasks = [SimpleNamespace(title=title, params={}, assignee=None, role="quality", due_at=due, start_at=now())]
    declared = [
        Field(name="with", label=t("与谁商定", "Agreed with"), required=True),
        Field(name="terms", label=t("约定内容", "What was agreed"), kind="long"),
        Field(name="on", label=t("日期", "Date"), kind="date"),
        Field(name="at", label=t("时间", "Time"), kind="datetime"),
        Field(name="goodwill", label=t("商誉处理", "Out of goodwill"), kind="check"),
        Field(name="kind", label=t("类别", "Kind"), kind="choice", choices=("minor", "major")),
    ]
    return {
        "operations": actions,
        "tasks": open_tasks,
        "declared": declared,
        "form": FormState(),
        "entries": entries,
        "files": files,
        "steps": steps,
        "path": PATH,
        "due": now() - timedelta(hours=3),
        "opened": now() - timedelta(hours=26),
    }


if __name__ == "__main__":
    make_app().run(port=int(sys.argv[1]), threaded=True)
