"""What the facts of a corrective action are called in its history."""

from __future__ import annotations

from collections.abc import Mapping

from kesu_common.i18n import N_

FACTS: Mapping[str, tuple[str, str]] = {
    "capa.opened": (N_("Opened"), "target"),
    "capa.joined": (N_("Joined by a further reason"), "link"),
    "capa.assigned": (N_("Leader and team named (D1)"), "users"),
    "capa.contained": (N_("Customer protected (D3)"), "shield-check"),
    "capa.analysed": (N_("Causes found (D4)"), "search"),
    "capa.planned": (N_("Actions chosen (D5)"), "list-check"),
    "capa.criterion_set": (N_("Decided when the effect is judged (D6)"), "ruler-measure"),
    "capa.effect_untold": (N_("The figures cannot tell: quality has to judge"), "alert-triangle"),
    "capa.verified": (N_("Effect judged (D6)"), "check"),
    "capa.closed": (N_("Closed (D8)"), "circle-check"),
    "capa.reopened": (N_("Reopened"), "refresh"),
    "capa.declined": (N_("No action needed"), "ban"),
}
"""`<thing>.<fact>` → (message id, icon)."""

CODES = (
    N_("corrective"),
    N_("preventive"),
    N_("complaint"),
    N_("review"),
    N_("survey"),
    N_("radar"),
    N_("audit"),
    N_("manual"),
    N_("minor"),
    N_("major"),
    N_("critical"),
    N_("sales"),
    N_("rnd"),
    N_("production"),
    N_("quality"),
    N_("warehouse"),
    N_("open"),
    N_("done"),
    N_("dropped"),
    N_("better"),
    N_("worse"),
    N_("untold"),
)
"""Codes that pages show in words."""
