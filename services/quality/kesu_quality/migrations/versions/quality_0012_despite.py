"""Why a verdict says otherwise than the tests."""

import sqlalchemy as sa
from alembic import op

revision = "quality_0012"
down_revision = "quality_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdict", sa.Column("despite", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("verdict", "despite")
