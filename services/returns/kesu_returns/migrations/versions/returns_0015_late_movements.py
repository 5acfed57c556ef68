"""A movement that is told late does not make what came to the same place after it look older."""

from alembic import op

revision = "returns_0015"
down_revision = "returns_0014"
branch_labels = None
depends_on = None

KEEP_STOCK = """
CREATE OR REPLACE FUNCTION keep_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock (line_id, place, quantity, since)
        SELECT line_id, to_place, 0, max(moved_at) FROM moved WHERE to_place <> 'CUSTOMER' GROUP BY line_id, to_place
        ON CONFLICT DO NOTHING;
    UPDATE stock AS s SET quantity = s.quantity + m.quantity,
            since = CASE WHEN s.quantity = 0 THEN coalesce(m.since, s.since) ELSE greatest(s.since, m.since) END
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
"""


def upgrade() -> None:
    op.execute(KEEP_STOCK)
