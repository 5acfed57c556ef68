"""`kesu up`, `kesu demo`, `kesu processes`, `kesu import`: what one person with one machine needs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click
from rich.console import Console

from kesu_common.servers.processes import LOOPBACK, is_free
from kesu_onebox.home import Home

out = Console(highlight=False, soft_wrap=True)
HOME = click.option("--home", type=click.Path(path_type=Path), help="Folder of the installation (default: .kesu here, or $KESU_HOME).")
PORT = 8080


@click.command()
@HOME
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on; 0.0.0.0 lets the whole network in.")
@click.option("--port", type=int, help=f"Port (default: that of last time, else {PORT}, else the next free one).")
@click.option("--postgres", "postgres_url", default="", envvar="KESU_POSTGRES_URL", help="Use this server instead of a private one.")
def up(home: Path | None, host: str, port: int | None, postgres_url: str) -> None:
    """Start everything in one process and say where to sign in."""
    from kesu_common import logs
    from kesu_onebox.first import FIRST_SIGN_IN
    from kesu_onebox.onebox import Onebox

    logs.configure("onebox", level=os.environ.get("KESU_LOG_LEVEL", "WARNING"), log_format="console")
    place = Home(home)
    chosen = port or free_port_from(int(place.recall("port") or PORT))
    place.remember("port", str(chosen))
    box = Onebox(place, host=host, port=chosen, postgres_url=postgres_url, tell=lambda line: out.print(f"[dim]{line}[/dim]"))
    started = time.monotonic()
    box.start()
    out.print(f"\n[bold green]Kesu 客诉[/bold green] is ready after {time.monotonic() - started:.0f} s.")
    out.print(f"  Open       [bold]{box.url}/[/bold]")
    if first := place.recall(FIRST_SIGN_IN):
        login, password = first.split()
        out.print(f"  Sign in    [bold]{login}[/bold]   password [bold]{password}[/bold]   (kept in {place.folder / FIRST_SIGN_IN})")
    out.print("  Try it     in another terminal: [bold]make demo[/bold] plays real complaints through the whole loop")
    out.print("  Stop       Ctrl-C; everything is kept and continues at the next start\n")
    box.serve()
    out.print("Stopped.")


@click.command()
@HOME
@click.option("--complaints", "count", type=click.IntRange(1, 50), default=3, show_default=True, help="How many complaints to play.")
def demo(home: Path | None, count: int) -> None:
    """Play real complaints through the whole loop and print each step as it happens."""
    from kesu_onebox.demo import play

    play(Home(home), count, out)


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@HOME
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column fills a field; others are guessed.")
@click.option("--default", "defaults", multiple=True, metavar="FIELD=VALUE", help="A value for rows without one, such as site=SZ.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every refused row, column and reason as CSV.")
@click.option("--postgres", "postgres_url", default="", envvar="KESU_POSTGRES_URL", help="Use this server instead of the private one.")
def import_table(
    kind: str, file: Path, home: Path | None, mapping: tuple[str, ...], defaults: tuple[str, ...], report: Path | None, postgres_url: str
) -> None:
    """Import complaints, customers, deliveries, scans … from a CSV or XLSX file. Good rows go in; importing twice adds nothing."""
    from kesu_onebox.importing import import_file

    done = import_file(
        Home(home), kind, file, mapping=_pairs(mapping) or None, defaults=_pairs(defaults), postgres_url=postgres_url, out=out
    )
    out.print(f"{done.rows} rows: {done.created} created, {done.updated} updated, {done.unchanged} unchanged, {done.refused_rows} refused")
    if done.unused:
        out.print(f"columns that were not used (name their fields with --map FIELD=COLUMN): {', '.join(done.unused)}")
    if report is not None:
        with report.open("wb") as target:
            done.write_csv(target)
        out.print(f"refused rows: {report}")
    else:
        for refusal in done.refused[:20]:
            out.print(f"  row {refusal.row}: {refusal.column}: {refusal.text()}")
        if len(done.refused) > 20:
            out.print(f"  … and {len(done.refused) - 20} more; --report FILE writes them all")


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise click.ClickException(f"write {wrong[0]!r} as NAME=VALUE")
    return dict(one.split("=", 1) for one in given)


@click.command()
@HOME
@click.option("--postgres", "postgres_url", required=True, envvar="KESU_POSTGRES_URL", help="PostgreSQL server; databases are made.")
@click.option("--bus", "bus_url", required=True, envvar="KESU_BUS_URL", help="RabbitMQ: amqp://user:password@host/vhost.")
def processes(home: Path | None, postgres_url: str, bus_url: str) -> None:
    """Start the production processes natively on PostgreSQL and RabbitMQ that run already."""
    from kesu_common import logs
    from kesu_onebox.processes import Processes

    logs.configure("processes", level="INFO", log_format="console")
    running = Processes(Home(home), postgres_url=postgres_url, bus_url=bus_url)
    try:
        running.start()
        for name in running.services:
            out.print(f"{name:10} {running.url(name)}/   log: {running.home.logs / f'{name}-web.log'}")
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        out.print("Stopping …")
    finally:
        running.stop()


def free_port_from(wanted: int) -> int:
    """The first free port of the loopback from `wanted` on. Raises `ClickException` when a hundred in a row are taken."""
    for port in range(wanted, wanted + 100):
        if is_free(port):
            return port
    raise click.ClickException(f"ports {wanted} to {wanted + 99} are all taken; name one with --port")
