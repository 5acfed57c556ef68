"""The state of a record, as the last fact about it has told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "desk_0011"
down_revision = "desk_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_record", sa.Column("state", sa.String(length=32), nullable=True))
    op.execute(
        """
        UPDATE case_record SET state = entry.data ->> 'state' FROM timeline_entry AS entry
        WHERE entry.case_number = case_record.case_number AND entry.subject = case_record.number AND entry.sequence = case_record.sequence
        """
    )


def downgrade() -> None:
    op.drop_column("case_record", "state")
