"""What the effect is judged by, overdue actions, lots in the copies, reports exchanged as JSON, customers' spreadsheets."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "capa_0010"
down_revision = "capa_0004"
branch_labels = None
depends_on = None


def _aggregate() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def upgrade() -> None:
    op.alter_column("capa", "effect_units", new_column_name="effect_amount")
    op.add_column("capa", sa.Column("effect_basis", sa.String(length=8), nullable=False, server_default="units"))
    op.add_column("capa", sa.Column("effect_until", sa.String(length=8), nullable=False, server_default="units"))
    op.alter_column("capa", "effect_basis", server_default=None)
    op.alter_column("capa", "effect_until", server_default=None)
    op.add_column("action", sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_action_open", "action", ["site", "due_on"], postgresql_where=sa.text("state = 'open'"))
    op.add_column("known_complaint", sa.Column("lot", sa.String(length=100), nullable=True))
    op.add_column("known_delivery", sa.Column("lot", sa.String(length=100), nullable=True))
    op.create_table(
        "received_8d",
        *_aggregate(),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("customer_reference", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=300), nullable=False),
        sa.Column("capa", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_8d")),
        sa.UniqueConstraint("number", name=op.f("uq_received_8d_number")),
    )
    for column in ("site", "state", "customer_reference", "capa"):
        op.create_index(op.f(f"ix_received_8d_{column}"), "received_8d", [column])
    op.create_table(
        "exchange_head",
        sa.Column("capa_id", sa.Uuid(), nullable=False),
        sa.Column("customer_reference", sa.String(length=200), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["capa_id"], ["capa.id"], name=op.f("fk_exchange_head_capa_id_capa")),
        sa.PrimaryKeyConstraint("capa_id", name=op.f("pk_exchange_head")),
    )
    op.create_index(op.f("ix_exchange_head_customer_reference"), "exchange_head", ["customer_reference"])
    op.create_table(
        "customer_form",
        *_aggregate(),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_form")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_form_number")),
    )
    for column in ("site", "state", "customer_code"):
        op.create_index(op.f(f"ix_customer_form_{column}"), "customer_form", [column])


def downgrade() -> None:
    for table in ("customer_form", "exchange_head", "received_8d"):
        op.drop_table(table)
    op.drop_column("known_delivery", "lot")
    op.drop_column("known_complaint", "lot")
    op.drop_index("ix_action_open", table_name="action")
    op.drop_column("action", "overdue_at")
    op.drop_column("capa", "effect_until")
    op.drop_column("capa", "effect_basis")
    op.alter_column("capa", "effect_amount", new_column_name="effect_units")
