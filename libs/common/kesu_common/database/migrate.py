"""Schema upgrades: two alembic chains in each database, common's and the service's own, each with its own version table."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, text

from kesu_common.database import tables  # noqa: F401  (completes the metadata)
from kesu_common.database.columns import CommonBase

if TYPE_CHECKING:
    from kesu_common.service import Service

_LOCK = 7_310_001  # one migration at a time per database, whoever starts it


def chains(service: Service) -> list[tuple[str, str, MetaData]]:
    """(package with a `migrations` folder, version table, metadata) of each chain, in the order in which they are applied."""
    common = ("kesu_common", "alembic_version_common", CommonBase.metadata)
    own = (service.package, "alembic_version", service.metadata)
    return [common] if service.package == common[0] else [common, own]


def config(package: str, version_table: str, metadata: MetaData, connection: Any) -> Config:
    """The alembic configuration of one chain; there are no ini files."""
    made = Config()
    made.set_main_option("script_location", str(files("kesu_common") / "migrations"))
    made.set_main_option("version_locations", str(files(package) / "migrations" / "versions"))
    made.set_main_option("path_separator", "newline")
    made.attributes.update(connection=connection, version_table=version_table, metadata=metadata)
    return made


def migrate(service: Service, url: str) -> None:
    """Bring the database at `url` to this code's schema. Safe to run twice and at the same time from two places."""
    engine = create_engine(url)
    try:
        with engine.connect() as lock:
            lock.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _LOCK})
            lock.commit()
            for package, version_table, metadata in chains(service):
                with engine.begin() as connection:
                    command.upgrade(config(package, version_table, metadata, connection), "head")
            lock.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK})
    finally:
        engine.dispose()


def differences(service: Service, url: str) -> list[Any]:
    """What the mapped classes have that the migrations did not make, or the other way round; empty when they agree."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            wanted = [CommonBase.metadata, service.metadata]
            context = MigrationContext.configure(
                connection,
                opts={"include_object": lambda _o, name, kind, _r, _c: not (kind == "table" and str(name).startswith("alembic_version"))},
            )
            return list(compare_metadata(context, wanted))  # type: ignore[arg-type]  # a list is documented, not typed
    finally:
        engine.dispose()


def revise(service: Service | None, url: str, message: str, *, common: bool = False) -> None:
    """Write a new migration script from the difference between the mapped classes and the database at `url`."""
    if common or service is None:
        package, version_table, metadata = "kesu_common", "alembic_version_common", CommonBase.metadata
    else:
        package, version_table, metadata = chains(service)[1]
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            made = config(package, version_table, metadata, connection)
            folder = str(files(package) / "migrations" / "versions")
            command.revision(made, message=message, autogenerate=True, version_path=folder, rev_id=None)
    finally:
        engine.dispose()
