"""The lists of a document: parties, means of transport, containers, documents, packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from connectors.id.leftovers import keep, number, picked
from connectors.id.tables import CODES, DOCUMENT, EQUIPMENT, PARTY, TRANSPORT
from hub.connector.formats import json
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, Fault

_PACKAGES_PLACED = frozenset({"jumlahKemasan", "seriKemasan"})

Placed = tuple[str, Body] | None
"""The list of the declaration a row belongs in, and the row; None where it says nothing."""


class Section(NamedTuple):
    """A list of a document: its fields, what else of a row is used, and what a row becomes."""

    places: Mapping[str, str]
    used: frozenset[str]
    placed: Callable[[Mapping[str, Any], Body, str, list[Fault]], Placed]


def _party(row: Mapping[str, Any], found: Body, path: str, warnings: list[Fault]) -> Placed:
    code = json.text(row.get("kodeEntitas"))
    role = CODES["roles"].get(code)
    if role is None:
        fault = CODE_LIST if code else MISSING
        warnings.append(Fault(fault, f"{path}/kodeEntitas", "", code))
    return "parties", {"role": role or code or "Party", **found}


def _means(row: Mapping[str, Any], found: Body, path: str, warnings: list[Fault]) -> Placed:
    return "transport", {"stage": "BORDER", **found}


def _container(row: Mapping[str, Any], found: Body, path: str, warnings: list[Fault]) -> Placed:
    return ("equipment", found) if "id" in found else None


def _paper(row: Mapping[str, Any], found: Body, path: str, warnings: list[Fault]) -> Placed:
    """A declaration of the other country is a previous document: types of `[previous]`."""
    kind = found.get("typeCode")
    if kind in CODES["previous"]:
        return "previousDocuments", {"id": found.get("id", ""), "typeCode": kind}
    return "documents", found


_SECTIONS = {
    "entitas": Section(PARTY, frozenset({*PARTY, "kodeEntitas", "seriEntitas"}), _party),
    "pengangkut": Section(TRANSPORT, frozenset({*TRANSPORT, "seriPengangkut"}), _means),
    "kontainer": Section(EQUIPMENT, frozenset({*EQUIPMENT, "seriKontainer"}), _container),
    "dokumen": Section(DOCUMENT, frozenset({*DOCUMENT, "seriDokumen", "idDokumen"}), _paper),
}


def fill(
    document: dict[str, Any], body: Body, national: dict[str, str], warnings: list[Fault]
) -> None:
    """Put every list of the document into the body, what is left of a row into `national`."""
    for name, (places, used, placed) in _SECTIONS.items():
        for place, row in enumerate(json.rows(document, name)):
            path = f"/{name}/{place}"
            made = placed(row, picked(row, places, path, warnings), path, warnings)
            if made:
                body.setdefault(made[0], []).append(made[1])
            keep(national, row, used if made else (), path)
    _packages(document, body, national, warnings)


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
