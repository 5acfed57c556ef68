"""A return whose goods travel in two consignments is split into two."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "returns_0011"
down_revision = "returns_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("return", sa.Column("split_from", sa.String(length=64), nullable=True))
    op.add_column("return", sa.Column("split_into", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False))
