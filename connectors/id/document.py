"""A CEISA document (BC 2.0 import, BC 3.0 export), its revision or its cancellation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.id import sections
from connectors.id.items import item
from connectors.id.leftovers import keep, number, picked
from connectors.id.tables import CODES, HEADER, PLACED, REASONS, ZONE
from hub.connector.formats import json
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE, WRONG_COUNTRY, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

_ROWS = frozenset("barang entitas dokumen pengangkut kemasan kontainer".split())


def read(document: dict[str, Any]) -> Reading:
    """Read one document; without its number or its kind it is refused, both told at once."""
    number = json.text(document.get("nomorAju"))
    kind = json.text(document.get("kodeDokumen"))
    faults = [
        Fault(MISSING, f"/{name}")
        for name, value in (("nomorAju", number), ("kodeDokumen", kind))
        if not value
    ]
    owner = json.text(document.get("kodeNegara"))
    if owner and owner != "ID":
        faults.append(Fault(WRONG_COUNTRY, "/kodeNegara", "", owner))
    warnings: list[Fault] = []
    if kind and kind not in CODES["sides"] and kind not in CODES["documents"]:
        warnings.append(Fault(CODE_LIST, "/kodeDokumen", "is no known document", kind))
    warnings += _strangers(document)
    body = _declaration(document, number, kind, warnings)
    items = [
        item(row, place, body, warnings) for place, row in enumerate(json.rows(document, "barang"))
    ]
    if items:
        body["goodsItems"] = items
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        told = tuple([*faults, *warnings][:MAX_FAULTS])
        return Reading(refusals=(RefusedPart(told, number, number),))
    return Reading((Message("Declaration", body),), (), tuple(warnings[:MAX_FAULTS]))


def _strangers(document: dict[str, Any]) -> list[Fault]:
    """Return what stands where rows belong and is none: nobody could read it."""
    found = []
    for name, value in document.items():
        if type(value) is list:
            found += [
                Fault(RULE, f"/{name}/{place}", "is no object", json.text(row) or "[]")
                for place, row in enumerate(value)
                if type(row) is not dict
            ]
        elif name in _ROWS and value:
            found.append(Fault(RULE, f"/{name}", "is no list", json.text(value) or "{}"))
    return found[:MAX_FAULTS]


def _declaration(document: dict[str, Any], number: str, kind: str, warnings: list[Fault]) -> Body:
    body: Body = {
        "declarationKey": declaration_key("ID", number, number),
        "country": "ID",
        "side": CODES["sides"].get(kind, ""),
        "functionCode": _function(document),
        "declarationId": number,
        "functionalReferenceId": number,
        "references": {"nomorAju": number, "kodeDokumen": kind},
    }
    revision = json.text(document.get("noUrutRevisi"))
    if revision.isdecimal():
        body["version"] = int(revision[:6]) + 1
    body.update(picked(document, HEADER, "", warnings))
    for mass in ("totalGrossMass", "totalNetMass"):
        if mass in body:
            body[f"{mass}Unit"] = "KGM"
    national: dict[str, str] = {}
    keep(national, document, PLACED)
    _dates(document, body, warnings)
    _amounts(document, body, warnings)
    sections.fill(document, body, national, warnings)
    if reason := json.text(document.get("alasan")):
        body["amendments"] = [{"text": text} for text in reason.split(REASONS)]
    if national:
        body["nationalData"] = national
    _lane(document, body)
    return body


def _function(document: Mapping[str, Any]) -> str:
    if document.get("isCancellation") is True:
        return "1"
    return "5" if document.get("isRevision") is True else "9"


_DATES = (
    ("tanggalAju", "issueDateTime"),
    ("tanggalEkspor", "exitDateTime"),
    ("tanggalTiba", "arrivalDateTime"),
)


def _dates(document: Mapping[str, Any], body: Body, warnings: list[Fault]) -> None:
    for name, field in _DATES:
        text = json.text(document.get(name))
        if not text:
            continue
        if moment := moments.iso(text, ZONE):
            body[field] = moment
        else:
            warnings.append(Fault(RULE, f"/{name}", "is not a date", text))


def _amounts(document: Mapping[str, Any], body: Body, warnings: list[Fault]) -> None:
    """All amounts are in the invoice's currency; FOB is an export's, CIF an import's amount."""
    export, currency = body["side"] == "EXPORT", body.get("invoiceCurrency", "")
    for amount in ("freight", "insurance"):
        if currency and f"{amount}Amount" in body:
            body[f"{amount}Currency"] = currency
    own, second = ("fob", "cif") if export else ("cif", "fob")
    value = number(document.get(own), f"/{own}", warnings)
    if value and value != "0":
        body["invoiceAmount"] = value
    rate = number(document.get("ndpbm"), "/ndpbm", warnings)
    if rate and currency:
        body["exchangeRates"] = [{"currency": currency, "rate": rate}]
    other = number(document.get(second), f"/{second}", warnings)
    if other and other != "0":
        body["statisticalAmount"] = other
        body["statisticalCurrency"] = currency


def _lane(document: Mapping[str, Any], body: Body) -> None:
    """Set the countries: stated for exports, the port of loading's for imports."""
    if body["side"] == "EXPORT":
        body["exportCountry"] = "ID"
        port = json.text(document.get("kodePelTujuan"))
        body["destinationCountry"] = json.text(document.get("kodeNegaraTujuan")) or port[:2]
    elif body["side"] == "IMPORT":
        body["destinationCountry"] = "ID"
        body["exportCountry"] = body.get("loadingPlace", "")[:2]
    discharge = json.text(document.get("kodePelBongkar") or document.get("kodePelTujuan"))
    if discharge:
        body["unloadingPlace"] = discharge
