"""`python -m kesu_common.servers start|stop|remove FOLDER`: a private PostgreSQL and RabbitMQ that stay, for work on Kesu.

`start` prints the settings that make the tests use them: `eval "$(python -m kesu_common.servers start .kesu/servers)"`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from kesu_common.servers.postgres import Postgres
from kesu_common.servers.processes import ServerError
from kesu_common.servers.rabbitmq import RabbitMQ

_folder = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.group(help=__doc__)
def main() -> None:
    """The group of commands."""


@main.command()
@_folder
def start(folder: Path) -> None:
    """Start or adopt both, and print where they are."""
    database, broker = _servers(folder)
    try:
        click.echo(f"export KESU_TEST_POSTGRES_URL='{database.start()}'")
        click.echo(f"export KESU_TEST_RABBITMQ_URL='{broker.start()}'")
        click.echo(f"export KESU_TEST_RABBITMQ_MANAGEMENT_URL='{broker.management.api_url}'")
    except ServerError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@_folder
def stop(folder: Path) -> None:
    """End both; their data stay."""
    for server in _servers(folder):
        server.stop()


@main.command()
@_folder
def remove(folder: Path) -> None:
    """End both and delete their data."""
    database, broker = _servers(folder)
    broker.kill()
    database.remove()
    shutil.rmtree(folder, ignore_errors=True)


def _servers(folder: Path) -> tuple[Postgres, RabbitMQ]:
    return Postgres(folder / "postgres", durable=False), RabbitMQ(folder / "rabbitmq", management=True)


if __name__ == "__main__":
    main()
