"""`kesu import KIND FILE`: a spreadsheet into a service's own database, with a progress bar and a report of every refused row."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import ImportReport, ImportSpec, run_import
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.runtime import Runtime
from kesu_common.servers.postgres import postgres
from kesu_common.service import Service, installed
from kesu_common.settings import Settings
from kesu_common.spreadsheets import open_table
from kesu_onebox.home import Home


def kinds() -> dict[str, tuple[Service, ImportSpec]]:
    """Everything that can be imported, by name."""
    return {spec.name: (service, spec) for service in installed().values() for spec in service.imports}


def import_file(
    home: Home, kind: str, file: Path, *, mapping: Mapping[str, str] | None, defaults: Mapping[str, str], postgres_url: str, out: Console
) -> ImportReport:
    """Import `file` as `kind`, into the database that the environment names, or into that of the installation in `home`.

    Raises `Invalid` for a kind that there is not, `importing.ColumnsMissing` when a required column is neither there nor given.
    """
    found = kinds().get(kind)
    if found is None:
        raise Invalid(N_("There is nothing like “%(kind)s” to import; there is: %(kinds)s."), kind=kind, kinds=", ".join(kinds()))
    service, spec = found
    runtime = Runtime(service, _settings(home, service.name, postgres_url))
    operator = Actor(id=getpass.getuser(), name="import", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))
    try:
        with file.open("rb") as stream:
            total = sum(1 for _ in open_table(stream, name=file.name).rows)
            stream.seek(0)
            table = open_table(stream, name=file.name)
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[refused]}"),
            )
            with Progress(*columns, console=out) as bar:
                task = bar.add_task(kind, total=total, refused="")

                def show(report: ImportReport) -> None:
                    bar.update(task, completed=report.rows, refused=f"{report.refused_rows} refused" if report.refused_rows else "")

                return run_import(
                    spec,
                    table,
                    session_factory=runtime.database.transaction,
                    actor=operator,
                    mapping=mapping,
                    defaults=defaults,
                    progress=show,
                )
    finally:
        runtime.close()


def _settings(home: Home, service: str, postgres_url: str) -> Settings:
    if "KESU_DATABASE_URL" in os.environ or "KESU_DATABASE_URL_FILE" in os.environ:
        return Settings.from_env(service)
    server = postgres(home.postgres, postgres_url)
    server.start()  # the onebox's own server, which is left running if the onebox runs
    return home.settings(service, server.ensure_database(f"kesu_{service}"), public_url="http://127.0.0.1")
