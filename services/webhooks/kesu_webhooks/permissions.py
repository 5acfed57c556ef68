"""Who may connect a third party: the administrator of a site."""

from __future__ import annotations

from kesu_common.people.actors import Action

READ = Action("subscription.read", {"admin", "gm", "auditor"})
MANAGE = Action("subscription.manage", {"admin"})

ACTIONS = (READ, MANAGE)
