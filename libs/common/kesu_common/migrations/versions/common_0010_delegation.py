"""Copies of who acts for whom."""

import sqlalchemy as sa
from alembic import op

revision = "common_0010"
down_revision = "common_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_delegation",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("giver", sa.String(length=64), nullable=False),
        sa.Column("giver_name", sa.Text(), nullable=False),
        sa.Column("deputy", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_delegation")),
    )
    op.create_index(op.f("ix_known_delegation_deputy"), "known_delegation", ["deputy"], unique=False)
