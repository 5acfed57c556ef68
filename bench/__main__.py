"""`python -m bench [--quick]`: measure, print the table, write the JSON file."""

from __future__ import annotations

import logging
import tempfile
import time
from pathlib import Path

import click
import structlog

from bench import chain, latency, posting, workbench
from bench.house import House
from bench.report import Report


@click.command()
@click.option("--quick", is_flag=True, help="One short round of each: whether the bench works, not how fast anything is.")
@click.option("--rounds", default=3, show_default=True, help="Rounds of each measurement.")
@click.option("--only", type=click.Choice(["a", "b", "c", "d"]), multiple=True, help="Only these measurements.")
@click.option("--json", "path", type=click.Path(path_type=Path, dir_okay=False), default=Path("bench-results.json"), show_default=True)
def main(quick: bool, rounds: int, only: tuple[str, ...], path: Path) -> None:
    """Measure the whole path on private servers and print ratios."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    report = Report(rounds=1 if quick else rounds)
    wanted = only or ("a", "b", "c", "d")
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as scratch:
        Path(scratch).chmod(0o711)  # PostgreSQL may run under another account and must pass through
        house = House(Path(scratch))
        try:
            _say("servers, databases and processes")
            house.start()
            posting.prepare(house)
            if "a" in wanted:
                _say("(a) the endpoint")
                posting.measure(house, report, rounds=report.rounds, seconds=1.5 if quick else 6)
            if "b" in wanted:
                _say("(b) the way of facts")
                chain.measure(house, report, rounds=report.rounds, facts=1000 if quick else 6000, seconds=2.0 if quick else 20)
            if "c" in wanted:
                _say("(c) from the request to the next service")
                latency.measure(house, report, rounds=report.rounds, samples=60 if quick else 400)
            if "d" in wanted:
                _say("(d) quality's bench page with many cases")
                workbench.measure(house.postgres.ensure_database, report, rounds=report.rounds, samples=20 if quick else 100)
        finally:
            house.stop()
    report.write(path)
    click.echo(f"\n{report.started:%Y-%m-%d %H:%M} UTC, {report.rounds} round(s). Compare ratios, and only within one run.\n")
    click.echo(report.table())


def _say(what: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')} {what}", err=True)


if __name__ == "__main__":
    main()
