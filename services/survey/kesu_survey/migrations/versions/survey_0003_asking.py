"""More kinds of items, links that can be revoked, mails, paper forms typed in twice, anonymous surveys, measures that are told"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "survey_0003"
down_revision = "survey_0002"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_FIXED: dict[str, list[tuple[str, Any, str]]] = {
    "questionnaire_item": [("no_opinion", sa.Boolean(), "true"), ("options", _JSON, "[]")],
    "answer": [("choices", _JSON, "[]")],
    "campaign": [
        ("anonymous", sa.Boolean(), "false"),
        ("min_group", sa.BigInteger(), "5"),
        ("double_key", sa.Boolean(), "false"),
        ("reminders", sa.BigInteger(), "0"),
        ("reminder_days", sa.BigInteger(), "5"),
        ("reminders_stopped", sa.Boolean(), "false"),
    ],
    "invitation": [("edition", sa.BigInteger(), "1"), ("opens", sa.BigInteger(), "0"), ("reminders_sent", sa.BigInteger(), "0")],
}
"""Columns that are never empty, with their values for the rows that are there: surveys that run already go on as they were."""
_FREE = (
    ("address", sa.String(length=254)),
    ("to_whom", sa.String(length=200)),
    ("bounced_because", sa.Text()),
    ("unsubscribed_at", sa.DateTime(timezone=True)),
    ("remind_at", sa.DateTime(timezone=True)),
)
_NAMES = ("invitation", "customer_code", "customer_name")


def upgrade() -> None:
    for table, columns in _FIXED.items():
        for name, kind, value in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
            op.alter_column(table, name, server_default=None)
    for name, kind in _FREE:
        op.add_column("invitation", sa.Column(name, kind, nullable=True))
    op.create_index("ix_invitation_remind_at", "invitation", ["remind_at"], postgresql_where=sa.text("remind_at IS NOT NULL"))
    for name in _NAMES:
        op.alter_column("returned_form", name, nullable=True)
    op.create_index("uq_returned_form_first", "returned_form", ["invitation"], unique=True, postgresql_where=sa.text("NOT duplicate"))
    op.create_table(
        "paper_entry",
        sa.Column("invitation", sa.String(length=64), nullable=False),
        sa.Column("first", _JSON, nullable=False),
        sa.Column("first_by", sa.String(length=64), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("second", _JSON, nullable=False),
        sa.Column("second_by", sa.String(length=64), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=True),
        sa.Column("respondent", sa.String(length=200), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.number"], name=op.f("fk_paper_entry_invitation_invitation")),
        sa.PrimaryKeyConstraint("invitation", name=op.f("pk_paper_entry")),
    )
    op.create_table(
        "survey_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("queued_by", sa.String(length=200), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.number"], name=op.f("fk_survey_mail_invitation_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_mail")),
    )
    op.create_index(op.f("ix_survey_mail_invitation"), "survey_mail", ["invitation"])
    op.create_index("ix_survey_mail_next", "survey_mail", ["next_at"], postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.create_table(
        "told_measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("said_zh", sa.String(length=500), nullable=False),
        sa.Column("said_en", sa.String(length=500), nullable=False),
        sa.Column("did_zh", sa.String(length=1000), nullable=False),
        sa.Column("did_en", sa.String(length=1000), nullable=False),
        sa.Column("capa", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.number"], name=op.f("fk_told_measure_campaign_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_measure")),
    )
    op.create_index(op.f("ix_told_measure_campaign"), "told_measure", ["campaign"])


def downgrade() -> None:
    for table in ("told_measure", "survey_mail", "paper_entry"):
        op.drop_table(table)
    op.drop_index("uq_returned_form_first", table_name="returned_form")
    op.execute("DELETE FROM answer USING returned_form form WHERE form.id = form_id AND form.invitation IS NULL")
    op.execute("DELETE FROM returned_form WHERE invitation IS NULL")
    for name in _NAMES:
        op.alter_column("returned_form", name, nullable=False)
    op.drop_index("ix_invitation_remind_at", table_name="invitation")
    for name, _ in _FREE:
        op.drop_column("invitation", name)
    for table, columns in _FIXED.items():
        for name, _, _ in columns:
            op.drop_column(table, name)
