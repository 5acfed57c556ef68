"""`kesu <service> web | worker | migrate | inbox … | journal …`: the processes of one service, and what an operator does to it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from kesu_common import logs
from kesu_common.database.migrate import migrate as migrate_database
from kesu_common.inbox import operations
from kesu_common.inbox.model import State
from kesu_common.people.actors import Actor
from kesu_common.runtime import Runtime
from kesu_common.service import load
from kesu_common.settings import Settings

STATES = click.Choice(["waiting", "done", "dead"])


def service_group(name: str) -> click.Group:
    """The commands of one service."""
    group = click.Group(name, help=f"The {name} service.")
    for command in (web, worker, migrate, inbox, journal, *load(name).commands):
        group.add_command(command)
    return group


def _service_name() -> str:
    """The service for which the present command was called: `kesu <service> …`."""
    context = click.get_current_context()
    while context.parent is not None and context.parent.parent is not None:
        context = context.parent
    return str(context.info_name)


@contextmanager
def _runtime() -> Iterator[Runtime]:
    name = _service_name()
    runtime = Runtime(load(name), Settings.from_env(name))
    try:
        yield runtime
    finally:
        runtime.close()


def _operator() -> Actor:
    return Actor(id=getpass.getuser(), name="command line", kind="program")


@click.command()
@click.option("--host", envvar="KESU_WEB_HOST", default="0.0.0.0", show_default=True)  # noqa: S104  (a container's port)
@click.option("--port", envvar="KESU_WEB_PORT", default=8000, show_default=True)
@click.option(
    "--workers", envvar="KESU_WEB_WORKERS", default=1, show_default=True, help="Processes; more than one needs PROMETHEUS_MULTIPROC_DIR."
)
def web(host: str, port: int, workers: int) -> None:
    """Serve pages and API until a signal ends it."""
    from kesu_common.webserver import serve

    name = _service_name()
    serve(load(name), Settings.from_env(name), host=host, port=port, workers=workers)


@click.command()
def worker() -> None:
    """Do the background work until a signal ends it: relay, receiver, handlers, catch-up, clock."""
    from kesu_common.worker import Worker

    name = _service_name()
    settings = Settings.from_env(name)
    logs.configure(name, level=settings.log_level, log_format=settings.log_format)
    Worker(Runtime(load(name), settings)).run()


@click.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    name = _service_name()
    migrate_database(load(name), Settings.from_env(name).database_url)
    click.echo(f"{name}: the database is up to date")


@click.group()
def inbox() -> None:
    """Look at received facts, try them again, give up on them."""


@inbox.command("list")
@click.option("--state", type=STATES, default="dead", show_default=True)
@click.option("--limit", default=100, show_default=True)
def list_events(state: State, limit: int) -> None:
    """List facts, newest first."""
    with _runtime() as runtime, runtime.database.transaction() as session:
        for event in operations.find_events(session, state=state, limit=limit):
            click.echo(f"{event.id}  {event.received_at:%Y-%m-%d %H:%M:%S}  {event.type or '?':45} {event.subject:24} {event.note or ''}")


@inbox.command()
@click.argument("event_id", type=UUID)
def show(event_id: UUID) -> None:
    """Show one fact: state, last error, and its bytes as they arrived."""
    with _runtime() as runtime, runtime.database.transaction() as session:
        event = operations.get_event(session, event_id)
        for label in ("id", "state", "type", "source", "subject", "sequence", "attempts", "received_at", "next_at", "handled_at", "note"):
            click.echo(f"{label:12} {getattr(event, label)}")
        click.echo(event.body.decode(errors="backslashreplace"))


@inbox.command()
@click.argument("event_ids", type=UUID, nargs=-1, required=True)
def replay(event_ids: tuple[UUID, ...]) -> None:
    """Let facts be tried again at once."""
    with _runtime() as runtime, runtime.database.transaction() as session:
        for event_id in event_ids:
            operations.replay(session, event_id)
    click.echo(f"{len(event_ids)} will be tried again")


@inbox.command()
@click.argument("event_id", type=UUID)
@click.option("--reason", required=True, help="Stays with the fact, together with your name.")
def discard(event_id: UUID, reason: str) -> None:
    """Give up on a fact."""
    with _runtime() as runtime, runtime.database.transaction() as session:
        operations.discard(session, _operator(), event_id, reason)
    click.echo("discarded")


@click.group()
def journal() -> None:
    """Check the journal, move old facts to archive files."""


@journal.command()
def verify() -> None:
    """Go over the whole chain; exit 1 and say where it is broken."""
    from kesu_common.journal.retention import folder
    from kesu_common.journal.verify import verify as verify_chain

    with _runtime() as runtime, runtime.database.transaction() as session:
        verdict = verify_chain(session, folder(runtime))
    for problem in verdict.problems:
        click.echo(f"BROKEN: {problem}")
    click.echo(f"{verdict.checked} facts checked; the chain ends with {verdict.last} {verdict.digest.hex()}")
    if verdict.problems:
        raise SystemExit(1)


@journal.command()
@click.option("--months", type=click.IntRange(1), required=True, help="Keep this many months (besides the present one) in the database.")
def archive(months: int) -> None:
    """Move older facts to archive files."""
    from kesu_common import clock
    from kesu_common.journal.retention import archive_before, folder, months_ago

    with _runtime() as runtime:
        count = archive_before(runtime, months_ago(clock.now(), months))
        click.echo(f"{count} facts moved to {folder(runtime)}")
