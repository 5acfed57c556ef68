"""Sampling of lots by ISO 2859, series with their switching rules, instruments and their calibration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "quality_0003"
down_revision = "quality_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("calibrated_on", sa.Date(), nullable=False),
        sa.Column("calibration_due", sa.Date(), nullable=False),
        sa.Column("certificate", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calibration_due >= calibrated_on", name=op.f("ck_instrument_due_after_calibration")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("number", name=op.f("uq_instrument_number")),
        sa.UniqueConstraint("site", "code", name="uq_instrument_code"),
    )
    op.create_index("ix_instrument_due", "instrument", ["calibration_due", "id"], unique=False)
    op.create_index(op.f("ix_instrument_site"), "instrument", ["site"], unique=False)
    op.create_index(op.f("ix_instrument_state"), "instrument", ["state"], unique=False)
    op.create_table(
        "sampling_series",
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("aql", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("lots", sa.BigInteger(), nullable=False),
        sa.Column("recent", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_series")),
        sa.UniqueConstraint("number", name=op.f("uq_sampling_series_number")),
        sa.UniqueConstraint("site", "product", "aql", "level", name="uq_sampling_series_key"),
    )
    op.create_index("ix_sampling_series_created", "sampling_series", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_sampling_series_site"), "sampling_series", ["site"], unique=False)
    op.create_index(op.f("ix_sampling_series_state"), "sampling_series", ["state"], unique=False)
    op.create_table(
        "lot_sample",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.String(length=64), nullable=True),
        sa.Column("aql", sa.String(length=8), nullable=True),
        sa.Column("limiting_quality", sa.String(length=8), nullable=True),
        sa.Column("level", sa.String(length=4), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("letter", sa.String(length=1), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("lot_size", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("ac", sa.BigInteger(), nullable=False),
        sa.Column("inspected", sa.BigInteger(), nullable=False),
        sa.Column("bad", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "accepted IS NULL OR CASE WHEN accepted THEN bad <= ac AND inspected >= n ELSE bad > ac END",
            name=op.f("ck_lot_sample_judged_rightly"),
        ),
        sa.CheckConstraint("n BETWEEN 1 AND lot_size AND ac >= 0 AND bad BETWEEN 0 AND inspected", name=op.f("ck_lot_sample_possible")),
        sa.CheckConstraint(
            "num_nonnulls(aql, limiting_quality) = 1 AND (aql IS NULL) = (series IS NULL)", name=op.f("ck_lot_sample_one_scheme")
        ),
        sa.ForeignKeyConstraint(["case_number"], ["quality_case.number"], name=op.f("fk_lot_sample_case_number_quality_case")),
        sa.ForeignKeyConstraint(["series"], ["sampling_series.number"], name=op.f("fk_lot_sample_series_sampling_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_sample")),
        sa.UniqueConstraint("case_number", "round", name="uq_lot_sample_round"),
    )
    op.create_index("ix_lot_sample_series", "lot_sample", ["series", "planned_at"], unique=False)
    op.add_column("measurement", sa.Column("inspected", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("measurement", sa.Column("bad", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("measurement", sa.Column("calibration_due", sa.Date(), nullable=True))
    op.add_column("measurement", sa.Column("calibration_reason", sa.Text(), nullable=True))
    # What was recorded before counts the pieces that have values; the default lets the release before this one write on.
    op.execute(
        "UPDATE measurement m SET inspected = greatest(1, v.pieces), bad = v.bad FROM (SELECT measurement_id, "
        "count(DISTINCT piece) AS pieces, count(DISTINCT piece) FILTER (WHERE NOT conforms) AS bad FROM measured_value "
        "GROUP BY measurement_id) v WHERE v.measurement_id = m.id"
    )
    op.create_check_constraint(op.f("ck_measurement_pieces"), "measurement", "inspected >= 1 AND bad BETWEEN 0 AND inspected")
