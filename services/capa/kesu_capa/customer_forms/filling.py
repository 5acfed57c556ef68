"""A template filled from a report, and what would stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.customer_forms.fields import NAMES, values_of
from kesu_capa.customer_forms.model import CustomerForm
from kesu_common.people.actors import Actor
from kesu_common.spreadsheets import TemplateCell, fill_template, read_template


@dataclass(frozen=True)
class Filled:
    """A cell: what the template has there, the fields that go in, and the text of a report (`None` without one)."""

    sheet: str
    cell: str
    template: str
    fields: tuple[str, ...]
    text: str | None


def preview(content: IO[bytes], form: CustomerForm, values: dict[str, str] | None) -> tuple[list[str], list[Filled], list[str]]:
    """The sheets, the cells that are filled (placeholders and mapped ones), and placeholders that no report has."""
    sheets, cells = read_template(content, name=form.filename)
    words = {(cell.sheet, cell.cell): cell.text for cell in cells}
    mapped = [
        Filled(m["sheet"], m["cell"], words.get((m["sheet"], m["cell"]), ""), (m["field"],), values[m["field"]] if values else None)
        for m in form.mapping
    ]
    placed = [_placed(cell, values) for cell in cells if cell.placeholders]
    unknown = sorted({name for cell in cells for name in cell.placeholders} - set(NAMES))
    return sheets, [*placed, *mapped], unknown


def filled(session: Session, actor: Actor, content: IO[bytes], form: CustomerForm, capa: Capa, language: str) -> BytesIO:
    """The template with the report in it."""
    values = values_of(session, actor, capa, language)
    target = BytesIO()
    cells = {(m["sheet"], m["cell"]): values[m["field"]] for m in form.mapping}
    fill_template(content, target, name=form.filename, values=values, cells=cells)
    target.seek(0)
    return target


def _placed(cell: TemplateCell, values: dict[str, str] | None) -> Filled:
    text = " · ".join(values.get(name, f"{{{{{name}}}}}") for name in cell.placeholders) if values else None
    return Filled(cell.sheet, cell.cell, cell.text, cell.placeholders, text)
