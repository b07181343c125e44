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
from hub.connector.formats.wco.leaves import (
    amount,
    code,
    country,
    fill,
    measure,
    number,
    sheet,
    text,
)
from hub.connector.formats.wco.markup import leaf, node
from hub.domain.declaration import Body

PATH = "goodsItems/"
_DOCUMENTS = f"{PATH}documents/"
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
_TARIFF_DIGITS, _CODE_DIGITS = 8, 12
MAX_NUMBER = 99_999


def goods_item(item: Body, place: int, lost: set[str]) -> str:
    """Return the element; `lost` takes the paths of what it does not carry."""
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
            _classifications(item, lost),
            node("DangerousGoods", dangerous),
            node("GoodsMeasure", gross, net, quantity),
            node("InvoiceLine", charge),
            _containers(item, lost),
        ),
        party("Consignee", parties, lost, PATH) if parties else "",
        party("Consignor", parties, lost, PATH) if parties else "",
        node("Destination", destination),
        node("GovernmentProcedure", current, previous_code),
        _procedures(item, lost),
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


def _classifications(item: Body, lost: set[str]) -> str:
    """Return the tariff code split as CDS has it: eight digits (TSP), then the TARIC ones."""
    whole = item.get("commodityCode", "")
    if len(whole) > 18:
        lost.add(f"{PATH}commodityCode")
        whole = ""
    split = whole.isdigit() and _TARIFF_DIGITS < len(whole) <= _CODE_DIGITS
    codes = [(whole[:_TARIFF_DIGITS] if split else whole, "TSP")]
    if split:
        codes.append((whole[_TARIFF_DIGITS:], "TRC"))
    for further in item.get("additionalCodes") or ():
        kind, _, number_of = further.rpartition(":")
        if number_of and len(number_of) <= 18 and len(kind) <= 3:
            codes.append((number_of, kind))
        else:
            lost.add(f"{PATH}additionalCodes")
    return "".join(
        [
            node("Classification", leaf("ID", code), leaf("IdentificationTypeCode", kind))
            for code, kind in codes
            if code
        ]
    )


def _containers(item: Body, lost: set[str]) -> str:
    stated = item.get("containers")
    if not stated:
        return ""
    units = [unit for unit in stated if len(unit) <= 17]
    if len(units) < len(stated):
        lost.add(f"{PATH}containers")
    return "".join(
        node("TransportEquipment", sequence(n), leaf("ID", unit)) for n, unit in enumerate(units, 1)
    )


def _procedures(item: Body, lost: set[str]) -> str:
    stated = item.get("additionalProcedures")
    if not stated:
        return ""
    further = [one for one in stated if len(one) <= 7]
    if len(further) < len(stated):
        lost.add(f"{PATH}additionalProcedures")
    return "".join([node("GovernmentProcedure", leaf("CurrentCode", one)) for one in further])


def _packages(item: Body, lost: set[str]) -> str:
    rows = item.get("packages") or ()
    return "".join(
        [
            node("Packaging", sequence(place), *fill(_PACKAGING, row, lost, f"{PATH}packages/"))
            for place, row in enumerate(rows, 1)
        ]
    )
