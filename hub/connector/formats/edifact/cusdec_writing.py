"""CUSDEC written: a canonical declaration of a partner, in the segment order of D.96B and D.99B.

Never carried: duties and taxes, national data of the partner, hub references.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hub.connector.formats.edifact import segments_writing as common
from hub.connector.formats.edifact import vocabulary
from hub.connector.formats.edifact.cusdec import POINTER, RATE_ONLY
from hub.connector.formats.edifact.cusdec_items_writing import ITEM_CARRIED, write_item
from hub.connector.formats.edifact.cusdec_transport_writing import equipment, transport
from hub.connector.formats.edifact.directory import (
    CODE,
    IDENTIFIER,
    MOST_AMOUNTS,
    MOST_DOCUMENTS,
    MOST_PARTIES,
    MOST_REFERENCES,
    MOST_TEXTS,
    NAME,
    NUMBER,
    PLACE,
    QUANTITY,
    RATE,
    REFERENCE_CODE,
    VERSION,
)
from hub.connector.formats.edifact.losses import carried, names
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.segments_writing import Sheet
from hub.connector.formats.edifact.texts import wrap
from hub.connector.formats.edifact.tokens import composite, escape, is_altered, segment
from hub.domain import moments
from hub.domain.declaration import Body, Moment

CARRIED = carried(
    {
        "": names("""
            amendments acceptanceDateTime arrivalDateTime contentLanguage country declarationId
            declarationOfficeId destinationCountry documents entryOfficeId equipment exchangeRates
            exitDateTime exitOfficeId exportCountry freightAmount freightCurrency functionCode
            functionalReferenceId goodsItemQuantity goodsItems goodsLocation insuranceAmount
            insuranceCurrency invoiceAmount invoiceCurrency issueDateTime loadingPlace
            natureOfTransaction parties presentationOfficeId previousDocuments procedureType side
            statements statisticalAmount statisticalCurrency totalGrossMass totalGrossMassUnit
            totalNetMass totalNetMassUnit totalPackageQuantity tradeTerms tradeTermsPlace
            tradingCountry transport typeCode ucr unloadingPlace version
            """),
        "transport": names("stage modeCode nationalModeCode id name idType nationality journeyId"),
        "equipment": frozenset(("id", "sizeType", "fullness", "seals")),
        "amendments": frozenset(("changeReasonCode", "pointer", "text")),
        "exchangeRates": frozenset(("currency", "rate")),
    }
    | common.carried_at("")
    | ITEM_CARRIED
)


def write(body: Body, profile: Profile) -> Sheet:
    """Write the segments between UNH and UNT; the sheet also names what did not fit."""
    sheet = Sheet(profile)
    language = body.get("contentLanguage") or ""
    sheet.spoken = sheet.code("contentLanguage", language, CODE) if language else ""
    _begin(sheet, body)
    _places(sheet, body)
    _dates(sheet, body)
    _indicators(sheet, body)
    if profile.header_totals:
        _masses(sheet, body, "MEA")
    equipment(sheet, body.get("equipment") or [])
    _texts(sheet, body)
    _references(sheet, body)
    _terms(sheet, body)
    _amounts(sheet, body)
    sheet.segments.append("UNS+D'")
    _items(sheet, body)
    sheet.segments.append("UNS+S'")
    _totals(sheet, body)
    ending = f"+{sheet.spoken}'"
    if language and not any(p.endswith(ending) and p.startswith("FTX") for p in sheet.segments):
        sheet.lost.add("contentLanguage")
    return sheet


def _begin(sheet: Sheet, body: Body) -> None:
    profile, side = sheet.profile, body.get("side") or ""
    procedure, stated = body.get("procedureType") or "", body.get("typeCode") or ""
    name = profile.side_names.get(f"{side}/{procedure}") or profile.side_names.get(side, "")
    if not profile.side_names:
        name = sheet.text("typeCode", stated, NAME)
    if procedure and profile.names.get(name) != procedure:
        sheet.lost.add("procedureType")
    code = vocabulary.SIDE_DOCUMENTS.get(side, "")
    if side and not code:
        sheet.lost.add("side")
    reference = sheet.code(
        "functionalReferenceId", body.get("functionalReferenceId") or "", IDENTIFIER
    )
    version = sheet.code("version", str(body.get("version") or 1), VERSION)
    if profile.version_is_revision:
        version = f":{version:0>5}"
    function = escape(body.get("functionCode") or "9")
    document = composite(code, "", "", escape(name) if profile.side_names else name)
    sheet.segments.append(f"BGM+{document}+{reference}:{version}+{function}'")


def _indicators(sheet: Sheet, body: Body) -> None:
    profile = sheet.profile
    nature = body.get("natureOfTransaction")
    if nature and (code := sheet.code("natureOfTransaction", nature, CODE)):
        sheet.segments.append(f"{profile.indicator}+{code}:112'")
    stated = body.get("typeCode")
    # The name in BGM is the country's own: what the partner called it stands beside it.
    if stated and profile.side_names and (code := sheet.code("typeCode", stated, CODE)):
        sheet.segments.append(f"{profile.indicator}+{code}:105'")


_PLACES = (
    ("loadingPlace", ""),
    ("unloadingPlace", ""),
    ("goodsLocation", ""),
    ("declarationOfficeId", ""),
    ("entryOfficeId", ""),
    ("exitOfficeId", ""),
    ("presentationOfficeId", ""),
    ("destinationCountry", "::5"),
    ("exportCountry", "::5"),
    ("tradingCountry", "::5"),
)


def _places(sheet: Sheet, body: Body) -> None:
    codes = sheet.places
    for name, listed in _PLACES:
        if not (place := body.get(name)):
            continue
        if code := codes.get(name):
            told = (
                f"{sheet.code(name, place, PLACE)}{listed}"
                if listed
                else _place(sheet, name, place)
            )
            sheet.segments.append(f"LOC+{code}+{told}'")
        else:
            sheet.lost.add(name)
    if not body.get("tradeTerms") and (place := body.get("tradeTermsPlace")):
        sheet.segments.append(f"LOC+1+{_place(sheet, 'tradeTermsPlace', place)}'")


def _place(sheet: Sheet, name: str, text: str) -> str:
    if len(text) > PLACE:
        return f":::{sheet.text(name, text, sheet.limits.place_name)}"
    told = sheet.text(name, text, PLACE)
    return f"{told}::6" if len(text) == 5 and text.isalnum() else told


_DATES = (
    ("137", "issueDateTime"),
    ("148", "acceptanceDateTime"),
    ("129", "exitDateTime"),
    ("178", "arrivalDateTime"),
)


def _dates(sheet: Sheet, body: Body) -> None:
    zone = sheet.profile.zone
    for code, name in _DATES:
        if moment := body.get(name):
            sheet.segments.append(dated(code, moment, zone))


def dated(code: str, moment: Moment, zone: str) -> str:
    """Write DTM in local time: the date alone at midnight, else to the second.

    The hour that comes twice when summer time ends is told by its offset (format 304).
    """
    when = moment["utc"]
    with suppress(OverflowError):
        when = when.astimezone(moments.zone(zone))
    text = when.strftime("%Y%m%d%H%M%S")
    if when.fold:
        return f"DTM+{code}:{text}{escape(when.strftime('%z').removesuffix('00'))}:304'"
    if text.endswith("000000"):
        return f"DTM+{code}:{text[:8]}:102'"
    return f"DTM+{code}:{text}:204'"


def _texts(sheet: Sheet, body: Body) -> None:
    room, profile = MOST_TEXTS, sheet.profile
    if profile.items_text and (items := body.get("goodsItemQuantity")):
        items = sheet.code("goodsItemQuantity", items, NUMBER)
        sheet.segments.append(f"FTX+{profile.items_text}+++{items}'")
        room -= 1
    for count, record in enumerate(body.get("amendments") or ()):
        if count == room:
            sheet.lost.add(f"amendments/{count}")
            return
        sheet.segments.append(_amendment(sheet, record))
    statements, room = body.get("statements") or [], room - len(body.get("amendments") or ())
    common.statements(sheet, statements, "statements", room)


def _amendment(sheet: Sheet, record: Body) -> str:
    reason = record.get("changeReasonCode") or ""
    reason = sheet.code("amendments/changeReasonCode", reason, REFERENCE_CODE)
    text, place = record.get("text") or "", record.get("pointer") or ""
    pieces, rest = wrap(text, sheet.profile.text_width, 4)
    if rest or is_altered(text):
        sheet.lost.add("amendments/text")
    short = place.replace(" → ", ">")
    if place and (not place.startswith(POINTER) or ">" in place or len(short) > NAME * 2):
        sheet.lost.add("amendments/pointer")
        short = ""
    pieces += [""] * (4 - len(pieces))
    words = composite(*map(escape, (*pieces, short)))
    return segment("FTX", "CHG", "", reason, words, sheet.spoken)


def _references(sheet: Sheet, body: Body) -> None:
    out, profile = sheet.segments, sheet.profile
    first = len(out)
    if number := body.get("declarationId"):
        number = sheet.code("declarationId", number, IDENTIFIER)
        out.append(f"RFF+{min(profile.declaration_numbers)}:{number}'")
    if ucr := body.get("ucr"):
        out.append(f"RFF+UCN:{sheet.code('ucr', ucr, IDENTIFIER)}'")
    previous = _first(sheet, body, "previousDocuments", MOST_REFERENCES - 2)
    common.previous_documents(sheet, previous, "previousDocuments")
    by_reference, by_document = common.split_documents(body.get("documents") or [])
    room = MOST_REFERENCES - 2 - len(previous)
    if len(by_reference) > room:
        by_document = by_reference[room:] + by_document
    common.reference_documents(sheet, by_reference[:room], "documents")
    if (
        profile.header_totals
        and len(out) > first
        and (packages := body.get("totalPackageQuantity"))
    ):
        # PAC belongs to a group that begins with RFF.
        out.append(f"PAC+{sheet.code('totalPackageQuantity', packages, QUANTITY)}'")
    transport(sheet, body.get("transport") or [])
    if len(by_document) > MOST_DOCUMENTS:
        sheet.lost.add(f"documents/{len(by_reference[:room]) + MOST_DOCUMENTS}")
    common.documents(sheet, by_document[:MOST_DOCUMENTS], "documents")
    common.parties(sheet, body.get("parties") or [], "parties", MOST_PARTIES)


def _first(sheet: Sheet, body: Body, name: str, most: int) -> list[Any]:
    records = body.get(name) or []
    if len(records) > most:
        sheet.lost.add(f"{name}/{most}")
    return list(records[:most])


def _terms(sheet: Sheet, body: Body) -> None:
    if terms := body.get("tradeTerms"):
        terms = sheet.code("tradeTerms", terms, CODE)
        sheet.segments.append(segment("TOD", "", "", terms))
        if place := body.get("tradeTermsPlace"):
            sheet.segments.append(f"LOC+1+{_place(sheet, 'tradeTermsPlace', place)}'")


def _amounts(sheet: Sheet, body: Body) -> None:
    rates = body.get("exchangeRates") or []
    most, room = sheet.limits.amount, MOST_AMOUNTS
    # One rate stands at the amount of its currency; several stand alone, in their order.
    single = rates[0] if len(rates) == 1 else {}
    for code, amount_name, currency_name in (
        ("39", "invoiceAmount", "invoiceCurrency"),
        (sheet.profile.statistical, "statisticalAmount", "statisticalCurrency"),
        ("64", "freightAmount", "freightCurrency"),
        ("67", "insuranceAmount", "insuranceCurrency"),
    ):
        amount, currency = body.get(amount_name) or "", body.get(currency_name) or ""
        if not amount and not currency:
            continue
        amount = sheet.code(amount_name, amount, most)
        told = sheet.code(currency_name, currency, CODE)
        sheet.segments.append(segment("MOA", composite(code, amount, told)))
        room -= 1
        if single and told and currency == single.get("currency"):
            _rate(sheet, single, told)
            single, rates = {}, []
    for count, record in enumerate(rates):
        currency = record.get("currency") or ""
        if count >= room or not record.get("rate") or len(currency) != CODE:
            sheet.lost.add(f"exchangeRates/{count}" if count >= room else "exchangeRates")
            return
        told = escape(currency)
        sheet.segments.append(f"MOA+{RATE_ONLY}::{told}'")
        _rate(sheet, record, told)


def _rate(sheet: Sheet, record: Body, currency: str) -> None:
    rate = sheet.code("exchangeRates/rate", record.get("rate") or "", RATE)
    sheet.segments.append(segment("CUX", f"2:{currency}", "", rate))


def _items(sheet: Sheet, body: Body) -> None:
    records = body.get("goodsItems") or ()
    most = sheet.limits.items
    if len(records) > most:
        sheet.lost.add(f"goodsItems/{most}")
        records = records[:most]
    for record in records:
        write_item(sheet, record)


def _totals(sheet: Sheet, body: Body) -> None:
    out, profile = sheet.segments, sheet.profile
    if not profile.items_text and (items := body.get("goodsItemQuantity")):
        out.append(f"CNT+5:{sheet.code('goodsItemQuantity', items, NUMBER)}'")
    in_header = profile.header_totals and any(part.startswith("RFF") for part in out)
    if (packages := body.get("totalPackageQuantity")) and not in_header:
        out.append(f"CNT+11:{sheet.code('totalPackageQuantity', packages, NUMBER)}'")
    if not profile.header_totals:
        _masses(sheet, body, "CNT")


_MASSES = {
    "MEA": (("AAE+AAD", "totalGrossMass"), ("AAE+AAC", "totalNetMass")),
    "CNT": (("7", "totalGrossMass"), ("18", "totalNetMass")),
}


def _masses(sheet: Sheet, body: Body, tag: str) -> None:
    for code, name in _MASSES[tag]:
        unit = body.get(f"{name}Unit") or ""
        if not (mass := body.get(name)):
            if unit:
                sheet.lost.add(f"{name}Unit")
            continue
        mass = sheet.code(name, mass, NUMBER)
        if tag == "CNT":
            unit = sheet.units.get(unit, unit)
        unit = sheet.code(f"{name}Unit", unit, CODE)
        told = f"{code}+{unit}:{mass}" if tag == "MEA" else composite(code, mass, unit)
        sheet.segments.append(f"{tag}+{told}'")
