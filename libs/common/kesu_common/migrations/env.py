"""Alembic environment of every chain; `kesu_common.database.migrate` passes connection, metadata and version table."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table=attributes["version_table"],
    include_object=lambda obj, name, kind, reflected, compare_to: not (kind == "table" and reflected and compare_to is None),
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
