"""Paper for nonconforming goods: the label that is stuck on them, and the work order of a repair or rework (返修/返工单)."""

from __future__ import annotations

from flask import Blueprint, url_for

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import add_paper, sheet
from kesu_quality import tasks
from kesu_quality.goods.model import WORK, Disposition, Goods
from kesu_quality.goods.queries import goods_of, reinspections_of
from kesu_quality.permissions import READ

pages = Blueprint("goods_papers", __name__)


def _label(number: str, *, pdf: bool) -> str:
    """The number as DataMatrix, what it is, how much lies in quarantine."""
    session = current_session()
    goods = goods_of(session, current_actor(), number)
    address = url_for("goods_papers.label_pdf", number=number)
    return sheet("quality/goods/label.html", site_of(session, goods.site), pdf=pdf, thing=goods, code=number, pdf_address=address)


def _work_order(number: str, part: int, *, pdf: bool) -> str:
    """What a department repairs or reworks, with room to write on (clauses 4.1.3.4-b, 4.1.3.4-c)."""
    session = current_session()
    goods = goods_of(session, current_actor(), number)
    inspected = [each for each in reinspections_of(session, goods) if each.part == part]
    ordered = _part(goods, part)
    due_at = next((t.due_at for t in tasks_of(session, number) if t.kind == tasks.WORK.name and t.role == ordered.department), None)
    site = site_of(session, goods.site)
    return sheet("quality/goods/work_order.html", site, pdf=pdf, thing=goods, part=ordered, due_at=due_at, inspected=inspected)


def _part(goods: Goods, part: int) -> Disposition:
    for disposition in goods.dispositions:
        if disposition.part == part and disposition.disposition in WORK:
            return disposition
    raise NotFound(N_("These goods have no repair or rework of that number."))


add_paper(pages, "/goods/<number>/label", "label", READ, _label)
add_paper(pages, "/goods/<number>/parts/<int:part>/work-order", "work_order", READ, _work_order)
