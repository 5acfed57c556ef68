"""What the facts of a subscription are called in its history."""

from __future__ import annotations

from collections.abc import Mapping

from kesu_common.i18n import N_

FACTS: Mapping[str, tuple[str, str]] = {
    "subscription.registered": (N_("Connected"), "plug"),
    "subscription.changed": (N_("Changed"), "edit"),
}
"""`<thing>.<fact>` → (message id, icon)."""
