"""The moment of a delivery, where the other system knows it: two on one day are told apart."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0002"
down_revision = "returns_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
