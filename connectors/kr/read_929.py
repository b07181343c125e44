"""GOVCBR929, the import declaration: what every element of the published instance means.

A 5FE or 5BF, which amends or withdraws it, is read by the same table. Duties of goods items are
canonical taxes; the totals of the declaration are kept as national data by their type.
"""

from __future__ import annotations

from connectors.kr import tables
from connectors.kr.amending import AMENDING
from hub.connector.formats.walk import Element, Findings, Number, Rows, Table, add, moment, walk
from hub.domain.declaration import Body
from hub.domain.numbers import decimal

_DUTY = "CUD"
_NUMBERED = {"ID": "id", "Name": "name"}


def _base(element: Element, target: Body, found: Findings) -> None:
    """Read a dutiable value, stated in won and in dollars; dollars are kept beside the won."""
    text = tables.stated(element)
    currency = element.get("currencyID", tables.KRW)
    exact = decimal(text)
    if exact is not None and currency in (tables.KRW, tables.USD):
        target[f"_{currency}"] = exact
    elif text:
        found.doubt(element, "is no value in won or dollars")
    if text and currency != tables.KRW:
        found.put(f"AdValoremTaxBaseAmount@{currency[:32]}", text)


def _dutiable(row: Body) -> tuple[str, str]:
    won, dollars = row.pop("_KRW", ""), row.pop("_USD", "")
    return (won, tables.KRW) if won else (dollars, tables.USD)


def _total(row: Body, target: Body) -> None:
    """Take the total dutiable value as the statistical value of the declaration."""
    amount, currency = _dutiable(row)
    if amount and "statisticalAmount" not in target:
        target["statisticalAmount"], target["statisticalCurrency"] = amount, currency


def _tax(row: Body, target: Body) -> None:
    """Add a tax; the dutiable value of the customs duty is the customs value of the item."""
    amount, currency = _dutiable(row)
    if amount:
        row["base"] = amount
        if row.get("typeCode") == _DUTY and "customsValue" not in target:
            target["customsValue"], target["customsValueCurrency"] = amount, currency
    if len(row) > 1:
        add(target, "taxes", row)


_CERTIFICATE = Table(
    {"IssueID": "id", "IssueDateTime": "issueDate"}, "Commodity/CertificateOfOrigin/"
)


def _certificate_of_origin(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    walk(element, _CERTIFICATE, row, found)
    if row:
        add(target, "documents", {"typeCode": tables.ORIGIN_CERTIFICATE, **row})


def _supplier(element: Element, target: Body, found: Findings) -> None:
    """Read the overseas supplier (해외공급자), authenticator of the documents: the exporter."""
    row: Body = {}
    walk(element, _SUPPLIER, row, found)
    if row:
        add(target, "parties", {"role": "Exporter", **row})


_SUPPLIER = Table(
    {**_NUMBERED, "Address": {"CountryCode": "country"}},
    "GoodsShipment/AdditionalDocument/Authenticator/",
)
_DOCUMENT = {"ID": "id", "IssueDateTime": "issueDate", "TypeCode": "typeCode", "Name": "name"}
_COMMODITY = {
    "CertificateOfOrigin": _certificate_of_origin,
    "Classification": {"ID": "commodityCode"},
    "CountQuantity": Number("tariffQuantity", "tariffQuantityUnit", "kcsUnitCode"),
    "Description": "description",
    "DetailedCommodity": {
        "AdditionalDocument": Rows(
            "documents", _DOCUMENT, "Commodity/DetailedCommodity/AdditionalDocument/"
        ),
        "CountQuantity": tables.kept("Commodity/DetailedCommodity/CountQuantity", "kcsUnitCode"),
        "ValueAmount": tables.amount_of_item,
    },
    "DetailedCountQuantity": tables.kept("Commodity/DetailedCountQuantity", "kcsUnitCode"),
    "DutyTaxFee": tables.typed(
        "Commodity/DutyTaxFee",
        {
            "AdValoremTaxBaseAmount": _base,
            "Payment": {
                "TaxAssessedAmount": Number("amount", "currency", "currencyID", tables.KRW)
            },
            "TaxRateNumeric": Number("rate"),
            "VATBaseAmount": Number("base"),
        },
        place=_tax,
    ),
    "PreviousDocument": Rows(
        "previousDocuments",
        {
            "GoodsMeasure": {
                "NetNetWeightMeasure": tables.kept(
                    "Commodity/PreviousDocument/NetNetWeightMeasure", "kcsUnitCode"
                )
            },
            "ID": "id",
            "LineNumeric": tables.line,
        },
        "Commodity/PreviousDocument/",
        typeCode=tables.EXPORT_DECLARATION,
    ),
}
_ITEM = {
    "Commodity": _COMMODITY,
    "GoodsMeasure": {"NetNetWeightMeasure": Number("netMass", "netMassUnit", "kcsUnitCode", "KG")},
    "Origin": {"CountryCode": "originCountry"},
    "SequenceNumeric": tables.sequence,
}
_TRADE_PARTY = {**_NUMBERED, "Address": {"CountryCode": "country"}}
_SHIPMENT = {
    "AdditionalDocument": {"Authenticator": _supplier},
    "Agent": Rows("parties", _NUMBERED, "GoodsShipment/Agent/", role="FreightForwarder"),
    "Consignment": {
        "Carrier": Rows("parties", _NUMBERED, "Carrier/", role="Carrier"),
        "TransportContractDocument": Rows(
            "documents",
            {"ID": "id", "TypeCode": "typeCode"},
            "GoodsShipment/Consignment/TransportContractDocument/",
        ),
        "UnloadingLocation": {"ID": "unloadingPlace"},
    },
    "CustomsValuation": {
        "ChargeDeduction": tables.typed("ChargeDeduction", {}, "ChargesTypeCode"),
        "ExitToEntryChargeAmount": Number("insuranceAmount", "insuranceCurrency", "currencyID"),
        "FreightChargeAmount": Number("freightAmount", "freightCurrency", "currencyID"),
    },
    "ExportationCountryCode": "exportCountry",
    "GovernmentAgencyGoodsItem": tables.item(_ITEM),
    "Seller": Rows("parties", _TRADE_PARTY, "Seller/", role="Seller"),
    "TradeTerms": {"ConditionCode": "tradeTerms"},
    "UCR": {
        "CustomsAssignedReferenceID": tables.number(
            "GoodsShipment/UCR/CustomsAssignedReferenceID", tables.CARGO, "previousDocuments"
        ),
        "TraderAssignedReferenceID": "ucr",
    },
    "Warehouse": {"ID": "goodsLocation"},
}
TABLE = Table(
    {
        **AMENDING,
        "AdditionalDocument": Rows(
            "documents", {"ID": "id", "TypeCode": "typeCode"}, "AdditionalDocument/"
        ),
        "AdditionalInformation": {
            "Content": tables.remark,
            "StatementCode": tables.named("AdditionalInformation/StatementCode", "name"),
            "StatementDescription": tables.remark,
        },
        "Agent": Rows("parties", {"RegistrationID": "id", "Name": "name"}, "Agent/", role="Agent"),
        "BorderTransportMeans": {
            "ArrivalDateTime": moment("arrivalDateTime"),
            "Name": "_vessel",
            "RegistrationNationalityID": "_flag",
            "TypeCode": "_mode",
        },
        "Consignment": {
            "PreviousDocument": {
                "ID": tables.number("Consignment/PreviousDocument/ID", tables.ORDER),
                "SequenceNumeric": None,
            }
        },
        "CurrencyExchange": {"RateNumeric": Number("_rate")},
        "CustomsProcedure": {"TypeCode": "_procedure"},
        "DeclarationOfficeID": "declarationOfficeId",
        "DutyTaxFee": tables.typed("DutyTaxFee", {"AdValoremTaxBaseAmount": _base}, place=_total),
        "GoodsShipment": _SHIPMENT,
        "GovernmentProcedure": {"CurrentCode": "_plan"},
        "ID": "declarationId",
        "Importer": Rows("parties", _NUMBERED, "Importer/", role="Importer"),
        "InvoiceAmount": Number("invoiceAmount", "invoiceCurrency", "currencyID"),
        "IssueDateTime": moment("issueDateTime"),
        "Payer": tables.party("Payer", "Payer"),
        "Submitter": Rows(
            "parties",
            {**_NUMBERED, "Communication": tables.typed("Submitter/Communication", {}, "TypeID")},
            "Submitter/",
            role="Declarant",
        ),
        "TotalGrossMassMeasure": Number(
            "totalGrossMass", "totalGrossMassUnit", "kcsUnitCode", "KG"
        ),
        "TotalPackageQuantity": Number("totalPackageQuantity", "_packages", "kcsUnitCode"),
        "TransportEquipment": Rows(
            "equipment", {"ID": "id", "SequenceNumeric": None}, "TransportEquipment/"
        ),
        "TransactionNatureCode": "natureOfTransaction",
        "TypeCode": "typeCode",
    }
)
