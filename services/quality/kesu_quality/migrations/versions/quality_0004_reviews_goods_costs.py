"""Signatures on reviews, the customer's consent, costs, defect codes out of use, codes of reports; parts of goods add up at every
commit."""

import sqlalchemy as sa
from alembic import op

revision = "quality_0004"
down_revision = "quality_0003"
branch_labels = None
depends_on = None

# Equations 4 and 5 over several rows, which no CHECK can see: the parts decided are what the goods say, and so are the re-inspections.
# Deferred to the commit, because parts and goods are written one after the other.
BALANCE = """
CREATE FUNCTION goods_parts_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target uuid;
    whole goods%ROWTYPE;
    parts record;
    inspected record;
BEGIN
    IF TG_TABLE_NAME = 'goods' THEN
        target := NEW.id;
    ELSE
        target := NEW.goods_id;
    END IF;
    SELECT * INTO whole FROM goods WHERE id = target;
    SELECT coalesce(sum(quantity - failed) FILTER (WHERE disposition = 'repair'), 0) AS repaired,
           coalesce(sum(quantity - failed) FILTER (WHERE disposition = 'rework'), 0) AS reworked,
           coalesce(sum(quantity) FILTER (WHERE disposition = 'downgrade'), 0) AS downgraded,
           coalesce(sum(quantity) FILTER (WHERE disposition = 'scrap'), 0) AS scrapped,
           coalesce(sum(quantity) FILTER (WHERE disposition = 'concession'), 0) AS conceded,
           coalesce(sum(quantity) FILTER (WHERE disposition = 'return_to_customer'), 0) AS returned,
           coalesce(sum(quantity) FILTER (WHERE disposition = 'accept'), 0) AS accepted,
           coalesce(sum(in_work + to_inspect), 0) AS waiting,
           coalesce(sum(passed), 0) AS passed,
           coalesce(sum(failed), 0) AS failed
      INTO parts FROM disposition WHERE goods_id = target;
    SELECT coalesce(sum(passed), 0) AS passed, coalesce(sum(failed), 0) AS failed INTO inspected FROM reinspection WHERE goods_id = target;
    IF (whole.repaired, whole.reworked, whole.downgraded, whole.scrapped, whole.conceded, whole.returned, whole.accepted, whole.waiting,
        whole.passed, whole.failed)
       IS DISTINCT FROM
       (parts.repaired, parts.reworked, parts.downgraded, parts.scrapped, parts.conceded, parts.returned, parts.accepted, parts.waiting,
        parts.passed, parts.failed)
       OR (whole.passed, whole.failed) IS DISTINCT FROM (inspected.passed, inspected.failed) THEN
        RAISE EXCEPTION 'the parts of % do not add up', whole.number USING ERRCODE = '23514', CONSTRAINT = 'goods_parts_add_up';
    END IF;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'hours') = (quantity IS NOT NULL)", name=op.f("ck_cost_hours")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_cost_not_nothing")),
        sa.ForeignKeyConstraint(["case_number"], ["quality_case.number"], name=op.f("fk_cost_case_number_quality_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost")),
    )
    op.create_index(op.f("ix_cost_case_number"), "cost", ["case_number"], unique=False)
    op.create_table(
        "review_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("signed OR comment IS NOT NULL", name=op.f("ck_review_statement_says_something")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_statement_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_statement")),
        sa.UniqueConstraint("review_id", "round", "department", "login", name="uq_review_statement_once"),
    )
    op.add_column("characteristic", sa.Column("instrument", sa.String(length=200), nullable=True))
    op.add_column("defect", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("goods", sa.Column("consent", sa.Boolean(), nullable=True))
    op.add_column("goods", sa.Column("consent_evidence", sa.Text(), nullable=True))
    op.add_column("goods", sa.Column("consent_by", sa.String(length=200), nullable=True))
    op.add_column("goods", sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_goods_open", "goods", ["quarantined_at", "id"], unique=False, postgresql_where=sa.text("state <> 'settled'"))
    op.create_index(
        "ix_quality_case_open", "quality_case", ["due_at", "id"], unique=False, postgresql_where=sa.text("state IN ('opened', 'testing')")
    )
    op.add_column("review", sa.Column("round", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE review SET round = 1 WHERE decided_at IS NOT NULL")
    op.create_index("ix_review_open", "review", ["due_at", "id"], unique=False, postgresql_where=sa.text("state IN ('opened', 'convened')"))
    op.add_column("verdict", sa.Column("code", sa.String(length=16), nullable=True))
    op.create_unique_constraint(op.f("uq_verdict_code"), "verdict", ["code"])
    op.create_check_constraint(op.f("ck_goods_consent_shown"), "goods", "consent IS NULL OR consent_evidence IS NOT NULL")
    op.execute(BALANCE)
    for table in ("goods", "disposition", "reinspection"):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_parts_add_up AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION goods_parts_add_up()"
        )
