"""Contacts, questions, appointments; merged customers, service files, visits, agreements, rules by tier."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake_0002"
down_revision = "intake_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_answer",
        sa.Column("invitation", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("invitation", name=op.f("pk_known_answer")),
    )
    op.create_index(op.f("ix_known_answer_customer_code"), "known_answer", ["customer_code"], unique=False)
    op.create_table(
        "known_delivery",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_delivery")),
    )
    op.create_index("ix_known_delivery_customer", "known_delivery", ["customer_code", "delivered_on"], unique=False)
    op.create_table(
        "tier_rule",
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("clocks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("agreement_by_lead", sa.Boolean(), nullable=False),
        sa.Column("grade_by_lead", sa.Boolean(), nullable=False),
        sa.Column("survey_share", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_rule")),
        sa.UniqueConstraint("number", name=op.f("uq_tier_rule_number")),
        sa.UniqueConstraint("site", "tier", name="uq_tier_rule_site_tier"),
    )
    op.create_index(op.f("ix_tier_rule_site"), "tier_rule", ["site"], unique=False)
    op.create_index(op.f("ix_tier_rule_state"), "tier_rule", ["state"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("agreed_with", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("drafted_login", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_agreement_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index("ix_agreement_created", "agreement", ["created_at", "id"], unique=False)
    op.create_index("ix_agreement_customer", "agreement", ["customer_code", "valid_from"], unique=False)
    op.create_index(op.f("ix_agreement_site"), "agreement", ["site"], unique=False)
    op.create_index(op.f("ix_agreement_state"), "agreement", ["state"], unique=False)
    op.create_table(
        "service_file",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("keeper", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_service_file_customer_code_customer")),
        sa.PrimaryKeyConstraint("customer_code", name=op.f("pk_service_file")),
    )
    op.create_table(
        "visit",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people", sa.String(length=500), nullable=False),
        sa.Column("with_whom", sa.String(length=200), nullable=False),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("planned_by", sa.String(length=200), nullable=False),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_visit_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("number", name=op.f("uq_visit_number")),
    )
    op.create_index("ix_visit_created", "visit", ["created_at", "id"], unique=False)
    op.create_index("ix_visit_customer", "visit", ["customer_code", "starts_at"], unique=False)
    op.create_index(op.f("ix_visit_site"), "visit", ["site"], unique=False)
    op.create_index("ix_visit_starts", "visit", ["starts_at", "id"], unique=False)
    op.create_index(op.f("ix_visit_state"), "visit", ["state"], unique=False)
    op.create_table(
        "contact",
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=True),
        sa.Column("taker", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_wanted", sa.Boolean(), nullable=False),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("serial", sa.String(length=100), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("about", sa.String(length=32), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("participants", sa.BigInteger(), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("praised", sa.String(length=200), nullable=True),
        sa.Column("analysis", sa.Text(), nullable=True),
        sa.Column("analysed_by", sa.String(length=200), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("handled_by", sa.String(length=200), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_contact_complaint_number_complaint")),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_contact_customer_code_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("number", name=op.f("uq_contact_number")),
    )
    op.create_index(op.f("ix_contact_complaint_number"), "contact", ["complaint_number"], unique=False)
    op.create_index("ix_contact_created", "contact", ["created_at", "id"], unique=False)
    op.create_index("ix_contact_customer", "contact", ["customer_code", "received_at"], unique=False)
    op.create_index(op.f("ix_contact_kind"), "contact", ["kind"], unique=False)
    op.create_index("ix_contact_received", "contact", ["received_at", "id"], unique=False)
    op.create_index(
        "ix_contact_reply_due",
        "contact",
        ["reply_due_at"],
        unique=False,
        postgresql_where=sa.text("replied_at IS NULL AND reply_due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_contact_site"), "contact", ["site"], unique=False)
    op.create_index(op.f("ix_contact_state"), "contact", ["state"], unique=False)
    op.create_table(
        "contact_appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_number", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people", sa.String(length=500), nullable=False),
        sa.Column("with_whom", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("agreed_by", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_number"], ["contact.number"], name=op.f("fk_contact_appointment_contact_number_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_appointment")),
    )
    op.create_index(op.f("ix_contact_appointment_contact_number"), "contact_appointment", ["contact_number"], unique=False)
    op.create_index(
        "uq_contact_appointment_agreed",
        "contact_appointment",
        ["contact_number"],
        unique=True,
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.create_table(
        "contact_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_number", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_number"], ["contact.number"], name=op.f("fk_contact_question_contact_number_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_question")),
    )
    op.create_index(op.f("ix_contact_question_contact_number"), "contact_question", ["contact_number"], unique=False)
    op.create_index(
        "uq_contact_question_open",
        "contact_question",
        ["contact_number", "department"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.add_column("customer", sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_customer_merged_into"), "customer", ["merged_into"], unique=False)
    op.create_foreign_key(op.f("fk_customer_merged_into_customer"), "customer", "customer", ["merged_into"], ["number"])
    op.add_column("exchange", sa.Column("contact_number", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_exchange_contact_number"), "exchange", ["contact_number"], unique=False)
    op.create_foreign_key(op.f("fk_exchange_contact_number_contact"), "exchange", "contact", ["contact_number"], ["number"])


def downgrade() -> None:
    op.drop_constraint(op.f("fk_exchange_contact_number_contact"), "exchange", type_="foreignkey")
    op.drop_index(op.f("ix_exchange_contact_number"), table_name="exchange")
    op.drop_column("exchange", "contact_number")
    op.drop_constraint(op.f("fk_customer_merged_into_customer"), "customer", type_="foreignkey")
    op.drop_index(op.f("ix_customer_merged_into"), table_name="customer")
    op.drop_column("customer", "merged_into")
    op.drop_index("uq_contact_question_open", table_name="contact_question", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("ix_contact_question_contact_number"), table_name="contact_question")
    op.drop_table("contact_question")
    op.drop_index("uq_contact_appointment_agreed", table_name="contact_appointment", postgresql_where=sa.text("state = 'agreed'"))
    op.drop_index(op.f("ix_contact_appointment_contact_number"), table_name="contact_appointment")
    op.drop_table("contact_appointment")
    op.drop_index(op.f("ix_contact_state"), table_name="contact")
    op.drop_index(op.f("ix_contact_site"), table_name="contact")
    op.drop_index("ix_contact_reply_due", table_name="contact", postgresql_where=sa.text("replied_at IS NULL AND reply_due_at IS NOT NULL"))
    op.drop_index("ix_contact_received", table_name="contact")
    op.drop_index(op.f("ix_contact_kind"), table_name="contact")
    op.drop_index("ix_contact_customer", table_name="contact")
    op.drop_index("ix_contact_created", table_name="contact")
    op.drop_index(op.f("ix_contact_complaint_number"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_visit_state"), table_name="visit")
    op.drop_index("ix_visit_starts", table_name="visit")
    op.drop_index(op.f("ix_visit_site"), table_name="visit")
    op.drop_index("ix_visit_customer", table_name="visit")
    op.drop_index("ix_visit_created", table_name="visit")
    op.drop_table("visit")
    op.drop_table("service_file")
    op.drop_index(op.f("ix_agreement_state"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_site"), table_name="agreement")
    op.drop_index("ix_agreement_customer", table_name="agreement")
    op.drop_index("ix_agreement_created", table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_tier_rule_state"), table_name="tier_rule")
    op.drop_index(op.f("ix_tier_rule_site"), table_name="tier_rule")
    op.drop_table("tier_rule")
    op.drop_index("ix_known_delivery_customer", table_name="known_delivery")
    op.drop_table("known_delivery")
    op.drop_index(op.f("ix_known_answer_customer_code"), table_name="known_answer")
    op.drop_table("known_answer")
