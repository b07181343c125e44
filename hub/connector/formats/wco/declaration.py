"""WCO Declaration (42A) with its GoodsShipment (67A): what every element of it means.

Pointers of faults name WCO classes and data elements (`42A#017`), as a WCO Response does.
"""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco import classes, pointers
from hub.connector.formats.wco.goods_item import goods_item
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.settling import settle
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
from hub.domain.faults import CODE_LIST, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

Element = etree._Element

FUNCTIONS = frozenset({"1", "4", "5", "9", "13"})


def _amendment(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    for child in element:
        name = local(child.tag)
        if name == "ChangeReasonCode" and child.text:
            row["changeReasonCode"] = child.text.strip()
        elif name != "Pointer":
            found.keep(f"Amendment/{name}", child)
    path = pointers.read(child for child in element if local(child.tag) == "Pointer")
    if path:
        row["pointer"] = path
    target.setdefault("amendments", []).append(row)


def _statement(element: Element, target: Body, found: Findings) -> None:
    """Add a statement; its pointer says which amendment it gives the reason of."""
    path: list[Element] = []
    row: Body = {}
    walk(element, {**classes.STATEMENT, "Pointer": lambda e, t, f: path.append(e)}, row, found)
    if path:
        row["pointer"] = pointers.read(path)
    if row:
        target.setdefault("statements", []).append(row)


def _goods_location(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        name = local(child.tag)
        if name in ("Name", "ID") and child.text and "goodsLocation" not in target:
            target["goodsLocation"] = child.text.strip()
        else:
            found.keep(f"Consignment/GoodsLocation/{name}", child)


def _place(field: str, name: str) -> Table:
    return {name: inside({"ID": field, "Name": field}, f"Consignment/{name}")}


_BORDER = listed("transport", classes.MEANS, "BorderTransportMeans", stage="BORDER")
_CONSIGNMENT: Table = {
    **classes.PARTIES,
    **_place("loadingPlace", "LoadingLocation"),
    **_place("unloadingPlace", "UnloadingLocation"),
    "ArrivalTransportMeans": listed(
        "transport", classes.MEANS, "ArrivalTransportMeans", stage="ARRIVAL"
    ),
    "BorderTransportMeans": _BORDER,
    "DepartureTransportMeans": listed(
        "transport", classes.MEANS, "DepartureTransportMeans", stage="DEPARTURE"
    ),
    "GoodsLocation": _goods_location,
    "TransportContractDocument": listed("documents", classes.DOCUMENT, "TransportContractDocument"),
    "TransportEquipment": listed("equipment", classes.EQUIPMENT, "TransportEquipment", id=""),
}
_TERMS: Table = {"ConditionCode": "tradeTerms", "LocationID": "tradeTermsPlace"}
_FREIGHT: Table = {"FreightChargeAmount": number("freightAmount", "freightCurrency", "currencyID")}
_SHIPMENT: Table = {
    **classes.PARTIES,
    "AdditionalDocument": listed("documents", classes.DOCUMENT, "AdditionalDocument"),
    "Consignment": inside(_CONSIGNMENT, "Consignment"),
    "CustomsValuation": inside(_FREIGHT, "CustomsValuation"),
    "Destination": inside({"CountryCode": "destinationCountry"}, "Destination"),
    "ExitDateTime": moment("exitDateTime"),
    "ExportCountry": inside({"ID": "exportCountry"}, "ExportCountry"),
    "GovernmentAgencyGoodsItem": goods_item,
    "Invoice": listed("documents", classes.DOCUMENT, "Invoice", typeCode="380"),
    "PreviousDocument": listed("previousDocuments", classes.PREVIOUS, "PreviousDocument"),
    "TradeTerms": inside(_TERMS, "TradeTerms"),
    "TransactionNatureCode": "natureOfTransaction",
    "UCR": inside(classes.UCR, "UCR"),
}
_RATE: Table = {"CurrencyTypeCode": "currency", "RateNumeric": number("rate")}
_DECLARATION: Table = {
    **classes.PARTIES,
    "AcceptanceDateTime": moment("acceptanceDateTime"),
    "AdditionalDocument": listed("documents", classes.DOCUMENT, "AdditionalDocument"),
    "AdditionalInformation": _statement,
    "Amendment": _amendment,
    "BorderTransportMeans": _BORDER,
    "Consignment": inside(_CONSIGNMENT, "Consignment"),
    "CurrencyExchange": listed("exchangeRates", _RATE, "CurrencyExchange", currency=""),
    "DeclarationOfficeID": "declarationOfficeId",
    "ExitOffice": inside({"ID": "exitOfficeId"}, "ExitOffice"),
    "FunctionCode": "functionCode",
    "FunctionalReferenceID": "functionalReferenceId",
    "GoodsItemQuantity": number("goodsItemQuantity"),
    "GoodsShipment": inside(_SHIPMENT, ""),
    "ID": "declarationId",
    "InvoiceAmount": number("invoiceAmount", "invoiceCurrency", "currencyID"),
    "IssueDateTime": moment("issueDateTime"),
    "PresentationOffice": inside({"ID": "presentationOfficeId"}, "PresentationOffice"),
    "TotalGrossMassMeasure": number("totalGrossMass", "totalGrossMassUnit", "unitCode", "KGM"),
    "TotalPackageQuantity": number("totalPackageQuantity"),
    "TypeCode": "typeCode",
}


def read_declaration(
    element: Element, profile: Profile, references: dict[str, str]
) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a WCO Declaration. Returns the message, or all that is missing, and the warnings.

    `references` are those of the wrapper; the declaration's own join them.
    """
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(element, _DECLARATION, body, found)
    mrn, lrn = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    body["references"] = references | _references(mrn, lrn)
    faults = _missing(body)
    if faults:
        return RefusedPart(tuple(faults), mrn, lrn, body["references"]), found.warnings
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    return settle(body, profile, found), found.warnings


def _missing(body: Body) -> list[Fault]:
    faults = []
    function = body.get("functionCode", "")
    if not function:
        faults.append(Fault(MISSING, "42A#017", "Declaration/FunctionCode is missing"))
    elif function not in FUNCTIONS:
        faults.append(Fault(CODE_LIST, "42A#017", "is no function code the hub takes", function))
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither ID (D014) nor FunctionalReferenceID (D026)"
        faults.append(Fault(MISSING, "42A#D014", text))
    return faults


def _references(declaration_id: str, functional_reference_id: str) -> dict[str, str]:
    named = {"FunctionalReferenceID": functional_reference_id, "ID": declaration_id}
    return {name: value for name, value in named.items() if value}
