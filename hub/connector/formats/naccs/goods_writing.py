"""A goods line of a declaration job written."""

from __future__ import annotations

from hub.connector.formats.naccs.declaration_writing import fill_national
from hub.connector.formats.naccs.goods import KILOGRAM
from hub.connector.formats.naccs.sheet import Sheet
from hub.domain.declaration import Body

_IMPLIED = {"netMassUnit": "netMass", "itemCurrency": "itemAmount"} | {
    "customsValueCurrency": "customsValue"
}
"""Unit or currency to the number it belongs to, where the layout may leave it unsaid."""
_UNITS = {number: unit for unit, number in _IMPLIED.items()}
_KNOWN = frozenset({"sequenceNumeric", "nationalData", *_IMPLIED})


def fill_goods(
    sheet: Sheet, goods: Body, place: int, body: Body, currency: str, *, own: bool
) -> None:
    """Fill the lines of one goods item; `currency` is the country's own.

    A number whose unit cannot be said is left out: it would be read in another unit.
    """
    if goods.get("sequenceNumeric") not in (None, 0, place):
        sheet.lose("sequenceNumeric")
    said = {
        "netMassUnit": KILOGRAM,
        "itemCurrency": body.get("invoiceCurrency") or "",
        "customsValueCurrency": currency,
    }
    held = _held(sheet, goods, said)
    for name in goods.keys() - _KNOWN:
        value = goods[name]
        if not value or name in held:
            continue
        whole = type(value) is str and sheet.put(name, value)
        if type(value) is not str:
            sheet.lose(name)
        elif not whole and name in _UNITS and _UNITS[name] not in sheet.layout.slots:
            _lose_unit(sheet, goods, _UNITS[name])
    if own and goods.get("nationalData"):
        fill_national(sheet, goods)
    if sheet.lines == list(sheet.layout.blank):
        # A blank block is no goods line: those after it would move up.
        sheet.lost.add("goodsItems")


def _held(sheet: Sheet, goods: Body, said: dict[str, str]) -> set[str]:
    """Fill the units; return the numbers that are left out because of theirs."""
    held = set[str]()
    for unit, number in _IMPLIED.items():
        stated = goods.get(unit) or ""
        if not stated:
            continue
        if unit in sheet.layout.slots and not (unit == "netMassUnit" and stated != said[unit]):
            sheet.put(unit, stated)
        elif stated != said[unit] or not goods.get(number):
            sheet.lose(unit)
            if goods.get(number):
                sheet.lose(number)
                held.add(number)
    return held


def _lose_unit(sheet: Sheet, goods: Body, unit: str) -> None:
    """A unit that is only implied goes with its number."""
    if goods.get(unit):
        sheet.lose(unit)
