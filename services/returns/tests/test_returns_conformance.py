"""What every service must hold, for returns."""

from __future__ import annotations

from kesu_common.testing import conformance
from kesu_returns.app import service as returns


class TestMigrations(conformance.Migrations):
    """See the suite."""

    service = returns


class TestFacts(conformance.Facts):
    """See the suite."""

    service = returns


class TestStates(conformance.States):
    """See the suite."""

    service = returns


class TestReactions(conformance.Reactions):
    """See the suite."""

    service = returns


class TestWeb(conformance.Web):
    """See the suite."""

    service = returns
