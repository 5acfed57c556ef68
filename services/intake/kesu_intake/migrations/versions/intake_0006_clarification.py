"""What caused a complaint that is not our fault, and what we advise; complaints that were entered twice."""

import sqlalchemy as sa
from alembic import op

revision = "intake_0006"
down_revision = "intake_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clarification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("helpers", sa.String(length=500), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_clarification_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification")),
    )
    op.create_index(op.f("ix_clarification_complaint_number"), "clarification", ["complaint_number"], unique=False)
    op.add_column("complaint", sa.Column("joined_into", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_complaint_joined_into"), "complaint", ["joined_into"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_complaint_joined_into"), table_name="complaint")
    op.drop_column("complaint", "joined_into")
    op.drop_index(op.f("ix_clarification_complaint_number"), table_name="clarification")
    op.drop_table("clarification")
