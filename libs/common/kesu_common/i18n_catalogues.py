"""Keeps the `.po` files of all packages in step with what is marked for translation (`make messages`), and finds what is untranslated.

What is collected: `_("…")` in templates, `N_("…")` and `gettext("…")` in Python, and the codes that pages put into words: every
state and command of a service's state tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from kesu_common.i18n import COMMON, LANGUAGES, catalogue, po_file
from kesu_common.service import Service

KEYWORDS = {"_": None, "gettext": None, "N_": None, "say": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_gettext": None}
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


def packages() -> list[str]:
    """Common and every installed service's package."""
    return [COMMON, *(_package(point) for point in _services())]


def extracted(package: str) -> Catalog:
    """Everything of `package` that wants a translation. Raises what the parsers raise for a broken source file."""
    root = _folder(package)
    with (_folder(COMMON) / "translations" / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = Catalog(project="Kesu", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(root, methods, options, keywords=KEYWORDS):
        found.add(message, None, [(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    for code, place in _codes(package):
        found.add(code, None, [(place, 0)])
    if package != COMMON:
        for known in extracted(COMMON):
            if known.id and found.get(known.id, known.context):
                found.delete(known.id, known.context)
    return found


def missing_translations(package: str, language: str = "zh") -> list[str]:
    """The message ids of `package` that have no (or only a doubtful) translation into `language`; a conformance test wants it empty."""
    have = catalogue(package, language)
    wanted = [message for message in extracted(package) if message.id]
    return sorted(_first(m.id) for m in wanted if not _is_translated(have, _first(m.id), m.context))


def update(package: str) -> list[Path]:
    """Write the `.po` files of `package` anew: keeps translations, adds new ids empty, drops those no longer used. Returns the files."""
    template = extracted(package)
    written = []
    for language in TRANSLATED:
        catalogue.cache_clear()
        existing = catalogue(package, language)
        fresh = Catalog(locale=language, project="Kesu", charset="utf-8", fuzzy=False)
        for message in template:
            if message.id:
                old = existing.get(_first(message.id), message.context)
                text = old.string if old is not None and not old.fuzzy else None
                fresh.add(message.id, text, sorted({(name, 0) for name, _ in message.locations}), context=message.context)
        target = Path(str(po_file(package, language)))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_po(out, fresh, width=140, sort_output=True, omit_header=False, include_lineno=False)
        _without_dates(target)
        written.append(target)
    catalogue.cache_clear()
    return written


def main(names: Iterable[str] = ()) -> int:
    """Update the catalogues of `names` (default: all packages) and say what is still to be translated. Exit status 1 if anything is."""
    status = 0
    for package in list(names) or packages():
        update(package)
        missing = missing_translations(package)
        status = status or int(bool(missing))
        sys.stdout.write(f"{package}: {len(missing)} to translate\n" + "".join(f"    {message!r}\n" for message in missing))
    return status


def _folder(package: str) -> Path:
    return Path(str(files(package)))


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_translated(have: Catalog, message_id: str, context: str | None) -> bool:
    found = have.get(message_id, context)
    if found is None or found.fuzzy or not found.string:
        return False
    return isinstance(found.string, str) or all(found.string)


def _codes(package: str) -> Iterable[tuple[str, str]]:
    for point in _services():
        if _package(point) == package:
            service: Service = point.load()
            for table in service.states:
                for code in (*table.states, *table.commands):
                    yield code, f"state-table-of-{table.name}"


def _services() -> list[EntryPoint]:
    return sorted(entry_points(group="kesu.services"), key=lambda point: point.name)


def _package(point: EntryPoint) -> str:
    return point.module.split(".")[0]


def _without_dates(target: Path) -> None:
    """Dates and tool versions in the header would make every run a change."""
    lines = target.read_text("utf-8").splitlines(keepends=True)
    noise = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Last-Translator:', '"Report-Msgid-Bugs-To:', "# ", "#\n")
    target.write_text("".join(line for line in lines if not line.startswith(noise)), "utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
