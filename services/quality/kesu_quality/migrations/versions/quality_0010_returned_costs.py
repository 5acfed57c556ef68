"""What returns and on-site jobs cost, as returns tells it."""

import sqlalchemy as sa
from alembic import op

revision = "quality_0010"
down_revision = "quality_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returned_cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_cost")),
    )
    op.create_index(op.f("ix_returned_cost_complaint"), "returned_cost", ["complaint"], unique=False)
    op.create_index(op.f("ix_returned_cost_subject"), "returned_cost", ["subject"], unique=False)
