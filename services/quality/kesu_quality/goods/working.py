"""Repair, rework, and the re-inspection that goods must pass before they leave quarantine (clause 4.1.3.4-c)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from kesu_common.errors import Forbidden, Invalid
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.goods.facts import state
from kesu_quality.goods.model import GOODS_STATES, OF_OURS, WORK, Disposition, Goods, Reinspection
from kesu_quality.permissions import REINSPECT, REPORT_WORK


def report_work(session: Session, actor: Actor, goods: Goods, *, part: int, quantity: Decimal, note: str | None = None) -> Goods:
    """The responsible department has repaired or reworked pieces of a part (返修/返工完成): they wait for re-inspection."""
    actor.require(REPORT_WORK, goods.site)
    GOODS_STATES.apply(goods, "report_work")
    done = _work_of(goods, part)
    if not actor.has_role(done.department or "", goods.site) and not actor.has_role("quality", goods.site):
        raise Forbidden(N_("This part is worked on by %(department)s."), department=done.department)
    if quantity > done.in_work:
        raise Invalid(N_("Only %(left)s pieces of this part are in work."), field="quantity", left=plain(done.in_work))
    done.in_work -= quantity
    done.to_inspect += quantity
    _touch(goods)
    facts = {"part": part, "disposition": done.disposition, "quantity": quantity, "department": done.department, "note": note}
    state(session, actor, events.WORK_REPORTED, goods, facts)
    if not any(d.in_work for d in goods.dispositions if d.department == done.department):
        finish_task(session, actor, tasks.WORK, goods.number, "worked", role=done.department)
    open_task(session, actor, tasks.REINSPECT, subject=goods.number, site=goods.site, case=goods.complaint)
    return goods


def reinspect_goods(
    session: Session, actor: Actor, goods: Goods, *, part: int, method: str, passed: Decimal = Decimal(0), failed: Decimal = Decimal(0)
) -> Goods:
    """Inspect again what was worked on (复检): what passes is released, what fails is open in quarantine again (clause 4.1.3.4-c)."""
    actor.require(REINSPECT, goods.site)
    GOODS_STATES.apply(goods, "reinspect")
    done = _work_of(goods, part)
    if not passed + failed:
        raise Invalid(N_("Say how many passed and how many failed."), field="passed")
    if passed + failed > done.to_inspect:
        raise Invalid(N_("Only %(left)s pieces of this part wait for re-inspection."), field="passed", left=plain(done.to_inspect))
    done.to_inspect -= passed + failed
    done.passed += passed
    done.failed += failed
    goods.waiting -= passed + failed
    goods.passed += passed
    goods.failed += failed
    column = OF_OURS[done.disposition]
    setattr(goods, column, getattr(goods, column) - failed)
    goods.open += failed
    session.add(Reinspection(goods_id=goods.id, part=part, passed=passed, failed=failed, method=method, inspector=actor.name or actor.id))
    _told(session, actor, goods, done, passed, failed)
    return goods


def _told(session: Session, actor: Actor, goods: Goods, done: Disposition, passed: Decimal, failed: Decimal) -> None:
    common = {"part": done.part, "disposition": done.disposition}
    if failed:
        state(session, actor, events.REINSPECTION_FAILED, goods, {**common, "quantity": failed})
        open_task(session, actor, tasks.DISPOSE, subject=goods.number, site=goods.site, case=goods.complaint)
    if passed:
        state(session, actor, events.REINSPECTION_PASSED, goods, {**common, "quantity": passed})
        state(session, actor, events.GOODS_RELEASED, goods, {"quantity": passed, "after": "reinspection"})
    if not any(d.to_inspect for d in goods.dispositions):
        finish_task(session, actor, tasks.REINSPECT, goods.number, "inspected")


def _work_of(goods: Goods, part: int) -> Disposition:
    found = next((d for d in goods.dispositions if d.part == part and d.disposition in WORK), None)
    if found is None:
        raise Invalid(N_("%(number)s has no repair or rework as part %(part)s."), field="part", number=goods.number, part=part)
    return found


def _touch(goods: Goods) -> None:
    """Take the version on although only a part changed, so that nobody decides on what was read before."""
    flag_modified(goods, "waiting")
