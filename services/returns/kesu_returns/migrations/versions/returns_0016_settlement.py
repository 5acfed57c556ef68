"""Which agreement with the customer a return or a job carries out, and which way of handling quality has decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "returns_0016"
down_revision = "returns_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("return", sa.Column("settlement", sa.String(length=36), nullable=True))
    op.add_column("onsite_job", sa.Column("settlement", sa.String(length=36), nullable=True))
    op.add_column("onsite_job", sa.Column("rest", sa.Text(), nullable=True))
    op.add_column("return", sa.Column("way", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("return", "way")
    op.drop_column("onsite_job", "rest")
    op.drop_column("onsite_job", "settlement")
    op.drop_column("return", "settlement")
