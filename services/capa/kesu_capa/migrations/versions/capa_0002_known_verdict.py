"""The verdict itself in the copy of a verdict."""

import sqlalchemy as sa
from alembic import op

revision = "capa_0002"
down_revision = "capa_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_verdict", sa.Column("verdict", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("known_verdict", "verdict")
