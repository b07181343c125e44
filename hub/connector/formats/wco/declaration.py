"""WCO Declaration (42A) with its GoodsShipment (67A) into the canonical declaration."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.walk import (
    Findings,
    Table,
    inside,
    listed,
    local,
    moment,
    number,
    walk,
)
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

Element = etree._Element

FUNCTIONS = frozenset({"1", "4", "5", "9", "13"})
_ADDRESS: Table = {
    "Line": "address",
    "CityName": "city",
    "CountryCode": "country",
    "PostcodeID": "postcode",
}
_PARTY: Table = {
    "ID": "id",
    "Name": "name",
    "FunctionCode": "functionCode",
    "RoleCode": "functionCode",
    "Address": inside(_ADDRESS, "Address"),
}
_PARTIES = (
    "Agent",
    "Buyer",
    "Carrier",
    "Consignee",
    "Consignor",
    "Declarant",
    "Exporter",
    "Importer",
    "NotifyParty",
    "Seller",
    "Submitter",
)
_ROLES: Table = {role: listed("parties", _PARTY, role, role=role) for role in _PARTIES}
_PREVIOUS: Table = {
    "ID": "id",
    "TypeCode": "typeCode",
    "CategoryCode": "categoryCode",
    "LineNumeric": "lineNumeric",
}
_MEANS: Table = {
    "ID": "id",
    "Name": "name",
    "IdentificationTypeCode": "idType",
    "TypeCode": "idType",
    "ModeCode": "modeCode",
    "RegistrationNationalityCode": "nationality",
    "JourneyID": "journeyId",
}
_STATEMENT: Table = {
    "StatementCode": "statementCode",
    "StatementDescription": "statementDescription",
    "StatementTypeCode": "statementTypeCode",
    "Pointer": lambda element, target, found: None,  # ties a reason to its amendment, kept there
}


def _issue_date(element: Element, target: Body, found: Findings) -> None:
    text = "".join(str(part) for part in element.itertext()).strip()
    if text:
        target["issueDate"] = text[:32]


_DOCUMENT: Table = {
    "ID": "id",
    "TypeCode": "typeCode",
    "CategoryCode": "categoryCode",
    "Name": "name",
    "IssueDateTime": _issue_date,
    "EffectiveDateTime": _issue_date,
}


def _amendment(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    steps = []
    for child in element:
        name = local(child.tag)
        if name == "ChangeReasonCode":
            row["changeReasonCode"] = (child.text or "").strip()
        elif name == "Pointer":
            steps.append(_pointer_step(child))
    if steps:
        row["pointer"] = " → ".join(steps)
    target.setdefault("amendments", []).append(row)


def _pointer_step(element: Element) -> str:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    section, tag = parts.get("DocumentSectionCode", ""), parts.get("TagID", "")
    place = parts.get("SequenceNumeric", "")
    return f"{section}{'/' + tag if tag else ''}{'[' + place + ']' if place else ''}"


def _seal(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        if local(child.tag) == "ID" and child.text:
            target.setdefault("seals", []).append(child.text.strip())


def _classification(element: Element, target: Body, found: Findings) -> None:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    code, kind = parts.get("ID", ""), parts.get("IdentificationTypeCode", "")
    if kind in ("TSP", "HS", "") and "commodityCode" not in target:
        target["commodityCode"] = code
    elif kind == "TRC" and target.get("commodityCode", "").isdigit() and len(code) <= 4:
        target["commodityCode"] += code
    elif code:
        target.setdefault("additionalCodes", []).append(f"{kind}:{code}")


def _dangerous(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        if local(child.tag) == "UNDGID" and child.text:
            target["dangerousGoods"] = child.text.strip()


def _procedure(element: Element, target: Body, found: Findings) -> None:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    current = parts.get("CurrentCode", "")
    if "procedureCurrent" not in target and (parts.get("PreviousCode") or len(current) <= 2):
        target["procedureCurrent"] = current
        target["procedurePrevious"] = parts.get("PreviousCode", "")
    elif current:
        target.setdefault("additionalProcedures", []).append(current)


def _origin(element: Element, target: Body, found: Findings) -> None:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    field = "preferentialOrigin" if parts.get("TypeCode") == "2" else "originCountry"
    target[field] = parts.get("CountryCode", "")


def _item_container(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        if local(child.tag) == "ID" and child.text:
            target.setdefault("containers", []).append(child.text.strip())


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
    "DangerousGoods": _dangerous,
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
    "TransportEquipment": _item_container,
}
_UCR: Table = {"TraderAssignedReferenceID": "ucr", "ID": "ucr"}


def _sequence(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["sequenceNumeric"] = int(text[:9])
    elif text:
        found.doubt(element, "is no sequence number")


def _export_country(element: Element, target: Body, found: Findings) -> None:
    """At an item it speaks for the whole shipment: the canonical form has one."""
    for child in element:
        if child.text and child.text.strip():
            found.export_countries.add(child.text.strip())


_ITEM: Table = {
    **_ROLES,
    "SequenceNumeric": _sequence,
    "CustomsValueAmount": number("customsValue", "customsValueCurrency", "currencyID"),
    "StatisticalValueAmount": number("statisticalValue", "statisticalValueCurrency", "currencyID"),
    "AdditionalDocument": listed("documents", _DOCUMENT, "AdditionalDocument"),
    "AdditionalInformation": listed("statements", _STATEMENT, "AdditionalInformation"),
    "Commodity": inside(_COMMODITY, "Commodity"),
    "Destination": inside({"CountryCode": "destinationCountry"}, "Destination"),
    "ExportCountry": _export_country,
    "GovernmentProcedure": _procedure,
    "Origin": _origin,
    "Packaging": listed(
        "packages",
        {
            "QuantityQuantity": number("quantity"),
            "TypeCode": "typeCode",
            "MarksNumbersID": "marks",
            "SequenceNumeric": lambda element, target, found: None,
        },
        "Packaging",
    ),
    "PreviousDocument": listed("previousDocuments", _PREVIOUS, "PreviousDocument"),
    "UCR": inside(_UCR, "UCR"),
}


def _goods_item(element: Element, target: Body, found: Findings) -> None:
    item: Body = {}
    # What has no canonical place belongs to its item, not to the header.
    header, found.national = found.national, {}
    walk(element, _ITEM, item, found)
    if found.national:
        item["nationalData"] = found.national
    found.national = header
    target.setdefault("goodsItems", []).append(item)


def _goods_location(element: Element, target: Body, found: Findings) -> None:
    name = ""
    for child in element:
        if local(child.tag) in ("Name", "ID") and child.text and not name:
            name = child.text.strip()
        else:
            found.keep(f"Consignment/GoodsLocation/{local(child.tag)}", child)
    if name:
        target["goodsLocation"] = name


def _place(field: str) -> Table:
    return {"ID": field, "Name": field}


_CONSIGNMENT: Table = {
    **_ROLES,
    "ArrivalTransportMeans": listed("transport", _MEANS, "ArrivalTransportMeans", stage="ARRIVAL"),
    "DepartureTransportMeans": listed(
        "transport", _MEANS, "DepartureTransportMeans", stage="DEPARTURE"
    ),
    "BorderTransportMeans": listed("transport", _MEANS, "BorderTransportMeans", stage="BORDER"),
    "GoodsLocation": _goods_location,
    "LoadingLocation": inside(_place("loadingPlace"), "LoadingLocation"),
    "UnloadingLocation": inside(_place("unloadingPlace"), "UnloadingLocation"),
    "TransportContractDocument": listed("documents", _DOCUMENT, "TransportContractDocument"),
    "TransportEquipment": listed(
        "equipment",
        {
            "ID": "id",
            "Seal": _seal,
            "SequenceNumeric": lambda element, target, found: None,
            "CharacteristicCode": "sizeType",
            "FullnessCode": "fullness",
        },
        "TransportEquipment",
        id="",
    ),
}
_SHIPMENT: Table = {
    **_ROLES,
    "ExitDateTime": moment("exitDateTime"),
    "TransactionNatureCode": "natureOfTransaction",
    "Consignment": inside(_CONSIGNMENT, "Consignment"),
    "CustomsValuation": inside(
        {"FreightChargeAmount": number("freightAmount", "freightCurrency", "currencyID")},
        "CustomsValuation",
    ),
    "Destination": inside({"CountryCode": "destinationCountry"}, "Destination"),
    "ExportCountry": inside({"ID": "exportCountry"}, "ExportCountry"),
    "GovernmentAgencyGoodsItem": _goods_item,
    "AdditionalDocument": listed("documents", _DOCUMENT, "AdditionalDocument"),
    "Invoice": listed("documents", {"ID": "id"}, "Invoice", typeCode="380"),
    "PreviousDocument": listed("previousDocuments", _PREVIOUS, "PreviousDocument"),
    "TradeTerms": inside(
        {"ConditionCode": "tradeTerms", "LocationID": "tradeTermsPlace"}, "TradeTerms"
    ),
    "UCR": inside(_UCR, "UCR"),
}
_DECLARATION: Table = {
    **_ROLES,
    "AcceptanceDateTime": moment("acceptanceDateTime"),
    "IssueDateTime": moment("issueDateTime"),
    "FunctionCode": "functionCode",
    "FunctionalReferenceID": "functionalReferenceId",
    "ID": "declarationId",
    "TypeCode": "typeCode",
    "DeclarationOfficeID": "declarationOfficeId",
    "GoodsItemQuantity": number("goodsItemQuantity"),
    "TotalPackageQuantity": number("totalPackageQuantity"),
    "InvoiceAmount": number("invoiceAmount", "invoiceCurrency", "currencyID"),
    "TotalGrossMassMeasure": number("totalGrossMass", "totalGrossMassUnit", "unitCode", "KGM"),
    "AdditionalDocument": listed("documents", _DOCUMENT, "AdditionalDocument"),
    "AdditionalInformation": listed("statements", _STATEMENT, "AdditionalInformation"),
    "Amendment": _amendment,
    "BorderTransportMeans": listed("transport", _MEANS, "BorderTransportMeans", stage="BORDER"),
    "Consignment": inside(_CONSIGNMENT, "Consignment"),
    "CurrencyExchange": listed(
        "exchangeRates",
        {"CurrencyTypeCode": "currency", "RateNumeric": number("rate")},
        "CurrencyExchange",
        currency="",
    ),
    "ExitOffice": inside({"ID": "exitOfficeId"}, "ExitOffice"),
    "PresentationOffice": inside({"ID": "presentationOfficeId"}, "PresentationOffice"),
    "GoodsShipment": inside(_SHIPMENT, ""),
}


def read_declaration(
    element: Element, profile: Profile
) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a WCO Declaration. Returns the message, or all that is missing, and the warnings."""
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(element, _DECLARATION, body, found)
    faults = _missing(body)
    mrn, lrn = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    if faults:
        return RefusedPart(tuple(faults), mrn, lrn, _references(body)), found.warnings
    body["references"] = _references(body)
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    _settle_function(body)
    _settle_lane(body, profile, found)
    if found.national:
        body["nationalData"] = found.national
    return Message("Declaration", body), found.warnings


def _missing(body: Body) -> list[Fault]:
    faults = []
    function = body.get("functionCode", "")
    if not function:
        faults.append(Fault(MISSING, "42A/017", "Declaration/FunctionCode is missing"))
    elif function not in FUNCTIONS:
        faults.append(Fault(CODE_LIST, "42A/017", "is no function code", function))
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither ID (D014) nor FunctionalReferenceID (D026)"
        faults.append(Fault(MISSING, "42A/D014", text))
    if function == "13" and not body.get("declarationId"):
        faults.append(Fault(RULE, "42A/D014", "an additional message names its declaration"))
    return faults


def _references(body: Body) -> dict[str, str]:
    named = {
        "FunctionalReferenceID": body.get("functionalReferenceId", ""),
        "ID": body.get("declarationId", ""),
    }
    return {name: value for name, value in named.items() if value}


def _settle_function(body: Body) -> None:
    """An additional message (13) says by its type what it is; its own reference is no LRN."""
    if body["functionCode"] != "13":
        return
    body["functionCode"] = "1" if body.get("typeCode") == "INV" else "4"
    body.pop("functionalReferenceId", None)


def _settle_lane(body: Body, profile: Profile, found: Findings) -> None:
    # COR, INV and GPR say what an additional message is, not which side declares.
    original = body["functionCode"] == "9"
    side = profile.sides.get(body.get("typeCode", "")[:2], "") if original else ""
    if side:
        body["side"] = side
    own = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}.get(side)
    if own:
        body[own] = profile.country
    items = body.get("goodsItems") or [{}]
    if side == "EXPORT" and not body.get("destinationCountry"):
        _from_items(body, "destinationCountry", items)
    if not body.get("exportCountry") and len(found.export_countries) == 1:
        body["exportCountry"] = found.export_countries.pop()
    if not body.get("ucr") and items[0].get("ucr"):
        body["ucr"] = items[0]["ucr"]
    if "previousDocuments" not in body:
        nested = [doc for item in items for doc in item.get("previousDocuments", ())]
        if nested:
            body["previousDocuments"] = nested[:99]


def _from_items(body: Body, field: str, items: list[Body]) -> None:
    named = {item.get(field, "") for item in items} - {""}
    if len(named) == 1:
        body[field] = named.pop()
