"""Forms and API share schemas: load a posted form, and when it is wrong show it again with everything that was typed.

```python
try:
    register_complaint(current_session(), current_actor(), **load_form(ComplaintIn(), request))
except (FormInvalid, KesuError) as error:
    return render("complaints/new.html", form=FormState.refused(request, error), status=422)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError

from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.web.filters import input_value, page_zone
from kesu_common.web.form_values import RESERVED, SHOWN_ZONE, flattened, structured
from kesu_common.web.translations import refusal, say, use_zone
from kesu_common.web.validation_messages import translated

_SECRET = re.compile(r"password|secret|token", re.IGNORECASE)


@dataclass
class FormState:
    """What a form shows: `values` by field name (text, or a list for several), `errors` by field name in the reader's language.

    The name of a field in a nested row is `lines-0-lot`; errors of the form as a whole stand under `""`.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    version: int | None = None
    files_lost: bool = False
    """Files had been chosen; a browser cannot keep them, so the page asks for them again."""

    @classmethod
    def of(cls, values: Mapping[str, Any] | object | None = None, *names: str, version: int | None = None, **more: Any) -> FormState:
        """A fresh form: from a mapping, or from the attributes `names` of a record (whose `version` is taken along)."""
        if values is None or isinstance(values, Mapping):
            return cls(values={**(values or {}), **more}, version=version)
        kept = {name: getattr(values, name) for name in names}
        return cls(values={**kept, **more}, version=version if version is not None else getattr(values, "version", None))

    @classmethod
    def typed(cls, request: Request) -> FormState:
        """What was typed into the form that `request` posts; secrets are not kept."""
        form = request.form
        values = {n: form.getlist(n) if len(form.getlist(n)) > 1 else form[n] for n in form if n not in RESERVED and not _SECRET.search(n)}
        return cls(values=values, version=form_version(request), files_lost=any(f.filename for f in request.files.values()))

    @classmethod
    def refused(cls, request: Request, error: Exception) -> FormState:
        """What was typed, beside what is wrong with it: `error` is a `FormInvalid` or a domain error. Anything else is raised again."""
        if isinstance(error, FormInvalid):
            return error.state
        if not isinstance(error, KesuError):
            raise error
        state = cls.typed(request)
        if isinstance(error, Invalid) and error.errors:
            places = error.errors if error.field is None else {error.field: [refusal(error)]}
            for name, message in flattened(places):
                state.add(name, message)
        else:
            state.errors.setdefault(error.field or "", []).append(refusal(error))
        return state

    def add(self, name: str, message: str, /, **params: Any) -> None:
        """Say of field `name` (`""`: of the form) that something is wrong with it."""
        self.errors.setdefault(name, []).append(say(message, params) if params else translated(message))

    def value(self, name: str, default: Any = None) -> str:
        """The text to show in input `name`."""
        found = self._found(name)
        if isinstance(found, (list, tuple)):
            found = found[0] if found else None
        return input_value(default if found is None and name not in self.values else found)

    def chosen(self, name: str, default: Any = None) -> list[str]:
        """The texts chosen in a select or in check boxes."""
        found = self._found(name)
        found = default if found is None else found
        if found is None or found == "" or found is False:
            return []
        many = isinstance(found, Iterable) and not isinstance(found, str)
        return [input_value(one) for one in found] if many else [input_value("true" if found is True else found)]

    def rows(self, name: str, at_least: int = 1) -> range:
        """Row numbers of the nested list `name`: as many as were typed or kept, at least `at_least`."""
        typed = [int(m[1]) for key in self.values if (m := re.match(rf"{re.escape(name)}-(\d+)-", key))]
        kept = self.values.get(name)
        return range(max(at_least, max(typed, default=-1) + 1, len(kept) if isinstance(kept, list) else 0))

    def of_field(self, name: str) -> list[str]:
        """What is wrong with field `name`."""
        return self.errors.get(name, [])

    def _found(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        # A record's nested values, addressed as the form's flat names.
        found: Any = self.values
        for part in name.split("-"):
            if isinstance(found, Mapping):
                found = found.get(part)
            elif isinstance(found, (list, tuple)) and part.isdecimal():
                found = found[int(part)] if int(part) < len(found) else None
            else:
                found = getattr(found, part, None)
        return found


class FormInvalid(Invalid):
    """A posted form does not fit its schema; `state` shows it again."""

    def __init__(self, state: FormState) -> None:
        super().__init__(N_("Some fields need your attention."), errors=state.errors)
        self.state = state


def load_form(schema: Schema, request: Request) -> dict[str, Any]:
    """The posted form as `schema` loads it (the same schema as the API's), times in the zone that it was shown in. Raises `FormInvalid`."""
    use_zone(request.form.get(SHOWN_ZONE))
    try:
        loaded: dict[str, Any] = schema.load(structured(request.form, schema, page_zone()))
    except ValidationError as error:
        state = FormState.typed(request)
        for name, message in flattened(error.normalized_messages()):  # type: ignore[no-untyped-call]
            state.add(name, message)
        raise FormInvalid(state) from error
    return loaded


def form_version(request: Request) -> int | None:
    """The version of the record that the person had before the eyes: the hidden field `version`, for `Stale` checks."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() else None
