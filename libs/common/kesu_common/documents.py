"""Documents on paper: our own print pages as PDF, without reaching for the network or a file of the machine.

Where PDF cannot be made (Pango or a font is missing) the reader gets `DocumentsUnavailable`, never boxes instead of characters; the
same page can be printed from the browser.
"""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kesu_common.errors import Unavailable
from kesu_common.i18n import N_

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse  # type: ignore[import-untyped]

_STATIC: Final = (Path(__file__).parent / "web" / "static").resolve()
_OWN: Final = re.compile(r"[^?#]*/static/kesu/([^?#]+)")
_DATA: Final = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]")


class DocumentsUnavailable(Unavailable):
    """This machine cannot make the PDF; the message tells the operator what to install."""

    code = "documents-unavailable"


def render_pdf(html: str, *, base_url: str = "http://kesu.invalid/") -> bytes:
    """The page as PDF with its fonts embedded.

    Of the addresses in it only the shared static files (`…/static/kesu/…`, read from the package whatever the host) and inline pictures
    (`data:image/…`) are followed; everything else is left out. `base_url` resolves relative addresses and is not fetched itself.
    Raises DocumentsUnavailable without Pango, and when a letter of the text is in no installed font.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
    except OSError as error:
        message = N_("PDF cannot be made here: the library Pango is missing (Debian: libpango-1.0-0). Print the page from the browser.")
        raise DocumentsUnavailable(message) from error
    if not _any_font():
        message = N_("PDF cannot be made here: no font is installed (Debian: fonts-wqy-zenhei). Print the page from the browser.")
        raise DocumentsUnavailable(message)
    document = HTML(string=html, base_url=base_url, url_fetcher=_fetcher()).render()
    pdf: bytes = document.write_pdf()
    _check_letters(document)
    return pdf


@cache
def _any_font() -> bool:
    """False on a bare machine, where Pango would not complain but end the whole process. Fonts installed later need a restart."""
    from weasyprint.text.ffi import ffi, fontconfig  # type: ignore[import-untyped]

    configuration = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    return bool(fontconfig.FcConfigGetFonts(configuration, fontconfig.FcSetSystem).nfont)


def _check_letters(document: Any) -> None:
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    letters = "".join(sorted(char for char in missing if unicodedata.category(char).startswith("L")))
    if letters:
        message = N_(
            "PDF cannot be made here: no font has the characters “%(characters)s” (Debian: fonts-wqy-zenhei or fonts-noto-cjk)."
            " Print the page from the browser."
        )
        raise DocumentsUnavailable(message, characters=letters[:20])


def _fetcher() -> Any:
    """What WeasyPrint fetches with. Made here, because only importing it needs Pango."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Reads the package's own static files and inline pictures; refuses the rest."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            """The file. Raises ValueError for anything else: WeasyPrint then leaves it out."""
            if _DATA.match(url):
                return super().fetch(url, headers)
            own = _OWN.fullmatch(url.partition("?")[0].partition("#")[0])
            path = (_STATIC / own[1]).resolve() if own else None
            if path is None or not path.is_relative_to(_STATIC) or not path.is_file():
                raise ValueError(f"documents follow only the package's own static files, not {url[:80]}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFilesOnly(allowed_protocols=["data"])
