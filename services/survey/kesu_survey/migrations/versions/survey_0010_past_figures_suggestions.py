"""Past surveys, levels of forms, codes of suggestions, and daily feedback beside the answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "survey_0010"
down_revision = "survey_0004"
branch_labels = None
depends_on = None

_LANGUAGES = "UPDATE returned_form SET language = invitation.language FROM invitation WHERE invitation.number = returned_form.invitation"
_LEVELS = """
    UPDATE returned_form SET level_sum = level.total, level_count = level.number
      FROM (SELECT answer.form_id, count(*) AS number,
                   sum(CASE item.scale WHEN '1-5' THEN (score - 1) / 4.0 WHEN '1-10' THEN (score - 1) / 9.0 ELSE score / 10.0 END) AS total
              FROM answer
              JOIN returned_form form ON form.id = answer.form_id
              JOIN campaign ON campaign.number = form.campaign
              JOIN questionnaire ON questionnaire.number = campaign.questionnaire
              JOIN questionnaire_item item ON item.questionnaire_id = questionnaire.id AND item.code = answer.item
             WHERE score IS NOT NULL AND answer.item <> 'overall' GROUP BY 1) level
     WHERE level.form_id = returned_form.id
"""
"""Forms that came before: all scales but these go from 0 to 10."""


def upgrade() -> None:
    op.create_table(
        "daily_weights",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("declared_by", sa.String(length=200), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_daily_weights")),
    )
    op.create_table(
        "answer_cell",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=24, scale=10), nullable=False),
        sa.Column("others", sa.BigInteger(), nullable=False),
        sa.Column("others_sum", sa.Double(), nullable=False),
        sa.Column("others_squares", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.number"], name=op.f("fk_answer_cell_campaign_campaign")),
        sa.PrimaryKeyConstraint("campaign", "item", "score", "why", "tier", "language", "product", name=op.f("pk_answer_cell")),
    )
    op.create_table(
        "known_contact",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_contact")),
    )
    op.create_index("ix_known_contact_customer_code", "known_contact", ["customer_code", "received_at"], unique=False)
    op.create_table(
        "suggestion_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("text_zh", sa.String(length=500), nullable=False),
        sa.Column("text_en", sa.String(length=500), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_code")),
        sa.UniqueConstraint("site", "code", name="uq_suggestion_code"),
    )
    op.create_table(
        "passed_suggestion",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("text_zh", sa.String(length=500), nullable=False),
        sa.Column("text_en", sa.String(length=500), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("respondents", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("passed_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.number"], name=op.f("fk_passed_suggestion_campaign_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_suggestion")),
        sa.UniqueConstraint("campaign", "code", "department", name="uq_passed_suggestion_code"),
        sa.UniqueConstraint("number", name=op.f("uq_passed_suggestion_number")),
    )
    op.create_index(op.f("ix_passed_suggestion_campaign"), "passed_suggestion", ["campaign"], unique=False)
    op.create_index(op.f("ix_passed_suggestion_site"), "passed_suggestion", ["site"], unique=False)
    op.create_index(op.f("ix_passed_suggestion_state"), "passed_suggestion", ["state"], unique=False)
    op.create_table(
        "suggestion_coding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("coded_by", sa.String(length=200), nullable=False),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.number"], name=op.f("fk_suggestion_coding_campaign_campaign")),
        sa.ForeignKeyConstraint(["form_id"], ["returned_form.id"], name=op.f("fk_suggestion_coding_form_id_returned_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_coding")),
        sa.UniqueConstraint("form_id", "item", "place", name="uq_suggestion_coding_place"),
    )
    op.create_index("ix_suggestion_coding_campaign", "suggestion_coding", ["campaign", "code"], unique=False)
    op.add_column("answer", sa.Column("silence", sa.String(length=16), nullable=True))
    op.add_column("answer", sa.Column("as_written", sa.String(length=200), nullable=True))
    op.add_column("campaign", sa.Column("imported_as", sa.String(length=64), nullable=True))
    op.alter_column("campaign", "plan", existing_type=sa.VARCHAR(length=64), nullable=True)
    op.create_unique_constraint("uq_campaign_imported_as", "campaign", ["site", "year", "imported_as"])
    op.add_column("returned_form", sa.Column("language", sa.String(length=16), server_default="", nullable=False))
    op.add_column("returned_form", sa.Column("product", sa.String(length=200), server_default="", nullable=False))
    op.add_column("returned_form", sa.Column("weight", sa.Numeric(precision=16, scale=10), server_default="1", nullable=False))
    op.add_column("returned_form", sa.Column("level_sum", sa.Double(), server_default="0", nullable=False))
    op.add_column("returned_form", sa.Column("level_count", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("returned_form", sa.Column("tallied", sa.Boolean(), server_default="false", nullable=False))
    op.create_index(
        "ix_returned_form_fresh",
        "returned_form",
        ["campaign"],
        unique=False,
        postgresql_where=sa.text("NOT tallied AND NOT duplicate AND NOT late"),
    )
    op.add_column("returned_form", sa.Column("overall", sa.BigInteger(), nullable=True))
    op.add_column("returned_form", sa.Column("external_reference", sa.String(length=100), nullable=True))
    op.create_index(
        "uq_returned_form_reference",
        "returned_form",
        ["campaign", "external_reference"],
        unique=True,
        postgresql_where=sa.text("external_reference IS NOT NULL"),
    )
    op.create_check_constraint("silence_has_no_score", "answer", "silence IS NULL OR (score IS NULL AND NOT no_opinion)")
    op.create_index("ix_answer_words", "answer", ["form_id"], unique=False, postgresql_where=sa.text("text IS NOT NULL"))
    op.execute(_LANGUAGES)
    op.execute(_LEVELS)


def downgrade() -> None:
    op.drop_index("ix_answer_words", table_name="answer", postgresql_where=sa.text("text IS NOT NULL"))
    op.drop_constraint("silence_has_no_score", "answer", type_="check")
    op.drop_index("uq_returned_form_reference", table_name="returned_form", postgresql_where=sa.text("external_reference IS NOT NULL"))
    op.drop_column("returned_form", "external_reference")
    op.drop_column("returned_form", "tallied")
    op.drop_column("returned_form", "overall")
    op.drop_column("returned_form", "level_count")
    op.drop_column("returned_form", "level_sum")
    op.drop_column("returned_form", "weight")
    op.drop_column("returned_form", "product")
    op.drop_column("returned_form", "language")
    op.drop_constraint("uq_campaign_imported_as", "campaign", type_="unique")
    op.alter_column("campaign", "plan", existing_type=sa.VARCHAR(length=64), nullable=False)
    op.drop_column("campaign", "imported_as")
    op.drop_column("answer", "as_written")
    op.drop_column("answer", "silence")
    op.drop_index("ix_suggestion_coding_campaign", table_name="suggestion_coding")
    op.drop_table("suggestion_coding")
    op.drop_index(op.f("ix_passed_suggestion_state"), table_name="passed_suggestion")
    op.drop_index(op.f("ix_passed_suggestion_site"), table_name="passed_suggestion")
    op.drop_index(op.f("ix_passed_suggestion_campaign"), table_name="passed_suggestion")
    op.drop_table("passed_suggestion")
    op.drop_table("suggestion_code")
    op.drop_index("ix_known_contact_customer_code", table_name="known_contact")
    op.drop_table("known_contact")
    op.drop_table("answer_cell")
    op.drop_table("daily_weights")
