"""The database counts arrivals on their lines: by addition, where it used to add up all arrivals of a line with each that came."""

from alembic import op

revision = "returns_0005"
down_revision = "returns_0004"
branch_labels = None
depends_on = None

BEFORE = (
    "DROP TRIGGER received_arrived ON return_line",
    "DROP TRIGGER arrived_received ON arrival",
    "DROP FUNCTION received_arrived",
    "DROP FUNCTION arrived_received",
)

COUNTED = (
    """
CREATE FUNCTION count_arrivals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE return_line AS l
    SET received = l.received + n.quantity, under_test = l.under_test + n.quantity, outstanding = l.outstanding - n.quantity
    FROM (SELECT line_id, sum(quantity) AS quantity FROM came GROUP BY line_id) AS n WHERE l.id = n.line_id;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER count_arrivals AFTER INSERT ON arrival REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_arrivals()
""",
    """
CREATE FUNCTION only_arrivals_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.received <> (CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.received END) THEN
        RAISE EXCEPTION 'what line % has received is counted from its arrivals', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_arrivals_count';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER only_arrivals_count BEFORE INSERT OR UPDATE OF received ON return_line
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION only_arrivals_count()
""",
)


def upgrade() -> None:
    for statement in (*BEFORE, *COUNTED):
        op.execute(statement)
