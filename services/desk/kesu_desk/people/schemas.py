"""People in and out of the API."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.i18n import LANGUAGES
from kesu_common.people.roles import ROLES
from kesu_common.schemas import StrictSchema, Words
from kesu_common.web.paging import PageArgs
from kesu_desk.people.model import PERSON_STATES
from kesu_desk.people.passwords import LONGEST


class GrantIn(StrictSchema):
    """A role at a site."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    site = fields.String(required=True, validate=validate.Length(1, 8), metadata={"description": "code of a site, or * for all"})


class PersonChange(StrictSchema):
    """What can be changed of an account."""

    name = Words(100, required=True)
    language = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([*LANGUAGES]))
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    grants = fields.List(fields.Nested(GrantIn), required=True, validate=validate.Length(max=200))


class PersonIn(PersonChange):
    """A new account."""

    login = Words(64, required=True)
    password = fields.String(required=True, load_only=True, validate=validate.Length(1, LONGEST))
    temporary = fields.Boolean(load_default=True, metadata={"description": "must be changed at the first sign-in"})


class PasswordIn(StrictSchema):
    """A temporary password."""

    password = fields.String(required=True, validate=validate.Length(1, LONGEST))


class PasswordChange(StrictSchema):
    """One's own change of password."""

    old = fields.String(required=True, validate=validate.Length(1, LONGEST))
    new = fields.String(required=True, validate=validate.Length(1, LONGEST))


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
