"""What lies with a complaint in intake, so that the inspector sees what the customer has sent."""

import sqlalchemy as sa
from alembic import op

revision = "quality_0011"
down_revision = "quality_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_file")),
    )
    op.create_index(op.f("ix_complaint_file_complaint"), "complaint_file", ["complaint"], unique=False)
