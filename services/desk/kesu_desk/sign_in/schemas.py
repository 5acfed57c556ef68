"""Signing in over the API."""

from __future__ import annotations

from marshmallow import fields

from kesu_common.schemas import StrictSchema, Words
from kesu_desk.people.schemas import Password


class SignInIn(StrictSchema):
    """Login and password."""

    login = Words(64, required=True)
    password = Password()


class FirstPasswordIn(SignInIn):
    """… and the password to have from now on."""

    new = Password()


class RenewIn(StrictSchema):
    """The secret of a session."""

    renewal = Words(100, required=True, load_only=True)


class SessionOut(StrictSchema):
    """A token for every service (`Authorization: Bearer …`), and the secret with which it is renewed before it ends."""

    token = fields.String()
    renewal = fields.String(attribute="secret")
    login = fields.String(attribute="person.login")
    name = fields.String(attribute="person.name")
    expires_in = fields.Integer(metadata={"description": "seconds that the token lasts at most"})


class LiveSessionOut(StrictSchema):
    """One of the caller's sessions."""

    id = fields.UUID()
    started_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()
    address = fields.String()
    program = fields.String()
