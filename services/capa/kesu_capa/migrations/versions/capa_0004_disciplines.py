"""Team, quantities per place, trees of causes, candidate actions, read-across, reasons of reopening."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "capa_0004"
down_revision = "capa_0003"
branch_labels = None
depends_on = None


def _of_capa() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("reference", sa.String(100)),
        sa.Column("clause", sa.String(100)),
        sa.Column("joined_into", sa.String(64)),
        sa.Column("five_w", JSONB(), nullable=False, server_default="{}"),
        sa.Column("boundaries", JSONB(), nullable=False, server_default="[]"),
        sa.Column("signed_as", sa.String(32)),
        sa.Column("signed_meaning", sa.String(16)),
        sa.Column("thanks", sa.Text()),
    )


def _of_action() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("cause_line", sa.BigInteger()),
        sa.Column("effect_score", sa.BigInteger()),
        sa.Column("cost_score", sa.BigInteger()),
        sa.Column("risk_score", sa.BigInteger()),
        sa.Column("decided_because", sa.Text()),
        sa.Column("after", JSONB(), nullable=False, server_default="[]"),
        sa.Column("validated_how", sa.Text()),
        sa.Column("validated_by", sa.String(200)),
        sa.Column("validated_at", sa.DateTime(timezone=True)),
    )


# What the free texts said becomes a tree of one cause each, which counts as verified the way that was written down.
CAUSES = """
    INSERT INTO cause (id, capa_id, line, kind, state, statement, is_root, verified_how)
    SELECT gen_random_uuid(), id, {line}, '{kind}', 'confirmed', {kind}_cause, true, cause_verified
    FROM capa WHERE {kind}_cause IS NOT NULL AND cause_verified IS NOT NULL
"""
REASONS = """
    INSERT INTO reopening (id, capa_id, at, by, reason)
    SELECT gen_random_uuid(), id, updated_at, '', reopened_because FROM capa WHERE reopened_because IS NOT NULL
"""


def upgrade() -> None:
    for table, columns in (("capa", _of_capa()), ("action", _of_action())):
        for column in columns:
            op.add_column(table, column)
    for table, name in (("capa", "five_w"), ("capa", "boundaries"), ("action", "after")):
        op.alter_column(table, name, server_default=None)
    op.add_column("capa_case", sa.Column("joined_from", sa.String(64)))
    op.create_table(
        "capa_member",
        sa.Column("capa_id", sa.Uuid(), sa.ForeignKey("capa.id", name=op.f("fk_capa_member_capa_id_capa")), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("department", sa.String(32)),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("duty", sa.String(500)),
        sa.PrimaryKeyConstraint("capa_id", "line", name=op.f("pk_capa_member")),
    )
    op.create_table(
        "capa_place",
        sa.Column("capa_id", sa.Uuid(), sa.ForeignKey("capa.id", name=op.f("fk_capa_place_capa_id_capa")), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Numeric(14, 3), nullable=False) for name in ("to_check", "checked", "bad")),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("capa_id", "place", name=op.f("pk_capa_place")),
        sa.CheckConstraint("place IN ('stock', 'transit', 'customer')", name=op.f("ck_capa_place_place_known")),
        sa.CheckConstraint("0 <= bad AND bad <= checked AND checked <= to_check", name=op.f("ck_capa_place_checked_within")),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("capa_id", sa.Uuid(), sa.ForeignKey("capa.id", name=op.f("fk_cause_capa_id_capa")), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("below", sa.BigInteger()),
        sa.Column("branch", sa.String(16)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text()),
        sa.Column("is_root", sa.Boolean(), nullable=False),
        sa.Column("verified_how", sa.Text()),
        sa.Column("verified_by", sa.String(200)),
        sa.Column("verified_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("capa_id", "line", name="uq_cause_line"),
        sa.CheckConstraint("NOT is_root OR state = 'confirmed'", name=op.f("ck_cause_root_is_confirmed")),
        sa.CheckConstraint("state = 'candidate' OR verified_how IS NOT NULL", name=op.f("ck_cause_decided_somehow")),
    )
    op.create_index(op.f("ix_cause_capa_id"), "cause", ["capa_id"])
    op.create_table(
        "reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("capa_id", sa.Uuid(), sa.ForeignKey("capa.id", name=op.f("fk_reopening_capa_id_capa")), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("key", sa.String(100)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    op.create_index(op.f("ix_reopening_capa_id"), "reopening", ["capa_id"])
    op.create_table(
        "read_across",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("site", sa.String(16), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capa_id", sa.Uuid(), sa.ForeignKey("capa.id", name=op.f("fk_read_across_capa_id_capa")), nullable=False),
        sa.Column("capa", sa.String(64), nullable=False),
        sa.Column("case_number", sa.String(64)),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.String(500), nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("outcome", sa.Text()),
        sa.Column("done_by", sa.String(200)),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_across")),
        sa.UniqueConstraint("number", name=op.f("uq_read_across_number")),
    )
    for name in ("site", "state", "capa_id"):
        op.create_index(op.f(f"ix_read_across_{name}"), "read_across", [name])
    op.create_index("ix_read_across_list", "read_across", ["created_at", "id"])
    for line, kind in enumerate(("occurrence", "escape"), 1):
        op.execute(CAUSES.format(line=line, kind=kind))
    op.execute(REASONS)


def downgrade() -> None:
    for table in ("read_across", "reopening", "cause", "capa_place", "capa_member"):
        op.drop_table(table)
    op.drop_column("capa_case", "joined_from")
    for table, columns in (("action", _of_action()), ("capa", _of_capa())):
        for column in columns:
            op.drop_column(table, column.name)
