"""WCO GovernmentAgencyGoodsItem (68A) into a canonical goods item."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco import classes
from hub.connector.formats.wco.walk import (
    Findings,
    Table,
    ignored,
    inside,
    listed,
    number,
    row,
    walk,
)
from hub.domain.declaration import Body

Element = etree._Element

MAX_TARIFF = 4
"""Digits a TARIC code may add to the tariff code; anything longer is a code of its own."""


_CLASSIFICATION: Table = {"ID": "id", "IdentificationTypeCode": "kind"}
_PROCEDURE: Table = {"CurrentCode": "current", "PreviousCode": "previous"}
_ORIGIN: Table = {"CountryCode": "country", "TypeCode": "kind"}
_EQUIPMENT: Table = {"ID": "id", "SequenceNumeric": ignored}


def _classification(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _CLASSIFICATION, found, "Commodity/Classification")
    code, kind = parts.get("id", ""), parts.get("kind", "")
    known = target.get("commodityCode", "")
    if kind in ("TSP", "HS", "") and not known:
        target["commodityCode"] = code
    elif kind == "TRC" and known.isdigit() and len(code) <= MAX_TARIFF:
        target["commodityCode"] = known + code
    elif code:
        target.setdefault("additionalCodes", []).append(f"{kind}:{code}")


def _procedure(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _PROCEDURE, found, "GovernmentProcedure")
    current, previous = parts.get("current", ""), parts.get("previous", "")
    if "procedureCurrent" not in target and (previous or len(current) <= 2):
        target["procedureCurrent"] = current
        if previous:
            target["procedurePrevious"] = previous
    elif current:
        target.setdefault("additionalProcedures", []).append(current)


def _origin(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _ORIGIN, found, "Origin")
    if "country" in parts:
        field = "preferentialOrigin" if parts.get("kind") == "2" else "originCountry"
        target[field] = parts["country"]


def _container(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _EQUIPMENT, found, "Commodity/TransportEquipment")
    if "id" in parts:
        target.setdefault("containers", []).append(parts["id"])


def _sequence(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["sequenceNumeric"] = int(text[:9])
    elif text:
        found.doubt(element, "is no sequence number")


def _export_country(element: Element, target: Body, found: Findings) -> None:
    """At an item it speaks for the whole shipment: the canonical form has one."""
    stated = row(element, {"ID": "id"}, found, "ExportCountry").get("id")
    if stated:
        found.export_countries.add(stated)
        found.put("ExportCountry/ID", stated)


_TAX: Table = {
    "TypeCode": "typeCode",
    "DutyRegimeCode": "methodCode",
    "TaxRateNumeric": number("rate"),
    "SpecificTaxBaseQuantity": number("base"),
    "AdValoremTaxBaseAmount": number("base"),
    "Payment": inside(
        {
            "MethodCode": "methodCode",
            "TaxAssessedAmount": number("amount", "currency", "currencyID"),
            "PaymentAmount": number("amount", "currency", "currencyID"),
        },
        "DutyTaxFee/Payment",
    ),
}
_COMMODITY: Table = {
    "Description": "description",
    "Classification": _classification,
    "DangerousGoods": inside({"UNDGID": "dangerousGoods"}, "DangerousGoods"),
    "DutyTaxFee": listed("taxes", _TAX, "DutyTaxFee"),
    "GoodsMeasure": inside(
        {
            "GrossMassMeasure": number("grossMass", "grossMassUnit", "unitCode", "KGM"),
            "NetNetWeightMeasure": number("netMass", "netMassUnit", "unitCode", "KGM"),
            "TariffQuantity": number("tariffQuantity", "tariffQuantityUnit", "unitCode"),
        },
        "GoodsMeasure",
    ),
    "InvoiceLine": inside(
        {"ItemChargeAmount": number("itemAmount", "itemCurrency", "currencyID")}, "InvoiceLine"
    ),
    "TransportEquipment": _container,
}
_ITEM: Table = {
    **classes.PARTIES,
    "SequenceNumeric": _sequence,
    "CustomsValueAmount": number("customsValue", "customsValueCurrency", "currencyID"),
    "StatisticalValueAmount": number("statisticalValue", "statisticalValueCurrency", "currencyID"),
    "AdditionalDocument": listed("documents", classes.DOCUMENT, "AdditionalDocument"),
    "AdditionalInformation": listed("statements", classes.STATEMENT, "AdditionalInformation"),
    "Commodity": inside(_COMMODITY, "Commodity"),
    "Destination": inside({"CountryCode": "destinationCountry"}, "Destination"),
    "ExportCountry": _export_country,
    "GovernmentProcedure": _procedure,
    "Origin": _origin,
    "Packaging": listed("packages", classes.PACKAGING, "Packaging"),
    "PreviousDocument": listed("previousDocuments", classes.PREVIOUS, "PreviousDocument"),
    "UCR": inside(classes.UCR, "UCR"),
}


def goods_item(element: Element, target: Body, found: Findings) -> None:
    """Add the item to `goodsItems`; what has no canonical place stays with its item."""
    item: Body = {}
    header, found.national = found.national, {}
    walk(element, _ITEM, item, found)
    if found.national:
        item["nationalData"] = found.national
    found.national = header
    target.setdefault("goodsItems", []).append(item)
