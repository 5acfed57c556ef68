"""What lies where, kept by the database with every movement; no place can hold less than nothing."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0006"
down_revision = "returns_0005"
branch_labels = None
depends_on = None

KEPT = (
    """
INSERT INTO stock (line_id, place, quantity, since)
SELECT line_id, place, greatest(sum(quantity), 0), max(moved_at) FROM (
    SELECT line_id, to_place AS place, quantity, moved_at FROM movement
    UNION ALL SELECT line_id, from_place, -quantity, moved_at FROM movement) AS moved
WHERE place <> 'CUSTOMER' GROUP BY line_id, place
""",
    """
CREATE FUNCTION keep_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock (line_id, place, quantity, since)
        SELECT line_id, to_place, 0, max(moved_at) FROM moved WHERE to_place <> 'CUSTOMER' GROUP BY line_id, to_place
        ON CONFLICT DO NOTHING;
    UPDATE stock AS s SET quantity = s.quantity + m.quantity, since = coalesce(m.since, s.since)
        FROM (SELECT line_id, place, sum(quantity) AS quantity, max(since) AS since FROM (
                  SELECT line_id, to_place AS place, quantity, moved_at AS since FROM moved
                  UNION ALL SELECT line_id, from_place, -quantity, NULL FROM moved) AS both_ends
              GROUP BY line_id, place) AS m
        WHERE s.line_id = m.line_id AND s.place = m.place;
    IF EXISTS (SELECT FROM moved WHERE from_place <> 'CUSTOMER'
               AND NOT EXISTS (SELECT FROM stock AS s WHERE s.line_id = moved.line_id AND s.place = moved.from_place)) THEN
        RAISE EXCEPTION 'nothing of these goods ever lay there' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_stock_not_negative';
    END IF;
    RETURN NULL;
END $$
""",
    "CREATE TRIGGER keep_stock AFTER INSERT ON movement REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_stock()",
)


def upgrade() -> None:
    op.create_table(
        "stock",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_not_negative")),
        sa.ForeignKeyConstraint(["line_id"], ["return_line.id"], name=op.f("fk_stock_line_id_return_line")),
        sa.PrimaryKeyConstraint("line_id", "place", name=op.f("pk_stock")),
    )
    for statement in KEPT:
        op.execute(statement)
