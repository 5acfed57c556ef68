"""Keys over REST, for administrators."""

from __future__ import annotations

from typing import Any

from kesu_common.people.authenticate import forget_cached
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import answer_is_secret, current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_desk.keys.commands import issue_key, revoke_key
from kesu_desk.keys.model import AccessKey
from kesu_desk.keys.queries import key_with, keys_for
from kesu_desk.keys.schemas import KeyIn, KeyOut, KeyQuery, NewKeyOut
from kesu_desk.permissions import MANAGE_KEYS

api = ApiBlueprint("keys", __name__, description="Keys of scanners and programs")
SORTS = {"name": AccessKey.name, "created_at": AccessKey.created_at}


@api.get("")
@api.arguments(KeyQuery, location="query")
@api.response(200, KeyOut(many=True))
@allow(MANAGE_KEYS)
def list_keys(args: dict[str, Any]) -> Any:
    """The keys of the sites that the caller administers."""
    statement = keys_for(current_actor(), q=args.get("q"), state=args.get("state"))
    page = paginate(current_session(), statement, SORTS, identity=AccessKey.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@api.arguments(KeyIn)
@api.response(201, NewKeyOut)
@allow(MANAGE_KEYS)
def post_key(body: dict[str, Any]) -> dict[str, Any]:
    """Issue a key; its text is in this answer only."""
    answer_is_secret()
    key, text = issue_key(current_session(), current_actor(), **body)
    current_session().flush()
    return {**KeyOut().dump(key), "created_at": key.created_at, "key": text}


@api.get("/<prefix>")
@api.response(200, KeyOut)
@allow(MANAGE_KEYS)
def get_key(prefix: str) -> AccessKey:
    """One key."""
    key = key_with(current_session(), current_actor(), prefix)
    send_etag(key)
    return key


@api.post("/<prefix>/revoke")
@api.response(200, KeyOut)
@allow(MANAGE_KEYS)
def post_revoke(prefix: str) -> AccessKey:
    """Refuse the key from now on."""
    key = key_with(current_session(), current_actor(), prefix)
    check_match(key)
    send_etag(key)
    forget_cached(current_runtime().database)
    return revoke_key(current_session(), current_actor(), key)
