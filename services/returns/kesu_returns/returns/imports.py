"""Taking over past returns from another system's export (credit notes, returned lines). Natural key: document and line.

Such a return is closed already: it states `return.recorded`, opens no work, and shows by how much a line exceeds what the customer was
ever delivered.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, post_load

from kesu_common.i18n import N_
from kesu_common.importing import ImportColumn, ImportSpec
from kesu_common.schemas import Amount
from kesu_returns.deliveries.imports import GOODS_COLUMNS, GoodsRow
from kesu_returns.moments import LooseMoment
from kesu_returns.returns.history import apply_return


class ReturnRow(GoodsRow):
    """A row's texts as values; a return is written with a negative quantity,
    or a positive one in a document whose number begins with C or R.
    """

    returned_on = LooseMoment(required=True)

    @post_load
    def _returned(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "document" not in data:
            raise ValidationError(N_("Name the document of the return."), "document")
        if data["quantity"] >= 0 and not data["document"].upper().startswith(("C", "R")):
            raise ValidationError(N_("Nothing came back here. Import rows of delivered goods as deliveries."), "quantity")
        data["quantity"] = Amount().deserialize(str(abs(data["quantity"])))
        price = data.get("unit_price")
        data["unit_price"] = None if price is None else Decimal(price).quantize(Decimal("0.0001"))
        return data


RETURNS = ImportSpec(
    name="returns",
    columns=(
        *GOODS_COLUMNS,
        ImportColumn("returned_on", N_("Returned on"), ("退货日期", "日期", "InvoiceDate", "date"), required=True),
    ),
    schema=ReturnRow,
    apply=apply_return,
)
