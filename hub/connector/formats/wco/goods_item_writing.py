"""The canonical goods item as a GovernmentAgencyGoodsItem, in the order of the DEC schema."""

from __future__ import annotations

from hub.connector.formats.wco.classes_writing import (
    by_role,
    item_document,
    party,
    previous,
    sequence,
    statements,
)
from hub.connector.formats.wco.goods_item import (
    ADDITIONAL_PROCEDURE,
    MAIN_KINDS,
    TARIC_DIGITS,
    TARIFF_DIGITS,
    is_tail,
)
from hub.connector.formats.wco.leaves import (
    amount,
    code,
    country,
    fill,
    measure,
    number,
    sheet,
    short,
    text,
)
from hub.connector.formats.wco.markup import leaf, node
from hub.domain.declaration import Body

PATH = "goodsItems/"
_DOCUMENTS = f"{PATH}documents/"
_CODES, _PROCEDURES = f"{PATH}additionalCodes", f"{PATH}additionalProcedures"
_NON_PREFERENTIAL_TYPE, _PREFERENTIAL_TYPE = leaf("TypeCode", "1"), leaf("TypeCode", "2")
_ROLES = frozenset({"Buyer", "Consignee", "Consignor", "Seller"})
_ITEM = sheet(
    amount("CustomsValueAmount", "customsValue", "customsValueCurrency"),
    amount("StatisticalValueAmount", "statisticalValue", "statisticalValueCurrency"),
    text("Description", "description", 512),
    code("UNDGID", "dangerousGoods", 4, "[0-9]{1,4}"),
    measure("GrossMassMeasure", "grossMass"),
    measure("NetNetWeightMeasure", "netMass"),
    measure("TariffQuantity", "tariffQuantity"),
    amount("ItemChargeAmount", "itemAmount", "itemCurrency"),
    country("CountryCode", "destinationCountry"),
    code("CurrentCode", "procedureCurrent", 7),
    code("PreviousCode", "procedurePrevious", 7),
    code("CountryCode", "originCountry", 4),
    code("CountryCode", "preferentialOrigin", 4),
    code("TraderAssignedReferenceID", "ucr", 35),
    besides="sequenceNumeric commodityCode additionalCodes additionalProcedures packages"
    " previousDocuments documents statements parties containers",
)
_PACKAGING = sheet(
    text("MarksNumbersID", "marks", 512),
    number("QuantityQuantity", "quantity", 8, 0),
    code("TypeCode", "typeCode", 2),
)
MAX_NUMBER, MAX_CODE, MAX_KIND = 99_999, 18, 3


def goods_item(item: Body, place: int, lost: set[str], taric: bool = True) -> str:
    """Return the element; `lost` takes the paths of what it does not carry.

    `taric`: a commodity code of ten digits is split into tariff (TSP) and TARIC code (TRC).
    """
    slots = fill(_ITEM, item, lost, PATH)
    value, statistical, description, dangerous, gross, net, quantity, charge = slots[:8]
    destination, current, previous_code, origin, preferential, ucr = slots[8:]
    parties = by_role(item.get("parties") or (), _ROLES, lost, f"{PATH}parties")
    documents = item.get("documents") or ()
    return node(
        "GovernmentAgencyGoodsItem",
        value,
        _number(item, place, lost),
        statistical,
        "".join([item_document(row, lost, _DOCUMENTS) for row in documents]),
        statements(item.get("statements") or (), lost, PATH),
        party("Buyer", parties, lost, PATH) if parties else "",
        node(
            "Commodity",
            description,
            _classifications(item, lost, taric),
            node("DangerousGoods", dangerous),
            node("GoodsMeasure", gross, net, quantity),
            node("InvoiceLine", charge),
            _containers(item, lost),
        ),
        party("Consignee", parties, lost, PATH) if parties else "",
        party("Consignor", parties, lost, PATH) if parties else "",
        node("Destination", destination),
        _procedures(item, current, previous_code, lost),
        f"<Origin>{origin}{_NON_PREFERENTIAL_TYPE}</Origin>" if origin else "",
        f"<Origin>{preferential}{_PREFERENTIAL_TYPE}</Origin>" if preferential else "",
        _packages(item, lost),
        previous(item.get("previousDocuments") or (), lost, PATH),
        party("Seller", parties, lost, PATH) if parties else "",
        node("UCR", ucr),
    )


def _number(item: Body, place: int, lost: set[str]) -> str:
    """Return the item's own number; one that does not fit gives way to its place."""
    own = item.get("sequenceNumeric") or place
    if not 0 < own <= MAX_NUMBER:
        lost.add(f"{PATH}sequenceNumeric")
        own = place
    return sequence(own)


def _classifications(item: Body, lost: set[str], taric: bool) -> str:
    """Return the tariff code, then the additional codes with their kinds."""
    whole = item.get("commodityCode") or ""
    codes = _split(whole, lost, taric)
    stated = bool(codes)
    for further in item.get("additionalCodes") or ():
        kind, _, code = further.rpartition(":")
        taken = not stated and kind in MAIN_KINDS
        joined = kind == "TRC" and is_tail(whole, code)
        if taken or joined or len(kind) > MAX_KIND or not short((code,), MAX_CODE, lost, _CODES):
            lost.add(_CODES)
        else:
            codes.append((code, kind))
    return "".join(
        [
            node("Classification", leaf("ID", code), leaf("IdentificationTypeCode", kind))
            for code, kind in codes
        ]
    )


def _split(whole: str, lost: set[str], taric: bool) -> list[tuple[str, str]]:
    """Return eight digits (TSP) and the two of the TARIC code (TRC), or any other code whole."""
    if not whole or not short((whole,), MAX_CODE, lost, f"{PATH}commodityCode"):
        return []
    if taric and len(whole) == TARIFF_DIGITS + TARIC_DIGITS and whole.isdigit():
        return [(whole[:TARIFF_DIGITS], "TSP"), (whole[TARIFF_DIGITS:], "TRC")]
    return [(whole, "TSP")]


def _containers(item: Body, lost: set[str]) -> str:
    stated = item.get("containers")
    if not stated:
        return ""
    units = enumerate(short(stated, 17, lost, f"{PATH}containers"), 1)
    return "".join([node("TransportEquipment", sequence(n), leaf("ID", unit)) for n, unit in units])


def _procedures(item: Body, current: str, previous_code: str, lost: set[str]) -> str:
    """Return the procedure, then the additional ones: a reader tells them apart by their length."""
    alone = item.get("procedureCurrent") or ""
    if len(alone) == ADDITIONAL_PROCEDURE and not previous_code:
        lost.add(f"{PATH}procedureCurrent")
        current = ""
    written = node("GovernmentProcedure", current, previous_code)
    stated = item.get("additionalProcedures")
    if not stated:
        return written
    further = short(stated, 7, lost, _PROCEDURES)
    if not current and any(len(one) != ADDITIONAL_PROCEDURE for one in further):
        lost.add(_PROCEDURES)
        further = [one for one in further if len(one) == ADDITIONAL_PROCEDURE]
    return written + "".join(
        [
            f"<GovernmentProcedure>{leaf('CurrentCode', one)}</GovernmentProcedure>"
            for one in further
        ]
    )


def _packages(item: Body, lost: set[str]) -> str:
    rows = item.get("packages") or ()
    return "".join([_package(row, place, lost) for place, row in enumerate(rows, 1)])


def _package(row: Body, place: int, lost: set[str]) -> str:
    stated = "".join(fill(_PACKAGING, row, lost, f"{PATH}packages/"))
    if not stated:
        lost.add(f"{PATH}packages")
        return ""
    return f"<Packaging>{sequence(place)}{stated}</Packaging>"
