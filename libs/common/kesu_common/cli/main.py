"""`kesu`: the group, and what belongs to no single service."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import click

from kesu_common.cli.service import service_group
from kesu_common.errors import KesuError
from kesu_common.service import NAMES, installed, load
from kesu_common.settings import SettingsError


class Kesu(click.Group):
    """Commands of common, of other members, and one group per installed service."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """General commands, then services in the order of the navigation."""
        contributed = sorted(point.name for point in entry_points(group="kesu.commands"))
        here = {point.name for point in entry_points(group="kesu.services")}
        return [*contributed, *super().list_commands(ctx), *(name for name in NAMES if name in here)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; nothing but what is asked for is imported."""
        if (own := super().get_command(ctx, cmd_name)) is not None:
            return own
        for point in entry_points(group="kesu.commands", name=cmd_name):
            command: click.Command = point.load()
            return command
        if any(entry_points(group="kesu.services", name=cmd_name)):
            return service_group(cmd_name)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing every service."""
        rows = []
        for name in self.list_commands(ctx):
            if name in NAMES:
                rows.append((name, f"The {name} service: web, worker, migrate, inbox, journal."))
            elif (command := self.get_command(ctx, name)) is not None:
                rows.append((name, command.get_short_help_str(100)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Kesu)
@click.version_option(package_name="kesu-common", prog_name="kesu")
def kesu() -> None:
    """Kesu (客诉): from a customer's complaint to a better product."""


@kesu.command()
def services() -> None:
    """List the installed services, what they state and what they listen to."""
    for name, service in installed().items():
        click.echo(f"{name:10} {service.title}: states {len(service.all_events)} facts, reacts to {len(service.all_reactions)}")


@kesu.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a file is out of date.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder that holds docs/.")
def generate(check: bool, root: Path) -> None:
    """Write the documents that are made from the code: docs/events.md, asyncapi.yaml, state-machines.md, openapi/."""
    from kesu_common.documentation import out_of_date, write

    if not check:
        for path in write(root, installed()):
            click.echo(path)
    elif stale := out_of_date(root, installed()):
        raise click.ClickException(f"out of date (run `make generate`): {', '.join(map(str, stale))}")


@kesu.command()
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="The checkout.")
@click.option("--write", "writes", is_flag=True, help="Write docs/procedure.md.")
@click.option("--check", is_flag=True, help="Fail when docs/procedure.md is out of date.")
def procedure(root: Path, writes: bool, check: bool) -> None:
    """Print every clause of the procedure with the tests that show it."""
    from kesu_common.coverage import coverage_table

    table, target = coverage_table(root), root / "docs" / "procedure.md"
    if check and (not target.exists() or target.read_text(encoding="utf-8") != table):
        raise click.ClickException("docs/procedure.md is out of date (run `make generate`)")
    if writes:
        target.write_text(table, encoding="utf-8")
    elif not check:
        click.echo(table, nl=False)


@kesu.command()
@click.argument("name")
@click.argument("message")
@click.option("--database", "url", required=True, help="URL of a database that is at the last revision.")
def revise(name: str, message: str, url: str) -> None:
    """Write a migration script for service NAME (or `common`) from what its mapped classes have and the database has not."""
    from kesu_common.database import migrate

    migrate.revise(None if name == "common" else load(name), url, message)


def main() -> None:
    """Run `kesu`; refusals are one line, not a stack trace."""
    try:
        kesu(prog_name="kesu")
    except (KesuError, SettingsError) as error:
        raise SystemExit(f"kesu: {error}") from error
