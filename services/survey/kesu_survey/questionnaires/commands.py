"""Drawing up questionnaires and releasing them. The only writer of questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_lowercase
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Invalid, NotFound
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_survey import events
from kesu_survey.permissions import WRITE_QUESTIONNAIRE
from kesu_survey.questionnaires.model import CHOICES, NO_OPINION, QUESTIONNAIRE_STATES, SCALES, TEXT, Item, Questionnaire

_WORDS = ("title_zh", "title_en", "intro_zh", "intro_en")
_ITEM = ("code", "text_zh", "text_en", "scale", "required", "department", "weight", "target", "no_opinion", "options")


def draft_questionnaire(
    session: Session,
    actor: Actor,
    *,
    site: str,
    title_zh: str,
    title_en: str,
    items: Sequence[Mapping[str, Any]],
    intro_zh: str | None = None,
    intro_en: str | None = None,
    code: str | None = None,
) -> Questionnaire:
    """Draw up a questionnaire for the occasion (clause 4.2.2.3) or, with the `code` of an existing one, its next version.

    `items`: [{code, text_zh, text_en, scale, required, department, weight, target?, no_opinion?, options?}] in their order. Raises
    `Invalid` for items that cannot be asked: none at all, a code twice, no score at all, a target beside its scale, a choice without two
    options.
    """
    site_of(session, site)
    actor.require(WRITE_QUESTIONNAIRE, site)
    code = code or next_number(session, "SQ", site)
    newest = session.scalar(select(func.max(Questionnaire.edition)).where(Questionnaire.code == code)) or 0
    made = Questionnaire(
        number=f"{code}-v{newest + 1}",
        site=site,
        state=QUESTIONNAIRE_STATES.initial,
        code=code,
        edition=newest + 1,
        title_zh=title_zh,
        title_en=title_en,
        intro_zh=intro_zh,
        intro_en=intro_en,
        created_by=actor.name or actor.id,
        items=_items(items),
    )
    session.add(made)
    _state(session, actor, events.QUESTIONNAIRE_DRAFTED, made)
    return made


def change_questionnaire(session: Session, actor: Actor, questionnaire: Questionnaire, **changes: Any) -> Questionnaire:
    """Change a draft's titles, introduction, or all its items at once. A released version is refused: it never changes."""
    actor.require(WRITE_QUESTIONNAIRE, questionnaire.site)
    QUESTIONNAIRE_STATES.apply(questionnaire, "change")
    if "items" in changes:
        fresh = _items(changes["items"])
        questionnaire.items.clear()
        session.flush()  # the old codes leave before the new ones come
        questionnaire.items.extend(fresh)
        questionnaire.updated_at = clock.now()
    for name in _WORDS:
        if name in changes:
            setattr(questionnaire, name, changes[name])
    _state(session, actor, events.QUESTIONNAIRE_CHANGED, questionnaire)
    return questionnaire


def move_item(session: Session, actor: Actor, questionnaire: Questionnaire, *, item: str, direction: str) -> Questionnaire:
    """Let an item of a draft change places with the one above (`up`) or below (`down`); at the end of the list nothing moves."""
    actor.require(WRITE_QUESTIONNAIRE, questionnaire.site)
    QUESTIONNAIRE_STATES.apply(questionnaire, "change")
    ordered = list(questionnaire.items)
    at = next((place for place, one in enumerate(ordered) if one.code == item), None)
    if at is None:
        raise NotFound(N_("This item is not on the questionnaire."))
    to = at + (1 if direction == "down" else -1)
    if 0 <= to < len(ordered):
        ordered[at].position, ordered[to].position = ordered[to].position, ordered[at].position
        ordered[at], ordered[to] = ordered[to], ordered[at]
        questionnaire.updated_at = clock.now()
        session.flush()
        session.refresh(questionnaire, ["items"])
    _state(session, actor, events.QUESTIONNAIRE_CHANGED, questionnaire)
    return questionnaire


def release_questionnaire(session: Session, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """From now on this version can be asked, and does not change any more."""
    actor.require(WRITE_QUESTIONNAIRE, questionnaire.site)
    QUESTIONNAIRE_STATES.apply(questionnaire, "release")
    _state(session, actor, events.QUESTIONNAIRE_RELEASED, questionnaire)
    return questionnaire


def revise_questionnaire(session: Session, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Draft the next version, with the same words and items; the present one stays as it is. Returns the draft."""
    QUESTIONNAIRE_STATES.next(questionnaire.state, "revise")
    items = [{name: getattr(item, name) for name in _ITEM} for item in questionnaire.items]
    words = {name: getattr(questionnaire, name) for name in _WORDS}
    return draft_questionnaire(session, actor, site=questionnaire.site, code=questionnaire.code, items=items, **words)


def retire_questionnaire(session: Session, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """No new plan uses this version; what was asked with it stays."""
    actor.require(WRITE_QUESTIONNAIRE, questionnaire.site)
    QUESTIONNAIRE_STATES.apply(questionnaire, "retire")
    _state(session, actor, events.QUESTIONNAIRE_RETIRED, questionnaire)
    return questionnaire


def _items(given: Sequence[Mapping[str, Any]]) -> list[Item]:
    codes = [item["code"] for item in given]
    if len(set(codes)) < len(codes):
        raise Invalid(N_("Every item needs a code of its own."), field="items")
    if not any(item["scale"] in SCALES for item in given):
        raise Invalid(N_("A questionnaire needs at least one item with a scale."), field="items")
    return [_item(position, item) for position, item in enumerate(given, 1)]


def _item(position: int, given: Mapping[str, Any]) -> Item:
    scale, target = SCALES.get(given["scale"]), given.get("target")
    target = None if target is None else Decimal(target)
    if target is not None and (scale is None or not scale.low <= target <= scale.high):
        raise Invalid(N_("The target of “%(item)s” lies beside its scale."), field="items", item=given["code"])
    options = _options(given)
    return Item(
        position=position,
        code=given["code"],
        text_zh=given["text_zh"],
        text_en=given["text_en"],
        scale=given["scale"],
        required=bool(given.get("required")),
        no_opinion=given["scale"] != TEXT and given.get("no_opinion") is not False,
        options=options,
        department=given["department"],
        weight=Decimal(given.get("weight") or 0),
        target=target,
    )


def _options(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options with a code each: the one that they had, or the next free letter."""
    options = [dict(option) for option in given.get("options") or ()]
    if given["scale"] not in CHOICES:
        if options:
            raise Invalid(N_("Only an item with a choice has options: “%(item)s”."), field="items", item=given["code"])
        return []
    if len(options) < 2:
        raise Invalid(N_("A choice needs at least two options: “%(item)s”."), field="items", item=given["code"])
    used = [option["code"] for option in options if option.get("code")]
    if len(set(used)) < len(used) or NO_OPINION in used:
        raise Invalid(N_("Every option of “%(item)s” needs a code of its own."), field="items", item=given["code"])
    free = (letter for letter in ascii_lowercase if letter not in used)
    return [{**option, "code": option.get("code") or next(free)} for option in options]


def _state(session: Session, actor: Actor, event: EventType, questionnaire: Questionnaire) -> None:
    data = {
        "number": questionnaire.number,
        "code": questionnaire.code,
        "edition": questionnaire.edition,
        "state": questionnaire.state,
        "title_zh": questionnaire.title_zh,
        "title_en": questionnaire.title_en,
        "items": [item.code for item in questionnaire.items],
    }
    record(session, actor, event, questionnaire, data)
