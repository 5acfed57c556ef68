"""Refusals as pages: what happened, what to do now, and everything that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import g, render_template, request

from kesu_common.context import trace_id
from kesu_common.i18n import N_
from kesu_common.web.access import behind_link
from kesu_common.web.forms import FormState, form_version

WORDS: dict[int, tuple[str, str]] = {
    400: (
        N_("This request could not be understood"),
        N_("Go back and try once more. If you followed a link, it may be cut off: copy all of it."),
    ),
    401: (N_("Please sign in"), N_("You are not signed in, or your session has ended. Sign in and you come back to this page.")),
    403: (N_("You may not do this"), N_("Ask the head of your department, or an administrator, for the role that is needed.")),
    404: (N_("Nothing here"), N_("There is no such record, or it belongs to another site. Check the number, or search for it.")),
    405: (N_("Not in this way"), N_("This address cannot be called like this. Go back and use the buttons of the page.")),
    409: (N_("Not possible now"), N_("Look at the record as it is now; nothing was saved.")),
    412: (
        N_("Somebody else changed it"),
        N_("Open the record as it is now, compare, and put your entry in again."),
    ),
    413: (N_("Too large"), N_("Make photos smaller, or send the files one by one.")),
    415: (N_("This kind of content is not accepted"), N_("Accepted are pictures, PDF, Office documents, text and e-mail files.")),
    422: (N_("Not accepted"), N_("Something in the entry does not fit. Correct it below and send it again.")),
    428: (
        N_("Open the record first"),
        N_("The entry does not say which version of the record you saw. Open the record and start from there."),
    ),
    429: (N_("Too many requests"), N_("Please wait a moment, then try again.")),
    500: (N_("Something went wrong on our side"), N_("Try again. If it happens again, give the number below to your administrator.")),
    503: (
        N_("Not available at the moment"),
        N_("The service is starting, stopping or busy. Try again in a minute; what you sent was not saved."),
    ),
}
"""Heading and remedy by status; a status that is not here is shown as 400 or 500."""

_LINK = (N_("This link opens nothing"), N_("Check that it was copied whole, or ask whoever sent it to you for a new one."))
"""… where a page without sign-in was asked for by a link that is no good: whoever follows it has no account."""

_KEEPS = frozenset({400, 409, 412, 422, 428, 429, 500, 503})
_RESENDS = frozenset({400, 409, 422, 429, 500, 503})


def error_page(status: int, code: str, detail: str, fields: Sequence[dict[str, str]] = ()) -> str:
    """The page for a refusal: heading and remedy of `WORDS`, `detail` (already translated) as what happened, `fields` as
    [{pointer: "#/lines/0/lot", detail}].

    A form that was posted from this installation is kept in editable fields. It can be sent again from here, except when it is about an old
    version of a record: then the way leads over the record as it is now, where the entry is filled in again (or, when the view
    put the record's present version into `g.current_version`, it can be sent again at once).
    """
    stranger = behind_link()
    title, remedy = _LINK if stranger and status == 401 else WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    origin = request.referrer if request.referrer and urlsplit(request.referrer).netloc == request.host else None
    form = FormState.typed(request) if request.method == "POST" and status in _KEEPS and origin else FormState()
    for field in fields:
        form.errors.setdefault(field["pointer"].removeprefix("#").strip("/").replace("/", "-"), []).append(field["detail"])
    current: int | None = g.get("current_version")
    return render_template(
        "kesu/error.html",
        status=status, code=code, title=title, remedy=remedy, detail=detail, form=form, origin=origin, trace_id=trace_id(),
        resend=status in _RESENDS or current is not None, version=form_version(request) if current is None else current, stranger=stranger,
    )  # fmt: skip
