"""The lists of a document: parties, means of transport, containers, documents, packages."""

from __future__ import annotations

from typing import Any

from connectors.id.leftovers import keep, number, picked
from connectors.id.tables import CODES, DOCUMENT, EQUIPMENT, PARTY, TRANSPORT
from hub.connector.formats import json
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, Fault

EXPORT_DECLARATION = "830"
"""EDIFACT 1001 of another country's export declaration in `dokumen`."""

_PARTY_PLACED = frozenset({*PARTY, "kodeEntitas", "seriEntitas"})
_TRANSPORT_PLACED = frozenset({*TRANSPORT, "seriPengangkut"})
_EQUIPMENT_PLACED = frozenset({*EQUIPMENT, "seriKontainer"})
_DOCUMENT_PLACED = frozenset({*DOCUMENT, "seriDokumen", "idDokumen"})
_PACKAGES_PLACED = frozenset({"jumlahKemasan", "seriKemasan"})


def fill(
    document: dict[str, Any], body: Body, national: dict[str, str], warnings: list[Fault]
) -> None:
    """Put every list of the document into the body, what is left of a row into `national`."""
    found = {
        "parties": _parties(document, national, warnings),
        "transport": _transport(document, national, warnings),
        "equipment": _equipment(document, national, warnings),
        **_documents(document, national, warnings),
    }
    body.update({name: rows for name, rows in found.items() if rows})
    _packages(document, body, national, warnings)


def _parties(
    document: dict[str, Any], national: dict[str, str], warnings: list[Fault]
) -> list[Body]:
    parties = []
    for place, row in enumerate(json.rows(document, "entitas")):
        code, path = json.text(row.get("kodeEntitas")), f"/entitas/{place}"
        role = CODES["roles"].get(code)
        if role is None:
            warnings.append(Fault(CODE_LIST, f"{path}/kodeEntitas", "", code))
        parties.append({"role": role or code or "Party", **picked(row, PARTY, path, warnings)})
        keep(national, row, _PARTY_PLACED, path)
    return parties


def _transport(
    document: dict[str, Any], national: dict[str, str], warnings: list[Fault]
) -> list[Body]:
    means = []
    for place, row in enumerate(json.rows(document, "pengangkut")):
        found = picked(row, TRANSPORT, f"/pengangkut/{place}", warnings)
        means.append({"stage": "BORDER", **found})
        keep(national, row, _TRANSPORT_PLACED, f"/pengangkut/{place}")
    return means


def _equipment(
    document: dict[str, Any], national: dict[str, str], warnings: list[Fault]
) -> list[Body]:
    equipment = []
    for place, row in enumerate(json.rows(document, "kontainer")):
        found = picked(row, EQUIPMENT, f"/kontainer/{place}", warnings)
        if "id" in found:
            equipment.append(found)
            keep(national, row, _EQUIPMENT_PLACED, f"/kontainer/{place}")
        else:
            keep(national, row, (), f"/kontainer/{place}")
    return equipment


def _documents(
    document: dict[str, Any], national: dict[str, str], warnings: list[Fault]
) -> dict[str, list[Body]]:
    papers, previous = [], []
    for place, row in enumerate(json.rows(document, "dokumen")):
        paper = picked(row, DOCUMENT, f"/dokumen/{place}", warnings)
        if paper.get("typeCode") == EXPORT_DECLARATION:
            previous.append({"id": paper.get("id", ""), "typeCode": EXPORT_DECLARATION})
        else:
            papers.append(paper)
        keep(national, row, _DOCUMENT_PLACED, f"/dokumen/{place}")
    return {"documents": papers, "previousDocuments": previous}


def _packages(
    document: dict[str, Any], body: Body, national: dict[str, str], warnings: list[Fault]
) -> None:
    """A single row states the total; of several no total is stated, and none is made up."""
    rows = json.rows(document, "kemasan")
    total = ""
    if len(rows) == 1:
        total = number(rows[0].get("jumlahKemasan"), "/kemasan/0/jumlahKemasan", warnings)
    if total:
        body["totalPackageQuantity"] = total
    for place, row in enumerate(rows):
        keep(national, row, _PACKAGES_PLACED if total else (), f"/kemasan/{place}")
