"""The canonical goods item as a DeclarationGoodsItemDetails of R.036."""

from __future__ import annotations

from hub.connector.formats.eaeu import numbers, papers_writing, placing
from hub.connector.formats.eaeu.codes import OTHER_DOCUMENT
from hub.connector.formats.eaeu.leaves import (
    code,
    country,
    fill,
    leaf,
    node,
    number,
    numeral,
    sheet,
    text,
)
from hub.connector.formats.eaeu.papers_writing import PATH, Forms, Header, kind
from hub.domain.declaration import Body

_COUNTRY = 'casdo:CACountryCode codeListId="2021"'
_APART = (
    "sequenceNumeric commodityCode description grossMass grossMassUnit netMass netMassUnit"
    " tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue customsValueCurrency"
    " statisticalValue statisticalValueCurrency procedureCurrent procedurePrevious"
    " additionalProcedures packages previousDocuments documents containers ucr nationalData"
)
_ITEM = sheet(
    country(_COUNTRY, "originCountry"),
    country(_COUNTRY, "preferentialOrigin"),
    country(_COUNTRY, "destinationCountry"),
    besides=_APART,
)
_PRESENTED = sheet(
    text("csdo:DocName", "name", 500), code("csdo:DocId", "id", 50), besides="typeCode issueDate"
)
_PRECEDING = sheet(
    code("csdo:DocId", "id", 50),
    number("casdo:ConsignmentItemOrdinal", "lineNumeric", 3, 0),
    besides="typeCode",
)
_PACKAGE = sheet(
    code('csdo:PackageKindCode codeListId="2013"', "typeCode", 2, "[A-Z0-9]{2}"),
    number("csdo:PackageQuantity", "quantity", 8, 0),
    besides="marks",
)


def goods_item(item: Body, place: int, header: Header, lost: set[str]) -> str:
    """Return the element."""
    origin, preferential, destination = fill(_ITEM, item, lost, PATH)
    current, before, feature = placing.procedure(item, lost)
    return node(
        "cacdo:DeclarationGoodsItemDetails",
        leaf("casdo:ConsignmentItemOrdinal", _number(item, place, lost)),
        leaf("csdo:CommodityCode", placing.commodity(item, lost)),
        *_texts("casdo:GoodsDescriptionText", item.get("description"), lost, f"{PATH}description"),
        measure("csdo:UnifiedGrossMassMeasure", placing.mass(item, "grossMass", lost), "166"),
        measure("csdo:UnifiedNetMassMeasure", placing.mass(item, "netMass", lost), "166"),
        _quantity(item, lost),
        _packages(item, lost),
        *containers([*(item.get("containers") or ()), *header[2]], lost),
        node("cacdo:OriginCountryDetails", origin),
        node("cacdo:PrefOriginCountryDetails", preferential),
        node("cacdo:DestinationCountryDetails", destination),
        node(
            "cacdo:CustomsProcedureDetails",
            leaf('casdo:CustomsProcedureCode codeListId="2002"', current),
            leaf('casdo:PreviousCustomsProcedureModeCode codeListId="2002"', before),
            leaf('casdo:GoodsMoveFeatureCode codeListId="2002"', feature),
        ),
        amount("casdo:CAValueAmount", item, "itemAmount", "itemCurrency", lost, PATH),
        amount(
            "casdo:CustomsValueAmount", item, "customsValue", "customsValueCurrency", lost, PATH
        ),
        amount(
            "casdo:StatisticValueAmount",
            item,
            "statisticalValue",
            "statisticalValueCurrency",
            lost,
            PATH,
        ),
        *header[1],
        *papers_writing.previous(item, previous, lost),
        *header[0],
        *papers_writing.presented(item, presented, lost),
    )


def bearer(header: Header, lost: set[str]) -> str:
    """Return item 0: where there is none, it bears the documents of the declaration."""
    inner = (*containers(header[2], lost), *header[1], *header[0])
    if not any(inner):
        return ""
    number_0 = leaf("casdo:ConsignmentItemOrdinal", "0")
    return node("cacdo:DeclarationGoodsItemDetails", number_0, *inner)


def amount(name: str, row: Body, field: str, currency: str, lost: set[str], path: str = "") -> str:
    """Return an amount with its currency; the attribute is left out where none is stated."""
    stated, unit = row.get(field) or "", row.get(currency) or ""
    written = numeral(stated, 20, 2)
    if not stated:
        return ""
    if not written or (unit and not (len(unit) == 3 and unit.isascii() and unit.isalpha())):
        lost.update((f"{path}{field}", f"{path}{currency}"))
        return ""
    attributes = f' currencyCode="{unit}" currencyCodeListId="2022"' if unit else ""
    return leaf(f"{name}{attributes}", written)


def measure(name: str, value: str, unit: str) -> str:
    """Return a measure with its unit."""
    attributes = f' measurementUnitCode="{unit}" measurementUnitCodeListId="2016"' if unit else ""
    return leaf(f"{name}{attributes}", value)


def _number(item: Body, place: int, lost: set[str]) -> str:
    own = item.get("sequenceNumeric") or place
    if not 0 < own <= placing.MAX_ITEMS:
        lost.add(f"{PATH}sequenceNumeric")
        own = place
    return str(own)


def _texts(name: str, stated: str | None, lost: set[str], path: str) -> list[str]:
    return [leaf(name, line) for line in placing.chunks(stated or "", lost, path)]


def _quantity(item: Body, lost: set[str]) -> str:
    value, unit, symbol = placing.quantity(item, lost)
    return node(
        "cacdo:AddGoodsMeasureDetails",
        measure("casdo:GoodsMeasure", value, unit or symbol),
        leaf("casdo:MeasureUnitAbbreviationCode", symbol if unit else ""),
    )


def _packages(item: Body, lost: set[str]) -> str:
    path, written, total = f"{PATH}packages/", [], 0
    for row in item.get("packages") or ():
        kind, count = fill(_PACKAGE, row, lost, path)
        total += int(row["quantity"]) if count else 0
        one = leaf("casdo:CargoPackageInfoKindCode", "0")
        marks = _texts("casdo:CargoDescriptionText", row.get("marks"), lost, f"{path}marks")
        written.append(node("cacdo:PackagePalletDetails", one, kind, count, *marks))
    whole = str(total) if 0 < total < 10**8 else ""
    return node("cacdo:CargoPackagePalletDetails", leaf("casdo:CargoQuantity", whole), *written)


def containers(stated: list[str], lost: set[str]) -> list[str]:
    """Return a list element for each container of at most 17 characters."""
    units = [unit for unit in stated if unit and len(unit) <= 17]
    if len(units) < len(stated):
        lost.add(f"{PATH}containers")
    rows = [node("cacdo:ContainerDetails", leaf("casdo:ContainerId", unit)) for unit in units]
    return [node("cacdo:ContainerListDetails", row) for row in rows]


def presented(row: Body, lost: set[str], path: str = "", line: str = "") -> str:
    """Return a document of box 44; `line` 0 stands for the whole declaration."""
    path = f"{path}documents/"
    name, identity = fill(_PRESENTED, row, lost, path)
    return node(
        "cacdo:PresentedDocDetails",
        _kind(kind(row, lost, path) or OTHER_DOCUMENT),
        name,
        identity,
        leaf("csdo:DocCreationDate", placing.day(row, lost, path)),
        leaf("casdo:LineId", line),
    )


def _kind(code: str) -> str:
    return leaf('csdo:DocKindCode codeListId="2009"', code)


def previous(row: Body, lost: set[str], path: str = "", line: str = "") -> str:
    """Return a document of box 40; a number of the Union is taken apart into its elements."""
    path = f"{path}previousDocuments/"
    other, goods = fill(_PRECEDING, row, lost, path)
    parts = numbers.parse(row.get("id") or "")
    return node(
        "cacdo:PrecedingDocDetails",
        leaf("casdo:LineId", line),
        _kind(kind(row, lost, path)),
        number_details("cacdo:CustomsDocIdDetails", parts) if parts else other,
        goods,
    )


def number_details(name: str, parts: numbers.Number) -> str:
    """Return a number of the Union, taken apart."""
    return node(
        name,
        leaf("csdo:CustomsOfficeCode", parts.office),
        leaf("csdo:DocCreationDate", parts.day),
        leaf("casdo:CustomsDocumentId", parts.serial),
    )


FORMS = Forms(presented, previous, goods_item, bearer)
