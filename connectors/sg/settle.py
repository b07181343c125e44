"""Settling a TradeNet declaration: what the notes of its parts mean together."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from connectors.sg.codes import (
    BILLS,
    CURRENCY,
    HERE,
    HOUSE_BILLS,
    LICENCES,
    MARK,
    TRANSPORT,
    UNKNOWN_PORT,
    Family,
)
from hub.connector.formats.walk import Findings, add
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST

Notes = dict[str, Any]
"""Texts by names with a dot; `header.remarks` and `header.licences` are lists."""

CENT = Decimal("0.01")
STAGES = {
    "IMPORT": {"in": "BORDER", "out": "DEPARTURE"},
    "EXPORT": {"in": "ARRIVAL", "out": "BORDER"},
    "TRANSIT": {"in": "ARRIVAL", "out": "BORDER"},
}
_SOME = "SG"
"""Stands for a country that is not stated: nothing to doubt."""
_COUNTRIES = {
    "exportCountry": "//InwardTransport/LoadingPort",
    "destinationCountry": "//OutwardTransport/FinalDestinationCountry|DischargePort",
}
_TYPE = "//Header/DeclarationType"
_MEANS = (("id", "id"), ("nationality", "nationality"), ("journey", "journeyId"))


def settle(body: Body, notes: Notes, family: Family, sender: str, found: Findings) -> None:
    """Complete a declaration; `sender` is the country of the mailbox it comes from."""
    side = body["side"] = family.side
    _countries(body, notes, side, sender, found)
    _remarks(body, notes)
    modes = _transport(body, notes, side, found)
    _documents(body, notes, side, modes, found)
    _rates(body, notes, found)
    _parties(body, notes)
    if "statisticalAmount" in body:
        body["statisticalCurrency"] = CURRENCY
    if "summary.kind" in notes:
        found.put("Summary/TotalOuterPack/@unitCode", notes["summary.kind"])
    if family.types and body.get("typeCode", "") not in {"", *HERE.codes[family.types]}:
        found.warn(CODE_LIST, _TYPE, f"is no type of {family.plain}", body["typeCode"])
    for item in body.get("goodsItems", ()):
        finish(item, modes)
        if item.get("originCountry", _SOME) not in ALPHA2:
            text, code = "originCountry is no ISO 3166 code", item["originCountry"]
            found.warn(CODE_LIST, "//Item/OriginCountry", text, code)
    for field, path in _COUNTRIES.items():
        if body.get(field, _SOME) not in ALPHA2:
            found.warn(CODE_LIST, path, f"{field} is no ISO 3166 code", body[field])
    if found.national:
        body["nationalData"] = found.national


def _countries(body: Body, notes: Notes, side: str, sender: str, found: Findings) -> None:
    """A loading port tells the country of export of an import, a discharge port where goods go.

    The other way of an import or export is what came before or follows: its port stays national.
    """
    inward, outward = notes.get("in.port", ""), notes.get("out.port", "")
    if side == "EXPORT":
        body["exportCountry"] = sender
        if inward:
            found.put("Transport/InwardTransport/LoadingPort", inward)
    elif inward:
        if len(inward) == 5:
            body["exportCountry"] = inward[:2]
        if not inward.endswith(UNKNOWN_PORT):
            body["loadingPlace"] = inward
    if side == "IMPORT":
        body.setdefault("destinationCountry", HERE.code)
        if outward:
            found.put("Transport/OutwardTransport/DischargePort", outward)
    elif outward:
        body["unloadingPlace"] = outward
        if len(outward) == 5:
            body.setdefault("destinationCountry", outward[:2])


def _remarks(body: Body, notes: Notes) -> None:
    for text in notes.get("header.remarks", ()):
        if text.startswith(MARK) and "ucr" not in body:
            body["ucr"] = text[len(MARK) :].strip()
        else:
            add(body, "statements", {"statementDescription": text})


def _transport(body: Body, notes: Notes, side: str, found: Findings) -> dict[str, str]:
    """Return the modes of UN Rec 19 of the way in and the way out."""
    modes: dict[str, str] = {}
    for way, stage in STAGES[side].items():
        national = notes.get(f"{way}.mode", "")
        mode = TRANSPORT.get(national)
        modes[way] = mode or ""
        means = {"stage": stage}
        if mode:
            means["modeCode"] = mode
        elif national:
            means["nationalModeCode"] = national
            if mode is None:
                pointer = f"//{way.capitalize()}wardTransport/TransportMeans/TransportMode/ModeCode"
                found.warn(CODE_LIST, pointer, "is no known means of transport", national)
        for note, field in _MEANS:
            if f"{way}.{note}" in notes:
                means[field] = notes[f"{way}.{note}"]
        if len(means) > 1:
            add(body, "transport", means)
    return modes


def _documents(body: Body, notes: Notes, side: str, modes: dict[str, str], found: Findings) -> None:
    """Bills of the sea and the air are documents; other modes state a UCR in their place."""
    for way in ("in", "out"):
        bill = notes.get(f"{way}.bill", "")
        if bill and modes[way] in BILLS:
            add(body, "documents", {"id": bill, "typeCode": BILLS[modes[way]]})
        elif bill and body.setdefault("ucr", bill) != bill:
            found.put(f"Transport/{way}/MAWBOUCROBLNumber", bill)
    for number in notes.get("header.licences", ()):
        add(body, "documents", {"id": number, "typeCode": LICENCES[side]})
    if "header.previous" in notes:
        previous = {"id": notes["header.previous"]}
        body["previousDocuments"] = [previous | ({"typeCode": "830"} if side == "IMPORT" else {})]


def _rates(body: Body, notes: Notes, found: Findings) -> None:
    rates: dict[str, str] = {}
    for name in ("invoice", "freight", "insurance"):
        currency, rate = body.get(f"{name}Currency"), notes.get(f"{name}.rate")
        if rate and (not currency or rates.setdefault(currency, rate) != rate):
            found.put(f"Invoice/{name}.ExchangeRate", rate)
    if rates:
        body["exchangeRates"] = [{"currency": c, "rate": rate} for c, rate in rates.items()]


def _parties(body: Body, notes: Notes) -> None:
    """The declarant is the mailbox that declares and the person at it."""
    stated = {"id": notes.get("header.declarant", ""), "name": notes.get("declarant.name", "")}
    declarant = {name: text for name, text in stated.items() if text}
    if declarant:
        add(body, "parties", {"role": "Declarant", **declarant})


def line_amount(price: str, quantity: str) -> str:
    """Return what a line costs: a unit's price times the quantity, to the cent.

    >>> line_amount("13.7174", "900"), line_amount("180.5", "")
    ('12345.66', '180.5')
    """
    if not quantity:
        return price
    total = Decimal(price) * Decimal(quantity)
    exact = total.quantize(CENT, ROUND_HALF_UP) if total < 10**15 else total
    return format(exact, "f")


def finish(item: Body, modes: dict[str, str]) -> None:
    """Give an item its canonical fields."""
    take = item.pop
    number = take("item.number", "")
    if number.isascii() and number.isdecimal() and len(number) <= 6:
        item["sequenceNumeric"] = int(number)
    if "item.price" in item:
        item["itemAmount"] = line_amount(take("item.price"), item.get("tariffQuantity", ""))
    if "customsValue" in item:
        item["customsValueCurrency"] = CURRENCY
    if item.get("tariffQuantityUnit") == "KGM":
        item["netMass"], item["netMassUnit"] = item["tariffQuantity"], "KGM"
    names = (("item.packages", "quantity"), ("item.kind", "typeCode"), ("item.marks", "marks"))
    package = {field: take(note) for note, field in names if note in item}
    if package:
        item["packages"] = [package]
    for tax in item.get("taxes", ()):
        tax["currency"] = CURRENCY
    _papers(item, modes)


def _papers(item: Body, modes: dict[str, str]) -> None:
    invoice = item.pop("item.invoice", "")
    if invoice and invoice != ".":
        add(item, "documents", {"id": invoice, "typeCode": "380"})
    for note, kinds in (("bill", BILLS), ("house", HOUSE_BILLS)):
        for way in ("in", "out"):
            number = item.pop(f"item.{way}.{note}", "")
            if number and modes[way] in kinds:
                add(item, "documents", {"id": number, "typeCode": kinds[modes[way]]})
            elif number and item.setdefault("ucr", number) != number:
                item.setdefault("nationalData", {})[f"{way}.{note}"] = number
