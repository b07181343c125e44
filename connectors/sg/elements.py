"""What the elements of a TradeNet message mean: one table for all messages that declare.

Elements are found by local name. Names with a dot are notes that `settle` turns into canonical
fields; what no table names is kept as national data under its path.
"""

from __future__ import annotations

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
from hub.domain.declaration import Body

_FILLERS = frozenset({".", "-"})
"""What front ends write into a mandatory element nothing is known for."""


def joined(field: str, between: str = " ") -> Handler:
    """Return a handler for a text in several elements: its lines are put together."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if text and text not in _FILLERS:
            target[field] = f"{target[field]}{between}{text}" if field in target else text

    return handle


def _listed(field: str) -> Handler:
    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if text and text not in _FILLERS:
            add(target, field, text)

    return handle


def _withheld(path: str) -> Handler:
    """Keep that a number of a person was stated, not the number."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if element.text and element.text.strip():
            found.put(path, "withheld")

    return handle


def _equipment(element: Element, target: Body, found: Findings) -> None:
    unit = row(element, _EQUIPMENT, found)
    if unit.get("id"):
        add(target, "equipment", unit)
    else:
        for name, value in unit.items():
            found.put(f"Cargo/TransportEquipment/{name}", str(value))


_EQUIPMENT = Table(
    {
        "SequenceNumeric": None,
        "EquipmentID": "id",
        "SizeTypeCode": "sizeType",
        "TransportEquipmentSeal": {"SealID": _listed("seals")},
    },
    "Cargo/TransportEquipment/",
)
_NAMES = {"PartyIdentification": {"ID": "id"}, "PartyName": {"Name": joined("name")}}
_LINES = {"Line": joined("address", ", ")}
_PLACE = {"CityName": "city", "PostalZone": "postcode", "CountryCode": "country"}
ROLES = {
    "DeclaringAgentParty": "Agent",
    "FreightForwarderParty": "FreightForwarder",
    "InwardCarrierAgentParty": "InwardCarrierAgent",
    "ImporterParty": "Importer",
    "OutwardCarrierAgentParty": "OutwardCarrierAgent",
    "ExporterParty": "Exporter",
    "ConsigneeParty": "Consignee",
    "EndUserParty": "EndUser",
    "HandlingAgentParty": "HandlingAgent",
    "ManufacturerParty": "Manufacturer",
    "ClaimantParty": "Claimant",
}
_PARTIES = {
    name: Rows(
        "parties",
        {
            **_NAMES,
            "PartyDetail": _NAMES,
            "AddressLine": _LINES,
            "Address": {"AddressLine": _LINES, **_PLACE},
        },
        f"Party/{name}/",
        role=role,
    )
    for name, role in ROLES.items()
}
_DECLARANT = {
    "PersonInformation": {
        "CodeValue": _withheld("Party/DeclarantParty/PersonInformation/CodeValue"),
        "Name": joined("declarant.name"),
    },
    "Telephone": _withheld("Party/DeclarantParty/Telephone"),
}


def _means(way: str) -> dict[str, object]:
    mode = {
        "ModeCode": f"{way}.mode",
        "ConveyanceReferenceNumber": f"{way}.journey",
        "TransportIdentifier": f"{way}.id",
    }
    return {"TransportMode": mode, "MAWBOUCROBLNumber": f"{way}.bill"}


def _charge(name: str) -> dict[str, Number]:
    amount = Number(f"{name}Amount", f"{name}Currency", "currencyID")
    return {"Amount": amount, "ExchangeRate": Number(f"{name}.rate")}


_INVOICE = Table(
    {
        "InvoiceNumber": "number",
        "InvoiceDate": "date",
        "SupplierManufacturerParty": Rows(
            "parties",
            {"CodeValue": joined("id"), "Name": joined("name")},
            "Invoice/SupplierManufacturerParty/",
            role="Seller",
        ),
        "UnitPriceTermType": "tradeTerms",
        "TotalInvoiceValue": _charge("invoice"),
        "FreightCharge": _charge("freight"),
        "InsuranceCharge": _charge("insurance"),
    },
    "Invoice/",
)


def _invoice(element: Element, target: Body, found: Findings) -> None:
    """The first invoice gives terms and amounts; those of others are national data."""
    stated = row(element, _INVOICE, found)
    number, day = stated.pop("number", ""), stated.pop("date", "")
    if number and number not in _FILLERS:
        document = {"id": number, "typeCode": "380"}
        add(target, "documents", document | ({"issueDate": day} if day else {}))
    elif day:
        found.put("Invoice/InvoiceDate", day)
    parties = stated.pop("parties", [])
    if "invoice.first" not in target:
        target["invoice.first"] = "1"
        target.update(stated)
        for party in parties:
            add(target, "parties", party)
        return
    for name, value in stated.items():
        found.put(f"Invoice/{name}", value)
    for party in parties:
        found.put("Invoice/SupplierManufacturerParty/Name", party.get("name", ""))


def _product(element: Element, target: Body, found: Findings) -> None:
    stated = row(element, _PRODUCT, found)
    if "code" in stated:
        add(target, "additionalCodes", f"CASC:{stated['code']}")


_PRODUCT = Table({"CASCProductCode": "code"}, "CASCProduct/")


def _tax(code: str, element: str) -> Rows:
    rates = {f"{element}Percent": Number("rate"), f"{element}Rate": Number("rate")}
    amount = {f"{element}Amount": Number("amount")}
    return Rows("taxes", {**rates, **amount}, f"Tariff/{element}/", typeCode=code)


_ITEM = Table(
    {
        "ItemSequenceNumeric": "item.number",
        "ItemHarmonizedSystemCode": "commodityCode",
        "GoodsDescription": "description",
        "ItemQuantity": {
            "HarmonizedSystemQuantity": Number("tariffQuantity", "tariffQuantityUnit", "unitCode")
        },
        "PackingDescription": {
            "OuterPackQuantity": Number("item.packages", "item.kind", "unitCode")
        },
        "OriginCountry": "originCountry",
        "TransactionValue": {
            "ItemCIFFOBValue": Number("customsValue"),
            "UnitPriceValue": {"Amount": Number("item.price", "itemCurrency", "currencyID")},
        },
        "ShippingMarksInformation": {"ShippingMarks": joined("item.marks", "\n")},
        "InMAWBOUCROBLNumber": "item.in.bill",
        "OutMAWBOUCROBLNumber": "item.out.bill",
        "InHAWBHUCRHBLNumber": "item.in.house",
        "OutHAWBHUCRHBLNumber": "item.out.house",
        "ItemInvoiceNumber": "item.invoice",
        "CASCProduct": _product,
        "Tariff": {
            "GoodsAndServicesTax": _tax("GST", "GoodsAndServicesTax"),
            "CustomsDuty": _tax("CUD", "CustomsDuty"),
            "ExciseDuty": _tax("EXC", "ExciseDuty"),
        },
    }
)


def _item(element: Element, target: Body, found: Findings) -> None:
    item: Body = {"sequenceNumeric": len(target.get("goodsItems", ())) + 1}
    before = found.separate()
    walk(element, _ITEM, item, found)
    found.resume(before, item)
    if len(item) > 1:
        add(target, "goodsItems", item)


def approved(element: Element, target: Body, found: Findings) -> None:
    """Read a time such as 20200921115818SST: Singapore's time, named after its digits."""
    text = (element.text or "").strip()
    when = moments.compact(text.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), found.zone)
    if when:
        when["text"] = text
        target["acceptanceDateTime"] = when
    elif text:
        found.doubt(element, "is no date and time")
        found.put("Permit/PermitApprovalDatetime", text)


HEAD = {
    "MessageReference": "header.reference",
    "UniqueReferenceNumber": {
        "ID": "urn.id",
        "Date": "urn.date",
        "SequenceNumeric": "urn.sequence",
    },
    "DeclarantID": "header.declarant",
    "CommonAccessReference": "header.access",
}
_PARTS = {
    "Header": {
        **HEAD,
        "DeclarationType": "typeCode",
        "PreviousPermitNumber": "header.previous",
        "Remarks": {"FreeText": _listed("header.remarks")},
    },
    "Cargo": {
        "ReleaseLocation": {"LocationCode": "goodsLocation"},
        "TransportEquipment": _equipment,
    },
    "Transport": {
        "InwardTransport": {
            "TransportMeans": _means("in"),
            "ArrivalDate": moment("arrivalDateTime"),
            "LoadingPort": "in.port",
        },
        "OutwardTransport": {
            "TransportMeans": _means("out"),
            "AdditionalVesselInformation": {"VesselNationality": "out.nationality"},
            "DepartureDate": moment("exitDateTime"),
            "DischargePort": "out.port",
            "FinalDestinationCountry": "destinationCountry",
        },
    },
    "Party": {
        "DeclarantParty": _DECLARANT,
        **_PARTIES,
        "Licence": {"ReferenceID": _listed("header.licences")},
    },
    "Licence": {"ReferenceID": _listed("header.licences")},
    "Invoice": _invoice,
    "Item": _item,
    "Summary": {
        "NumberOfItems": Number("goodsItemQuantity"),
        "TotalCIFFOBValue": Number("statisticalAmount"),
        "TotalOuterPack": Number("totalPackageQuantity", "summary.kind", "unitCode"),
        "TotalGrossWeight": Number("totalGrossMass", "totalGrossMassUnit", "unitCode"),
    },
}
DECLARATION = Table(
    {
        **_PARTS,
        "Declaration": Table(_PARTS),
        "Permit": {"PermitNumber": "permit.number", "PermitApprovalDatetime": approved},
        "Update": {
            "UpdateIndicatorCode": "update.code",
            "UpdateRequestNumber": "update.number",
            "UpdatePermitNumber": "update.permit",
            "Amendment": Rows(
                "amendments", {"ReasonCode": "changeReasonCode", "Reason": "text"}, "Amendment/"
            ),
        },
        "Cancellation": {
            "CancellationHeader": {
                **HEAD,
                "CancellationReasonCode": "cancel.code",
                "CancellationReason": joined("cancel.text"),
            },
            "DeclarantParty": _DECLARANT,
        },
        "RefundOnly": {"RefundHeader": HEAD, "DeclarantParty": _DECLARANT},
    }
)
"""A message with its head: an application has its parts itself, others in Declaration."""
