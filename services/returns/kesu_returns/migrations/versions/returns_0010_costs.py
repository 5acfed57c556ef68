"""What returns and on-site jobs cost (the costs of inspectors' reports so far become lines as well), and for whom a deputy approved."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0010"
down_revision = "returns_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=True),
        sa.Column("onsite_job_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_cost_not_nothing")),
        sa.CheckConstraint("amount > 0 OR note IS NOT NULL", name=op.f("ck_cost_correction_explained")),
        sa.CheckConstraint("num_nonnulls(return_id, onsite_job_id) = 1", name=op.f("ck_cost_of_one")),
        sa.ForeignKeyConstraint(["onsite_job_id"], ["onsite_job.id"], name=op.f("fk_cost_onsite_job_id_onsite_job")),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"], name=op.f("fk_cost_return_id_return")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost")),
    )
    op.create_index(op.f("ix_cost_subject"), "cost", ["subject"], unique=False)
    op.create_index("ix_cost_list", "cost", ["recorded_at", "id"], unique=False)
    op.add_column("approval", sa.Column("on_behalf_of", sa.String(length=200), nullable=True))
    op.execute(
        "INSERT INTO cost (id, site, subject, onsite_job_id, kind, amount, currency, recorded_by, recorded_at)"
        " SELECT gen_random_uuid(), site, number, id, 'handling', round(cost, 2), 'CNY', reported_by, completed_at FROM onsite_job"
        " WHERE round(cost, 2) > 0 AND completed_at IS NOT NULL AND reported_by IS NOT NULL"
    )
