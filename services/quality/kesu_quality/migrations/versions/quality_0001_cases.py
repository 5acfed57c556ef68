"""Standards, cases, tests, verdicts, handlings, reviews, nonconforming goods; copies of complaints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "quality_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "defect",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("zh", sa.String(length=100), nullable=False),
        sa.Column("en", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["defect.code"], name=op.f("fk_defect_parent_defect")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_defect")),
    )
    op.create_table(
        "goods",
        sa.Column("return_number", sa.String(length=64), nullable=True),
        sa.Column("line", sa.BigInteger(), nullable=True),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("quarantined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("not_ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("no_fault_found", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("under_test", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("open", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("repaired", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("reworked", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("downgraded", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("scrapped", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("conceded", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("open_others", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("returned", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("accepted", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("worked", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("passed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("failed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("waiting", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "least(ours, not_ours, no_fault_found, under_test, open, repaired, reworked, downgraded, scrapped, conceded) >= 0 "
            "AND least(open_others, returned, accepted, worked, passed, failed, waiting) >= 0",
            name=op.f("ck_goods_not_negative"),
        ),
        sa.CheckConstraint("not_ours + no_fault_found = returned + accepted + open_others", name=op.f("ck_goods_equation_4_others")),
        sa.CheckConstraint("ours = repaired + reworked + downgraded + scrapped + conceded + open", name=op.f("ck_goods_equation_4")),
        sa.CheckConstraint("received > 0 AND received = ours + not_ours + no_fault_found + under_test", name=op.f("ck_goods_equation_3")),
        sa.CheckConstraint(
            "worked = passed + failed + waiting AND repaired + reworked = worked - failed", name=op.f("ck_goods_equation_5")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods")),
        sa.UniqueConstraint("number", name=op.f("uq_goods_number")),
    )
    op.create_index(op.f("ix_goods_complaint"), "goods", ["complaint"], unique=False)
    op.create_index("ix_goods_created", "goods", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_goods_lot"), "goods", ["lot"], unique=False)
    op.create_index("ix_goods_quarantined", "goods", ["quarantined_at", "id"], unique=False)
    op.create_index(op.f("ix_goods_site"), "goods", ["site"], unique=False)
    op.create_index(op.f("ix_goods_state"), "goods", ["state"], unique=False)
    op.create_index(
        "uq_goods_return_line", "goods", ["return_number", "line"], unique=True, postgresql_where=sa.text("return_number IS NOT NULL")
    )
    op.create_table(
        "handling",
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=True),
        sa.Column("instructions", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling")),
        sa.UniqueConstraint("number", name=op.f("uq_handling_number")),
    )
    op.create_index(op.f("ix_handling_complaint"), "handling", ["complaint"], unique=False)
    op.create_index("ix_handling_created", "handling", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_handling_site"), "handling", ["site"], unique=False)
    op.create_index(op.f("ix_handling_state"), "handling", ["state"], unique=False)
    op.create_table(
        "known_complaint",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("serial", sa.String(length=100), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_known_complaint")),
    )
    op.create_table(
        "quality_case",
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("serial", sa.String(length=100), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("manufactured_on", sa.Date(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("tests", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closing_note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_case")),
        sa.UniqueConstraint("number", name=op.f("uq_quality_case_number")),
    )
    op.create_index("ix_quality_case_created", "quality_case", ["created_at", "id"], unique=False)
    op.create_index("ix_quality_case_due", "quality_case", ["due_at", "id"], unique=False)
    op.create_index(op.f("ix_quality_case_product"), "quality_case", ["product"], unique=False)
    op.create_index(op.f("ix_quality_case_site"), "quality_case", ["site"], unique=False)
    op.create_index(op.f("ix_quality_case_state"), "quality_case", ["state"], unique=False)
    op.create_index(
        "uq_quality_case_complaint", "quality_case", ["complaint"], unique=True, postgresql_where=sa.text("complaint IS NOT NULL")
    )
    op.create_table(
        "standard",
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("change_note", sa.String(length=2000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("number", name=op.f("uq_standard_number")),
        sa.UniqueConstraint("site", "product", "revision", name="uq_standard_revision"),
    )
    op.create_index("ix_standard_created", "standard", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_standard_site"), "standard", ["site"], unique=False)
    op.create_index(op.f("ix_standard_state"), "standard", ["state"], unique=False)
    op.create_table(
        "characteristic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("standard_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=True),
        sa.Column("nominal", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("lower", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("upper", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("severity_class", sa.String(length=16), nullable=False),
        sa.CheckConstraint("lower IS NOT NULL OR upper IS NOT NULL", name=op.f("ck_characteristic_limited")),
        sa.CheckConstraint("lower IS NULL OR upper IS NULL OR lower <= upper", name=op.f("ck_characteristic_limits_ordered")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_characteristic_standard_id_standard"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_characteristic")),
        sa.UniqueConstraint("standard_id", "position", name="uq_characteristic_position"),
    )
    op.create_table(
        "disposition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goods_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("disposition", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_work", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("to_inspect", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("passed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("failed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN disposition IN ('repair', 'rework') THEN quantity ELSE 0 END = in_work + to_inspect + passed + failed",
            name=op.f("ck_disposition_equation_5"),
        ),
        sa.CheckConstraint("quantity > 0 AND least(in_work, to_inspect, passed, failed) >= 0", name=op.f("ck_disposition_not_negative")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_disposition_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposition")),
        sa.UniqueConstraint("goods_id", "part", name="uq_disposition_part"),
    )
    op.create_table(
        "measurement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("standard_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("sample", sa.String(length=200), nullable=False),
        sa.Column("instrument", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("failed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("missing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tested_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["quality_case.number"], name=op.f("fk_measurement_case_number_quality_case")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_measurement_standard_id_standard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint("number", name=op.f("uq_measurement_number")),
    )
    op.create_index(op.f("ix_measurement_case_number"), "measurement", ["case_number"], unique=False)
    op.create_table(
        "reinspection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goods_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("failed", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("inspector", sa.String(length=200), nullable=False),
        sa.Column("inspected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_reinspection_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinspection")),
    )
    op.create_index(op.f("ix_reinspection_goods_id"), "reinspection", ["goods_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("return_number", sa.String(length=64), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("form_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("participants", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("capa_needed", sa.Boolean(), nullable=True),
        sa.Column("capa_reason", sa.Text(), nullable=True),
        sa.Column("responsible_department", sa.String(length=32), nullable=True),
        sa.Column("defect_code", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["defect_code"], ["defect.code"], name=op.f("fk_review_defect_code_defect")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("number", name=op.f("uq_review_number")),
        sa.UniqueConstraint("return_number", name=op.f("uq_review_return_number")),
    )
    op.create_index(op.f("ix_review_complaint"), "review", ["complaint"], unique=False)
    op.create_index("ix_review_created", "review", ["created_at", "id"], unique=False)
    op.create_index("ix_review_due", "review", ["due_at", "id"], unique=False)
    op.create_index(op.f("ix_review_site"), "review", ["site"], unique=False)
    op.create_index(op.f("ix_review_state"), "review", ["state"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("defect_code", sa.String(length=32), nullable=True),
        sa.Column("responsible_department", sa.String(length=32), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("untested", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["quality_case.number"], name=op.f("fk_verdict_case_number_quality_case")),
        sa.ForeignKeyConstraint(["defect_code"], ["defect.code"], name=op.f("fk_verdict_defect_code_defect")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("case_number", "number", name="uq_verdict_number"),
    )
    op.create_table(
        "measured_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measurement_id", sa.Uuid(), nullable=False),
        sa.Column("characteristic_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("conforms", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["characteristic_id"], ["characteristic.id"], name=op.f("fk_measured_value_characteristic_id_characteristic")
        ),
        sa.ForeignKeyConstraint(["measurement_id"], ["measurement.id"], name=op.f("fk_measured_value_measurement_id_measurement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measured_value")),
        sa.UniqueConstraint("measurement_id", "characteristic_id", "piece", name="uq_measured_value_piece"),
    )
    op.create_table(
        "review_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("requested", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("received", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("not_ours", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("no_fault_found", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.CheckConstraint("ours + not_ours + no_fault_found <= greatest(requested, received)", name=op.f("ck_review_line_within_return")),
        sa.CheckConstraint(
            "ours >= 0 AND not_ours >= 0 AND no_fault_found >= 0 AND received >= 0", name=op.f("ck_review_line_not_negative")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_line_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_line")),
        sa.UniqueConstraint("review_id", "line", name="uq_review_line"),
    )
