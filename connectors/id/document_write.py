"""Writes a declaration as a CEISA document, naming every canonical field it does not carry.

A partner's declaration is a document of its side (20, 30) under the partner's number, with the
partner in `kodeNegara`: a field of this hub, for the official header has none for an owner.
Codes of Indonesian lists (identity, container) are written for Indonesia's own documents only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.id.tables import (
    CODES,
    DOCUMENT,
    EQUIPMENT,
    HEADER,
    ITEM,
    PACKAGING,
    PARTY,
    TRANSPORT,
    ZONE,
)
from hub.domain import moments
from hub.domain.declaration import Body

_ROLES = {role: code for code, role in CODES["roles"].items()}
_DOCUMENTS = {"IMPORT": "20", "EXPORT": "30"}
_EXPORT_DECLARATIONS = frozenset({"830", "N830"})
_DATES = {
    "tanggalAju": "issueDateTime",
    "tanggalEkspor": "exitDateTime",
    "tanggalTiba": "arrivalDateTime",
}
_NATIONAL = frozenset({"idType", "sizeType", "fullness"})
"""Fields that hold codes of the sender's own lists."""
_CARRIED = frozenset(
    "declarationKey country side functionCode version declarationId functionalReferenceId"
    " destinationCountry previousDocuments references totalGrossMassUnit totalNetMassUnit"
    " invoiceAmount exchangeRates statisticalAmount statisticalCurrency amendments parties"
    " transport equipment documents goodsItems unloadingPlace freightCurrency insuranceCurrency"
    " totalPackageQuantity exportCountry".split()
) | {*HEADER.values(), *_DATES.values()}
_ITEM_CARRIED = frozenset(
    "sequenceNumeric netMassUnit grossMassUnit itemAmount itemCurrency packages".split()
) | {*ITEM.values()}


def document(body: Body) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a CEISA document and the canonical fields it does not carry."""
    lost = {name for name, value in body.items() if value and name not in _CARRIED}
    export, foreign = body.get("side") == "EXPORT", body.get("country", "ID") != "ID"
    found = {name: body[field] for name, field in HEADER.items() if body.get(field)}
    found |= _identity(body, foreign, lost)
    found |= _amounts(body, export, lost)
    found |= _places(body, export, lost)
    for name, field in _DATES.items():
        found[name] = moments.written(body.get(field), ZONE, "%Y-%m-%d")
    _weigh(found, body, {"bruto": "totalGrossMass", "netto": "totalNetMass"}, "", lost)
    found |= _sections(body, foreign, lost)
    currency = body.get("invoiceCurrency") or ""
    items = body.get("goodsItems") or ()
    found["barang"] = [_item(item, export, currency, lost) for item in items]
    stated = {name: value for name, value in found.items() if value not in ("", [])}
    return stated, tuple(sorted(lost))


def _identity(body: Body, foreign: bool, lost: set[str]) -> dict[str, Any]:
    kind, function = _DOCUMENTS.get(body.get("side") or "", ""), body.get("functionCode")
    stated, version = body.get("typeCode"), body.get("version") or 1
    # A transit or a document of another kind keeps the code that ID itself gave it.
    kind = kind or ("" if foreign else stated or "")
    if stated and stated != kind:
        lost.add("typeCode")
    number, reference = body.get("declarationId"), body.get("functionalReferenceId") or ""
    if number and reference not in ("", number):
        lost.add("functionalReferenceId")
    return {
        "nomorAju": number or reference,
        "kodeDokumen": kind,
        "kodeNegara": body["country"] if foreign else "",
        "isRevision": function in ("4", "5") or "",
        "isCancellation": function == "1" or "",
        "noUrutRevisi": version - 1 or "",
    }


def _amounts(body: Body, export: bool, lost: set[str]) -> dict[str, Any]:
    """All amounts of a document are in one currency: another one is named as lost."""
    currency = body.get("invoiceCurrency") or ""
    for name in ("statistical", "freight", "insurance"):
        if body.get(f"{name}Amount") and (body.get(f"{name}Currency") or currency) != currency:
            lost.add(f"{name}Currency")
    own, other = ("fob", "cif") if export else ("cif", "fob")
    rates = body.get("exchangeRates") or []
    rate = next((r.get("rate", "") for r in rates if r.get("currency") == currency), "")
    if len(rates) > bool(rate):
        lost.add("exchangeRates")
    return {
        own: body.get("invoiceAmount") or "",
        other: body.get("statisticalAmount") or "",
        "ndpbm": rate,
    }


def _places(body: Body, export: bool, lost: set[str]) -> dict[str, str]:
    """The country of exportation is the owner's, or that of the port of loading."""
    sender = body.get("country") if export else (body.get("loadingPlace") or "")[:2]
    if body.get("exportCountry") and body["exportCountry"] != sender:
        lost.add("exportCountry")
    return {
        "kodeNegaraTujuan": body.get("destinationCountry") or "",
        "kodePelBongkar": body.get("unloadingPlace") or "",
    }


def _weigh(
    row: dict[str, Any], body: Body, masses: Mapping[str, str], path: str, lost: set[str]
) -> None:
    """Take back a mass that is not in kilograms: CEISA has no unit to say so."""
    for name, field in masses.items():
        if name in row and (body.get(f"{field}Unit") or "KGM") != "KGM":
            del row[name]
            lost.add(f"{path}{field}")


def _sections(body: Body, foreign: bool, lost: set[str]) -> dict[str, Any]:
    hidden = _NATIONAL if foreign else frozenset()

    def rows(field: str, table: Mapping[str, str], serial: str, known: str = "") -> list[Body]:
        records: list[Body] = body.get(field) or []
        carried = frozenset(table.values()) - hidden | {*known.split()}
        _lose(records, carried, field, lost)
        return [
            {serial: n, **{k: r[f] for k, f in table.items() if r.get(f) and f not in hidden}}
            for n, r in enumerate(records, 1)
        ]

    parties = rows("parties", PARTY, "seriEntitas", "role")
    for row, party in zip(parties, body.get("parties") or (), strict=True):
        row["kodeEntitas"] = _ROLES.get(party["role"], party["role"])
    means = rows("transport", TRANSPORT, "seriPengangkut", "id stage nationalModeCode")
    for row, record in zip(means, body.get("transport") or (), strict=True):
        if not row.setdefault("namaPengangkut", record.get("id") or ""):
            del row["namaPengangkut"]
        elif record.get("id") and record.get("name"):
            lost.add("transport/id")
    return {
        "entitas": parties,
        "pengangkut": means,
        "kontainer": rows("equipment", EQUIPMENT, "seriKontainer"),
        "dokumen": _papers(rows("documents", DOCUMENT, "seriDokumen"), body, lost),
        "kemasan": _packages(body),
        "alasan": _reason(body, lost),
    }


def _papers(papers: list[Body], body: Body, lost: set[str]) -> list[Body]:
    """Add previous documents; export declarations all have the type of the hub's agreement."""
    previous = body.get("previousDocuments") or []
    _lose(previous, frozenset({"id", "typeCode"}), "previousDocuments", lost)
    for serial, record in enumerate(previous, len(papers) + 1):
        kind = record.get("typeCode") or ""
        kind = "830" if kind in _EXPORT_DECLARATIONS or not kind else kind
        row = {"seriDokumen": serial, "kodeDokumen": kind, "nomorDokumen": record.get("id") or ""}
        papers.append(row)
    return papers


def _packages(body: Body) -> list[Body]:
    total = body.get("totalPackageQuantity")
    return [{"seriKemasan": 1, "jumlahKemasan": total}] if total else []


def _reason(body: Body, lost: set[str]) -> str:
    records = body.get("amendments") or []
    _lose(records, frozenset({"text"}), "amendments", lost)
    return "; ".join(record["text"] for record in records if record.get("text"))


def _lose(records: Iterable[Body], carried: frozenset[str], path: str, lost: set[str]) -> None:
    for record in records:
        if not carried.issuperset(record):
            lost.update(f"{path}/{n}" for n, v in record.items() if v and n not in carried)


def _item(item: Body, export: bool, currency: str, lost: set[str]) -> Body:
    _lose((item,), _ITEM_CARRIED, "goodsItems", lost)
    row: Body = {name: item[field] for name, field in ITEM.items() if item.get(field)}
    _weigh(row, item, {"bruto": "grossMass", "netto": "netMass"}, "goodsItems/", lost)
    row["seriBarang"] = item.get("sequenceNumeric", 0)
    if amount := item.get("itemAmount"):
        row["fob" if export else "cif"] = amount
        if (item.get("itemCurrency") or currency) != currency:
            lost.add("goodsItems/itemCurrency")
    packages: list[Body] = item.get("packages") or []
    for package in packages[:1]:
        row |= {name: package[field] for name, field in PACKAGING.items() if package.get(field)}
    if len(packages) > 1:
        lost.add("goodsItems/packages")
    return row
