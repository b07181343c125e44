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
    Sheet,
    amount,
    code,
    country,
    leaves,
    measure,
    missed,
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
    code("SequenceNumeric", "sequenceNumeric", 5),
    amount("StatisticalValueAmount", "statisticalValue", "statisticalValueCurrency"),
)
_DESCRIPTION = sheet(text("Description", "description", 512))
_DANGEROUS = sheet(code("UNDGID", "dangerousGoods", 4, "[0-9]{1,4}"))
_MEASURES = sheet(
    measure("GrossMassMeasure", "grossMass"),
    measure("NetNetWeightMeasure", "netMass"),
    measure("TariffQuantity", "tariffQuantity"),
)
_CHARGE = sheet(amount("ItemChargeAmount", "itemAmount", "itemCurrency"))
_DESTINATION = sheet(country("CountryCode", "destinationCountry"))
_PROCEDURE = sheet(
    code("CurrentCode", "procedureCurrent", 7), code("PreviousCode", "procedurePrevious", 7)
)
_ORIGIN = sheet(code("CountryCode", "originCountry", 4))
_PREFERENTIAL = sheet(code("CountryCode", "preferentialOrigin", 4))
_PACKAGING = sheet(
    text("MarksNumbersID", "marks", 512),
    number("QuantityQuantity", "quantity", 8, 0),
    code("TypeCode", "typeCode", 2),
)
_UCR = sheet(code("TraderAssignedReferenceID", "ucr", 35))
_CARRIED = frozenset(
    "commodityCode additionalCodes additionalProcedures packages previousDocuments documents"
    " statements parties containers".split()
).union(
    *(
        part.carried
        for part in (
            *(_ITEM, _DESCRIPTION, _DANGEROUS, _MEASURES, _CHARGE, _DESTINATION, _PROCEDURE),
            *(_ORIGIN, _PREFERENTIAL, _UCR),
        )
    )
)
_TARIFF_DIGITS, _CODE_DIGITS = 8, 12


def goods_item(item: Body, place: int, lost: set[str]) -> str:
    """Return the element; `lost` takes the paths of what it does not carry."""
    missed(_CARRIED, item, lost, PATH)
    parties = by_role(item.get("parties") or (), _ROLES, lost, f"{PATH}parties")
    numbered = {**item, "sequenceNumeric": str(item.get("sequenceNumeric") or place)}
    return node(
        "GovernmentAgencyGoodsItem",
        leaves(_ITEM, numbered, lost, PATH),
        "".join(item_document(row, lost, _DOCUMENTS) for row in item.get("documents") or ()),
        statements(item.get("statements") or (), lost, PATH),
        party("Buyer", parties, lost, PATH) if parties else "",
        _commodity(item, lost),
        party("Consignee", parties, lost, PATH) if parties else "",
        party("Consignor", parties, lost, PATH) if parties else "",
        _inside("Destination", _DESTINATION, item, lost),
        _procedures(item, lost),
        _inside("Origin", _ORIGIN, item, lost, _NON_PREFERENTIAL_TYPE),
        _inside("Origin", _PREFERENTIAL, item, lost, _PREFERENTIAL_TYPE),
        _packages(item, lost),
        previous(item.get("previousDocuments") or (), lost, PATH),
        party("Seller", parties, lost, PATH) if parties else "",
        _inside("UCR", _UCR, item, lost),
    )


def _inside(name: str, sheet: Sheet, item: Body, lost: set[str], kind: str = "") -> str:
    """Return a class of one data element, which most items do not state."""
    if not item.get(sheet.leaves[0].field):
        return ""
    stated = leaves(sheet, item, lost, PATH)
    return node(name, stated, kind) if stated else ""


def _commodity(item: Body, lost: set[str]) -> str:
    return node(
        "Commodity",
        leaves(_DESCRIPTION, item, lost, PATH),
        _classifications(item, lost),
        _inside("DangerousGoods", _DANGEROUS, item, lost),
        node("GoodsMeasure", leaves(_MEASURES, item, lost, PATH)),
        _inside("InvoiceLine", _CHARGE, item, lost),
        _containers(item, lost),
    )


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
        node("Classification", leaf("ID", code), leaf("IdentificationTypeCode", kind))
        for code, kind in codes
        if code
    )


def _containers(item: Body, lost: set[str]) -> str:
    units = [unit for unit in item.get("containers") or () if len(unit) <= 17]
    if len(units) < len(item.get("containers") or ()):
        lost.add(f"{PATH}containers")
    return "".join(
        node("TransportEquipment", sequence(n), leaf("ID", unit)) for n, unit in enumerate(units, 1)
    )


def _procedures(item: Body, lost: set[str]) -> str:
    further = [one for one in item.get("additionalProcedures") or () if len(one) <= 7]
    if len(further) < len(item.get("additionalProcedures") or ()):
        lost.add(f"{PATH}additionalProcedures")
    return node("GovernmentProcedure", leaves(_PROCEDURE, item, lost, PATH)) + "".join(
        node("GovernmentProcedure", leaf("CurrentCode", one)) for one in further
    )


def _packages(item: Body, lost: set[str]) -> str:
    path = f"{PATH}packages/"
    return "".join(
        _packaging(row, n, lost, path) for n, row in enumerate(item.get("packages") or (), 1)
    )


def _packaging(row: Body, place: int, lost: set[str], path: str) -> str:
    missed(_PACKAGING.carried, row, lost, path)
    return node("Packaging", sequence(place), leaves(_PACKAGING, row, lost, path))
