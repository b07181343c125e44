"""Settling a declaration: what the texts of a SAD's head mean together."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector.formats.asycuda import addresses, previous
from hub.connector.formats.asycuda.days import moment
from hub.connector.formats.asycuda.free_text import read_text
from hub.connector.formats.asycuda.identity import Notes
from hub.connector.formats.asycuda.profile import AMENDMENT, CANCELLATION, REPLACEMENT, Profile
from hub.connector.formats.walk import Findings, add
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, PLAUSIBILITY

_PROCEDURE = "/ASYCUDA/Item[{}]/Tarification/{}_customs_procedure"
_OFFICE = "/ASYCUDA/Identification/Office_segment/Customs_clearance_office_code"
_COUNT = "/ASYCUDA/Property/Nbers/Total_number_of_items"
_MODE = "/ASYCUDA/Transport/Means_of_transport/{}/Mode"
_MEANS = {
    "ARRIVAL": "Departure_arrival_information",
    "DEPARTURE": "Departure_arrival_information",
    "BORDER": "Border_information",
}
_INLAND = "/ASYCUDA/Transport/Means_of_transport/Inland_mode_of_transport"
_DAY = "/ASYCUDA/Property/Date_of_declaration"
_COUNTRY = "/ASYCUDA/General_information/Country"
_COUNTRIES = {
    "exportCountry": f"{_COUNTRY}/Export/Export_country_code",
    "destinationCountry": f"{_COUNTRY}/Destination/Destination_country_code",
}
_ORIGIN = "/ASYCUDA/Item[{}]/Goods_description/Country_of_origin_code"
_SOME = "CN"
"""Stands for a country that is not stated: nothing to doubt."""
FUNCTIONS = {AMENDMENT: "4", REPLACEMENT: "5", CANCELLATION: "1"}
"""The mark at the head of the additional information: function code, EDIFACT 1225."""

_WAYBILLS = {"1": "705", "2": "720", "3": "730", "4": "740"}
"""EDIFACT 1001 of the transport document by mode (Rec 19), to be confirmed: the SAD names none."""


def marked(notes: Notes) -> tuple[str, int, str]:
    """Return the mark at the head of the additional information, its version and its reasons.

    >>> marked({"sad.additional": "AMENDMENT 2: weight corrected"})
    ('AMENDMENT', 2, 'weight corrected')
    """
    if "sad.additional" not in notes:
        return "", 0, ""
    mark, _, said = notes["sad.additional"].partition(" ")
    ended = mark.endswith(":")
    mark = mark.rstrip(":").upper()
    if mark not in FUNCTIONS:
        return "", 0, ""
    version, colon, reason = said.partition(":")
    if colon and not ended and version.isascii() and version.isdecimal() and len(version) <= 6:
        return mark, int(version), reason.strip()
    return mark, 0, said.strip()


def settle(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    """Complete a declaration from the notes of its head; what is used is taken out of them."""
    _settle_function(body, notes)
    _settle_kind(body, notes, profile, found)
    _settle_parties(body, notes, found)
    _settle_offices(body, notes, found)
    _settle_transport(body, notes, profile, found)
    _settle_containers(body, notes, profile, found)
    _settle_documents(body, notes)
    previous.settle(body, notes.pop("sad.previous", []), profile, found)
    _settle_money(body, notes)
    for path, name, code in _unknown(body, profile):
        found.warn(CODE_LIST, path, f"is not in the country's list ({name})", code)
    for path, code in _no_countries(body, profile.country):
        found.warn(CODE_LIST, path, "is no ISO 3166 code", code)


def _settle_function(body: Body, notes: Notes) -> None:
    mark, version, reasons = marked(notes)
    body["functionCode"] = FUNCTIONS.get(mark, "9")
    additional = notes.pop("sad.additional", "")
    if version:
        body["version"] = version
    if reasons:
        lines = [line.strip() for line in reasons.split("\n")]
        body["amendments"] = [{"text": line} for line in lines if line]
    if additional and not mark:
        read_text(body, additional)
    comments = notes.pop("sad.comments", "")
    if comments:
        read_text(body, comments)


def _settle_kind(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    kind = notes.get("sad.type", "") + notes.get("sad.procedure", "")
    if kind:
        body["typeCode"] = kind
    known = profile.known.get("model")
    if known and kind not in known:
        pointer = "/ASYCUDA/Identification/Type"
        code = CODE_LIST if kind else MISSING
        found.warn(code, pointer, "is not in the country's list (model)", kind)
    nature = notes.pop("nature.1", "") + notes.pop("nature.2", "")
    if nature:
        body["natureOfTransaction"] = nature
    own = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}.get(body.get("side", ""))
    if own:
        body.setdefault(own, profile.country)
    _settle_days(body, notes, profile, found)
    # In a public sample of Nepal the total weight is the sum of the items' gross masses.
    if "sad.weight" in notes and "totalGrossMass" not in body:
        body["totalGrossMass"] = notes.pop("sad.weight")
    if "totalGrossMass" in body:
        body["totalGrossMassUnit"] = "KGM"
    stated, there = body.get("goodsItemQuantity"), len(body.get("goodsItems", ()))
    if stated and body["functionCode"] == "9" and stated != str(there):
        found.warn(PLAUSIBILITY, _COUNT, f"{there} items are there", stated)


def _settle_days(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    """A document is issued at the latest when it is registered."""
    issued = moment(notes.get("sad.date", ""), profile)
    if issued:
        del notes["sad.date"]
    elif "sad.date" in notes:
        found.warn(PLAUSIBILITY, _DAY, "is no date known here", notes["sad.date"])
    issued = issued or moment(notes.get("registration.date", ""), profile)
    if issued:
        body["issueDateTime"] = issued


def _settle_parties(body: Body, notes: Notes, found: Findings) -> None:
    """Take the first line of a trader's text as the name, the others as the address."""
    declarant = {"id": notes.pop("declarant.id", ""), "name": notes.pop("declarant.name", "")}
    stated = {name: value for name, value in declarant.items() if value}
    parties = body.get("parties", [])
    if stated:
        parties.append({"role": "Declarant", **stated})
    agent = notes.pop("declarant.agent", "")
    if agent:
        parties.append({"role": "Agent", "name": agent})
    for party in parties:
        if "\n" in party.get("name", ""):
            party.update(addresses.parted(party["name"]))
        if "country" in party and party["country"] not in ALPHA2:
            found.put("Supplier_documents/Invoice_supplier_country", party.pop("country"))
    if parties:
        body["parties"] = parties


def _settle_offices(body: Body, notes: Notes, found: Findings) -> None:
    """Box 29 of the SAD is the office of exit of an export, that of entry of an import."""
    border = notes.pop("sad.border", "")
    name = "exitOfficeId" if body.get("side") == "EXPORT" else "entryOfficeId"
    if border and body.setdefault(name, border) != border:
        found.put("Transport/Border_office/Code", border)


def _settle_transport(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    inland = notes.pop("sad.inland", "")
    if inland:
        add(body, "transport", {"stage": "INLAND", "nationalModeCode": inland})
    for means in body.get("transport", ()):
        if means["stage"] == "ARRIVAL" and body.get("side") == "EXPORT":
            means["stage"] = "DEPARTURE"
        national = means.get("nationalModeCode", "")
        mode = profile.transport.get(national)
        if mode:
            means["modeCode"] = mode
        elif national and mode is None:
            stage = means["stage"]
            path = _MODE.format(_MEANS[stage]) if stage in _MEANS else _INLAND
            found.warn(CODE_LIST, path, "is no known means of transport", national)


def _settle_containers(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    """Say which items are packed how and where, and whose the seals are where there is one."""
    units: dict[str, Body] = notes.pop("sad.containers", {})
    if units:
        body["equipment"] = list(units.values())
    items = body.get("goodsItems", ())
    for item in items if profile.packages else ():
        for package in item.get("packages", ()):
            kind = package.get("typeCode", "")
            package.update({"typeCode": profile.packages[kind]} if kind in profile.packages else {})
    for number, identity in dict.fromkeys(notes.pop("sad.places", ())):
        if number.isdecimal() and len(number) < 7 and 0 < int(number) <= len(items):
            add(items[int(number) - 1], "containers", identity)
        else:
            found.put("Container/Item_Number", number)
    if len(units) == 1 and "seals.identity" in notes:
        seals = [seal.strip() for seal in notes.pop("seals.identity").split(",")]
        body["equipment"][0]["seals"] = [seal for seal in seals if seal]
        if notes.get("seals.number") == str(len(seals)):
            del notes["seals.number"]


def _settle_documents(body: Body, notes: Notes) -> None:
    """Say of each transport document what it is; the manifest stands at the head."""
    border = [m for m in body.get("transport", ()) if m["stage"] == "BORDER"]
    waybill = _WAYBILLS.get(border[0].get("modeCode", ""), "") if border else ""
    for item in body.get("goodsItems", ()):
        for number in item.pop("item.transport", ()):
            stated = {"id": number, "typeCode": waybill} if waybill else {"id": number}
            add(item, "documents", stated)
    manifest = notes.pop("sad.manifest", "")
    if manifest:
        add(body, "documents", {"id": manifest, "typeCode": previous.MANIFEST})


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


def _no_countries(body: Body, own: str) -> Iterator[tuple[str, str]]:
    """Yield path and code of what is stated as a country and is none."""
    for field, path in _COUNTRIES.items():
        code = body.get(field, own)
        if code != own and code not in ALPHA2:
            yield path, code
    for number, item in enumerate(body.get("goodsItems", ()), 1):
        if item.get("originCountry", _SOME) not in ALPHA2:
            yield _ORIGIN.format(number), item["originCountry"]
