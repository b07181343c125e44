"""Writes a declaration as a CEISA document, naming every canonical field it does not carry.

A partner's declaration is a document of its side (20, 30) under the partner's number, with the
partner in `kodeNegara`: a field of this hub, for the official header has none for an owner. Dates
are days; a time of day is named as lost. Numbers are JSON numbers, as in the official examples.
"""

from __future__ import annotations

from typing import Any

from connectors.id.sections_writing import goods, lists, weigh
from connectors.id.tables import HEADER, ZONE, exact, stated
from hub.domain import moments
from hub.domain.declaration import Body

_DOCUMENTS = {"IMPORT": "20", "EXPORT": "30"}
_DATES = {
    "tanggalAju": "issueDateTime",
    "tanggalEkspor": "exitDateTime",
    "tanggalTiba": "arrivalDateTime",
}
_MASSES = (("bruto", "totalGrossMass"), ("netto", "totalNetMass"))
_CARRIED = frozenset(
    "declarationKey country side functionCode version declarationId functionalReferenceId"
    " destinationCountry previousDocuments references totalGrossMassUnit totalNetMassUnit"
    " invoiceAmount exchangeRates statisticalAmount statisticalCurrency amendments parties"
    " transport equipment documents goodsItems unloadingPlace freightCurrency insuranceCurrency"
    " totalPackageQuantity exportCountry".split()
) | {*HEADER.values(), *_DATES.values()}


def document(body: Body) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a CEISA document and the canonical fields it does not carry."""
    lost = {name for name in body.keys() - _CARRIED if body[name]}
    export, foreign = body.get("side") == "EXPORT", body.get("country", "ID") != "ID"
    currency = body.get("invoiceCurrency") or ""
    found = stated(body, HEADER)
    found |= _identity(body, foreign, lost)
    found |= _amounts(body, export, currency, lost)
    found |= _places(body, export, lost)
    found |= _days(body, lost)
    weigh(found, body, _MASSES, "", lost)
    found |= lists(body, foreign, lost)
    found["barang"] = goods(body, export, currency, lost)
    return {n: v for n, v in found.items() if v not in ("", [])}, tuple(sorted(lost))


def _identity(body: Body, foreign: bool, lost: set[str]) -> dict[str, Any]:
    kind, function = _DOCUMENTS.get(body.get("side") or "", ""), body.get("functionCode")
    stated_kind, version = body.get("typeCode"), body.get("version")
    # A transit or a document of another kind keeps the code that ID itself gave it.
    kind = kind or ("" if foreign else stated_kind or "")
    if stated_kind and stated_kind != kind:
        lost.add("typeCode")
    if function == "4":
        lost.add("functionCode")
    number, reference = body.get("declarationId"), body.get("functionalReferenceId") or ""
    if number and reference not in ("", number):
        lost.add("functionalReferenceId")
    return {
        "nomorAju": number or reference,
        "kodeDokumen": kind,
        "kodeNegara": body["country"] if foreign else "",
        "isRevision": function in ("4", "5") or "",
        "isCancellation": function == "1" or "",
        "noUrutRevisi": version - 1 if version else "",
    }


def _amounts(body: Body, export: bool, currency: str, lost: set[str]) -> dict[str, Any]:
    """All amounts of a document are in one currency: another one is named as lost."""
    for name in ("statistical", "freight", "insurance"):
        if body.get(f"{name}Amount") and (body.get(f"{name}Currency") or currency) != currency:
            lost.add(f"{name}Currency")
    own, other = ("fob", "cif") if export else ("cif", "fob")
    rates = body.get("exchangeRates") or []
    rate = next((r.get("rate", "") for r in rates if r.get("currency") == currency), "")
    if len(rates) > bool(rate):
        lost.add("exchangeRates")
    return {
        own: exact(body.get("invoiceAmount") or ""),
        other: exact(body.get("statisticalAmount") or ""),
        "ndpbm": exact(rate),
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


def _days(body: Body, lost: set[str]) -> dict[str, str]:
    found = {}
    for name, field in _DATES.items():
        when = moments.written(body.get(field), ZONE, "%Y-%m-%d %H%M%S")
        found[name], _, time = when.partition(" ")
        if time.strip("0"):
            lost.add(field)
    return found
