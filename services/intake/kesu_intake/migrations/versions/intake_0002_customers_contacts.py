"""Contacts, questions, appointments; merged customers, service files, visits, agreements, rules by tier."""

import sqlalchemy as sa
from alembic import op

revision = "intake_0002"
down_revision = "intake_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
