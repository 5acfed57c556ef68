"""Words by which complaints are found, indexes of their lists, saved filters, rises and the radar's parameters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kesu_common.words import quoted, words_of

revision = "intake_0005"
down_revision = "intake_0004"
branch_labels = None
depends_on = None

SEARCHED = (
    "number, external_reference, customer_code, customer_name, product, component, lot, serial, text, working_text, effect"  # as of now
)
BATCH = 2000


def upgrade() -> None:
    op.add_column("complaint", sa.Column("words", postgresql.TSVECTOR(), server_default=sa.text("''::tsvector"), nullable=False))
    op.execute("ALTER TABLE complaint ALTER COLUMN words SET STATISTICS 400")  # the radar looks for words that are rare by these
    _fill()
    op.create_index("ix_complaint_words", "complaint", ["words"], unique=False, postgresql_using="gin")
    op.create_index("ix_complaint_serial", "complaint", ["serial"], unique=False, postgresql_where=sa.text("serial IS NOT NULL"))
    op.create_index(
        "ix_complaint_reference",
        "complaint",
        ["external_reference"],
        unique=False,
        postgresql_where=sa.text("external_reference IS NOT NULL"),
    )
    op.create_index("ix_complaint_at_site", "complaint", ["site", "created_at", "id"], unique=False)
    op.create_index("ix_complaint_in_state", "complaint", ["state", "created_at", "id"], unique=False)
    op.create_index("ix_complaint_product", "complaint", ["product", "created_at", "id"], unique=False)
    op.create_index("ix_known_case_defect", "known_case", ["defect_code"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("owner", "name", name="uq_saved_filter_name"),
    )
    op.create_table(
        "rise",
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("window_begin", sa.Date(), nullable=False),
        sa.Column("window_end", sa.Date(), nullable=False),
        sa.Column("window_weeks", sa.Integer(), nullable=False),
        sa.Column("weekly", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("observed", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("cusum", sa.Double(), nullable=False),
        sa.Column("found_by", sa.String(length=16), nullable=False),
        sa.Column("complaints", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rise")),
        sa.UniqueConstraint("number", name=op.f("uq_rise_number")),
    )
    op.create_index("ix_rise_created", "rise", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_rise_site"), "rise", ["site"], unique=False)
    op.create_index(op.f("ix_rise_state"), "rise", ["state"], unique=False)
    op.create_index("uq_rise_open", "rise", ["site", "product", "by", "value"], unique=True, postgresql_where=sa.text("state = 'raised'"))
    op.create_table(
        "radar_parameters",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("window_weeks", sa.Integer(), nullable=False),
        sa.Column("baseline_weeks", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("ratio", sa.Double(), nullable=False),
        sa.Column("cusum_limit", sa.Double(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_radar_parameters")),
    )


def _fill() -> None:
    """Give the complaints that there are their words, in batches by id."""
    connection = op.get_bind()
    last = "00000000-0000-0000-0000-000000000000"
    read = sa.text(f"SELECT id, {SEARCHED} FROM complaint WHERE id > :last ORDER BY id LIMIT {BATCH}")  # noqa: S608  (constants)
    write = sa.text("UPDATE complaint SET words = CAST(:words AS tsvector) WHERE id = :id")
    while rows := connection.execute(read, {"last": last}).all():
        connection.execute(write, [{"id": row[0], "words": " ".join(map(quoted, words_of(row[1:])))} for row in rows])
        last = rows[-1][0]


def downgrade() -> None:
    op.drop_table("radar_parameters")
    op.drop_table("rise")
    op.drop_table("saved_filter")
    op.drop_index("ix_known_case_defect", table_name="known_case")
    for name in ("product", "in_state", "at_site", "reference", "serial", "words"):
        op.drop_index(f"ix_complaint_{name}", table_name="complaint")
    op.drop_column("complaint", "words")
