"""CUSDEC written: a canonical declaration of a partner, in the segment order of D.96B and D.99B.

Never carried: duties and taxes, national data of the partner, hub references.
"""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact import segments_writing as common
from hub.connector.formats.edifact import vocabulary
from hub.connector.formats.edifact.cusdec_items_writing import ITEM_CARRIED, write_item
from hub.connector.formats.edifact.losses import carried, names
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.segments_writing import Sheet
from hub.connector.formats.edifact.texts import laid_out
from hub.connector.formats.edifact.tokens import composite, escape, segment
from hub.domain import moments
from hub.domain.declaration import Body, Moment

MOST_DOCUMENTS, MOST_PARTIES, MOST_STATEMENTS = 10, 10, 90

CARRIED = carried(
    {
        "": names("""
            amendments acceptanceDateTime arrivalDateTime country declarationId declarationOfficeId
            destinationCountry documents entryOfficeId equipment exchangeRates exitDateTime
            exitOfficeId exportCountry freightAmount freightCurrency functionCode
            functionalReferenceId goodsItemQuantity goodsItems goodsLocation insuranceAmount
            insuranceCurrency invoiceAmount invoiceCurrency issueDateTime loadingPlace
            natureOfTransaction parties previousDocuments procedureType side statements
            statisticalAmount statisticalCurrency totalGrossMass totalGrossMassUnit totalNetMass
            totalNetMassUnit totalPackageQuantity tradeTerms tradeTermsPlace transport typeCode ucr
            unloadingPlace version
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
    sheet.segments.append(_begin(body, sheet))
    _places(sheet, body)
    _dates(sheet, body)
    if body.get("natureOfTransaction"):
        sheet.segments.append(f"{profile.indicator}+{escape(body['natureOfTransaction'])}:112'")
    _equipment(sheet, body.get("equipment") or ())
    _amendments(sheet, body.get("amendments") or ())
    common.statements(sheet, body.get("statements") or [], "statements", MOST_STATEMENTS)
    _references(sheet, body)
    _terms(sheet, body)
    _amounts(sheet, body)
    sheet.segments.append("UNS+D'")
    currency = body.get("statisticalCurrency") or ""
    for record in body.get("goodsItems") or ():
        write_item(sheet, record, currency)
    sheet.segments.append("UNS+S'")
    _totals(sheet, body)
    return sheet


def _begin(body: Body, sheet: Sheet) -> str:
    side, procedure = body.get("side") or "", body.get("procedureType") or ""
    names = sheet.profile.side_names
    name = names.get(f"{side}/{procedure}") or names.get(side, "")
    stated = body.get("typeCode")
    if stated and stated != name:
        if names:
            sheet.lost.add("typeCode")
        else:
            name = stated[:35]
    if procedure and sheet.profile.names.get(name) != procedure:
        sheet.lost.add("procedureType")
    document = composite(vocabulary.SIDE_DOCUMENTS.get(side, ""), "", "", escape(name))
    reference = escape(body.get("functionalReferenceId") or "")
    version = composite(reference, str(body.get("version") or 1))
    return f"BGM+{document}+{version}+{escape(body.get('functionCode') or '9')}'"


_COUNTRIES = (("28", "destinationCountry"), ("35", "exportCountry"))
_OFFICES = (("22", "declarationOfficeId"), ("41", "entryOfficeId"), ("42", "exitOfficeId"))


def _places(sheet: Sheet, body: Body) -> None:
    out = sheet.segments
    if loading := body.get("loadingPlace"):
        out.append(f"LOC+9+{_place(loading)}'")
    if unloading := body.get("unloadingPlace"):
        out.append(f"LOC+{sheet.profile.discharge}+{_place(unloading)}'")
    if location := body.get("goodsLocation"):
        out.append(f"LOC+14+{_place(location)}'")
    for code, name in _OFFICES:
        if office := body.get(name):
            out.append(f"LOC+{code}+{_place(office)}'")
    for code, name in _COUNTRIES:
        if country := body.get(name):
            out.append(f"LOC+{code}+{escape(country)}::5'")


def _place(text: str) -> str:
    if len(text) > 25:
        return f":::{escape(text)}"
    return f"{escape(text)}::6" if len(text) == 5 and text.isalnum() else escape(text)


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
    """Write DTM in local time: the date alone at midnight, else to the second."""
    text = moments.written(moment, zone, "%Y%m%d%H%M%S")
    if text.endswith("000000"):
        return f"DTM+{code}:{text[:8]}:102'"
    return f"DTM+{code}:{text}:204'"


_FULLNESS = {text: code for code, text in vocabulary.FULLNESS.items()}


def _equipment(sheet: Sheet, records: Any) -> None:
    single = len(records) == 1
    seals: list[str] = []
    for record in records:
        fullness = record.get("fullness") or ""
        sheet.segments.append(
            segment(
                "EQD",
                "CN",
                escape(record.get("id") or ""),
                escape(record.get("sizeType") or ""),
                "",
                "",
                escape(_FULLNESS.get(fullness, fullness)),
            )
        )
        seals += record.get("seals") or ()
    if seals and not single:
        # The directory puts all SEL after all EQD: which seal is whose would be lost.
        sheet.lost.add("equipment/seals")
    else:
        sheet.segments += [f"SEL+{escape(seal)}'" for seal in seals]


def _amendments(sheet: Sheet, records: Any) -> None:
    for record in records:
        text, whole = laid_out((record.get("text") or ""), sheet.profile.text_width, 1)
        if not whole:
            sheet.lost.add("amendments/text")
        words = composite(text, escape(record.get("pointer") or ""))
        reason = escape(record.get("changeReasonCode") or "")
        sheet.segments.append(segment("FTX", "CHG", "", reason, words))


def _references(sheet: Sheet, body: Body) -> None:
    out, profile = sheet.segments, sheet.profile
    if number := body.get("declarationId"):
        out.append(f"RFF+{min(profile.declaration_numbers)}:{escape(number)}'")
    if ucr := body.get("ucr"):
        out.append(f"RFF+UCN:{escape(ucr)}'")
    rest = common.previous_references(sheet, body.get("previousDocuments") or [])
    by_reference, by_document = common.split_documents(body.get("documents") or [])
    common.reference_documents(sheet, by_reference, "documents")
    _transport(sheet, body.get("transport") or ())
    common.previous_documents(sheet, rest[:MOST_DOCUMENTS], "previousDocuments")
    room = max(0, MOST_DOCUMENTS - len(rest))
    common.documents(sheet, by_document[:room], "documents")
    if len(rest) > MOST_DOCUMENTS:
        sheet.lost.add("previousDocuments")
    if len(by_document) > room:
        sheet.lost.add("documents")
    common.parties(sheet, body.get("parties") or [], "parties", MOST_PARTIES)


_STAGES = {"DEPARTURE": "12", "ARRIVAL": "13", "INLAND": "1"}


def _transport(sheet: Sheet, records: Any) -> None:
    for record in records:
        stage = record.get("stage") or ""
        code = sheet.profile.border_stage if stage == "BORDER" else _STAGES.get(stage, "")
        if not code:
            sheet.lost.add("transport")
            continue
        mode = record.get("modeCode") or ""
        means = sheet.means.get(mode, "")
        stated = record.get("nationalModeCode")
        if stated and stated != means:
            sheet.lost.add("transport/nationalModeCode")
        journey, identity = escape(record.get("journeyId") or ""), _identity(sheet, record)
        parts = ("TDT", code, journey, escape(mode), means, "", "", "", identity)
        sheet.segments.append(segment(*parts))


def _identity(sheet: Sheet, record: Any) -> str:
    kind, name = record.get("idType") or "", record.get("name") or ""
    if len(kind) > 3:
        sheet.lost.add("transport/idType")
        kind = ""
    if len(name) > 35:
        sheet.lost.add("transport/name")
        name = name[:35]
    nationality = escape(record.get("nationality") or "")
    return composite(escape(record.get("id") or ""), escape(kind), "", escape(name), nationality)


def _terms(sheet: Sheet, body: Body) -> None:
    if terms := body.get("tradeTerms"):
        sheet.segments.append(f"TOD+++{escape(terms)}'")
        if place := body.get("tradeTermsPlace"):
            sheet.segments.append(f"LOC+1+{_place(place)}'")
    elif body.get("tradeTermsPlace"):
        sheet.lost.add("tradeTermsPlace")


def _amounts(sheet: Sheet, body: Body) -> None:
    rates = {r.get("currency"): r.get("rate") for r in body.get("exchangeRates") or ()}
    for code, amount_name, currency_name in (
        ("39", "invoiceAmount", "invoiceCurrency"),
        (sheet.profile.statistical, "statisticalAmount", "statisticalCurrency"),
        ("64", "freightAmount", "freightCurrency"),
        ("67", "insuranceAmount", "insuranceCurrency"),
    ):
        amount, currency = body.get(amount_name) or "", body.get(currency_name) or ""
        if not amount and not currency:
            continue
        sheet.segments.append(segment("MOA", composite(code, escape(amount), escape(currency))))
        if rate := rates.pop(currency, None):
            sheet.segments.append(f"CUX+2:{escape(currency)}++{escape(rate)}'")
    if rates:
        sheet.lost.add("exchangeRates")


def _totals(sheet: Sheet, body: Body) -> None:
    out, units = sheet.segments, sheet.units
    if items := body.get("goodsItemQuantity"):
        out.append(f"CNT+5:{escape(items)}'")
    if packages := body.get("totalPackageQuantity"):
        out.append(f"CNT+11:{escape(packages)}'")
    for code, name in (("7", "totalGrossMass"), ("18", "totalNetMass")):
        if mass := body.get(name):
            unit = body.get(f"{name}Unit") or ""
            counted = composite(code, escape(mass), escape(units.get(unit, unit)))
            out.append(f"CNT+{counted}'")
