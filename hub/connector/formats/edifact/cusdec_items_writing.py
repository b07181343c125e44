"""CUSDEC detail section written: one CST group a goods item."""

from __future__ import annotations

from hub.connector.formats.edifact import segments_writing as common
from hub.connector.formats.edifact.directory import (
    CODE,
    COMMODITY,
    EQUIPMENT,
    IDENTIFIER,
    ITEM_CODES,
    ITEM_DOCUMENTS,
    ITEM_INDICATORS,
    ITEM_PACKAGES,
    ITEM_PARTIES,
    ITEM_REFERENCES,
    ITEM_TEXTS,
    NAME,
    NUMBER,
    PACKAGE,
    PACKAGE_MARKS,
    QUANTITY,
    REFERENCE_CODE,
)
from hub.connector.formats.edifact.losses import names
from hub.connector.formats.edifact.segments_writing import Sheet
from hub.connector.formats.edifact.texts import laid_out, wrap
from hub.connector.formats.edifact.tokens import composite, escape, is_altered, segment
from hub.domain.declaration import Body

_PIECES, _MARKS, _MOST_DESCRIPTIONS = 5, 10, 3
"""Components of FTX C108 and of PCI C210; FTX of one description, so that others find room."""

ITEM_CARRIED = {
    "goodsItems": names("""
        sequenceNumeric commodityCode additionalCodes description netMass netMassUnit grossMass
        grossMassUnit tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue
        customsValueCurrency statisticalValue statisticalValueCurrency originCountry
        destinationCountry procedureCurrent procedurePrevious additionalProcedures packages
        previousDocuments documents statements parties containers dangerousGoods ucr
        """),
    "goodsItems/packages": frozenset(("quantity", "typeCode", "marks")),
} | common.carried_at("goodsItems/")


def write_item(sheet: Sheet, record: Body) -> None:
    """Write one item, in the segment order of SG30."""
    out, get = sheet.segments, record.get
    number = str(get("sequenceNumeric") or "")
    classes, procedures = _classes(sheet, record), get("additionalProcedures") or ()
    codes = _codes(sheet, record)
    room = ITEM_CODES - len(codes)
    taken = [f"{sheet.code(_ADDITIONAL, code, COMMODITY)}:118" for code in procedures[:room]]
    spare = 0
    if sheet.profile.commodity == "CST" and get("commodityCode"):
        spare = _fitting(classes, room - len(taken))
    codes += taken + [f"{code}:{sheet.profile.commodity_list}" for code in classes[:spare]]
    out.append(f"CST+{number}+{'+'.join(codes)}'" if codes else segment("CST", number))
    _texts(sheet, record)
    if origin := get("originCountry"):
        out.append(f"LOC+27+{escape(origin)}::5'")
    if destination := get("destinationCountry"):
        out.append(f"LOC+28+{escape(destination)}::5'")
    _measures(sheet, record)
    if parties := get("parties"):
        common.parties(sheet, parties, "goodsItems/parties", ITEM_PARTIES)
    if get("packages"):
        _packages(sheet, record)
    _amounts(sheet, record)
    _references(sheet, record, classes[spare:])
    for code in procedures[max(room, 0) : max(room, 0) + ITEM_INDICATORS]:
        out.append(f"{sheet.profile.indicator}+{_indicator(sheet, code)}:118'")
    if len(procedures) > room + ITEM_INDICATORS:
        sheet.lost.add(_ADDITIONAL)


_ADDITIONAL = "goodsItems/additionalProcedures"


def _indicator(sheet: Sheet, code: str) -> str:
    return sheet.code(_ADDITIONAL, code, CODE)


def _fitting(classes: list[str], room: int) -> int:
    """Return how many of the first classifications CST takes; RFF takes longer ones."""
    for place, code in enumerate(classes[: max(room, 0)]):
        if len(code) > COMMODITY:
            return place
    return min(len(classes), max(room, 0))


def _classes(sheet: Sheet, record: Body) -> list[str]:
    found = []
    codes = record.get("additionalCodes")
    if codes and not record.get("commodityCode"):
        # The first classification would be read as the commodity code.
        sheet.lost.add("goodsItems/additionalCodes")
        return []
    for code in codes or ():
        if ":" not in code or "." in code or " " in code:
            sheet.lost.add("goodsItems/additionalCodes")
        found.append(escape(code.removeprefix("HS:")))
    return found


def _codes(sheet: Sheet, record: Body) -> list[str]:
    codes, profile, fit = [], sheet.profile, sheet.code
    if profile.commodity == "CST" and (commodity := record.get("commodityCode")):
        commodity = fit("goodsItems/commodityCode", commodity, COMMODITY)
        codes.append(f"{commodity}:{profile.commodity_list}")
    if profile.procedure_text:
        return codes
    current, previous = record.get("procedureCurrent"), record.get("procedurePrevious")
    if current:
        current = fit("goodsItems/procedureCurrent", current, COMMODITY)
        split = profile.procedure_split
        if previous:
            previous = fit("goodsItems/procedurePrevious", previous, COMMODITY)
        if previous and split == len(current):
            return [*codes, f"{current}{previous}:117"]
        if split and len(current) > split:
            sheet.lost.add("goodsItems/procedureCurrent")
        codes.append(f"{current}:117")
        if previous:
            codes.append(f"{previous}:117")
    elif previous:
        sheet.lost.add("goodsItems/procedurePrevious")
    return codes


def _texts(sheet: Sheet, record: Body) -> None:
    get, out = record.get, sheet.segments
    begin = len(out)
    if text := get("description"):
        _description(sheet, text)
    if named := sheet.profile.procedure_text:
        current, previous = get("procedureCurrent") or "", get("procedurePrevious") or ""
        if current or previous:
            told = composite(escape(current), escape(previous))
            out.append(f"FTX+{named}+++{told}'")
    if goods := get("dangerousGoods"):
        # UN number with the agency UN/ECE: so it is told from a statement of the same kind.
        goods = sheet.code("goodsItems/dangerousGoods", goods, REFERENCE_CODE)
        out.append(f"FTX+AAC++{goods}::6'")
    if statements := get("statements"):
        room = ITEM_TEXTS - (len(out) - begin)
        common.statements(sheet, statements, "goodsItems/statements", room)


def _description(sheet: Sheet, text: str) -> None:
    width, language = sheet.profile.text_width, f"+{sheet.spoken}" if sheet.spoken else ""
    if is_altered(text):
        sheet.lost.add("goodsItems/description")
    if len(text) <= width:
        sheet.segments.append(f"FTX+AAA+++{escape(text)}{language}'")
        return
    pieces, rest = wrap(text, width, _PIECES * _MOST_DESCRIPTIONS)
    if rest:
        sheet.lost.add("goodsItems/description")
    for place in range(0, len(pieces), _PIECES):
        words = ":".join(map(escape, pieces[place : place + _PIECES]))
        sheet.segments.append(f"FTX+AAA+++{words}{language}'")


def _measures(sheet: Sheet, record: Body) -> None:
    profile = sheet.profile
    bare = profile.bare_weight
    _measure(sheet, record, "tariffQuantity", f"{profile.tariff_measure}+")
    _measure(sheet, record, "grossMass", f"WT+{'' if bare == 'grossMass' else 'G'}")
    _measure(sheet, record, "netMass", f"WT+{'' if bare == 'netMass' else 'N'}")


def _measure(sheet: Sheet, record: Body, name: str, kind: str) -> None:
    unit_name = _UNITS[name]
    unit = record.get(unit_name) or ""
    if not (value := record.get(name)):
        if unit:
            sheet.lost.add(f"goodsItems/{unit_name}")
        return
    unit = sheet.units.get(unit, unit)
    if len(unit) > CODE:
        sheet.lost.add(f"goodsItems/{unit_name}")
        unit = ""
    if len(value) > NUMBER:
        sheet.lost.add(f"goodsItems/{name}")
        return
    sheet.segments.append(f"MEA+{kind}+{escape(unit)}:{escape(value)}'")


_UNITS = {name: f"{name}Unit" for name in ("tariffQuantity", "grossMass", "netMass")}


def _packages(sheet: Sheet, record: Body) -> None:
    for count, package in enumerate(record["packages"]):
        if count >= ITEM_PACKAGES:
            sheet.lost.add(f"goodsItems/packages/{count}")
            return
        get = package.get
        kind = sheet.code("goodsItems/packages/typeCode", get("typeCode") or "", PACKAGE)
        quantity = sheet.code("goodsItems/packages/quantity", get("quantity") or "", QUANTITY)
        sheet.segments.append(segment("PAC", quantity, "", kind))
        if marks := get("marks"):
            _marks(sheet, marks)


def _marks(sheet: Sheet, marks: str) -> None:
    if is_altered(marks):
        sheet.lost.add("goodsItems/packages/marks")
    words, whole = laid_out(marks, NAME, _MARKS)
    if whole:
        sheet.segments.append(f"PCI++{words}'")
        return
    pieces, rest = wrap(marks, NAME, _MARKS * PACKAGE_MARKS)
    if rest:
        sheet.lost.add("goodsItems/packages/marks")
    for place in range(0, len(pieces), _MARKS):
        words = ":".join(map(escape, pieces[place : place + _MARKS]))
        sheet.segments.append(f"PCI++{words}'")


_AMOUNTS = (
    ("38", "itemAmount", "itemCurrency"),
    ("40", "customsValue", "customsValueCurrency"),
    ("", "statisticalValue", "statisticalValueCurrency"),
)


def _amounts(sheet: Sheet, record: Body) -> None:
    most = sheet.limits.amount
    for code, amount_name, currency_name in _AMOUNTS:
        amount, currency = record.get(amount_name), record.get(currency_name) or ""
        if amount and len(amount) <= most:
            if len(currency) > CODE:
                sheet.lost.add(f"goodsItems/{currency_name}")
                currency = ""
            told = f":{escape(currency)}" if currency else ""
            code = code or sheet.profile.statistical
            sheet.segments.append(f"MOA+{code}:{escape(amount)}{told}'")
        elif amount or currency:
            sheet.lost.add(f"goodsItems/{amount_name if amount else currency_name}")


def _references(sheet: Sheet, record: Body, classes: list[str]) -> None:
    out, get, fit = sheet.segments, record.get, sheet.code
    begin = len(out)
    if sheet.profile.commodity == "RFF" and (commodity := get("commodityCode")):
        out.append(f"RFF+HS:{fit('goodsItems/commodityCode', commodity, IDENTIFIER)}'")
    out += [f"RFF+HS:{code}'" for code in classes if len(code) <= IDENTIFIER]
    if any(len(code) > IDENTIFIER for code in classes):
        sheet.lost.add("goodsItems/additionalCodes")
    if ucr := get("ucr"):
        out.append(f"RFF+UCN:{fit('goodsItems/ucr', ucr, IDENTIFIER)}'")
    if containers := get("containers"):
        told = [fit("goodsItems/containers", text, EQUIPMENT) for text in containers]
        out += [f"RFF+AAQ:{text}'" for text in told if text]
    if previous := get("previousDocuments"):
        room = ITEM_REFERENCES - (len(out) - begin)
        if len(previous) > room:
            sheet.lost.add(f"goodsItems/previousDocuments/{room}")
        common.previous_documents(sheet, previous[:room], "goodsItems/previousDocuments")
    if documents := get("documents"):
        _documents(sheet, documents, ITEM_REFERENCES - (len(out) - begin))


def _documents(sheet: Sheet, documents: list[Body], room: int) -> None:
    by_reference, by_document = common.split_documents(documents)
    if len(by_reference) > room:
        by_reference, by_document = by_reference[:room], documents[room:]
    common.reference_documents(sheet, by_reference, "goodsItems/documents")
    if len(by_document) > ITEM_DOCUMENTS:
        sheet.lost.add(f"goodsItems/documents/{len(by_reference) + ITEM_DOCUMENTS}")
    common.documents(sheet, by_document[:ITEM_DOCUMENTS], "goodsItems/documents")
