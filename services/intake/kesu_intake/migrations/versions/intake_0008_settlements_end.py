"""What was agreed may fall away: replaced by another agreement, or with the return or job that it had opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "intake_0008"
down_revision = "intake_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("settlement", sa.Column("ended", sa.String(length=16), nullable=True))
    op.add_column("settlement", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("known_return", sa.Column("settlement", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("known_return", "settlement")
    op.drop_column("settlement", "ended_at")
    op.drop_column("settlement", "ended")
