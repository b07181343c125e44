"""GOVCBR830, the export declaration: what every element of the published instance means.

A 5AS, which amends or withdraws it, is read by the same table: no instance of it is public.
"""

from __future__ import annotations

from connectors.kr import tables
from connectors.kr.amending import AMENDING
from hub.connector.formats.walk import Number, Rows, Table, moment

_DOCUMENT = {"ID": "id", "IssueDateTime": "issueDate", "TypeCode": "typeCode", "Name": "name"}
_COMMODITY = {
    "AdditionalInformation": {
        "ID": tables.number("Commodity/AdditionalInformation/ID", tables.EXPORT_LICENCE)
    },
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
    "Invoice": {"ID": tables.number("Commodity/Invoice/ID", tables.INVOICE)},
    "PreviousDocument": Rows(
        "previousDocuments",
        {"ID": "id", "LineNumeric": tables.line},
        "Commodity/PreviousDocument/",
        typeCode=tables.IMPORT_DECLARATION,
    ),
    "ValueAmount": Number("statisticalValue", "statisticalValueCurrency", "currencyID", tables.KRW),
}
_ITEM = {
    "Commodity": _COMMODITY,
    "GoodsMeasure": {"NetNetWeightMeasure": Number("netMass", "netMassUnit", "kcsUnitCode", "KG")},
    "Origin": {"CountryCode": "originCountry"},
    "Packaging": Rows(
        "packages", {"QuantityQuantity": Number("quantity"), "TypeCode": "typeCode"}, "Packaging/"
    ),
    "SequenceNumeric": tables.sequence,
}
_SHIPMENT = {
    "AdditionalDocument": {
        "ID": tables.number("GoodsShipment/AdditionalDocument/ID", tables.LETTER_OF_CREDIT)
    },
    "Buyer": Rows(
        "parties",
        {"ID": "id", "Name": "name", "Address": {"CountryCode": "_destination"}},
        "GoodsShipment/Buyer/",
        role="Buyer",
    ),
    "Consignment": {"BorderTransportMeans": {"TypeCode": "_mode"}},
    "CustomsValuation": {
        "ExitToEntryChargeAmount": Number(
            "insuranceAmount", "insuranceCurrency", "currencyID", tables.KRW
        ),
        "FreightChargeAmount": Number("freightAmount", "freightCurrency", "currencyID", tables.KRW),
    },
    "GovernmentAgencyGoodsItem": tables.item(_ITEM),
    "TradeTerms": {"ConditionCode": "tradeTerms"},
}
TABLE = Table(
    {
        **AMENDING,
        "AdditionalInformation": {"StatementDescription": tables.remark},
        "Agent": tables.party("Agent", "Agent"),
        "BorderTransportMeans": {
            "EstimatedDepartureDateTime": moment("exitDateTime"),
            "Name": "_vessel",
            "TransportEquipment": Rows(
                "equipment", {"ID": "id", "SequenceNumeric": None}, "TransportEquipment/"
            ),
        },
        "Carrier": Rows("parties", {"ID": "id", "Name": "name"}, "Carrier/", role="Carrier"),
        "Consignment": {
            "ConsignmentItem": {
                "Commodity": {
                    "ValueAmount": Number("invoiceAmount", "invoiceCurrency", "currencyID")
                }
            },
            "GoodsLocation": {"ID": "goodsLocation"},
        },
        "CurrencyExchange": {"RateNumeric": Number("_rate")},
        "CustomsProcedure": {"TypeCode": "_procedure"},
        "DeclarationOfficeID": "declarationOfficeId",
        "Exporter": tables.party("Exporter", "Exporter"),
        "FunctionCode": "_function",
        "GoodsItemQuantity": Number("goodsItemQuantity"),
        "GoodsShipment": _SHIPMENT,
        "ID": "declarationId",
        "InvoiceAmount": Number(
            "statisticalAmount", "statisticalCurrency", "currencyID", tables.KRW
        ),
        "IssueDateTime": moment("issueDateTime"),
        "LoadingLocation": {"ID": "loadingPlace"},
        "Manufacturer": tables.party("Manufacturer", "Manufacturer"),
        "PreviousDocument": {
            "ID": tables.number("PreviousDocument/ID", tables.CARGO, "previousDocuments")
        },
        "Submitter": Rows("parties", {"ID": "id", "Name": "name"}, "Submitter/", role="Declarant"),
        "TotalGrossMassMeasure": Number(
            "totalGrossMass", "totalGrossMassUnit", "kcsUnitCode", "KG"
        ),
        "TotalPackageQuantity": Number("totalPackageQuantity"),
        "TransactionNatureCode": "natureOfTransaction",
        "TypeCode": "typeCode",
        "UCR": {"ID": "ucr"},
    }
)
