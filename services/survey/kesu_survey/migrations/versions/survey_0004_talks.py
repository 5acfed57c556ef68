"""How far talks with dissatisfied customers have come"""

import sqlalchemy as sa
from alembic import op

revision = "survey_0004"
down_revision = "survey_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_talk",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_talk")),
    )
    op.create_index(op.f("ix_known_talk_campaign"), "known_talk", ["campaign"])


def downgrade() -> None:
    op.drop_table("known_talk")
