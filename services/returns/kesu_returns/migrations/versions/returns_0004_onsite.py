"""On-site jobs: rework and inspection at the customer's."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0004"
down_revision = "returns_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "onsite_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("customer_code", sa.String(length=32), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("product", sa.String(length=100), nullable=True),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        *(
            column
            for part in ("crew", "vehicle", "inspector")
            for column in (
                sa.Column(part, sa.String(length=200), nullable=True),
                sa.Column(f"{part}_by", sa.String(length=100), nullable=True),
            )
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Numeric(precision=14, scale=3), nullable=False) for name in ("reworked", "passed", "failed")),
        sa.Column("work_done", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.String(length=100), nullable=True),
        sa.Column("cost", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint("reworked >= 0 AND passed >= 0 AND failed >= 0 AND cost >= 0", name=op.f("ck_onsite_job_none_negative")),
        sa.CheckConstraint("passed + failed <= reworked", name=op.f("ck_onsite_job_inspected_was_reworked")),
        sa.CheckConstraint("reworked <= quantity", name=op.f("ck_onsite_job_reworked_was_there")),
        sa.CheckConstraint("state <> 'completed' OR passed + failed = reworked", name=op.f("ck_onsite_job_completed_inspected")),
        sa.CheckConstraint(
            "state NOT IN ('ready', 'in_progress', 'completed') OR num_nulls(crew, vehicle, inspector, begins_at, ends_at, address) = 0",
            name=op.f("ck_onsite_job_all_confirmed"),
        ),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_onsite_job_ends_after_begin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onsite_job")),
        sa.UniqueConstraint("number", name=op.f("uq_onsite_job_number")),
    )
    op.create_index(op.f("ix_onsite_job_complaint"), "onsite_job", ["complaint"], unique=False)
    op.create_index("ix_onsite_job_list", "onsite_job", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_onsite_job_site"), "onsite_job", ["site"], unique=False)
    op.create_index(op.f("ix_onsite_job_state"), "onsite_job", ["state"], unique=False)
    op.create_index(
        "uq_onsite_job_open",
        "onsite_job",
        ["complaint"],
        unique=True,
        postgresql_where=sa.text("complaint IS NOT NULL AND state NOT IN ('completed', 'cancelled')"),
    )
