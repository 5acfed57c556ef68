"""Every endpoint of every service with every role: allowed exactly as its action says, refused otherwise, and nobody gets in unnamed."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.routing import AnyConverter, Rule

from kesu_common.people.actors import Action
from kesu_common.people.roles import ROLES
from kesu_common.testing.rig import Rig
from kesu_common.web.access import action_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANYTHING = {"int": "1", "default": "KS-SZ-2026-000001", "path": "a/b", "uuid": "01a208af-332d-7523-8de2-6a1f7bbac067"}


def test_every_role_gets_in_exactly_where_the_action_says(rig: Rig) -> None:
    wrong: list[str] = []
    for rule, method, action in guarded(rig):
        for role in ROLES:
            refused = is_refused(send(rig, rule, method, f"{role}@SZ"), action)
            if refused == (role in action.roles):
                wrong.append(f"{method} {rule.rule} as {role}: {'refused' if refused else 'let in'}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_without_signing_in(rig: Rig) -> None:
    for rule, method, _action in guarded(rig):
        assert send(rig, rule, method).status_code in {400, 401}, (method, rule.rule)  # 400: no form token, which is asked for first


def test_a_role_at_another_site_does_not_open_the_records_of_this_one(rig: Rig) -> None:
    for rule, method, action in guarded(rig):
        of_a_list = all(isinstance(converter, AnyConverter) for converter in rule._converters.values())  # as a file: in xlsx or csv
        if method != "GET" or of_a_list or not action.roles:
            continue
        answer = send(rig, rule, method, f"{min(action.roles)}@XM")
        empty = answer.status_code == 200 and answer.get_json(silent=True) == {"history": []}
        assert answer.status_code in {403, 404} or empty, (rule.rule, answer.status_code)


def test_every_action_is_named_once_and_by_roles_that_there_are(rig: Rig) -> None:
    actions = rig.runtime.service.actions
    assert len({action.name for action in actions}) == len(actions)
    for action in actions:
        assert action.roles <= {*ROLES, "service"}, action.name


def guarded(rig: Rig) -> list[tuple[Rule, str, Action]]:
    """Every endpoint that names an action, with each of its methods."""
    found = []
    for rule in rig.app.url_map.iter_rules():
        if rule.endpoint.endswith("static"):
            continue
        action = action_of(rig.app, rule.endpoint)
        if action is not None:
            found += [(rule, method, action) for method in METHODS if method in (rule.methods or ())]
    assert found
    return found


def send(rig: Rig, rule: Rule, method: str, *grants: str) -> Any:
    """Call an endpoint with some record's number and an empty body."""
    values = {name: _something(converter) for name, converter in rule._converters.items()}
    url = rig.app.url_map.bind("", rig.prefix).build(rule.endpoint, values, method)
    client = rig.program(*grants, login=f"only-{'-'.join(grants)}".replace("@", "-").lower()) if grants else rig.app.test_client()
    body: dict[str, Any] = {"json": {}} if rule.rule.startswith("/api/") else {"data": {}}
    return client.open(url, method=method, **(body if method != "GET" else {}))


def is_refused(answer: Any, action: Action) -> bool:
    """Whether the answer says that the role may not do this (and not something else about the record)."""
    return answer.status_code == 401 or (answer.status_code == 403 and f"“{action.name}”" in answer.get_data(as_text=True))


def _something(converter: Any) -> str:
    if isinstance(converter, AnyConverter):
        return str(min(converter.items))
    name = type(converter).__name__
    return ANYTHING[{"IntegerConverter": "int", "PathConverter": "path", "UUIDConverter": "uuid"}.get(name, "default")]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_good_for_something(role: str) -> None:
    from kesu_common.service import installed

    assert [action.name for service in installed().values() for action in service.actions if role in action.roles]
