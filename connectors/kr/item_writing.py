"""What goods items of both documents write alike."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.kr import previous_writing
from connectors.kr.nodes import Node, Sheet, code, element, group, made, number, reverse, text
from connectors.kr.row_writing import DOCUMENT, in_order
from connectors.kr.tables import HERE
from hub.domain.declaration import Body

MAX_ITEMS = 999
UNITS = reverse(HERE.codes["units"])
ALPHA_2 = "[A-Z]{2}"
QUANTITY = number("wco:CountQuantity", "tariffQuantity", "tariffQuantityUnit", "kcsUnitCode", UNITS)
DESCRIPTION = text("wco:Description", "description", 512)
CLASSIFICATION = group("wco:Classification", code("wco:ID", "commodityCode", 18, "[0-9A-Za-z.]+"))
MEASURE = group(
    "wco:GoodsMeasure",
    number("wco:NetNetWeightMeasure", "netMass", "netMassUnit", "kcsUnitCode", UNITS),
)
ORIGIN = group("wco:Origin", code("wco:CountryCode", "originCountry", 2, ALPHA_2))
GROSS = number(
    "wco:TotalGrossMassMeasure", "totalGrossMass", "totalGrossMassUnit", "kcsUnitCode", UNITS
)
_VALUE = number("kcs:ValueAmount", "itemAmount")


def priced(item: Body, currency: str, lost: set[str]) -> Body:
    """Return an item without an amount that is not in the currency of the invoice."""
    stated = item.get("itemCurrency")
    if not item.get("itemAmount") or not stated or stated == currency:
        return item
    lost.update(("goodsItems/itemAmount", "goodsItems/itemCurrency"))
    return {**item, "itemAmount": ""}


def detail(item: Body, documents: Sequence[Body], most: int, lost: set[str]) -> str:
    """Return the one DetailedCommodity of an item: what it costs, and its documents."""
    value = _VALUE.write(item, lost, "goodsItems/")
    path = "goodsItems/documents/"
    rows = [DOCUMENT.write(row, lost, path) for row in documents[:most]]
    inner = value + "".join([element("wco:AdditionalDocument", row) for row in rows])
    opening = "<wco:SequenceNumeric>01</wco:SequenceNumeric>"
    return element("wco:DetailedCommodity", opening + inner) if inner else ""


def split(
    item: Body, special: str, fields: frozenset[str], most: int, lost: set[str], *, leads: bool
) -> tuple[list[Body], Body | None]:
    """Part an item's documents from the first of a special type with an element of its own.

    It has one only where it states no more than `fields`; `leads`: that element stands first.
    """
    listed = item.get("documents") or []
    own = next(
        (row for row in listed if row.get("typeCode") == special and fields.issuperset(row)), None
    )
    if own is not None and not own.get("id"):
        own = None
    others = [row for row in listed if row is not own]
    after = [own, *others[:most]] if leads else [*others[:most], own]
    in_order(listed, [row for row in after if row is not None], lost, "goodsItems/documents")
    return others, own


def items(
    body: Body, sheet: Sheet, types: frozenset[str], national: str, most: int, lost: set[str]
) -> str:
    """Return the goods items, 999 at most, each with up to `most` declarations of `types`."""
    listed, currency = body.get("goodsItems") or (), body.get("invoiceCurrency") or ""
    if len(listed) > MAX_ITEMS:
        lost.add(f"goodsItems/{MAX_ITEMS}")
        listed = listed[:MAX_ITEMS]
    before = previous_writing.placed({**body, "goodsItems": listed}, types, national, most, lost)
    written = []
    for place, item in enumerate(listed):
        row = {**priced(item, currency, lost), "_previous": before[place]}
        written.append(numbered(sheet, row, place + 1, lost))
    return "".join(written)


def _procedure(body: Body, lost: set[str], path: str) -> str:
    """Return Korea's kind of export or import, stated once; a partner's procedure is none."""
    stated = {item.get("procedureCurrent") or "" for item in body.get("goodsItems") or ()}
    own = body.get("country") == HERE.code
    kind = next(iter(stated)) if own and len(stated) == 1 else ""
    if len(kind) <= 2 and kind.isalnum() and kind.isascii():
        return element("wco:CustomsProcedure", f"<kcs:TypeCode>{kind}</kcs:TypeCode>")
    if stated - {""}:
        lost.add("goodsItems/procedureCurrent")
    return ""


PROCEDURE: Node = made(_procedure, "goodsItems")


def numbered(sheet: Sheet, item: Body, place: int, lost: set[str]) -> str:
    """Return a goods item with its number, that it states or that of its place."""
    stated = item.get("sequenceNumeric") or place
    inner = sheet.write({**item, "sequenceNumeric": stated}, lost, "goodsItems/")
    return element("wco:GovernmentAgencyGoodsItem", inner)


def _sequence(item: Body, lost: set[str], path: str) -> str:
    return f"<wco:SequenceNumeric>{item['sequenceNumeric']:03}</wco:SequenceNumeric>"


SEQUENCE: Node = made(_sequence, "sequenceNumeric")
