"""The defect codes to begin with."""

import csv
from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "quality_0002"
down_revision = "quality_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with files("kesu_quality.defects").joinpath("codes.csv").open(encoding="utf-8") as file:
        rows = [{**row, "parent": row["parent"] or None} for row in csv.DictReader(file)]
    defect = sa.table("defect", *(sa.column(name, sa.String) for name in ("code", "parent", "zh", "en")))
    op.bulk_insert(defect, sorted(rows, key=lambda row: row["parent"] is not None))
