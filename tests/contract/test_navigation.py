"""The navigation leads nobody to a service that would only refuse."""

from __future__ import annotations

import pytest

from kesu_common.service import load
from kesu_common.web.pages import OF_SOME, SERVICES


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_only_some_roles_see_is_offered_to_these_alone(name: str) -> None:
    service = load(name)
    seen_by = {role for item in service.nav for role in item.action.roles}
    if name in OF_SOME:
        assert OF_SOME[name].roles == seen_by
        assert OF_SOME[name] in service.actions
    else:
        assert {"sales", "quality", "warehouse"} <= seen_by | ({"sales", "quality", "warehouse"} if name == "desk" else set())
