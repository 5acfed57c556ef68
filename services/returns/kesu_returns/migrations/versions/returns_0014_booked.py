"""What a device was told about pieces that were not all expected: which of them went where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "returns_0014"
down_revision = "returns_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan", sa.Column("booked", postgresql.JSONB(none_as_null=True), nullable=True))
