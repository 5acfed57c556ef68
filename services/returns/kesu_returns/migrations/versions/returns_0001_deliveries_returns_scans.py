"""Deliveries, returns with their lines and arrivals, approvals, scans, replacements, places and movements;
copies of customers and complaints.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "returns_0001"
down_revision = None
branch_labels = None
depends_on = None


BALANCE = (
    """
CREATE FUNCTION received_arrived() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE came numeric; counted numeric;
BEGIN
    SELECT received INTO counted FROM return_line WHERE id = NEW.id;
    SELECT coalesce(sum(quantity), 0) INTO came FROM arrival WHERE line_id = NEW.id;
    IF counted <> came THEN
        RAISE EXCEPTION 'line % has received % but % arrived', NEW.id, counted, came
            USING ERRCODE = 'check_violation', CONSTRAINT = 'received_arrived';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE CONSTRAINT TRIGGER received_arrived AFTER INSERT OR UPDATE OF received ON return_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION received_arrived()
""",
    """
CREATE FUNCTION arrived_received() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong uuid;
BEGIN
    SELECT l.id INTO wrong FROM return_line l WHERE l.id IN (SELECT line_id FROM came)
        AND l.received <> (SELECT sum(a.quantity) FROM arrival a WHERE a.line_id = l.id) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'arrivals of line % were not counted', wrong USING ERRCODE = 'check_violation', CONSTRAINT = 'received_arrived';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER arrived_received AFTER INSERT ON arrival REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION arrived_received()
""",
    """
CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$
""",
    "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON arrival FOR EACH ROW EXECUTE FUNCTION only_added_to()",
    "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON scan FOR EACH ROW EXECUTE FUNCTION only_added_to()",
    "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON movement FOR EACH ROW EXECUTE FUNCTION only_added_to()",
)
"""What a line has received is the sum of its arrivals, whichever of the two is written; arrivals, scans and movements are never changed."""


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=32), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=100), nullable=False),
        sa.Column("product_name", sa.String(length=200), nullable=True),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("serials", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("carrier", sa.String(length=100), nullable=True),
        sa.Column("waybill", sa.String(length=64), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_delivery_something_delivered")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_delivery_price_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("site", "number", name=op.f("uq_delivery_site")),
    )
    op.create_index("ix_delivery_customer", "delivery", ["customer_code", "product", "delivered_on"], unique=False)
    op.create_index(op.f("ix_delivery_gtin"), "delivery", ["gtin"], unique=False)
    op.create_index("ix_delivery_list", "delivery", ["delivered_on", "id"], unique=False)
    op.create_index("ix_delivery_lot", "delivery", ["site", "lot"], unique=False)
    op.create_index("ix_delivery_serials", "delivery", ["serials"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_delivery_waybill"), "delivery", ["waybill"], unique=False)
    op.create_table(
        "known_complaint",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=True),
        sa.Column("customer_code", sa.String(length=32), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=100), nullable=True),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("verdict_sequence", sa.BigInteger(), nullable=False),
        sa.Column("goodwill", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_complaint")),
    )
    op.create_table(
        "known_customer",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("site", sa.String(length=16), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_known_customer")),
    )
    op.create_table(
        "place",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('quarantine', 'stock', 'dock', 'vehicle', 'customer')", name=op.f("ck_place_kind_known")),
        sa.PrimaryKeyConstraint("site", "code", name=op.f("pk_place")),
    )
    op.create_table(
        "return",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=32), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("agreed_with", sa.String(length=200), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("requested_by", sa.String(length=100), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=True),
        sa.Column("goodwill", sa.Boolean(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("value", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("carrier", sa.String(length=100), nullable=True),
        sa.Column("waybill", sa.String(length=64), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("dispositions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("unannounced_key", sa.String(length=300), nullable=True),
        sa.Column("matched_to", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('exchange', 'return')", name=op.f("ck_return_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return")),
        sa.UniqueConstraint("number", name=op.f("uq_return_number")),
        sa.UniqueConstraint("site", "reference", name=op.f("uq_return_site")),
    )
    op.create_index(op.f("ix_return_complaint"), "return", ["complaint"], unique=False)
    op.create_index(op.f("ix_return_customer_code"), "return", ["customer_code"], unique=False)
    op.create_index("ix_return_list", "return", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_return_site"), "return", ["site"], unique=False)
    op.create_index(op.f("ix_return_state"), "return", ["state"], unique=False)
    op.create_index(op.f("ix_return_waybill"), "return", ["waybill"], unique=False)
    op.create_index(
        "uq_return_unannounced",
        "return",
        ["site", "unannounced_key"],
        unique=True,
        postgresql_where=sa.text("state = 'arrived_unannounced'"),
    )
    op.create_table(
        "scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("raw", sa.String(length=1000), nullable=False),
        sa.Column("code_kind", sa.String(length=16), nullable=False),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("serial", sa.String(length=64), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("return_number", sa.String(length=64), nullable=True),
        sa.CheckConstraint("status IN ('accepted', 'unreadable', 'unmatched')", name=op.f("ck_scan_status_known")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_scan_something_scanned")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("device", "sequence", name=op.f("uq_scan_device")),
    )
    op.create_index("ix_scan_list", "scan", ["received_at", "id"], unique=False)
    op.create_index("ix_scan_return_number", "scan", ["return_number"], unique=False)
    op.create_index("ix_scan_work", "scan", ["received_at"], unique=False, postgresql_where=sa.text("status != 'accepted'"))
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("goodwill", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('approved', 'rejected')", name=op.f("ck_approval_decision_known")),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_approval_return_id_return")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_return_id"), "approval", ["return_id"], unique=False)
    op.create_table(
        "return_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("product", sa.String(length=100), nullable=True),
        sa.Column("product_name", sa.String(length=200), nullable=True),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("unit_price", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("claimed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("received", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("missing", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("kept", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("outstanding", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("not_ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("no_fault_found", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("under_test", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("goodwill", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("replaced", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("excess", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.CheckConstraint("claimed = received + missing + kept + outstanding", name=op.f("ck_return_line_claimed_accounted_for")),
        sa.CheckConstraint(
            "claimed >= 0 AND received >= 0 AND missing >= 0 AND kept >= 0 AND outstanding >= 0 AND ours >= 0 AND not_ours >= 0"
            " AND no_fault_found >= 0 AND under_test >= 0 AND goodwill >= 0 AND replaced >= 0 AND excess >= 0",
            name=op.f("ck_return_line_none_negative"),
        ),
        sa.CheckConstraint("ours + goodwill <= received", name=op.f("ck_return_line_approved_was_received")),
        sa.CheckConstraint("received = ours + not_ours + no_fault_found + under_test", name=op.f("ck_return_line_received_judged")),
        sa.CheckConstraint("replaced <= ours + goodwill", name=op.f("ck_return_line_replaced_was_approved")),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_return_line_return_id_return")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
        sa.UniqueConstraint("return_id", "line", name=op.f("uq_return_line_return_id")),
    )
    op.create_index(op.f("ix_return_line_gtin"), "return_line", ["gtin"], unique=False)
    op.create_index(op.f("ix_return_line_lot"), "return_line", ["lot"], unique=False)
    op.create_index(op.f("ix_return_line_product"), "return_line", ["product"], unique=False)
    op.create_index(op.f("ix_return_line_return_id"), "return_line", ["return_id"], unique=False)
    op.create_table(
        "arrival",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_arrival_something_came")),
        sa.ForeignKeyConstraint(["line_id"], ["return_line.id"], name=op.f("fk_arrival_line_id_return_line")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_arrival_scan_id_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_line_id"), "arrival", ["line_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("from_place", sa.String(length=64), nullable=False),
        sa.Column("to_place", sa.String(length=64), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_movement_something_moved")),
        sa.ForeignKeyConstraint(["line_id"], ["return_line.id"], name=op.f("fk_movement_line_id_return_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index(op.f("ix_movement_line_id"), "movement", ["line_id"], unique=False)
    op.create_index("ix_movement_site", "movement", ["site", "moved_at"], unique=False)
    op.create_table(
        "replacement_shipment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("carrier", sa.String(length=100), nullable=True),
        sa.Column("waybill", sa.String(length=64), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_replacement_shipment_something_shipped")),
        sa.ForeignKeyConstraint(["line_id"], ["return_line.id"], name=op.f("fk_replacement_shipment_line_id_return_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement_shipment")),
    )
    op.create_index(op.f("ix_replacement_shipment_line_id"), "replacement_shipment", ["line_id"], unique=False)
    for statement in BALANCE:
        op.execute(statement)
