"""WCO GovernmentAgencyGoodsItem (68A) into a canonical goods item."""

from __future__ import annotations

from hub.connector.formats.walk import Element, Findings, Number, Rows, Table, add, row, walk
from hub.connector.formats.wco import classes
from hub.domain.declaration import Body

TARIFF_DIGITS, TARIC_DIGITS = 8, 2
"""CDS splits the commodity code into tariff (TSP) and TARIC code (TRC): DE 6/14 and 6/15."""
ADDITIONAL_PROCEDURE = 3
"""Letters of an additional procedure code (DE 1/11); anything else is a procedure (DE 1/10)."""
MAIN_KINDS = frozenset({"TSP", "HS", ""})

_CLASSIFICATION = Table({"ID": "id", "IdentificationTypeCode": "kind"}, "Commodity/Classification/")
_PROCEDURE = Table({"CurrentCode": "current", "PreviousCode": "previous"}, "GovernmentProcedure/")
_ORIGIN = Table({"CountryCode": "country", "TypeCode": "kind"}, "Origin/")
_EQUIPMENT = Table({"ID": "id", "SequenceNumeric": None}, "Commodity/TransportEquipment/")
_EXPORT_COUNTRY = Table({"ID": "id"}, "ExportCountry/")


def _classification(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _CLASSIFICATION, found)
    code, kind = parts.get("id", ""), parts.get("kind", "")
    known = target.get("commodityCode", "")
    if kind in MAIN_KINDS and not known:
        target["commodityCode"] = code
    elif kind == "TRC" and is_tail(known, code):
        target["commodityCode"] = known + code
    elif code:
        add(target, "additionalCodes", f"{kind}:{code}" if kind else code)


def is_tail(known: str, code: str) -> bool:
    """Say whether a TARIC code completes the tariff code before it."""
    return (
        len(known) == TARIFF_DIGITS
        and len(code) == TARIC_DIGITS
        and known.isdigit()
        and code.isdigit()
    )


def _procedure(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _PROCEDURE, found)
    current, previous = parts.get("current", ""), parts.get("previous", "")
    if "procedureCurrent" not in target and (previous or len(current) != ADDITIONAL_PROCEDURE):
        if current:
            target["procedureCurrent"] = current
        if previous:
            target["procedurePrevious"] = previous
    elif current:
        add(target, "additionalProcedures", current)


def _origin(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _ORIGIN, found)
    if "country" in parts:
        field = "preferentialOrigin" if parts.get("kind") == "2" else "originCountry"
        target[field] = parts["country"]


def _container(element: Element, target: Body, found: Findings) -> None:
    parts = row(element, _EQUIPMENT, found)
    if "id" in parts:
        add(target, "containers", parts["id"])


def _sequence(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["sequenceNumeric"] = int(text[:9])
    elif text:
        found.doubt(element, "is no sequence number")


def _export_country(element: Element, target: Body, found: Findings) -> None:
    """At an item it speaks for the whole shipment: the canonical form has one."""
    stated = row(element, _EXPORT_COUNTRY, found).get("id")
    if stated:
        target["exportCountry"] = stated
        found.put("ExportCountry/ID", stated)


_TAX = Rows(
    "taxes",
    {
        "TypeCode": "typeCode",
        "TaxRateNumeric": Number("rate"),
        "SpecificTaxBaseQuantity": Number("base"),
        "AdValoremTaxBaseAmount": Number("base"),
        "Payment": {
            "MethodCode": "methodCode",
            "TaxAssessedAmount": Number("amount", "currency", "currencyID"),
            "PaymentAmount": Number("amount", "currency", "currencyID"),
        },
    },
    "DutyTaxFee/",
)
_COMMODITY = {
    "Description": "description",
    "Classification": _classification,
    "DangerousGoods": Table({"UNDGID": "dangerousGoods"}, "DangerousGoods/"),
    "DutyTaxFee": _TAX,
    "GoodsMeasure": Table(
        {
            "GrossMassMeasure": Number("grossMass", "grossMassUnit", "unitCode", "KGM"),
            "NetNetWeightMeasure": Number("netMass", "netMassUnit", "unitCode", "KGM"),
            "TariffQuantity": Number("tariffQuantity", "tariffQuantityUnit", "unitCode"),
        },
        "GoodsMeasure/",
    ),
    "InvoiceLine": Table(
        {"ItemChargeAmount": Number("itemAmount", "itemCurrency", "currencyID")}, "InvoiceLine/"
    ),
    "TransportEquipment": _container,
}
_ITEM = Table(
    {
        **classes.PARTIES,
        **classes.DOCUMENT,
        **classes.PREVIOUS,
        **classes.PACKAGING,
        **classes.UCR,
        "SequenceNumeric": _sequence,
        "CustomsValueAmount": Number("customsValue", "customsValueCurrency", "currencyID"),
        "StatisticalValueAmount": Number(
            "statisticalValue", "statisticalValueCurrency", "currencyID"
        ),
        "AdditionalInformation": Rows("statements", classes.STATEMENT, "AdditionalInformation/"),
        "Commodity": _COMMODITY,
        "Destination": {"CountryCode": "destinationCountry"},
        "ExportCountry": _export_country,
        "GovernmentProcedure": _procedure,
        "Origin": _origin,
    }
)


def goods_item(element: Element, target: Body, found: Findings) -> None:
    """Add the item to `goodsItems`; what has no canonical place stays with its item."""
    item: Body = {}
    before = found.separate()
    walk(element, _ITEM, item, found)
    found.resume(before, item)
    add(target, "goodsItems", item)
