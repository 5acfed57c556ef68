"""By how much a device's clock is off; places where returned goods are worked on, released or scrapped."""

import sqlalchemy as sa
from alembic import op

revision = "returns_0003"
down_revision = "returns_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan", sa.Column("clock_offset", sa.BigInteger(), nullable=True))
    op.drop_constraint(op.f("ck_place_kind_known"), "place", type_="check")
    kinds = "kind IN ('dock', 'quarantine', 'bench', 'released', 'scrap', 'stock', 'vehicle', 'customer')"
    op.create_check_constraint(op.f("ck_place_kind_known"), "place", kinds)
