"""Mails to customers, and the tests of quality that a report is made from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake_0004"
down_revision = "intake_0003"
branch_labels = None
depends_on = None

_IN_HAND = sa.text("state IN ('queued', 'sending')")


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("enclosures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("queued_by", sa.String(length=200), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_mail_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_complaint_number"), "mail", ["complaint_number"], unique=False)
    op.create_index("ix_mail_next", "mail", ["next_at"], unique=False, postgresql_where=_IN_HAND)
    op.create_table(
        "known_test",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("standard", sa.String(length=64), nullable=False),
        sa.Column("standard_version", sa.BigInteger(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("readings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_test")),
    )
    op.create_index(op.f("ix_known_test_case_number"), "known_test", ["case_number"], unique=False)
    op.add_column("reply", sa.Column("mail_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_reply_mail_id_mail"), "reply", "mail", ["mail_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint(op.f("fk_reply_mail_id_mail"), "reply", type_="foreignkey")
    op.drop_column("reply", "mail_id")
    op.drop_index(op.f("ix_known_test_case_number"), table_name="known_test")
    op.drop_table("known_test")
    op.drop_index("ix_mail_next", table_name="mail", postgresql_where=_IN_HAND)
    op.drop_index(op.f("ix_mail_complaint_number"), table_name="mail")
    op.drop_table("mail")
