"""The canonical goods item as an ESADout_CUGoods, in the order of the schema."""

from __future__ import annotations

from functools import partial

from hub.connector.formats.eaeu import numbers, papers_writing
from hub.connector.formats.eaeu.codes import OTHER_DOCUMENT
from hub.connector.formats.eaeu.goods import STATISTICS
from hub.connector.formats.eaeu.leaves import code, country, fill, leaf, node, number, sheet, text
from hub.connector.formats.eaeu.papers_writing import PATH, Forms, Header, kind
from hub.connector.formats.eaeu.placing import (
    chunks,
    commodity,
    day,
    mass,
    procedure,
    quantity,
    value,
)
from hub.domain.declaration import Body

_APART = (
    "sequenceNumeric commodityCode description grossMass grossMassUnit netMass netMassUnit"
    " tariffQuantity tariffQuantityUnit customsValue customsValueCurrency statisticalValue"
    " statisticalValueCurrency procedureCurrent procedurePrevious additionalProcedures packages"
    " previousDocuments documents containers ucr nationalData additionalCodes"
)
_ITEM = sheet(
    number("catESAD_cu:InvoicedCost", "itemAmount", 20, 2),
    code("catESAD_cu:InvoicedCurrencyCode", "itemCurrency", 3, "[A-Z]{3}"),
    country("catESAD_cu:OriginCountryCode", "originCountry"),
    country("catESAD_cu:CountryCode", "preferentialOrigin"),
    country("catESAD_cu:CountryCode", "destinationCountry"),
    besides=_APART,
)
_PRESENTED = sheet(
    text("cat_ru:PrDocumentName", "name", 250),
    code("cat_ru:PrDocumentNumber", "id", 50),
    besides="typeCode issueDate",
)
_PRECEDING = sheet(
    code("catESAD_cu:OtherPrDocumentNumber", "id", 50),
    number("catESAD_cu:PrecedingDocumentGoodsNumeric", "lineNumeric", 3, 0),
    besides="typeCode",
)
_PACKAGE = sheet(
    code("catESAD_cu:PalleteCode", "typeCode", 2, "[A-Z0-9]{2}"),
    number("catESAD_cu:PalleteQuantity", "quantity", 8, 0),
    besides="marks",
)


def goods_item(currency: str, item: Body, place: int, header: Header, lost: set[str]) -> str:
    """Return the element; `currency` is that of all customs values."""
    cost, unit, origin, preferential, destination = fill(_ITEM, item, lost, PATH)
    current, before, feature = procedure(item, lost)
    inner = (
        leaf("catESAD_cu:GoodsNumeric", _number(item, place, lost)),
        *_description(item, lost),
        leaf("catESAD_cu:GrossWeightQuantity", mass(item, "grossMass", lost)),
        leaf("catESAD_cu:NetWeightQuantity", mass(item, "netMass", lost)),
        cost,
        unit,
        leaf("catESAD_cu:CustomsCost", value(item, "customsValue", currency, lost, PATH)),
        leaf("catESAD_cu:StatisticalCost", value(item, "statisticalValue", STATISTICS, lost, PATH)),
        leaf("catESAD_cu:GoodsTNVEDCode", commodity(item, lost)),
        origin,
        node("catESAD_cu:PrefOriginCountry", preferential),
        leaf("catESAD_cu:GoodsAddTNVEDCode", _additional(item, lost)),
        *header[0],
        *papers_writing.presented(item, presented, lost),
        *header[1],
        *papers_writing.previous(item, previous, lost),
        _quantity(item, lost),
        _packages(item, lost),
        _containers([*(item.get("containers") or ()), *header[2]], lost),
        node(
            "ESADCustomsProcedure",
            leaf("catESAD_cu:MainCustomsModeCode", current),
            leaf("catESAD_cu:PrecedingCustomsModeCode", before),
            leaf("catESAD_cu:GoodsTransferFeature", feature),
        ),
        node("DestinationCountryDetails", destination),
    )
    return node("ESADout_CUGoods", *inner)


def bearer(header: Header, lost: set[str]) -> str:
    """Return item 0: a declaration without items has one all the same, with its documents."""
    inner = (*header[0], *header[1], _containers(header[2], lost))
    return (
        f"<ESADout_CUGoods>{leaf('catESAD_cu:GoodsNumeric', '0')}{''.join(inner)}</ESADout_CUGoods>"
    )


def _number(item: Body, place: int, lost: set[str]) -> str:
    own = item.get("sequenceNumeric") or place
    if not 0 < own <= 999:
        lost.add(f"{PATH}sequenceNumeric")
        own = place
    return str(own)


def _additional(item: Body, lost: set[str]) -> str:
    """Return the four digits of the additional customs information; other codes are lost."""
    stated = item.get("additionalCodes") or ("",)
    first: str = stated[0]
    fits = len(first) == 4 and first.isascii() and first.isdigit()
    if first and not fits:
        lost.add(f"{PATH}additionalCodes")
    if len(stated) > 1:
        lost.add(f"{PATH}additionalCodes/1")
    return first if fits else ""


def _description(item: Body, lost: set[str]) -> list[str]:
    lines = chunks(item.get("description") or "", lost, f"{PATH}description")
    return [leaf("catESAD_cu:GoodsDescription", line) for line in lines]


def presented(row: Body, lost: set[str], path: str = "", line: str = "") -> str:
    """Return a document of box 44; `line` 0 stands for the whole declaration."""
    path = f"{path}documents/"
    name, identity = fill(_PRESENTED, row, lost, path)
    return node(
        "ESADout_CUPresentedDocument",
        name,
        identity,
        leaf("cat_ru:PrDocumentDate", day(row, lost, path)),
        leaf("catESAD_cu:PresentedDocumentModeCode", kind(row, lost, path) or OTHER_DOCUMENT),
        leaf("catESAD_cu:GoodsNumeric", line),
    )


def previous(row: Body, lost: set[str], path: str = "", line: str = "") -> str:
    """Return a document of box 40; a number of the Union is taken apart into its elements."""
    path = f"{path}previousDocuments/"
    other, goods = fill(_PRECEDING, row, lost, path)
    parts = numbers.parse(row.get("id") or "")
    if parts:
        other = ""
    return node(
        "ESADout_CUPrecedingDocument",
        leaf("catESAD_cu:LineNumber", line),
        leaf("catESAD_cu:PrecedingDocumentCustomsCode", parts.office if parts else ""),
        leaf("catESAD_cu:PrecedingDocumentDate", parts.day if parts else ""),
        leaf("catESAD_cu:PrecedingDocumentNumber", parts.serial if parts else ""),
        other,
        goods,
        leaf("catESAD_cu:PrecedingDocumentModeCode", kind(row, lost, path)),
    )


def _quantity(item: Body, lost: set[str]) -> str:
    amount, unit, symbol = quantity(item, lost)
    return node(
        "SupplementaryGoodsQuantity",
        leaf("cat_ru:GoodsQuantity", amount),
        leaf("cat_ru:MeasureUnitQualifierName", symbol),
        leaf("cat_ru:MeasureUnitQualifierCode", unit),
    )


def _packages(item: Body, lost: set[str]) -> str:
    rows = item.get("packages") or ()
    path = f"{PATH}packages/"
    written, total = [], 0
    for row in rows:
        kind, count = fill(_PACKAGE, row, lost, path)
        marks = [
            leaf("catESAD_cu:CargoDescriptionText", line)
            for line in chunks(row.get("marks") or "", lost, f"{path}marks")
        ]
        total += int(row["quantity"]) if count else 0
        one = leaf("catESAD_cu:InfoKindCode", "0")
        written.append(node("catESAD_cu:PackagePalleteInformation", one, kind, count, *marks))
    whole = str(total) if 0 < total < 10**8 else ""
    return node("ESADGoodsPackaging", leaf("catESAD_cu:PakageQuantity", whole), *written)


def _containers(stated: list[str], lost: set[str]) -> str:
    units = [unit for unit in stated if unit and len(unit) <= 17]
    if len(units) < len(stated):
        lost.add(f"{PATH}containers")
    rows = [
        node("catESAD_cu:ContainerNumber", leaf("catESAD_cu:ContainerIdentificaror", unit))
        for unit in units
    ]
    return node("ESADContainer", *rows)


def forms(currency: str) -> Forms:
    """Return how the album writes goods; `currency` is that of all customs values."""
    return Forms(presented, previous, partial(goods_item, currency), bearer)
