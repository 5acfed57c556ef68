"""The page of what tiers mean, site by site, and the form that changes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import language, say
from kesu_intake import tasks
from kesu_intake.permissions import READ, SET_TIER_RULES
from kesu_intake.tiers.api import known_site
from kesu_intake.tiers.commands import set_tier_rule
from kesu_intake.tiers.model import CLOCKS
from kesu_intake.tiers.queries import rule_for, rules_of, shown_clock
from kesu_intake.tiers.schemas import TierRuleIn

pages = Blueprint("tiers", __name__)
KINDS = (tasks.ACKNOWLEDGE, tasks.DISPATCH, tasks.REPLY, tasks.CONTACT_REPLY)
"""The work whose clocks a tier decides, in the order of the table."""


@pages.get("/tiers/")
@allow(READ)
def listing() -> Response:
    """What a tier means at every site that one may see, and who may change it."""
    session, actor = current_session(), current_actor()
    shown = [
        {
            "site": site,
            "name": site.name(language()),
            "may_set": actor.may(SET_TIER_RULES, site.code),
            "rules": [(rule, [shown_clock(rule, site, kind) for kind in KINDS]) for rule in rules_of(session, site.code)],
        }
        for site in sites_of(session)
        if actor.may(READ, site.code)
    ]
    return render("intake/tiers/list.html", sites=shown, setters=sorted(SET_TIER_RULES.roles))


@pages.route("/tiers/<site>/<tier>", methods=["GET", "POST"])
@allow(SET_TIER_RULES)
def edit(site: str, tier: str) -> Response:
    """Change what a tier means at a site."""
    known_site(site, tier)
    session = current_session()
    rule = rule_for(session, site, tier)
    context: dict[str, Any] = {"site": site_of(session, site), "tier": tier}
    if request.method == "GET":
        clocks = {field: rule.clocks.get(kind, {}).get(unit) for field, (kind, unit) in CLOCKS.items()}
        state = FormState.of(rule, "agreement_by_lead", "grade_by_lead", "survey_share", **clocks)
        return render("intake/tiers/form.html", form=state, **context)
    try:
        check_match(rule)
        set_tier_rule(session, current_actor(), site=site, tier=tier, **load_form(TierRuleIn(), request))
    except (Invalid, Conflict) as error:
        return render("intake/tiers/form.html", form=FormState.refused(request, error), status=status_of(error), **context)
    flash(say(N_("Saved.")), "good")
    return see_other(url_for("tiers.listing"))
