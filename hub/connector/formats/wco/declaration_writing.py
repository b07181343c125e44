"""The canonical declaration as a WCO Declaration, in the element order of the DEC schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.connector.formats.wco.markup import leaf, many, node
from hub.connector.formats.wco.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body

_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode"
    " functionalReferenceId exportCountry destinationCountry ucr previousDocuments"
    " acceptanceDateTime issueDateTime declarationOfficeId exitOfficeId presentationOfficeId"
    " goodsItemQuantity totalPackageQuantity totalGrossMass totalGrossMassUnit invoiceAmount"
    " invoiceCurrency exchangeRates parties transport equipment goodsLocation loadingPlace"
    " tradeTerms tradeTermsPlace documents statements amendments goodsItems".split()
)
_ITEM_CARRIED = frozenset(
    "sequenceNumeric commodityCode description netMass netMassUnit grossMass grossMassUnit"
    " tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue statisticalValue"
    " customsValueCurrency statisticalValueCurrency originCountry preferentialOrigin"
    " destinationCountry procedureCurrent procedurePrevious additionalProcedures packages"
    " previousDocuments documents statements containers dangerousGoods ucr parties".split()
)
_HEADER_ROLES = ("Agent", "Declarant", "Exporter")
_SHIPMENT_ROLES = ("Buyer", "Consignee", "Consignor", "Importer", "Seller")
_ITEM_ROLES = ("Buyer", "Consignee", "Consignor", "Seller")
_TYPES = {"IMPORT": "IM", "EXPORT": "EX", "TRANSIT": "CO"}


def declaration(body: Body, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return the Declaration element without namespace declarations, and what is lost.

    An amendment (4, 5) becomes an additional message 13 of type COR, a cancellation (1) one of
    type INV, as the CDS profile has it.
    """
    function = body.get("functionCode", "9")
    additional = {"1": "INV", "4": "COR", "5": "COR"}.get(function)
    if additional == "INV":
        return _cancellation(body), _losses(body)
    parties = {party["role"]: party for party in body.get("parties") or ()}
    parts = (
        _time("AcceptanceDateTime", body.get("acceptanceDateTime"), profile),
        leaf("FunctionCode", "13" if additional else "9"),
        leaf("FunctionalReferenceID", body.get("functionalReferenceId", "")[:35]),
        leaf("ID", body.get("declarationId", "")),
        _time("IssueDateTime", body.get("issueDateTime"), profile),
        leaf("TypeCode", additional or _type_code(body)),
        leaf("GoodsItemQuantity", body.get("goodsItemQuantity", "")),
        leaf("DeclarationOfficeID", body.get("declarationOfficeId", "")),
        _amount("InvoiceAmount", body, "invoiceAmount", "invoiceCurrency"),
        _measure("TotalGrossMassMeasure", body, "totalGrossMass"),
        leaf("TotalPackageQuantity", _whole(body.get("totalPackageQuantity", ""))),
        _party("Submitter", parties),
        many(map(_document, body.get("documents") or ())),
        many(map(_statement, body.get("statements") or ())),
        _party("Agent", parties),
        many(map(_amendment, body.get("amendments") or ())),
        many(_means("BorderTransportMeans", body, "BORDER")[:1]),
        node("Consignment", _party("Carrier", parties)),
        many(_rate(rate) for rate in body.get("exchangeRates") or ()),
        _party("Declarant", parties),
        node("ExitOffice", leaf("ID", body.get("exitOfficeId", ""))),
        _party("Exporter", parties),
        _shipment(body, parties),
        node("PresentationOffice", leaf("ID", body.get("presentationOfficeId", ""))),
    )
    return many(parts), _losses(body)


def _type_code(body: Body) -> str:
    stated = body.get("typeCode", "")
    own = _TYPES.get(body.get("side", ""), "IM")
    return stated if len(stated) <= 3 and stated[:2] in ("IM", "EX", "CO") else f"{own}A"


def _cancellation(body: Body) -> str:
    reasons = [a.get("text", "") for a in body.get("amendments") or ()]
    codes = [a.get("changeReasonCode", "") for a in body.get("amendments") or ()]
    text = next(filter(None, reasons), "") or next(
        (s.get("statementDescription", "") for s in body.get("statements") or ()), ""
    )
    pointers = "".join(
        node("Pointer", leaf("SequenceNumeric", "1"), leaf("DocumentSectionCode", section))
        for section in ("42A", "06A")
    )
    return many(
        (
            leaf("FunctionCode", "13"),
            leaf("FunctionalReferenceID", body.get("functionalReferenceId", "")[:35]),
            leaf("ID", body.get("declarationId", "")),
            leaf("TypeCode", "INV"),
            node(
                "AdditionalInformation",
                leaf("StatementDescription", text or "cancelled by its administration"),
                leaf("StatementTypeCode", "AES"),
                pointers,
            ),
            node("Amendment", leaf("ChangeReasonCode", next(filter(None, codes), "1"))),
        )
    )


def _shipment(body: Body, parties: dict[str, Any]) -> str:
    return node(
        "GoodsShipment",
        _party("Buyer", parties),
        _party("Consignee", parties),
        _consignment(body),
        _party("Consignor", parties),
        node("Destination", leaf("CountryCode", body.get("destinationCountry", ""))),
        node("ExportCountry", leaf("ID", body.get("exportCountry", ""))),
        many(_item(item, n) for n, item in enumerate(body.get("goodsItems") or (), 1)),
        _party("Importer", parties),
        many(map(_previous, body.get("previousDocuments") or ())),
        _party("Seller", parties),
        node(
            "TradeTerms",
            leaf("ConditionCode", body.get("tradeTerms", "")),
            leaf("LocationID", body.get("tradeTermsPlace", "")[:17]),
        ),
        node("UCR", leaf("TraderAssignedReferenceID", body.get("ucr", ""))),
    )


def _consignment(body: Body) -> str:
    return node(
        "Consignment",
        many(_means("ArrivalTransportMeans", body, "ARRIVAL")[:1]),
        many(_means("DepartureTransportMeans", body, "DEPARTURE")[:1]),
        node("GoodsLocation", leaf("Name", body.get("goodsLocation", "")[:70])),
        node("LoadingLocation", leaf("ID", body.get("loadingPlace", "")[:17])),
        many(_equipment(unit, n) for n, unit in enumerate(body.get("equipment") or (), 1)),
    )


def _equipment(unit: Body, sequence: int) -> str:
    seals = unit.get("seals") or ()
    return node(
        "TransportEquipment",
        leaf("SequenceNumeric", str(sequence)),
        leaf("ID", unit.get("id", "")[:17]),
        many(
            node("Seal", leaf("SequenceNumeric", str(n)), leaf("ID", seal))
            for n, seal in enumerate(seals, 1)
        ),
    )


def _item(item: Body, place: int) -> str:
    parties = {party["role"]: party for party in item.get("parties") or ()}
    return node(
        "GovernmentAgencyGoodsItem",
        _amount("CustomsValueAmount", item, "customsValue", "customsValueCurrency"),
        leaf("SequenceNumeric", str(item.get("sequenceNumeric") or place)),
        _amount("StatisticalValueAmount", item, "statisticalValue", "statisticalValueCurrency"),
        many(map(_document, item.get("documents") or ())),
        many(map(_statement, item.get("statements") or ())),
        _party("Buyer", parties),
        _commodity(item),
        _party("Consignee", parties),
        _party("Consignor", parties),
        node("Destination", leaf("CountryCode", item.get("destinationCountry", ""))),
        _procedures(item),
        node("Origin", leaf("CountryCode", item.get("originCountry", "")), _kind(item, "1")),
        node("Origin", leaf("CountryCode", item.get("preferentialOrigin", "")), _kind(item, "2")),
        many(_packaging(p, n) for n, p in enumerate(item.get("packages") or (), 1)),
        many(map(_previous, item.get("previousDocuments") or ())),
        _party("Seller", parties),
        node("UCR", leaf("TraderAssignedReferenceID", item.get("ucr", ""))),
    )


def _kind(item: Body, code: str) -> str:
    stated = item.get("originCountry" if code == "1" else "preferentialOrigin")
    return leaf("TypeCode", code) if stated else ""


def _commodity(item: Body) -> str:
    code = item.get("commodityCode", "")
    return node(
        "Commodity",
        leaf("Description", item.get("description", "")[:512]),
        node(
            "Classification",
            leaf("ID", code[:8]),
            leaf("IdentificationTypeCode", "TSP" if code else ""),
        ),
        node(
            "Classification",
            leaf("ID", code[8:12]),
            leaf("IdentificationTypeCode", "TRC" if code[8:] else ""),
        ),
        node("DangerousGoods", leaf("UNDGID", item.get("dangerousGoods", ""))),
        node(
            "GoodsMeasure",
            _measure("GrossMassMeasure", item, "grossMass"),
            _measure("NetNetWeightMeasure", item, "netMass"),
            leaf(
                "TariffQuantity",
                item.get("tariffQuantity", ""),
                "unitCode",
                item.get("tariffQuantityUnit", ""),
            ),
        ),
        node("InvoiceLine", _amount("ItemChargeAmount", item, "itemAmount", "itemCurrency")),
        many(
            node("TransportEquipment", leaf("SequenceNumeric", str(n)), leaf("ID", unit))
            for n, unit in enumerate(item.get("containers") or (), 1)
        ),
    )


def _procedures(item: Body) -> str:
    return node(
        "GovernmentProcedure",
        leaf("CurrentCode", item.get("procedureCurrent", "")[:7]),
        leaf("PreviousCode", item.get("procedurePrevious", "")[:7]),
    ) + many(
        node("GovernmentProcedure", leaf("CurrentCode", code[:7]))
        for code in item.get("additionalProcedures") or ()
    )


def _packaging(package: Body, sequence: int) -> str:
    return node(
        "Packaging",
        leaf("SequenceNumeric", str(sequence)),
        leaf("MarksNumbersID", package.get("marks", "")[:512]),
        leaf("QuantityQuantity", _whole(package.get("quantity", ""))),
        leaf("TypeCode", package.get("typeCode", "")[:2]),
    )


def _party(role: str, parties: dict[str, Any]) -> str:
    party = parties.get(role)
    if not party:
        return ""
    return node(
        role,
        leaf("Name", party.get("name", "")[:70]),
        leaf("ID", party.get("id", "")[:17]),
        leaf("FunctionCode", party.get("functionCode", "")) if role == "Agent" else "",
        node(
            "Address",
            leaf("CityName", party.get("city", "")[:35]),
            leaf("CountryCode", party.get("country", "")),
            leaf("Line", party.get("address", "")[:70]),
            leaf("PostcodeID", party.get("postcode", "")[:9]),
        ),
    )


def _means(name: str, body: Body, stage: str) -> list[str]:
    border = stage == "BORDER"
    return [
        node(
            name,
            leaf("Name", means.get("name", "")[:35]),
            leaf("ID", means.get("id", "")[:35]),
            leaf("IdentificationTypeCode", means.get("idType", "")[:17]),
            leaf("RegistrationNationalityCode", means.get("nationality", "")) if border else "",
            leaf("ModeCode", means.get("modeCode", "")),
        )
        for means in body.get("transport") or ()
        if means["stage"] == stage
    ]


def _document(document: Body) -> str:
    return node(
        "AdditionalDocument",
        leaf("CategoryCode", document.get("categoryCode", "")[:3]),
        leaf("ID", document.get("id", "")[:70]),
        leaf("TypeCode", document.get("typeCode", "")[:3]),
    )


def _previous(document: Body) -> str:
    return node(
        "PreviousDocument",
        leaf("CategoryCode", document.get("categoryCode", "")[:3]),
        leaf("ID", document.get("id", "")[:70]),
        leaf("TypeCode", document.get("typeCode", "")[:3]),
        leaf("LineNumeric", document.get("lineNumeric", "")),
    )


def _statement(statement: Body) -> str:
    return node(
        "AdditionalInformation",
        leaf("StatementCode", statement.get("statementCode", "")),
        leaf("StatementDescription", statement.get("statementDescription", "")[:512]),
        leaf("StatementTypeCode", statement.get("statementTypeCode", "")[:3]),
    )


def _amendment(amendment: Body) -> str:
    return node("Amendment", leaf("ChangeReasonCode", amendment.get("changeReasonCode", "")))


def _rate(rate: Body) -> str:
    return node(
        "CurrencyExchange",
        leaf("CurrencyTypeCode", rate.get("currency", "")),
        leaf("RateNumeric", rate.get("rate", "")),
    )


def _amount(name: str, body: Body, field: str, currency: str) -> str:
    return leaf(name, body.get(field, ""), "currencyID", body.get(currency, ""))


def _measure(name: str, body: Body, field: str) -> str:
    return leaf(name, body.get(field, ""), "unitCode", body.get(f"{field}Unit", ""))


def _whole(text: str) -> str:
    whole, _, fraction = text.partition(".")
    return whole if not fraction.strip("0") else ""


def _time(name: str, moment: Any, profile: Profile) -> str:
    text = moments.written(moment, "UTC", "%Y%m%d%H%M%SZ")
    if not text:
        return ""
    inner = f'<p1:DateTimeString formatCode="304">{text}</p1:DateTimeString>'
    return f"<{name}>{inner}</{name}>"


def _losses(body: Body) -> tuple[str, ...]:
    lost = {name for name, value in body.items() if value and name not in _CARRIED}
    for item in body.get("goodsItems") or ():
        lost |= {f"goodsItems/{n}" for n, v in item.items() if v and n not in _ITEM_CARRIED}
    roles = {*_HEADER_ROLES, *_SHIPMENT_ROLES, "Submitter", "Carrier"}
    lost |= _lost_roles(body.get("parties") or (), roles, "parties")
    for item in body.get("goodsItems") or ():
        lost |= _lost_roles(item.get("parties") or (), set(_ITEM_ROLES), "goodsItems/parties")
    return tuple(sorted(lost))


def _lost_roles(parties: Sequence[Body], carried: set[str], path: str) -> set[str]:
    return {f"{path}/{party['role']}" for party in parties if party["role"] not in carried}
