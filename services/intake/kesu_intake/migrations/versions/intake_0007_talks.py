"""Talks in depth with key customers whom a survey found dissatisfied"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake_0007"
down_revision = "intake_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talk",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("found_by", sa.String(length=200), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("told_whom", sa.String(length=200), nullable=True),
        sa.Column("told_by", sa.String(length=200), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_talk_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("number", name=op.f("uq_talk_number")),
    )
    op.create_index(op.f("ix_talk_site"), "talk", ["site"], unique=False)
    op.create_index(op.f("ix_talk_state"), "talk", ["state"], unique=False)
    op.create_index(op.f("ix_talk_campaign"), "talk", ["campaign"], unique=False)
    op.create_index("ix_talk_customer", "talk", ["customer_code", "campaign"], unique=False)
    op.create_index("ix_talk_created", "talk", ["created_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("talk")
