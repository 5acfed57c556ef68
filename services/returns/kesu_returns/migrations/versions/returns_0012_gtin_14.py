"""GTINs have the fourteen digits that a scanned label says, however the other system wrote them."""

from alembic import op

revision = "returns_0012"
down_revision = "returns_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("delivery", "return_line"):
        op.execute(f"UPDATE {table} SET gtin = lpad(gtin, 14, '0') WHERE length(gtin) < 14")  # noqa: S608  (two names of our own)
