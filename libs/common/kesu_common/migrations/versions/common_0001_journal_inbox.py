"""The journal with its guard, the relay's mark, the archive; the inbox; how far each peer's journal was read."""

import sqlalchemy as sa
from alembic import op

from kesu_common.journal.model import GUARD

revision = "common_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catchup",
        sa.Column("peer", sa.String(length=32), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("peer", "type", name=op.f("pk_catchup")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("shard", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_dead", "inbox", ["received_at"], unique=False, postgresql_where=sa.text("state = 'dead'"))
    op.create_index("ix_inbox_due", "inbox", ["next_at", "sequence"], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_index("ix_inbox_source", "inbox", ["source", "sequence"], unique=False)
    op.create_index(
        "ix_inbox_waiting_subject", "inbox", ["subject", "sequence"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("causation", sa.String(length=64), nullable=True),
        sa.Column("traceparent", sa.String(length=64), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_case", "journal", ["case_number", "position"], unique=False)
    op.create_index("ix_journal_subject", "journal", ["subject", "position"], unique=False)
    op.create_index("ix_journal_unnumbered", "journal", ["position"], unique=False, postgresql_where=sa.text("sequence IS NULL"))
    op.create_index("uq_journal_sequence", "journal", ["sequence"], unique=True, postgresql_where=sa.text("sequence IS NOT NULL"))
    op.create_table(
        "journal_archive",
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_journal_archive")),
        sa.UniqueConstraint("last", name=op.f("uq_journal_archive_last")),
    )
    op.create_table(
        "relay",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("numbered", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("idle", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
    )
    for statement in GUARD:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("relay")
    op.drop_table("journal_archive")
    op.drop_table("journal")
    op.drop_table("inbox")
    op.drop_table("catchup")
    op.execute("DROP FUNCTION journal_guard()")
