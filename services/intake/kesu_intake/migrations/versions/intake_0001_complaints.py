"""Customers, complaints and what belongs to them; copies of cases, returns and corrective actions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("contacts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_number")),
    )
    op.create_index("ix_customer_name", "customer", ["name"], unique=False)
    op.create_index(op.f("ix_customer_site"), "customer", ["site"], unique=False)
    op.create_index(op.f("ix_customer_state"), "customer", ["state"], unique=False)
    op.create_table(
        "known_capa",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", "complaint_number", name=op.f("pk_known_capa")),
    )
    op.create_table(
        "known_case",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("defect_code", sa.String(length=64), nullable=True),
        sa.Column("defect_zh", sa.Text(), nullable=True),
        sa.Column("defect_en", sa.Text(), nullable=True),
        sa.Column("responsible_department", sa.String(length=32), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_case")),
    )
    op.create_index(op.f("ix_known_case_complaint_number"), "known_case", ["complaint_number"], unique=False)
    op.create_table(
        "known_return",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_return")),
    )
    op.create_index(op.f("ix_known_return_complaint_number"), "known_return", ["complaint_number"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("external_reference", sa.String(length=100), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=True),
        sa.Column("taker", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("component", sa.String(length=500), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("serial", sa.String(length=100), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("claim", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_language", sa.String(length=8), nullable=False),
        sa.Column("language_detected", sa.Boolean(), nullable=False),
        sa.Column("working_text", sa.Text(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found_where", sa.String(length=500), nullable=True),
        sa.Column("found_by", sa.String(length=200), nullable=True),
        sa.Column("found_how", sa.String(length=2000), nullable=True),
        sa.Column("effect", sa.String(length=2000), nullable=True),
        sa.Column("safety", sa.Boolean(), nullable=False),
        sa.Column("custody_place", sa.String(length=200), nullable=True),
        sa.Column("reply_wanted", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("severity_why", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("escalated", sa.String(length=16), nullable=True),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.String(length=200), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_how", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_complaint_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("site", "external_reference", name="uq_complaint_reference"),
    )
    op.create_index("ix_complaint_created", "complaint", ["created_at", "id"], unique=False)
    op.create_index("ix_complaint_customer", "complaint", ["customer_code", "received_at"], unique=False)
    op.create_index("ix_complaint_lot", "complaint", ["lot"], unique=False)
    op.create_index("ix_complaint_received", "complaint", ["received_at", "id"], unique=False)
    op.create_index(op.f("ix_complaint_severity"), "complaint", ["severity"], unique=False)
    op.create_index(op.f("ix_complaint_site"), "complaint", ["site"], unique=False)
    op.create_index(op.f("ix_complaint_state"), "complaint", ["state"], unique=False)
    op.create_table(
        "customer_tier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_customer_tier_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_tier")),
    )
    op.create_index(op.f("ix_customer_tier_customer_code"), "customer_tier", ["customer_code"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_confirmation_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_complaint_number"), "confirmation", ["complaint_number"], unique=False)
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("dispatched_by", sa.String(length=200), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_dispatch_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    op.create_index(op.f("ix_dispatch_complaint_number"), "dispatch", ["complaint_number"], unique=False)
    op.create_index(
        "uq_dispatch_open", "dispatch", ["complaint_number", "department"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "exchange",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_exchange_complaint_number_complaint")),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_exchange_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    op.create_index("ix_exchange_complaint", "exchange", ["complaint_number", "occurred_at"], unique=False)
    op.create_index("ix_exchange_customer", "exchange", ["customer_code", "occurred_at"], unique=False)
    op.create_table(
        "followup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("capa", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("effective", sa.Boolean(), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_followup_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup")),
    )
    op.create_index(op.f("ix_followup_complaint_number"), "followup", ["complaint_number"], unique=False)
    op.create_index("uq_followup_open", "followup", ["complaint_number", "capa"], unique=True, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_reply_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    op.create_index(op.f("ix_reply_complaint_number"), "reply", ["complaint_number"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("agreed_with", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_settlement_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
    )
    op.create_index(op.f("ix_settlement_complaint_number"), "settlement", ["complaint_number"], unique=False)
    op.create_table(
        "translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translator", sa.String(length=200), nullable=False),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_translation_complaint_number_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
    )
    op.create_index(op.f("ix_translation_complaint_number"), "translation", ["complaint_number"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_translation_complaint_number"), table_name="translation")
    op.drop_table("translation")
    op.drop_index(op.f("ix_settlement_complaint_number"), table_name="settlement")
    op.drop_table("settlement")
    op.drop_index(op.f("ix_reply_complaint_number"), table_name="reply")
    op.drop_table("reply")
    op.drop_index("uq_followup_open", table_name="followup", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("ix_followup_complaint_number"), table_name="followup")
    op.drop_table("followup")
    op.drop_index("ix_exchange_customer", table_name="exchange")
    op.drop_index("ix_exchange_complaint", table_name="exchange")
    op.drop_table("exchange")
    op.drop_index("uq_dispatch_open", table_name="dispatch", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("ix_dispatch_complaint_number"), table_name="dispatch")
    op.drop_table("dispatch")
    op.drop_index(op.f("ix_confirmation_complaint_number"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_customer_tier_customer_code"), table_name="customer_tier")
    op.drop_table("customer_tier")
    op.drop_index(op.f("ix_complaint_state"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_site"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_severity"), table_name="complaint")
    op.drop_index("ix_complaint_received", table_name="complaint")
    op.drop_index("ix_complaint_lot", table_name="complaint")
    op.drop_index("ix_complaint_customer", table_name="complaint")
    op.drop_index("ix_complaint_created", table_name="complaint")
    op.drop_table("complaint")
    op.drop_index(op.f("ix_known_return_complaint_number"), table_name="known_return")
    op.drop_table("known_return")
    op.drop_index(op.f("ix_known_case_complaint_number"), table_name="known_case")
    op.drop_table("known_case")
    op.drop_table("known_capa")
    op.drop_index(op.f("ix_customer_state"), table_name="customer")
    op.drop_index(op.f("ix_customer_site"), table_name="customer")
    op.drop_index("ix_customer_name", table_name="customer")
    op.drop_table("customer")
    # ### end Alembic commands ###
