"""How many of a tier's customers a survey asks at a site."""

import sqlalchemy as sa
from alembic import op

revision = "survey_0002"
down_revision = "survey_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_tier_rule",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "tier", name=op.f("pk_known_tier_rule")),
    )


def downgrade() -> None:
    op.drop_table("known_tier_rule")
