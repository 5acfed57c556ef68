"""Custody and copies of originals, portal links, e-mail drafts, glossary, readings of translations; a complaint's text never changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake_0003"
down_revision = "intake_0002"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "original_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("from_place", sa.String(length=200), nullable=True),
        sa.Column("to_place", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.String(length=200), nullable=False),
        sa.Column("moved_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_move")),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_original_move_complaint_number_complaint")),
    )
    op.create_index(op.f("ix_original_move_complaint_number"), "original_move", ["complaint_number"], unique=False)
    op.create_table(
        "original_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("copied_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_copy")),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_original_copy_complaint_number_complaint")),
    )
    op.create_index("ix_original_copy_complaint", "original_copy", ["complaint_number", "id"], unique=False)
    op.create_table(
        "portal_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_by", sa.String(length=200), nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_link")),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_portal_link_customer_code_customer")),
    )
    op.create_index(op.f("ix_portal_link_customer_code"), "portal_link", ["customer_code"], unique=False)
    op.create_table(
        "portal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("is_complaint", sa.Boolean(), nullable=False),
        sa.Column("entered_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_entry")),
        sa.ForeignKeyConstraint(["link_id"], ["portal_link.id"], name=op.f("fk_portal_entry_link_id_portal_link")),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_portal_entry_complaint_number_complaint")),
    )
    op.create_index("ix_portal_entry_link", "portal_entry", ["link_id", "entered_at"], unique=False)
    op.create_table(
        "draft",
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("refused", JSON, nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("message_id", name=op.f("uq_draft_message_id")),
        sa.UniqueConstraint("number", name=op.f("uq_draft_number")),
        sa.ForeignKeyConstraint(["customer_code"], ["customer.number"], name=op.f("fk_draft_customer_code_customer")),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_draft_complaint_number_complaint")),
    )
    op.create_index(op.f("ix_draft_complaint_number"), "draft", ["complaint_number"], unique=False)
    op.create_index(op.f("ix_draft_site"), "draft", ["site"], unique=False)
    op.create_index(op.f("ix_draft_state"), "draft", ["state"], unique=False)
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("en", sa.String(length=200), nullable=False),
        sa.Column("zh", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
    )
    op.create_index("uq_glossary_term_site", "glossary_term", ["site", sa.text("lower(en)")], unique=True)
    op.add_column("translation", sa.Column("terms", JSON, nullable=False, server_default="[]"))
    op.alter_column("translation", "terms", server_default=None)
    op.create_table(
        "translation_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=64), nullable=False),
        sa.Column("translation_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_reading")),
        sa.ForeignKeyConstraint(["complaint_number"], ["complaint.number"], name=op.f("fk_translation_reading_complaint_number_complaint")),
        sa.ForeignKeyConstraint(["translation_id"], ["translation.id"], name=op.f("fk_translation_reading_translation_id_translation")),
    )
    op.create_index("uq_translation_reading", "translation_reading", ["translation_id", "reader"], unique=True)
    op.create_index("ix_translation_reading_complaint", "translation_reading", ["complaint_number"], unique=False)
    op.execute(
        "CREATE FUNCTION complaint_text_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the text of a complaint never changes (clause 4.1.3.5-a1)'; END $$"
    )
    op.execute(
        "CREATE TRIGGER complaint_text_stays BEFORE UPDATE OF text ON complaint FOR EACH ROW "
        "WHEN (OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION complaint_text_stays()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER complaint_text_stays ON complaint")
    op.execute("DROP FUNCTION complaint_text_stays()")
    op.drop_table("translation_reading")
    op.drop_column("translation", "terms")
    op.drop_table("glossary_term")
    op.drop_table("draft")
    op.drop_table("portal_entry")
    op.drop_table("portal_link")
    op.drop_table("original_copy")
    op.drop_table("original_move")
