"""Delegations, and on whose behalf somebody did what the case file tells."""

import sqlalchemy as sa
from alembic import op

revision = "desk_0010"
down_revision = "desk_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("giver", sa.String(length=64), nullable=False),
        sa.Column("giver_name", sa.String(length=100), nullable=False),
        sa.Column("deputy", sa.String(length=64), nullable=False),
        sa.Column("deputy_name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_delegation_ended_when")),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_delegation_ends_after_begin")),
        sa.CheckConstraint("giver <> deputy", name=op.f("ck_delegation_two_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("number", name=op.f("uq_delegation_number")),
    )
    op.create_index("ix_delegation_giver", "delegation", ["giver", "role", "site"], unique=False)
    op.create_index("ix_delegation_list", "delegation", ["begins_at", "id"], unique=False)
    op.create_index(op.f("ix_delegation_site"), "delegation", ["site"], unique=False)
    op.create_index(op.f("ix_delegation_state"), "delegation", ["state"], unique=False)
    op.add_column("timeline_entry", sa.Column("actor_for", sa.Text(), nullable=True))
