"""Whether a document is an 8D report by the model's rules; what is not says which field it is and what helps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from kesu_common.errors import Invalid
from kesu_common.i18n import N_, translate

MODEL = "urn:samm:io.catenax.report_8d:1.0.0#Report8D"
MISSING = N_("This is missing.")
MOST = 50
"""So many faults are told at once."""
_REMEDIES: Mapping[str, str] = {
    "date": N_("Write a date as year-month-day, like 2026-03-31."),
    "partner": N_("Write the partner's number as BPNL and 12 letters or digits."),
    "email": N_("Write an e-mail address, like name@company.com."),
    "phone": N_("Write the telephone number with digits and blanks only, + in front if need be."),
    "uuid": N_("Write a UUID, with urn:uuid: in front or without."),
    "percentage": N_("Write a number between 0 and 100."),
}
"""What helps, by the definition in the schema that was broken."""


def faults_of(document: Any) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """{field as a path like `header/customerContact/email`: [(message id, parameters)]}; empty for a document that is valid."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for number, (path, message, params) in enumerate(_faults(document)):
        if number < MOST and (message, params) not in found.setdefault(path, []):
            found[path].append((message, params))
    return found


def require_valid(document: Any, language: str | None = None) -> dict[str, Any]:
    """The document, if it is valid. Raises `Invalid` that names every field and what helps, in `language`."""
    faults = faults_of(document)
    if faults:
        errors = {path or "_schema": [translate(m, params, language) for m, params in told] for path, told in faults.items()}
        raise Invalid(
            N_("This is no 8D report of the model report_8d 1.0.0. Look at: %(fields)s."), errors=errors, fields=", ".join(errors)
        )
    return dict(document)


def _faults(document: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for error in sorted(_validator().iter_errors(document), key=lambda error: [str(part) for part in error.absolute_path]):
        path = "/".join(str(part) for part in error.absolute_path)
        if error.validator == "required":
            for name in error.validator_value:
                if name not in error.instance:
                    yield f"{path}/{name}".lstrip("/"), MISSING, {}
        else:
            yield path, *_words(error)


def _words(error: ValidationError) -> tuple[str, dict[str, Any]]:
    if error.validator == "enum":
        return N_("Must be one of: %(choices)s."), {"choices": ", ".join(map(str, error.validator_value))}
    if error.validator == "type":
        return N_("Must be of the type %(type)s."), {"type": str(error.validator_value)}
    return _REMEDIES[_definition(error)], {}


def _definition(error: ValidationError) -> str:
    """The name of the definition that the broken rule stands in: patterns and bounds stand in those of `_REMEDIES` only."""
    return next(str(name) for name, definition in _schema()["$defs"].items() if definition == error.schema)


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("kesu_capa.exchange").joinpath("report_8d.schema.json").read_text("utf-8"))
    return loaded


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_schema())
