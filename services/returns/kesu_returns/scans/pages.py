"""Pages of scans: the handheld's page, on which a wedge scanner types into an input that always has the focus, and the list."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from marshmallow import ValidationError

from kesu_common import clock
from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.pages import is_htmx, render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.security import permit_wasm
from kesu_common.web.translations import label, say
from kesu_returns.permissions import READ_SCANS, TAKE_SCANS
from kesu_returns.places.model import EVERYWHERE
from kesu_returns.places.words import place_choices, place_name
from kesu_returns.scans import queries
from kesu_returns.scans.codes import PROBLEMS, read_code
from kesu_returns.scans.commands import end_reading_again, take_scans
from kesu_returns.scans.model import REASONS, SCAN_ACTIONS, STATUSES, Scan
from kesu_returns.scans.reading import item_of
from kesu_returns.scans.schemas import ScanIn, ScanListArgs

blueprint = Blueprint("scans", __name__, static_folder="../static", static_url_path="/scan/static")


@blueprint.route("/scan", methods=["GET", "POST"])
@allow(TAKE_SCANS)
def scan() -> Response:
    """Scan one label after the other. The page is a device of its own: person and a number made when it was opened,
    with its own sequence.
    """
    actor = current_actor()
    sites = [site.code for site in sites_where(current_session(), actor, TAKE_SCANS)]
    form = FormState.of(
        {"device": f"{actor.id[:50]}@{secrets.token_hex(4)}", "sequence": 1, "action": "arrive", "quantity": "", "count": 0}
    )
    permit_wasm()
    places = {site: place_choices(current_session(), actor, site) for site in sites}
    shown: dict[str, Any] = {"sites": sites, "places": places, "actions": SCAN_ACTIONS, "words": _words(), "place_name": place_name}
    if request.method == "GET":
        return render("returns/scans/scan.html", form=form, answer=None, code="", **shown)
    form = FormState.typed(request)
    code, answer = request.form.get("code", ""), None
    try:
        device = request.form.get("device", "")
        if not device.startswith(f"{actor.id[:50]}@") or len(device) > 64:
            raise Invalid(N_("Open the scan page anew."), field="device")
        answer = take_scans(current_session(), actor, request.form.get("site", ""), [item_of(device, _typed(code))])[0]
    except KesuError as error:
        form = FormState.refused(request, error)
    else:
        form.values["sequence"] = int(form.value("sequence")) + 1
        form.values["count"] = int(form.value("count") or 0) + 1
        form.values["quantity"] = ""
        if answer["reason"] == "place_label":
            form.values["place"] = read_code(code).text
    status = 200 if answer or is_htmx() else 422
    if answer:
        shown |= {"tone": _tone(answer), "advice": [say(_SAID[name]) for name in _advice(form.value("action"), answer) if name in _SAID]}
    return render("returns/scans/scan.html", status=status, fragment="station", form=form, answer=answer, code=code, **shown)


def _tone(answer: Mapping[str, Any]) -> str:
    """The colour of an answer, as the page's script chooses it: what was taken at a place that nobody knows is not simply good."""
    if answer["reason"] == "place_label":
        return "ready"
    in_doubt = not (answer["place_known"] and answer["return_known"])
    return "doubtful" if answer["status"] == "accepted" and in_doubt else str(answer["status"])


def _advice(action: str, answer: Mapping[str, Any]) -> list[str]:
    """What the hand does now, as names in `_SAID`; the page's script chooses alike. Only an arrival opens work for sales."""
    told = answer["first"] or answer
    if told["status"] != "unmatched":
        what = f"do_{told['status']}"
    elif told["reason"] == "place_label":
        what = "do_place_label"
    else:
        what = "do_unmatched" if action == "arrive" else f"do_carry_{told['reason']}"
    return [what, *(name for name, known in (("do_place", "place_known"), ("do_return", "return_known")) if not answer[known])]


def _words() -> dict[str, str]:
    """What the page's script says, in the reader's language."""
    named = {**{code: label(code) for code in (*STATUSES, *PROBLEMS, *REASONS)}, **{code: place_name(code) for code in EVERYWHERE}}
    return {**named, **{name: say(words) for name, words in _SAID.items()}}


_SAID = {
    "sent": N_("Sent"),
    "waiting": N_("Waiting to be sent"),
    "others": N_("Waiting until their owner signs in here"),
    "offline": N_("No connection"),
    "kept": N_("Kept on this device, it is sent by itself."),
    "refused": N_("The server refused this scan; it stays on this device."),
    "astray": N_("The cursor stood in another field, which this does not fit. Scan again."),
    "correct": N_("Correct"),
    "discard": N_("Throw away"),
    "discard_sure": N_("Throw this scan away? Nothing of it was counted."),
    "sign_in": N_("Sign in again in another window: the scans wait here."),
    "quantity": N_("The quantity is not a number above zero."),
    "no_camera": N_("The camera cannot be used here."),
    "do_place_label": N_("That is the label of a place: what is scanned next lies there."),
    "do_place": N_("This place is not on the site's list. If it is mistyped, scan the label of the right place and carry the goods there."),
    "first": N_("The first time"),
    "do_carry_ambiguous": N_("Nothing was changed: several returns go by this code. Scan the return's own label."),
    "do_unmatched": N_("Put the goods into quarantine. Sales has been told."),
    "do_unreadable": N_("Scan again, or type what the label says."),
    "do_carry_no_place": N_("Nothing was moved. Say the place, then scan again."),
    "do_carry_held": N_("Nothing was moved: nobody has decided that so many may go there. They stay in quarantine."),
    "do_return": N_("There is no such return as the one being unpacked: the code alone counted. Correct the field."),
    "do_carry_overtaken": N_("Nothing was moved: the goods were carried further after this scan was made."),
    "do_carry_too_few": N_("Nothing was moved: fewer lie at other places. Check the quantity."),
    "do_carry_unknown": N_("Nothing was changed: no goods here go by this code. Check it; what has just come is scanned in with “Arrive”."),
}


def _typed(code: str) -> dict[str, object]:
    """The form as `ScanIn` would load it; what a hand typed wrongly is refused in words."""
    form = request.form
    found: dict[str, object] = {"code": code[:1000].replace("\x00", "␀"), "scanned_at": clock.now(), "action": form.get("action", "arrive")}
    if found["action"] not in SCAN_ACTIONS or not form.get("sequence", "").isdecimal():
        raise Invalid(N_("Open the scan page anew."), field="sequence")
    found["sequence"] = int(form["sequence"]) % 2**63
    try:
        if text := unicodedata.normalize("NFKC", form.get("quantity", "")).strip():
            found["quantity"] = ScanIn().fields["quantity"].deserialize(text)
    except ValidationError as error:
        raise Invalid(N_("The quantity is not a number above zero."), field="quantity") from error
    for name in ("place", "return_number"):
        if text := form.get(name, "").strip():
            found[name] = text[:64]
    return found


@blueprint.get("/scans/")
@allow(READ_SCANS)
def listing() -> Response:
    """The scans that one may see."""
    args = page_args(ScanListArgs())
    page = paginate(
        current_session(), queries.scans(current_actor(), args), queries.SORTS, identity=Scan.id, args=args, default="-received_at"
    )
    again = queries.waits_to_be_read_again(current_session(), current_actor(), args["device"]) if args.get("device") else False
    return render(
        "returns/scans/list.html", page=page, again=again, statuses=[s for s in STATUSES if s != "already_known"], actions=SCAN_ACTIONS
    )


@blueprint.post("/scans/read-again")
@allow(TAKE_SCANS)
def read_again() -> Response:
    """What a device sent and nobody could read was scanned again or looked after."""
    device = request.form.get("device", "")
    end_reading_again(current_session(), current_actor(), device)
    flash(say(N_("Looked after: what %(device)s sent."), {"device": device}), "good")
    return see_other(url_for("scans.listing", device=device))
