"""The `kesu` command. Services appear as subcommands; other members add theirs by entry points (group `kesu.commands`)."""

from kesu_common.cli.main import main

__all__ = ["main"]
