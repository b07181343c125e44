"""Settling a declaration: what the texts of a SAD's head mean together."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector.formats.asycuda.identity import Notes, moment
from hub.connector.formats.asycuda.profile import AMENDMENT, CANCELLATION, Profile
from hub.connector.formats.walk import Findings
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST

MAX_PREVIOUS = 99
_PROCEDURE = "/ASYCUDA/Item[{}]/Tarification/{}_customs_procedure"
_OFFICE = "/ASYCUDA/Identification/Office_segment/Customs_clearance_office_code"
_FUNCTIONS = {AMENDMENT: "4", CANCELLATION: "1"}
_WAYBILLS = {"1": "705", "2": "720", "3": "730", "4": "740"}
"""EDIFACT 1001 of the transport document by mode (Rec 19), to be confirmed: the SAD names none."""


def marked(notes: Notes) -> tuple[str, int, str]:
    """Return the mark at the head of the additional information, its version and its reason.

    >>> marked({"sad.additional": "AMENDMENT 2: weight corrected"})
    ('AMENDMENT', 2, 'weight corrected')
    """
    mark, _, said = notes.get("sad.additional", "").partition(" ")
    mark = mark.rstrip(":").upper()
    if mark not in _FUNCTIONS:
        return "", 0, ""
    version, colon, reason = said.partition(":")
    if colon and version.isascii() and version.isdecimal() and len(version) <= 6:
        return mark, int(version), reason.strip()
    return mark, 0, said.strip()


def settle(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    """Complete a declaration from the notes of its head; what is used is taken out of them."""
    _settle_function(body, notes)
    _settle_kind(body, notes, profile, found)
    _settle_parties(body, notes)
    _settle_transport(body, notes, profile, found)
    _settle_documents(body, notes)
    _settle_money(body, notes)
    for path, name, code in _unknown(body, profile):
        found.warn(CODE_LIST, path, f"is not in the country's list ({name})", code)


def _settle_function(body: Body, notes: Notes) -> None:
    mark, version, reason = marked(notes)
    body["functionCode"] = _FUNCTIONS.get(mark, "9")
    additional = notes.pop("sad.additional", "")
    if version:
        body["version"] = version
    if mark and reason:
        body["amendments"] = [{"text": reason}]
    said = [additional if not mark else "", notes.pop("sad.comments", "")]
    if any(said):
        body["statements"] = [{"statementDescription": text} for text in said if text]


def _settle_kind(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    kind = notes.get("sad.type", "") + notes.get("sad.procedure", "")
    if kind:
        body["typeCode"] = kind
    known = profile.known.get("model")
    if known and kind not in known:
        pointer = "/ASYCUDA/Identification/Type"
        found.warn(CODE_LIST, pointer, "is not in the country's list (model)", kind)
    own = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}.get(body["side"])
    if own:
        body.setdefault(own, profile.country)
    issued = moment(notes.get("sad.date", ""), profile)
    if issued:
        del notes["sad.date"]
    issued = issued or moment(notes.get("registration.date", ""), profile)
    if issued:
        body["issueDateTime"] = issued
    # In a public sample of Nepal the total weight is the sum of the items' gross masses.
    if "sad.weight" in notes and "totalGrossMass" not in body:
        body["totalGrossMass"] = notes.pop("sad.weight")
    if "totalGrossMass" in body:
        body["totalGrossMassUnit"] = "KGM"


def _settle_parties(body: Body, notes: Notes) -> None:
    """Take the first line of a trader's text as the name, the others as the address."""
    declarant = {"id": notes.pop("declarant.id", ""), "name": notes.pop("declarant.name", "")}
    stated = {name: value for name, value in declarant.items() if value}
    parties = body.get("parties", [])
    if stated:
        parties.append({"role": "Declarant", **stated})
    for party in parties:
        lines = [line.strip() for line in party.get("name", "").splitlines() if line.strip()]
        if len(lines) > 1:
            party["name"], party["address"] = lines[0], ", ".join(lines[1:])
    if parties:
        body["parties"] = parties


def _settle_transport(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    inland = notes.pop("sad.inland", "")
    if inland:
        body.setdefault("transport", []).append({"stage": "INLAND", "nationalModeCode": inland})
    for means in body.get("transport", ()):
        if means["stage"] == "ARRIVAL" and body["side"] == "EXPORT":
            means["stage"] = "DEPARTURE"
        national = means.get("nationalModeCode", "")
        mode = profile.transport.get(national)
        if mode:
            means["modeCode"] = mode
        elif national and mode is None:
            pointer = "/ASYCUDA/Transport/Means_of_transport"
            found.warn(CODE_LIST, pointer, "unknown means of transport", national)


def _settle_documents(body: Body, notes: Notes) -> None:
    """Say of each document what it is; what the items follow stands at the head as well."""
    border = [m for m in body.get("transport", ()) if m["stage"] == "BORDER"]
    waybill = _WAYBILLS.get(border[0].get("modeCode", ""), "") if border else ""
    head: dict[str, Body] = {}
    for item in body.get("goodsItems", ()):
        for number in item.pop("item.transport", ()):
            stated = {"id": number, "typeCode": waybill} if waybill else {"id": number}
            item.setdefault("documents", []).append(stated)
        for document in item.get("previousDocuments", ()):
            if body["side"] == "IMPORT":
                document["typeCode"] = "830"
            head[document["id"]] = document
    if head:
        body["previousDocuments"] = list(head.values())[:MAX_PREVIOUS]
    manifest = notes.pop("sad.manifest", "")
    if manifest:
        body.setdefault("documents", []).append({"id": manifest, "typeCode": "785"})


def _settle_money(body: Body, notes: Notes) -> None:
    rates: dict[str, str] = {}
    for name in ("invoice", "freight", "insurance"):
        currency, rate = body.get(f"{name}Currency"), notes.get(f"{name}.rate")
        if currency and rate and rates.setdefault(currency, rate) == rate:
            del notes[f"{name}.rate"]
    if rates:
        body["exchangeRates"] = [{"currency": c, "rate": rate} for c, rate in rates.items()]
    currency = body.get("invoiceCurrency")
    for item in body.get("goodsItems", ()) if currency else ():
        if "itemAmount" in item:
            item.setdefault("itemCurrency", currency)


def _unknown(body: Body, profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield path, list and code of what the country's lists do not know."""
    known = profile.known
    office, offices = body.get("declarationOfficeId"), known.get("office")
    if offices and office and office not in offices:
        yield _OFFICE, "office", office
    extended, national = known.get("extended", ()), known.get("national", ())
    for number, item in enumerate(body.get("goodsItems", ()) if extended or national else (), 1):
        code = f"{item.get('procedureCurrent', '')}{item.get('procedurePrevious', '')}"
        if extended and code and code not in extended:
            yield _PROCEDURE.format(number, "Extended"), "extended", code
        for code in item.get("additionalProcedures", ()):
            if national and code not in national:
                yield _PROCEDURE.format(number, "National"), "national", code
