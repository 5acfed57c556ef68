"""Pages of nonconforming goods: the quarantine with ages, one lot with its quantities, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_quality.goods import queries
from kesu_quality.goods.commands import quarantine_goods
from kesu_quality.goods.model import BY_LEAD, DISPOSITIONS, GOODS_STATES, MAIN_WAY, OF_OTHERS, OF_OURS, Goods
from kesu_quality.goods.operations import OPERATIONS
from kesu_quality.goods.schemas import GoodsArgs, GoodsIn
from kesu_quality.permissions import GIVE_UP, QUARANTINE, READ
from kesu_quality.reviews.queries import find_review
from kesu_quality.show import operation_form, record_page

pages = Blueprint("goods", __name__)
CHOICES: Mapping[str, Any] = {"states": GOODS_STATES.states, "main_way": MAIN_WAY}


@pages.get("/goods/")
@allow(READ)
def listing() -> Response:
    """The quarantine: what has lain there longest stands first."""
    args = page_args(GoodsArgs())
    args["sort"] = args.get("sort") or "quarantined_at"
    page = paginate(current_session(), queries.goods_list(current_actor(), args), queries.SORTS, identity=Goods.id, args=args)
    ages = queries.ageing(current_session(), current_actor())
    return render("quality/goods/list.html", page=page, ages=ages, may_quarantine=current_actor().may(QUARANTINE), **CHOICES)


@pages.route("/goods/new", methods=["GET", "POST"])
@allow(QUARANTINE)
def new() -> Response:
    """Put goods aside that were found nonconforming in the house."""
    if request.method == "GET":
        return _new(FormState.of({}))
    try:
        made = quarantine_goods(current_session(), current_actor(), **load_form(GoodsIn(), request))
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("%(number)s is in quarantine."), {"number": made.number}), "good")
    return see_other(_address(made.number))


def _new(form: FormState, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), QUARANTINE)
    return render("quality/goods/new.html", status=status, form=form, sites=sites)


@pages.get("/goods/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One lot: every quantity, the dispositions and how far they are, the re-inspections."""
    session = current_session()
    goods = queries.goods_of(session, current_actor(), number)
    review = find_review(session, goods.return_number) if goods.return_number else None
    return record_page(
        "quality/goods/show.html", OPERATIONS, goods, reinspections=queries.reinspections_of(session, goods), review=review, **CHOICES
    )


def _beside(goods: Goods) -> Mapping[str, Any]:
    possible = [d for d in DISPOSITIONS if (goods.open and d in OF_OURS) or (goods.open_others and d in OF_OTHERS)]
    may_give_up = current_actor().may(GIVE_UP, goods.site)
    return {"dispositions": [d for d in possible if may_give_up or d not in BY_LEAD], "may_give_up": may_give_up}


def _address(number: str) -> str:
    return url_for("goods.show", number=number)


OPERATIONS.add_pages(pages, "goods", operation_form("goods", "goods.show", _beside), _address)
