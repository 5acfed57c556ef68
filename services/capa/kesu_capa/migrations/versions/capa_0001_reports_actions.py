"""Reports and their actions"""

import sqlalchemy as sa
from alembic import op

revision = "capa_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capa",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=True),
        sa.Column("campaign", sa.String(length=64), nullable=True),
        sa.Column("item", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("defect_code", sa.String(length=64), nullable=True),
        sa.Column("responsible_department", sa.String(length=32), nullable=False),
        sa.Column("opened_because", sa.Text(), nullable=False),
        sa.Column("leader", sa.String(length=200), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("containment", sa.Text(), nullable=True),
        sa.Column("contained_stock", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("contained_transit", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("contained_customer", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("occurrence_cause", sa.Text(), nullable=True),
        sa.Column("escape_cause", sa.Text(), nullable=True),
        sa.Column("cause_verified", sa.Text(), nullable=True),
        sa.Column("verification", sa.Text(), nullable=True),
        sa.Column("read_across", sa.Text(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=True),
        sa.Column("reopened_because", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("severity IN ('minor', 'major', 'critical')", name=op.f("ck_capa_severity_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capa")),
        sa.UniqueConstraint("number", name=op.f("uq_capa_number")),
        sa.UniqueConstraint("source_key", name="uq_capa_source"),
    )
    op.create_index(op.f("ix_capa_complaint"), "capa", ["complaint"], unique=False)
    op.create_index("ix_capa_list", "capa", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_capa_site"), "capa", ["site"], unique=False)
    op.create_index(op.f("ix_capa_state"), "capa", ["state"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("capa_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["capa_id"], ["capa.id"], name=op.f("fk_action_capa_id_capa")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("capa_id", "line", name="uq_action_line"),
        sa.UniqueConstraint("number", name=op.f("uq_action_number")),
    )
    op.create_index(op.f("ix_action_capa_id"), "action", ["capa_id"], unique=False)
    op.create_table(
        "capa_case",
        sa.Column("capa_id", sa.Uuid(), nullable=False),
        sa.Column("complaint", sa.String(length=64), nullable=False),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["capa_id"], ["capa.id"], name=op.f("fk_capa_case_capa_id_capa")),
        sa.PrimaryKeyConstraint("capa_id", "complaint", name=op.f("pk_capa_case")),
    )
    op.create_index(op.f("ix_capa_case_complaint"), "capa_case", ["complaint"], unique=False)

    op.create_table(
        "known_verdict",
        sa.Column("complaint", sa.String(length=64), nullable=False),
        sa.Column("defect_code", sa.String(length=64), nullable=True),
        sa.Column("defect_zh", sa.Text(), nullable=True),
        sa.Column("defect_en", sa.Text(), nullable=True),
        sa.Column("responsible_department", sa.String(length=32), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("complaint", name=op.f("pk_known_verdict")),
    )


def downgrade() -> None:
    op.drop_table("known_verdict")
    op.drop_index(op.f("ix_capa_case_complaint"), table_name="capa_case")
    op.drop_table("capa_case")
    op.drop_index(op.f("ix_action_capa_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_capa_state"), table_name="capa")
    op.drop_index(op.f("ix_capa_site"), table_name="capa")
    op.drop_index("ix_capa_list", table_name="capa")
    op.drop_index(op.f("ix_capa_complaint"), table_name="capa")
    op.drop_table("capa")
