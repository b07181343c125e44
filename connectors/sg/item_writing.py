"""A goods item as an Item of TradeNet, and the names of what has no element in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from connectors.sg.codes import BILLS, CURRENCY, HOUSE_BILLS, Family
from connectors.sg.markup import basic, group
from connectors.sg.settle import STAGES, line_amount
from hub.connector.formats.losses import Losses, beyond, unlike
from hub.domain.declaration import Body

_PATH = "goodsItems/"
_CARRIED = frozenset(
    "sequenceNumeric commodityCode additionalCodes description netMass netMassUnit"
    " tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue customsValueCurrency"
    " originCountry packages documents ucr nationalData".split()
)
_PRICE = Decimal("0.0001")
"""Unit prices have four decimal places in public sources."""
_DOCUMENT = frozenset({"id", "typeCode"})


def item(row: Body, family: Family, modes: Mapping[str, str], lost: Losses) -> str:
    """Return one Item; `modes` are those of the way in and the way out."""
    beyond(row, _CARRIED, _PATH, lost)
    packing, marks = _packing(row, lost)
    bills, invoice = _papers(row, family, modes, lost)
    parts = (
        basic("ItemSequenceNumeric", str(row.get("sequenceNumeric") or "")),
        basic("ItemHarmonizedSystemCode", row.get("commodityCode") or ""),
        basic("GoodsDescription", row.get("description") or ""),
        _quantity(row, lost),
        packing,
        basic("OriginCountry", row.get("originCountry") or ""),
        _value(row, lost),
        bills,
        invoice,
        marks,
        _products(row, lost),
    )
    return group("Item", "".join(parts), family.prefix)


def _quantity(row: Body, lost: Losses) -> str:
    """Write the quantity of the tariff; a net mass only where that is what the tariff counts."""
    quantity, unit = row.get("tariffQuantity") or "", row.get("tariffQuantityUnit") or ""
    mass, of_mass = row.get("netMass") or "", row.get("netMassUnit") or ""
    if mass and of_mass == "KGM" and not quantity and not unit:
        quantity, unit = mass, of_mass
    read = (quantity, "KGM") if quantity and unit == "KGM" else ("", "")
    lost.update([f"{_PATH}netMass"] * (mass != read[0]) * bool(mass))
    lost.update([f"{_PATH}netMassUnit"] * (of_mass != read[1]) * bool(of_mass))
    if unit and not quantity:
        lost.add(f"{_PATH}tariffQuantityUnit")
    return group("ItemQuantity", basic("HarmonizedSystemQuantity", quantity, "unitCode", unit))


def _packing(row: Body, lost: Losses) -> tuple[str, str]:
    """Return the outer packing and its marks: the other levels of packing are no further rows."""
    rows = row.get("packages") or ()
    if len(rows) > 1:
        lost.add(f"{_PATH}packages/1")
    if not rows:
        return "", ""
    quantity, kind = rows[0].get("quantity") or "", rows[0].get("typeCode") or ""
    if kind and not quantity:
        lost.add(f"{_PATH}packages/typeCode")
    outer = basic("OuterPackQuantity", quantity, "unitCode", kind)
    marks = group("ShippingMarksInformation", basic("ShippingMarks", rows[0].get("marks") or ""))
    return group("PackingDescription", outer), marks


def _value(row: Body, lost: Losses) -> str:
    """Write the CIF or FOB value, in Singapore dollars, and the price of a unit."""
    value, currency = row.get("customsValue") or "", row.get("customsValueCurrency") or ""
    if currency != CURRENCY and (value or currency):
        lost.update((f"{_PATH}customsValue", f"{_PATH}customsValueCurrency"))
        value = ""
    amount, of_amount = row.get("itemAmount") or "", row.get("itemCurrency") or ""
    quantity = row.get("tariffQuantity") or ""
    if not quantity and not row.get("tariffQuantityUnit") and row.get("netMassUnit") == "KGM":
        quantity = row.get("netMass") or ""
    price = unit_price(amount, quantity) if amount else ""
    if amount and (not price or Decimal(line_amount(price, quantity)) != Decimal(amount)):
        lost.add(f"{_PATH}itemAmount")
    if of_amount and not price:
        lost.add(f"{_PATH}itemCurrency")
    unit = group("UnitPriceValue", basic("Amount", price, "currencyID", of_amount))
    return group("TransactionValue", basic("ItemCIFFOBValue", value) + unit)


def unit_price(amount: str, quantity: str) -> str:
    """Return the price of a unit, in four decimal places where it is not exact.

    >>> unit_price("1250.50", "5"), unit_price("10", "3"), unit_price("10", "")
    ('250.10', '3.3333', '10')
    """
    if not quantity:
        return amount
    try:
        exact = Decimal(amount) / Decimal(quantity)
        price = exact.quantize(_PRICE, ROUND_HALF_UP)
    except (InvalidOperation, DivisionByZero):
        return ""
    text = format(price, "f")
    return text[:-2] if text.endswith("00") else text


def _papers(row: Body, family: Family, modes: Mapping[str, str], lost: Losses) -> tuple[str, str]:
    """Return bills and invoice of an item: the way that crosses the border has the bills."""
    way = next(way for way, stage in STAGES[family.side].items() if stage == "BORDER")
    prefix, mode = way.capitalize(), modes[way]
    documents = row.get("documents") or []
    invoice = _first(documents, "380")
    master = _first(documents, BILLS[mode]) if mode in BILLS else ""
    house = _first(documents, HOUSE_BILLS[mode]) if mode in HOUSE_BILLS else ""
    ucr = row.get("ucr") or ""
    if ucr and mode in HOUSE_BILLS:
        lost.add(f"{_PATH}ucr")
    elif ucr:
        house = ucr
    for document in documents:
        beyond(document, _DOCUMENT, f"{_PATH}documents/", lost)
    kinds = (("380", invoice), (BILLS.get(mode, ""), master), (HOUSE_BILLS.get(mode, ""), house))
    read = [{"id": number, "typeCode": kind} for kind, number in kinds if number and kind]
    stated = [{n: d[n] for n in _DOCUMENT if d.get(n)} for d in documents]
    unlike(stated, read, f"{_PATH}documents", lost)
    bills = basic(f"{prefix}HAWBHUCRHBLNumber", house) + basic(f"{prefix}MAWBOUCROBLNumber", master)
    return bills, basic("ItemInvoiceNumber", invoice)


def _first(documents: list[Body], kind: str) -> str:
    return next((d["id"] for d in documents if d.get("typeCode") == kind and d.get("id")), "")


def _products(row: Body, lost: Losses) -> str:
    """Write the codes of controlled goods; others have no element."""
    codes = row.get("additionalCodes") or []
    kept = [code[5:] for code in codes if code.startswith("CASC:") and len(code) > 5]
    same = 0
    while same < len(kept) and codes[same] == f"CASC:{kept[same]}":
        same += 1
    if same < len(codes):
        lost.add(f"{_PATH}additionalCodes" + (f"/{same}" if same else ""))
    return "".join([group("CASCProduct", basic("CASCProductCode", code)) for code in kept])
