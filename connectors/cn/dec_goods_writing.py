"""Writes the goods items of a DecMessage (DecList), naming what they do not carry."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.cn import codes
from connectors.cn.markup import elements
from hub.domain.declaration import Body

_CARRIED = frozenset(
    "sequenceNumeric commodityCode description netMass netMassUnit tariffQuantity"
    " tariffQuantityUnit itemAmount itemCurrency originCountry destinationCountry".split()
)
DESCRIPTION = 255
"""Characters of GName, from public client code: to be confirmed."""


def goods(items: Iterable[Body], losses: set[str]) -> str:
    """Return a DecList for each item."""
    return "".join([_item(item, losses) for item in items])


def _item(item: Body, losses: set[str]) -> str:
    get = item.get
    if not _CARRIED.issuperset(item):
        losses.update([f"goodsItems/{n}" for n in item.keys() - _CARRIED if item[n]])
    unit, description = get("tariffQuantityUnit") or "", get("description") or ""
    money, origin, end = (get(name) or "" for name in _CODED)
    if len(description) > DESCRIPTION:
        losses.add("goodsItems/description")
    fields = [
        ("GNo", str(get("sequenceNumeric") or "")),
        ("CodeTS", get("commodityCode") or ""),
        ("GName", description[:DESCRIPTION]),
        ("OriginCountry", codes.COUNTRY_NUMBERS.get(origin, origin)),
        ("DestinationCountry", codes.COUNTRY_NUMBERS.get(end, end)),
        ("DeclTotal", get("itemAmount") or ""),
        ("TradeCurr", codes.CURRENCY_NUMBERS.get(money, money)),
    ]
    place = "First"
    if quantity := get("tariffQuantity"):
        fields += (("FirstQty", quantity), ("FirstUnit", codes.UNIT_NUMBERS.get(unit, unit)))
        place = "Second"
    elif unit:
        losses.add("goodsItems/tariffQuantityUnit")
    if mass := get("netMass"):
        measured = quantity and unit == "KGM"
        if (get("netMassUnit") or "KGM") != "KGM":
            losses.update(("goodsItems/netMass", "goodsItems/netMassUnit"))
        elif measured and not _same(mass, quantity):
            losses.add("goodsItems/netMass")
        elif not measured:
            fields += ((f"{place}Qty", mass), (f"{place}Unit", codes.KILOGRAM))
    return f"<DecList>{elements(fields)}</DecList>"


_CODED = ("itemCurrency", "originCountry", "destinationCountry")


def _same(mass: str, quantity: str | None) -> bool:
    """Say whether the legal quantity, in kilograms too, is the mass: it is read as such."""
    return mass == quantity or (quantity is not None and float(mass) == float(quantity))
