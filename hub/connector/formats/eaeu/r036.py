"""What the elements of the common structure R.036 mean.

`gd:GoodsDeclaration` of the Eurasian Economic Commission, v1.1.0, as public software of the Union
writes it (element names of `csdo` 0.4.10 and `casdo`, `cacdo` 1.5.1; later names such as
`GDGoodsShipmentDetails` read alike). Only local names count. `DeclarationChangeDetails` and the
line number 0 are the hub's own: the structure has no function code.
"""

from __future__ import annotations

from functools import cache

from hub.connector.formats import xml
from hub.connector.formats.eaeu import goods
from hub.connector.formats.eaeu.codes import UNITS
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
from hub.domain.numbers import decimal

_ADDRESS = {
    "AddressKindCode": None,
    "UnifiedCountryCode": "country",
    "PostCode": "postcode",
    "PostalCode": "postcode",
    "CityName": "city",
    "StreetName": "party.street",
    "BuildingNumberId": "party.house",
    "RoomNumberId": "party.room",
    "AddressText": "party.text",
}
_SUBJECT = {
    "SubjectName": "name",
    "SubjectBriefName": "party.short",
    "TaxpayerId": "id",
    "UniqueCustomsNumberId": "id",
    "UnifiedCountryCode": "party.country",
    "SubjectAddressDetails": _ADDRESS,
    "EqualIndicator": "party.same",
}


def _party(name: str, role: str) -> Rows:
    return Rows("parties", _SUBJECT, f"{name}/", role=role)


def _amount(field: str, currency: str) -> Number:
    return Number(field, currency, "currencyCode")


def _measure(field: str, unit: str) -> Handler:
    """Return a handler for a measure whose unit is an OKEI code, or Rec 20's where it is none."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        exact = decimal(text)
        if text and (exact is None or field in target):
            found.doubt(element, "is no decimal number, or stands there twice")
            found.put(xml.local(element.tag), text)
        elif exact:
            target[field] = exact
            code = element.get("measurementUnitCode", "")
            if code:
                target[unit] = UNITS[code][0] if code in UNITS else code

    return handle


_VEHICLE = {
    "TransportMeansRegId": "id",
    "TransportMeansName": "name",
    "TransportTypeName": "name",
    "TransportMeansNationalityDetails": {"UnifiedCountryCode": "nationality"},
}
_MEANS = Table(
    {
        "UnifiedTransportModeCode": "nationalModeCode",
        "RegistrationNationalityCode": "nationality",
        "TransportMeansQuantity": None,
        "TransportMeansRegistrationIdDetails": Rows("means", _VEHICLE, "TransportMeans/"),
        "TransportMeansDetails": Rows("means", _VEHICLE, "TransportMeans/"),
    },
    "Transport/",
)


def _means(stage: str) -> Handler:
    """Return a handler: one row for each means, all of the mode and nationality stated above."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        stated = row(element, _MEANS, found)
        for one in stated.pop("means", None) or [{}]:
            if stated or one:
                add(target, "transport", {"stage": stage, **stated, **one})

    return handle


def _rate(element: Element, target: Body, found: Findings) -> None:
    """An exchange rate is for 1, 10 or 100 units: `scaleNumber` is the power of ten."""
    exact, scale = decimal((element.text or "").strip()), element.get("scaleNumber", "0")
    if exact and scale == "0":
        add(target, "exchangeRates", {"currency": element.get("currencyCode", ""), "rate": exact})
    elif element.text:
        found.put(f"ExchangeRate/{element.get('currencyCode', '')}/{scale}", element.text.strip())


_COUNTRY = {"ShortCountryName": None}
_NUMBER = {
    "CustomsOfficeCode": "note.office",
    "DocCreationDate": "note.day",
    "CustomsDocumentId": "note.serial",
}
_PRESENTED = {
    "DocKindCode": "typeCode",
    "DocName": "name",
    "DocId": "id",
    "DocCreationDate": goods.day("issueDate"),
    "LineId": "note.line",
}
_PRECEDING = {
    "LineId": "note.line",
    "DocKindCode": "typeCode",
    "CustomsDocIdDetails": _NUMBER,
    "DocId": "id",
    "ConsignmentItemOrdinal": "lineNumeric",
}
_RATE = {"DutyTaxFeeRateValue": Number("rate")}
_TAX = Table(
    {
        "CustomsTaxModeCode": "typeCode",
        "TaxBaseMeasure": Number("base"),
        "EffectiveCustomsRateDetails": _RATE,
        "CustomsTaxPaymentFeatureCode": "methodCode",
        "CAPaymentNAmount": Number("amount", "currency", "currencyCode"),
    },
    "CustomsPaymentDetails/",
)


_tax = goods.tax(_TAX)
_ITEM = Table(
    {
        "ConsignmentItemOrdinal": Number("item.number"),
        "CommodityCode": "commodityCode",
        "GoodsDescriptionText": goods.lines("item.texts"),
        "UnifiedGrossMassMeasure": _measure("grossMass", "grossMassUnit"),
        "UnifiedNetMassMeasure": _measure("netMass", "netMassUnit"),
        "AddGoodsMeasureDetails": {
            "GoodsMeasure": _measure("tariffQuantity", "tariffQuantityUnit"),
            "MeasureUnitAbbreviationCode": None,
        },
        "CargoPackagePalletDetails": {
            "CargoQuantity": Number("item.packages"),
            "PackagePalletDetails": Rows(
                "packages",
                {
                    "CargoPackageInfoKindCode": "kind",
                    "PackageKindCode": "typeCode",
                    "PackageQuantity": Number("quantity"),
                    "CargoDescriptionText": goods.lines("texts"),
                },
                "PackagePalletDetails/",
            ),
        },
        "ContainerListDetails": {
            "ContainerDetails": {"ContainerId": goods.lister("containers")},
        },
        "OriginCountryDetails": {"CACountryCode": "originCountry", **_COUNTRY},
        "PrefOriginCountryDetails": {
            "CACountryCode": "preferentialOrigin",
            "UnifiedCountryCode": "preferentialOrigin",
            **_COUNTRY,
        },
        "DestinationCountryDetails": {"CACountryCode": "destinationCountry", **_COUNTRY},
        "CustomsProcedureDetails": {
            "CustomsProcedureCode": "procedureCurrent",
            "CustomsModeCode": "procedureCurrent",
            "PreviousCustomsProcedureModeCode": "procedurePrevious",
            "PreviousCustomsModeCode": "procedurePrevious",
            "GoodsMoveFeatureCode": "item.feature",
        },
        "CAValueAmount": _amount("itemAmount", "itemCurrency"),
        "CustomsValueAmount": _amount("customsValue", "customsValueCurrency"),
        "StatisticValueAmount": _amount("statisticalValue", "statisticalValueCurrency"),
        "PrecedingDocDetails": Rows("previousDocuments", _PRECEDING, "PrecedingDocDetails/"),
        "PresentedDocDetails": Rows("documents", _PRESENTED, "PresentedDocDetails/"),
        "CustomsPaymentDetails": _tax,
    }
)


_CONSIGNMENT = {
    "ContainerIndicator": None,
    "BorderTransportDetails": _means("BORDER"),
    "ArrivalDepartureTransportDetails": _means("ARRIVAL"),
    "BorderCustomsOfficeDetails": Rows(
        "dt.offices", {"CustomsOfficeCode": "code", "CustomsOfficeName": "name"}
    ),
}
_SHIPMENT = {
    "DepartureCountryDetails": {"CACountryCode": "exportCountry", **_COUNTRY},
    "DestinationCountryDetails": {"CACountryCode": "destinationCountry", **_COUNTRY},
    "TradeCountryDetails": {"CACountryCode": "tradingCountry", **_COUNTRY},
    "DeliveryTermsDetails": {"DeliveryTermsCode": "tradeTerms", "PlaceName": "tradeTermsPlace"},
    "CAValueAmount": _amount("invoiceAmount", "invoiceCurrency"),
    "ExchangeRate": _rate,
    "ConsignorDetails": _party("ConsignorDetails", "Consignor"),
    "ConsigneeDetails": _party("ConsigneeDetails", "Consignee"),
    "FinancialSettlementSubjectDetails": _party("FinancialSettlementSubjectDetails", "Resident"),
    "TransactionNatureDetails": {"TransactionNatureCode": "natureOfTransaction"},
    **dict.fromkeys(("DeclarationConsignmentDetails", "GDConsignmentDetails"), _CONSIGNMENT),
    "GoodsLocationDetails": {
        "CustomsOfficeCode": "presentationOfficeId",
        "PlaceName": "goodsLocation",
        "CustomsControlZoneId": "goodsLocation",
    },
    **dict.fromkeys(("DeclarationGoodsItemDetails", "GDGoodsItemDetails"), goods.item(_ITEM)),
}


_REPRESENTATIVE = Rows(
    "parties",
    {
        "RegisterDocumentIdDetails": {"RegistrationNumberId": "id"},
        "BrokerRegistryDocDetails": {"RegistrationNumberId": "id"},
    },
    "SignatoryRepresentativeDetails/",
    role="Agent",
)


@cache
def declaration() -> Table:
    """Return the table of the structure."""
    return Table(
        {
            "EDocCode": None,
            "EDocId": "dt.id",
            "EDocRefId": "dt.source",
            "EDocDateTime": moment("issueDateTime"),
            "LanguageCode": "dt.language",
            "CustomsDeclarationIdDetails": {
                "CustomsOfficeCode": "dt.number.office",
                "DocCreationDate": "dt.number.day",
                "CustomsDocumentId": "dt.number.serial",
            },
            "DeclarationKindCode": "dt.kind",
            "CustomsProcedureCode": "dt.mode",
            "DeclarationFeatureCode": "dt.feature",
            "EDocIndicatorCode": None,
            "DeclarationChangeDetails": {
                "ChangeKindCode": "dt.change",
                "ChangeOrdinal": "dt.change.number",
                "DescriptionText": goods.lister("dt.change.texts"),
            },
            "GoodsQuantity": Number("goodsItemQuantity"),
            "CargoQuantity": Number("totalPackageQuantity"),
            "DeclarantDetails": _party("DeclarantDetails", "Declarant"),
            **dict.fromkeys(
                ("DeclarationGoodsShipmentDetails", "GDGoodsShipmentDetails"), _SHIPMENT
            ),
            "CarrierDetails": _party("CarrierDetails", "Carrier"),
            "SealDetails": {
                "SealQuantity": None,
                "SealId": goods.lister("dt.seals"),
                "SealDescriptionText": goods.lister("dt.described"),
            },
            "SignatoryRepresentativeDetails": _REPRESENTATIVE,
            "InternalDocId": "functionalReferenceId",
        }
    )
