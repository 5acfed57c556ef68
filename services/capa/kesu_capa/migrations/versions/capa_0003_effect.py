"""Complaints and deliveries, by which the effect of actions is counted."""

import sqlalchemy as sa
from alembic import op

revision = "capa_0003"
down_revision = "capa_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("capa", sa.Column("effect_units", sa.Numeric(precision=14, scale=3), nullable=True))
    op.add_column("capa", sa.Column("effect_judged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "known_complaint",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawal", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_complaint")),
    )
    op.create_index("ix_known_complaint_product", "known_complaint", ["site", "product", "received_at"])
    op.create_table(
        "known_delivery",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name=op.f("pk_known_delivery")),
    )
    op.create_index("ix_known_delivery_product", "known_delivery", ["site", "product", "delivered_on"])


def downgrade() -> None:
    op.drop_column("capa", "effect_judged_at")
    op.drop_column("capa", "effect_units")
    op.drop_table("known_delivery")
    op.drop_table("known_complaint")
