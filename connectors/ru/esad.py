"""What the elements of an ESADout_CU (and of a KDTout_CU, its correction) mean.

Only local names count, so that versions 5.14.0 to 5.23.0 and later read alike; misspelt names
(`Consigment`, `PakageQuantity`, `Identificaror`) are official. A correction names the same things
with `KDTout` or `KTDout` in front.
"""

from __future__ import annotations

from functools import cache

from hub.connector.formats.eaeu import goods
from hub.connector.formats.walk import (
    Element,
    Findings,
    Handler,
    Number,
    Rows,
    Table,
    add,
    moment,
    row,
)
from hub.domain.declaration import Body


def _identity(kind: str) -> Handler:
    """Return a handler for a taxpayer's or customs number; the first one stated counts."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if text and "id" in target:
            found.put(f"{target.get('role', 'Organization')}/{kind or 'UITN'}", text)
        elif text:
            target["id"] = text
            if kind:
                target["idType"] = kind

    return handle


_ADDRESS = {
    "PostalCode": "postcode",
    "CountryCode": "country",
    "CounryName": None,
    "City": "city",
    "Town": "city",
    "StreetHouse": "party.street",
    "House": "party.house",
    "Room": "party.room",
    "AddressText": "party.text",
}
_ORGANIZATION = {
    "OrganizationName": "name",
    "ShortName": "party.short",
    "RFOrganizationFeatures": {"INN": _identity("INN")},
    "RKOrganizationFeatures": {"BIN": _identity("BIN"), "IIN": _identity("IIN")},
    "RBOrganizationFeatures": {"UNP": _identity("UNP")},
    "RAOrganizationFeatures": {"UNN": _identity("UNN")},
    "KGOrganizationFeatures": {"KGINN": _identity("KGINN")},
    "UITN": {"UITNCode": _identity("")},
    "CountryA2Code": "party.country",
    "Address": _ADDRESS,
    "SubjectAddressDetails": _ADDRESS,
    "EqualIndicator": "party.same",
    "DeclarantEqualFlag": "party.same",
}


def _party(name: str, role: str) -> Rows:
    return Rows("parties", _ORGANIZATION, f"{name}/", role=role)


_MEANS = Table(
    {
        "TransportModeCode": "nationalModeCode",
        "TransportNationalityCode": "nationality",
        "TransportMeansQuantity": None,
        "RUTransportMeans": Rows(
            "means",
            {
                "TransportIdentifier": "id",
                "TransportTypeName": "name",
                "TransportMeansNationalityCode": "nationality",
            },
            "RUTransportMeans/",
        ),
    },
    "Transport/",
)


def _means(stage: str) -> Handler:
    """Return a handler: one row for each means, all of the mode and nationality stated above."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        stated = row(element, _MEANS, found)
        several = stated.pop("means", None) or [{}]
        for one in several:
            if stated or one:
                add(target, "transport", {"stage": stage, **stated, **one})

    return handle


_TAXES = Rows(
    "taxes",
    {
        "PaymentModeCode": "typeCode",
        "PaymentAmount": Number("amount"),
        "PaymentCurrencyCode": "currency",
        "TaxBase": Number("base"),
        "Rate": Number("rate"),
        "PaymentCode": "methodCode",
    },
    "CustomsPaymentCalculation/",
)


_tax = goods.tax(_TAXES)
_QUANTITY = {
    "GoodsQuantity": Number("tariffQuantity"),
    "MeasureUnitQualifierName": "item.unit.name",
    "MeasureUnitQualifierCode": "item.unit",
}
_PRESENTED = {
    "PrDocumentName": "name",
    "PrDocumentNumber": "id",
    "PrDocumentDate": goods.day("issueDate"),
    "PresentedDocumentModeCode": "typeCode",
    "GoodsNumeric": "note.line",
}
_PRECEDING = {
    "PrecedingDocumentCustomsCode": "note.office",
    "PrecedingDocumentDate": "note.day",
    "PrecedingDocumentNumber": "note.serial",
    "OtherPrDocumentNumber": "id",
    "PrecedingDocumentGoodsNumeric": "lineNumeric",
    "PrecedingDocumentModeCode": "typeCode",
    "LineNumber": "note.line",
}
_PROCEDURE = {
    "MainCustomsModeCode": "procedureCurrent",
    "PrecedingCustomsModeCode": "procedurePrevious",
    "GoodsTransferFeature": "item.feature",
}
_GOODS = Table(
    {
        "GoodsNumeric": Number("item.number"),
        "GoodsDescription": goods.lines("item.texts"),
        "GrossWeightQuantity": Number("grossMass"),
        "NetWeightQuantity": Number("netMass"),
        "InvoicedCost": Number("itemAmount"),
        "InvoicedCurrencyCode": "itemCurrency",
        "CustomsCost": Number("customsValue"),
        "StatisticalCost": Number("statisticalValue"),
        "GoodsTNVEDCode": "commodityCode",
        "GoodsAddTNVEDCode": goods.lister("additionalCodes"),
        "OriginCountryCode": "originCountry",
        "OriginCountryName": None,
        "PrefOriginCountry": {"CountryCode": "preferentialOrigin", "CountryName": None},
        "DestinationCountryDetails": {"CountryCode": "destinationCountry", "CountryName": None},
        "ESADout_CUPresentedDocument": Rows("documents", _PRESENTED, "PresentedDocument/"),
        "KDToutPresentedDocument": Rows("documents", _PRESENTED, "PresentedDocument/"),
        "ESADout_CUPrecedingDocument": Rows("previousDocuments", _PRECEDING, "PrecedingDocument/"),
        "KDToutPrecedingDocument": Rows("previousDocuments", _PRECEDING, "PrecedingDocument/"),
        "ESADout_CUCustomsPaymentCalculation": _tax,
        "KDToutCustomsPaymentCalculation": _tax,
        "SupplementaryGoodsQuantity": _QUANTITY,
        "ESADGoodsPackaging": {
            "PakageQuantity": Number("item.packages"),
            "PackagePalleteInformation": Rows(
                "packages",
                {
                    "InfoKindCode": "kind",
                    "PalleteCode": "typeCode",
                    "PalleteQuantity": Number("quantity"),
                    "CargoDescriptionText": goods.lines("texts"),
                },
                "PackagePalleteInformation/",
            ),
        },
        "ESADContainer": {
            "ContainerQuantity": None,
            "ContainerNumber": {"ContainerIdentificaror": goods.lister("containers")},
        },
        "ESADCustomsProcedure": _PROCEDURE,
        "CustomsProcedure": _PROCEDURE,
    }
)


_CONSIGMENT = {
    "ContainerIndicator": None,
    "DispatchCountryCode": "exportCountry",
    "DispatchCountryName": None,
    "DestinationCountryCode": "destinationCountry",
    "DestinationCountryName": None,
    "BorderCustomsOffice": Rows("dt.offices", {"Code": "code", "OfficeName": "name"}),
    **dict.fromkeys(("ESADout_CUBorderTransport", "KDToutBorderTransport"), _means("BORDER")),
    **dict.fromkeys(
        ("ESADout_CUDepartureArrivalTransport", "KDToutDepartureArrivalTransport"),
        _means("ARRIVAL"),
    ),
    "DateExpectedArrival": "dt.arrival.day",
    "TimeExpectedArrival": "dt.arrival.time",
}
_TERMS = {
    "ContractCurrencyCode": "dt.currency",
    "ContractCurrencyRate": Number("dt.rate"),
    "TotalInvoiceAmount": Number("invoiceAmount"),
    "TradeCountryCode": "tradingCountry",
    "DealNatureCode": "natureOfTransaction",
    "CUESADDeliveryTerms": {
        "DeliveryPlace": "tradeTermsPlace",
        "DeliveryTermsStringCode": "tradeTerms",
    },
}
_LOCATION = {
    "CustomsCountryCode": None,
    "CustomsOffice": "presentationOfficeId",
    "LocationName": "goodsLocation",
    "GoodsLocationPlace": {"NumberCustomsZone": "goodsLocation"},
}
_SHIPMENT = {
    "TotalGoodsNumber": Number("goodsItemQuantity"),
    "TotalPackageNumber": Number("totalPackageQuantity"),
    "CustCostCurrencyCode": "dt.value.currency",
    "OriginCountryName": None,
    "ESADout_CUConsignor": _party("Consignor", "Consignor"),
    "KTDoutConsignor": _party("Consignor", "Consignor"),
    "ESADout_CUConsignee": _party("Consignee", "Consignee"),
    "KTDoutConsignee": _party("Consignee", "Consignee"),
    "ESADout_CUFinancialAdjustingResponsiblePerson": _party("Financial", "Resident"),
    "KTDoutFinancialAdjustingResponsiblePerson": _party("Financial", "Resident"),
    "ESADout_CUDeclarant": _party("Declarant", "Declarant"),
    "KTDoutDeclarant": _party("Declarant", "Declarant"),
    "ESADout_CUCarrier": _party("Carrier", "Carrier"),
    "ESADout_CUGoodsLocation": _LOCATION,
    "KDTGoodsLocation": _LOCATION,
    "ESADout_CUConsigment": _CONSIGMENT,
    "KTDoutConsigment": _CONSIGMENT,
    "ESADout_CUMainContractTerms": _TERMS,
    "KDToutMainContractTerms": _TERMS,
    "ESADout_CUGoods": goods.item(_GOODS),
    "KDToutGoods": goods.item(_GOODS),
}
_NUMBER = {
    "CustomsCode": "dt.number.office",
    "RegistrationDate": "dt.number.day",
    "GTDNumber": "dt.number.serial",
}


_REPRESENTATIVE = Rows(
    "parties",
    {"BrokerRegistryDocDetails": {"RegistrationNumberId": "id"}},
    "CUESADCustomsRepresentative/",
    role="Agent",
)


@cache
def esad() -> Table:
    """Return the table of the document."""
    return Table(
        {
            "DocumentID": "dt.id",
            "RefDocumentID": "dt.source",
            "RegNumberDoc": "functionalReferenceId",
            "EECEDocHeaderAddInfo": {
                "EDocCode": None,
                "EDocDateTime": moment("issueDateTime"),
                "LanguageCode": "dt.language",
                "SourceCountryCode": None,
                "DestinationCountryCode": None,
            },
            "CustomsProcedure": "dt.kind",
            "CustomsModeCode": "dt.mode",
            "ElectronicDocumentSign": None,
            "DeclarationKind": "dt.feature",
            "SealQuantity": None,
            "SealId": goods.lister("dt.seals"),
            "SealDescriptionText": goods.lister("dt.described"),
            "RecipientCountryCode": "dt.recipient",
            "ESADout_CUGoodsShipment": _SHIPMENT,
            "KDToutGoodsShipment": _SHIPMENT,
            "RBTechMarK": {
                "DelcKind": "dt.change",
                "PrDocumentNumber": "dt.change.number",
                "PrDocumentName": goods.lister("dt.change.texts"),
            },
            "KDTNumber": "dt.change.number",
            "GtdRegistryNumber": _NUMBER,
            "GTDNumber": _NUMBER,
            "RecallReason": goods.lister("dt.change.texts"),
            "Applicant": _party("Applicant", "Declarant"),
            "CUESADCustomsRepresentative": _REPRESENTATIVE,
        }
    )
