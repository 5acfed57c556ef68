"""Who sees to the goods that could not go out yet, why, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0007"
down_revision = "returns_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("return", sa.Column("short_owner", sa.String(length=100), nullable=True))
    op.add_column("return", sa.Column("short_reason", sa.Text(), nullable=True))
    op.add_column("return", sa.Column("short_until", sa.Date(), nullable=True))
