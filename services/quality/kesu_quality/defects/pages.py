"""The tree of defect codes as a page, and the forms that keep it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError, NotFound
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.translations import say
from kesu_quality.defects.commands import add_defect, change_defect
from kesu_quality.defects.model import Defect
from kesu_quality.defects.queries import defects
from kesu_quality.defects.schemas import DefectChangeIn, DefectIn
from kesu_quality.permissions import KEEP_DEFECTS, READ

pages = Blueprint("defects", __name__)


@pages.get("/defects/")
@allow(READ)
def listing() -> Response:
    """The whole tree."""
    return render("quality/defects/list.html", defects=defects(current_session()), may_keep=current_actor().may(KEEP_DEFECTS))


@pages.route("/defects/new", methods=["GET", "POST"])
@allow(KEEP_DEFECTS)
def new() -> Response:
    """Add a code or a group."""
    if request.method == "GET":
        return _form(FormState.of({"parent": request.args.get("parent", "")}))
    try:
        made = add_defect(current_session(), current_actor(), **load_form(DefectIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), 422)
    return _done(made)


@pages.route("/defects/<code>", methods=["GET", "POST"])
@allow(KEEP_DEFECTS)
def change(code: str) -> Response:
    """Rename a code, or take it out of use."""
    found = current_session().get(Defect, code)
    if found is None:
        raise NotFound(N_("There is no defect code “%(code)s”."), code=code)
    if request.method == "GET":
        return _form(FormState.of(found, "zh", "en", "active"), defect=found)
    try:
        changed = change_defect(current_session(), current_actor(), code, **load_form(DefectChangeIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), 422, found)
    return _done(changed)


def _form(form: FormState, status: int = 200, defect: Defect | None = None) -> Response:
    groups = [(d.code, d.name_pair) for d in defects(current_session()) if d.parent is None]
    return render("quality/defects/form.html", status=status, form=form, groups=groups, defect=defect)


def _done(defect: Defect) -> Response:
    current_session().flush()
    flash(say(N_("%(code)s is saved."), {"code": defect.code}), "good")
    return see_other(url_for("defects.listing"))
