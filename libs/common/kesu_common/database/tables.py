"""Every table of the common mechanism: importing this completes `CommonBase.metadata`, which migrations are compared with."""

from importlib import import_module

MODULES = (
    "kesu_common.journal.model",
    "kesu_common.inbox.model",
    "kesu_common.catchup.model",
    "kesu_common.web.idempotency",
    "kesu_common.attachments",
    "kesu_common.people.copies",
    "kesu_common.tasks.model",
)
"""Modules that map tables on `CommonBase`. Whoever adds such a module adds it here."""

for _module in MODULES:
    import_module(_module)
