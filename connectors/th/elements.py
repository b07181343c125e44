"""What the elements of a Thai declaration mean: one table for import and export.

Names with a dot are notes that `settle` turns into canonical fields. What no table names is kept
as national data by the walk, under its part and element: `Control/CargoTypeCode`.
"""

from __future__ import annotations

from hub.connector.formats import xml
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
    walk,
)
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import PLAUSIBILITY

BUDDHIST_ERA, FROM, TO = 543, 2400, 2700
"""The Buddhist era counts 543 years more: years from 2400 to 2700 are meant in it."""


def date(text: str, zone: str) -> tuple[Moment | None, bool]:
    """Return a day CCYYMMDD and whether its year is one of the Buddhist era.

    >>> date("25691124", "Asia/Bangkok")[0]["text"], date("25691124", "Asia/Bangkok")[1]
    ('25691124', True)
    """
    era = len(text) >= 8 and text[:4].isdigit() and FROM < int(text[:4]) < TO
    common = f"{int(text[:4]) - BUDDHIST_ERA:04}{text[4:]}" if era else text
    when = moments.compact(common, zone)
    if when and era:
        when["text"] = text
    return when, era


def _day(field: str) -> Handler:
    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if not text:
            return
        when, era = date(text, found.zone)
        if when is None:
            found.doubt(element, "is no date CCYYMMDD")
            found.keep(f"Control/{xml.local(element.tag)}", element)
            return
        if era:
            found.doubt(element, "is a year of the Buddhist era")
        target[field] = when

    return handle


def _withheld(element: Element, target: Body, found: Findings) -> None:
    """Keep that a number was stated that identifies a person or an account, not the number."""
    if element.text and element.text.strip():
        found.put(f"Control/{xml.local(element.tag)}", "withheld")


def _approval(element: Element, target: Body, found: Findings) -> None:
    """Keep an approval number `YYnnnn`, YY being the year of the Buddhist era."""
    text = (element.text or "").strip()
    if text:
        found.put("Control/ApprovalNumber", text)
        if len(text) != 6 or not text.isdigit():
            pointer = xml.pointer(element)
            found.warn(PLAUSIBILITY, pointer, "is not two digits of the year and four", text)


_INVOICE = Table(
    {
        "InvoiceNumber": "number",
        "InvoiceDate": "date",
        "PurchaseOrderNumber": "order",
        "TradeTerms": "tradeTerms",
        "ConsignorName": "partner.name",
        "ConsigneeName": "partner.name",
        "StreetAndNumber": "partner.address",
        "Province": "partner.city",
        "Postcode": "partner.postcode",
        "CountryCode": "partner.country",
        "InvoiceCurrencyCode": "invoiceCurrency",
        "TotalInvoiceAmount": Number("invoiceAmount"),
        "FreightCurrencyCode": "freightCurrency",
        "FreightAmountForeign": Number("freightAmount"),
        "InsuranceCurrencyCode": "insuranceCurrency",
        "InsuranceAmountForeign": Number("insuranceAmount"),
    },
    "Invoice/",
)
_NAMES = {
    "tradeTerms": "TradeTerms",
    "partner.name": "ConsignorName",
    "partner.address": "StreetAndNumber",
    "partner.city": "Province",
    "partner.postcode": "Postcode",
    "partner.country": "CountryCode",
    "invoiceCurrency": "InvoiceCurrencyCode",
    "invoiceAmount": "TotalInvoiceAmount",
    "freightCurrency": "FreightCurrencyCode",
    "freightAmount": "FreightAmountForeign",
    "insuranceCurrency": "InsuranceCurrencyCode",
    "insuranceAmount": "InsuranceAmountForeign",
}


def _invoice(element: Element, target: Body, found: Findings) -> None:
    """The first invoice gives terms, amounts and partner; of others these are national data."""
    stated = row(element, _INVOICE, found)
    number, day, order = (stated.pop(name, "") for name in ("number", "date", "order"))
    if number or day:
        document = {"id": number, "typeCode": "380", "issueDate": day}
        add(target, "documents", {name: text for name, text in document.items() if text})
    if order:
        add(target, "documents", {"id": order, "typeCode": "220"})
    if "invoice.first" in target:
        for name, text in stated.items():
            found.put(f"Invoice/{_NAMES[name]}", text)
    else:
        target["invoice.first"] = "1"
        target.update(stated)


_DETAIL = Table(
    {
        "ItemNumber": "item.number",
        "TariffCode": "commodityCode",
        "StatisticalCode": "item.statistical",
        "AHTNCode": "item.ahtn",
        "PrivilegeCode": "item.privilege",
        "NatureOfTransaction": "item.nature",
        "UNDGNumber": "dangerousGoods",
        "ThaiDescriptionOfGoods": "item.thai",
        "EnglishDescriptionOfGoods": "description",
        "Remark": "item.remark",
        "OriginCountryCode": "originCountry",
        "NetWeight": Number("netMass"),
        "NetWeightUnitCode": "netMassUnit",
        "Quantity": Number("tariffQuantity"),
        "QuantityUnitCode": "tariffQuantityUnit",
        "CurrencyCode": "itemCurrency",
        "InvoiceAmountForeign": Number("itemAmount"),
        "CIFValueBaht": Number("item.baht"),
        "FOBValueBaht": Number("item.baht"),
        "CIFValueForeign": Number("item.foreign"),
        "FOBValueForeign": Number("item.foreign"),
        "ShippingMarks": "item.marks",
        "PackageAmount": Number("item.packages"),
        "PackageUnitCode": "item.kind",
        "ReferenceDeclarationNumber": "item.reference",
        "ReferenceDeclarationLineNumber": "item.line",
        "GrossWeight": Number("grossMass"),
        "ProcedureCode": "item.procedure",
        "Duty": Rows(
            "taxes",
            {
                "DutyType": "typeCode",
                "ValueRate": Number("rate"),
                "Amount": Number("amount"),
            },
            "Duty/",
        ),
        "Permit": Rows("documents", {"PermitNumber": "id", "IssueDate": "issueDate"}, "Permit/"),
    }
)


def _detail(element: Element, target: Body, found: Findings) -> None:
    item: Body = {"sequenceNumeric": len(target.get("goodsItems", ())) + 1}
    before = found.separate()
    walk(element, _DETAIL, item, found)
    found.resume(before, item)
    if len(item) > 1:
        add(target, "goodsItems", item)


MESSAGE = Table(
    {
        "DeclarationNumber": "declarationId",
        "Function": "functionCode",
        "Version": "message.version",
        "AcceptanceDateTime": moment("acceptanceDateTime"),
        "Amendment": Rows(
            "amendments",
            {"ReasonCode": "changeReasonCode", "Pointer": "pointer", "Reason": "text"},
            "Message/Amendment/",
        ),
    },
    "Message/",
)
"""Ours: what the dictionary has no field for, and an exchange between countries needs."""

DECLARATION = Table(
    {
        "Message": MESSAGE,
        "Control": {
            "ReferenceNumber": "functionalReferenceId",
            "DocumentType": "typeCode",
            "CompanyTaxNumber": "company.id",
            "CompanyName": "company.name",
            "CompanyEnglishName": "company.english",
            "StreetAndNumber": "company.address",
            "Province": "company.city",
            "Postcode": "company.postcode",
            "BrokerTaxNumber": "broker.id",
            "CustomsClearanceIDCard": _withheld,
            "CustomsClearanceName": "clearance.name",
            "ManagerIDCard": _withheld,
            "ModeOfTransport": "means.mode",
            "VesselName": "means.name",
            "ArrivalDate": _day("arrivalDateTime"),
            "DepartureDate": _day("exitDateTime"),
            "MasterBillOfLading": "bill.master",
            "HouseBillOfLading": "bill.house",
            "ReleasePort": "declarationOfficeId",
            "DischargePort": "entryOfficeId",
            "LoadPort": "exitOfficeId",
            "ConsignmentCountryCode": "exportCountry",
            "DestinationCountryCode": "destinationCountry",
            "PurchaseCountryCode": "tradingCountry",
            "TotalPackageAmount": Number("totalPackageQuantity"),
            "TotalNetWeight": Number("totalNetMass"),
            "NetWeightUnitCode": "totalNetMassUnit",
            "TotalGrossWeight": Number("totalGrossMass"),
            "TotalGrossWeightUnitCode": "totalGrossMassUnit",
            "CurrencyCode": "rate.currency",
            "ExchangeRate": Number("rate.rate"),
            "CIFValueBaht": Number("value.baht"),
            "FOBValueBaht": Number("value.baht"),
            "CIFValueForeign": Number("value.foreign"),
            "FOBValueForeign": Number("value.foreign"),
            "AccountBankNumber": _withheld,
            "GuaranteeBankAccountNumber": _withheld,
            "TaxCardBankAccountNumber": _withheld,
            "ApprovalNumber": _approval,
            "ReferenceNumberOfCommonAccess": "ucr",
            "CompanyTaxNumberOfTradingPartner": "trading.id",
            "DateTransmit": "sent.date",
            "TimeTransmit": "sent.time",
        },
        "Invoice": _invoice,
        "Detail": _detail,
    }
)


def sent(date_text: str, time_text: str, zone: str) -> Moment | None:
    """Return the moment of transmission: date CCYYMMDD, time HHMM, HHMMSS or HHMMSScc."""
    clock = time_text.replace(":", "")
    clock = clock[:6] if len(clock) >= 6 else clock[:4] if len(clock) >= 4 else ""
    when, _ = date(date_text + clock, zone)
    if when is None and clock:
        when, _ = date(date_text, zone)
    if when:
        when["text"] = f"{date_text} {time_text}".strip()
    return when
