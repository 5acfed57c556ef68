"""People in and out of the API."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from kesu_common.i18n import LANGUAGES, N_
from kesu_common.people.roles import ROLES
from kesu_common.schemas import StrictSchema, Words
from kesu_common.web.paging import PageArgs
from kesu_desk.people.model import PERSON_STATES
from kesu_desk.people.passwords import LONGEST

SITE_OR_ALL = r"(\*|[A-Z][A-Z0-9]{1,7})\Z"


class Password(fields.String):
    """A password as it was typed: blanks count, what no keyboard types does not."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=True, load_only=True, validate=[validate.Length(1, LONGEST), _check_typed], **more)


def _check_typed(text: str) -> None:
    if not text.isprintable():
        raise ValidationError(N_("The text has a character that cannot be stored."))


class GrantIn(StrictSchema):
    """A role at a site."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    site = fields.String(required=True, validate=validate.Regexp(SITE_OR_ALL), metadata={"description": "code of a site, or * for all"})


class PersonChange(StrictSchema):
    """What can be changed of an account."""

    name = Words(100, required=True)
    language = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([*LANGUAGES]))
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    grants = fields.List(fields.Nested(GrantIn), required=True, validate=validate.Length(max=200))


class PersonIn(PersonChange):
    """A new account."""

    login = Words(64, required=True)
    password = Password()
    temporary = fields.Boolean(load_default=True, metadata={"description": "must be changed at the first sign-in"})


class PasswordIn(StrictSchema):
    """A temporary password."""

    password = Password()


class PasswordChange(StrictSchema):
    """One's own change of password."""

    old = Password()
    new = Password()


class PersonOut(StrictSchema):
    """An account as administrators see it."""

    login = fields.String()
    name = fields.String()
    language = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    state = fields.String()
    grants = fields.List(fields.Nested(GrantIn))
    created_at = fields.AwareDateTime()
    version = fields.Integer()


class PeopleQuery(PageArgs):
    """Filters of the list."""

    q = fields.String(metadata={"description": "part of login or name"})
    state = fields.String(validate=validate.OneOf(PERSON_STATES.states))
