"""What holds for every service: see `kesu_common.testing.conformance`."""

from __future__ import annotations

from kesu_capa.app import service as capa_service
from kesu_common.testing import conformance


class TestMigrations(conformance.Migrations):
    """See the suite."""

    service = capa_service


class TestFacts(conformance.Facts):
    """See the suite."""

    service = capa_service


class TestStates(conformance.States):
    """See the suite."""

    service = capa_service


class TestReactions(conformance.Reactions):
    """See the suite."""

    service = capa_service


class TestWeb(conformance.Web):
    """See the suite."""

    service = capa_service
