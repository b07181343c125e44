"""CUSDEC detail section written: one CST group a goods item."""

from __future__ import annotations

from hub.connector.formats.edifact import segments_writing as common
from hub.connector.formats.edifact.losses import names
from hub.connector.formats.edifact.segments_writing import Sheet
from hub.connector.formats.edifact.texts import laid_out
from hub.connector.formats.edifact.tokens import escape, segment
from hub.domain.declaration import Body

MOST_DOCUMENTS, MOST_PARTIES, MOST_STATEMENTS, MOST_PACKAGES, MOST_CODES = 25, 5, 8, 10, 5

ITEM_CARRIED = {
    "goodsItems": names("""
        sequenceNumeric commodityCode additionalCodes description netMass netMassUnit grossMass
        grossMassUnit tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue
        customsValueCurrency statisticalValue statisticalValueCurrency originCountry
        destinationCountry procedureCurrent procedurePrevious additionalProcedures packages
        previousDocuments documents statements parties containers ucr
        """),
    "goodsItems/packages": frozenset(("quantity", "typeCode", "marks")),
} | common.carried_at("goodsItems/")


def write_item(sheet: Sheet, record: Body, header_currency: str) -> None:
    """Write one item. An amount without a currency would be read in `header_currency`."""
    out = sheet.segments
    number, codes = str(record.get("sequenceNumeric") or ""), _codes(sheet, record)
    out.append(f"CST+{number}+{'+'.join(codes)}'" if codes else segment("CST", number))
    if text := record.get("description"):
        words, whole = laid_out(text, sheet.profile.text_width, 5)
        out.append(f"FTX+AAA+++{words}'")
        if not whole:
            sheet.lost.add("goodsItems/description")
    if statements := record.get("statements"):
        common.statements(sheet, statements, "goodsItems/statements", MOST_STATEMENTS)
    if origin := record.get("originCountry"):
        out.append(f"LOC+27+{escape(origin)}::5'")
    if destination := record.get("destinationCountry"):
        out.append(f"LOC+28+{escape(destination)}::5'")
    _measures(sheet, record)
    if parties := record.get("parties"):
        common.parties(sheet, parties, "goodsItems/parties", MOST_PARTIES)
    if record.get("packages"):
        _packages(sheet, record)
    _amounts(sheet, record, header_currency)
    _references(sheet, record)


def _codes(sheet: Sheet, record: Body) -> list[str]:
    codes: list[str] = []
    if sheet.profile.commodity == "CST":
        if commodity := record.get("commodityCode"):
            codes.append(f"{escape(commodity)}:122")
        codes += [f"{_classification(code)}:122" for code in record.get("additionalCodes") or ()]
    current, previous = record.get("procedureCurrent"), record.get("procedurePrevious")
    if current and previous and sheet.profile.procedure_split == len(current):
        codes.append(f"{escape(current)}{escape(previous)}:117")
    elif current:
        codes.append(f"{escape(current)}:117")
        if previous:
            codes.append(f"{escape(previous)}:117")
    elif previous:
        sheet.lost.add("goodsItems/procedurePrevious")
    codes += [f"{escape(code)}:118" for code in record.get("additionalProcedures") or ()]
    if len(codes) > MOST_CODES:
        sheet.lost.add("goodsItems/additionalProcedures")
        if len(codes) - len(record.get("additionalProcedures") or ()) > MOST_CODES:
            sheet.lost.add("goodsItems/additionalCodes")
    return codes[:MOST_CODES]


def _classification(code: str) -> str:
    return escape(code.removeprefix("HS:"))


def _measures(sheet: Sheet, record: Body) -> None:
    out, profile = sheet.segments, sheet.profile
    bare = profile.bare_weight
    if quantity := record.get("tariffQuantity"):
        measured = _measured(sheet, record, "tariffQuantityUnit", quantity)
        out.append(f"MEA+{profile.tariff_measure}++{measured}'")
    if gross := record.get("grossMass"):
        measured = _measured(sheet, record, "grossMassUnit", gross)
        out.append(f"MEA+WT+{'' if bare == 'grossMass' else 'G'}+{measured}'")
    if net := record.get("netMass"):
        measured = _measured(sheet, record, "netMassUnit", net)
        out.append(f"MEA+WT+{'' if bare == 'netMass' else 'N'}+{measured}'")


def _measured(sheet: Sheet, record: Body, name: str, value: str) -> str:
    unit = record.get(name) or ""
    return f"{escape(sheet.units.get(unit, unit))}:{escape(value)}"


def _packages(sheet: Sheet, record: Body) -> None:
    for count, package in enumerate(record["packages"]):
        if count >= MOST_PACKAGES:
            sheet.lost.add("goodsItems/packages")
            return
        kind = escape(package.get("typeCode") or "")
        sheet.segments.append(segment("PAC", escape(package.get("quantity") or ""), "", kind))
        if marks := package.get("marks"):
            words, whole = laid_out(marks, 35, 10)
            sheet.segments.append(f"PCI++{words}'")
            if not whole:
                sheet.lost.add("goodsItems/packages/marks")


def _amounts(sheet: Sheet, record: Body, header_currency: str) -> None:
    for code, amount_name, currency_name in (
        ("38", "itemAmount", "itemCurrency"),
        ("40", "customsValue", "customsValueCurrency"),
        (sheet.profile.statistical, "statisticalValue", "statisticalValueCurrency"),
    ):
        amount, currency = record.get(amount_name), record.get(currency_name) or ""
        if amount:
            told = f":{escape(currency)}" if currency else ""
            sheet.segments.append(f"MOA+{code}:{escape(amount)}{told}'")
        elif currency and currency != header_currency:
            sheet.lost.add(f"goodsItems/{currency_name}")


def _references(sheet: Sheet, record: Body) -> None:
    out, get = sheet.segments, record.get
    if sheet.profile.commodity == "RFF":
        if commodity := get("commodityCode"):
            out.append(f"RFF+HS:{escape(commodity)}'")
        out += [f"RFF+HS:{_classification(code)}'" for code in get("additionalCodes") or ()]
    if ucr := get("ucr"):
        out.append(f"RFF+UCN:{escape(ucr)}'")
    if containers := get("containers"):
        out += [f"RFF+AAQ:{escape(container)}'" for container in containers]
    previous, documents = get("previousDocuments"), get("documents")
    if previous or documents:
        _documents(sheet, previous or [], documents or [])


def _documents(sheet: Sheet, previous: list[Body], documents: list[Body]) -> None:
    rest = common.previous_references(sheet, previous)
    by_reference, by_document = common.split_documents(documents)
    common.reference_documents(sheet, by_reference, "goodsItems/documents")
    common.previous_documents(sheet, rest[:MOST_DOCUMENTS], "goodsItems/previousDocuments")
    room = max(0, MOST_DOCUMENTS - len(rest))
    common.documents(sheet, by_document[:room], "goodsItems/documents")
    if len(rest) > MOST_DOCUMENTS:
        sheet.lost.add("goodsItems/previousDocuments")
    if len(by_document) > room:
        sheet.lost.add("goodsItems/documents")
