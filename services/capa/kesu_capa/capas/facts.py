"""What every fact about a corrective action tells."""

from __future__ import annotations

from typing import Any

from kesu_capa.capas.model import Capa


def facts_of(capa: Capa) -> dict[str, Any]:
    """The fields of `events.CapaFact`."""
    return {
        "number": capa.number,
        "state": capa.state,
        "kind": capa.kind,
        "source": capa.source,
        "complaint": capa.complaint,
        "campaign": capa.campaign,
        "item": capa.item,
        "severity": capa.severity,
        "title": capa.title,
        "responsible_department": capa.responsible_department,
        "complaints": capa.complaints,
        "customers": sorted({case.customer_code for case in capa.cases if case.customer_code}),
    }
