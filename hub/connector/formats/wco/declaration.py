"""WCO Declaration (42A) with its GoodsShipment (67A): what every element of it means.

Pointers of faults are XPaths with positions and the line; an answer translates them into WCO's.
"""

from __future__ import annotations

from hub.connector.formats.walk import (
    Element,
    Findings,
    Number,
    Rows,
    Table,
    add,
    moment,
    row,
    walk,
)
from hub.connector.formats.wco import classes, pointers
from hub.connector.formats.wco.goods_item import goods_item
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.settle import settle
from hub.connector.formats.xml import local
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

FUNCTIONS = frozenset({"1", "4", "5", "9", "13"})
INSURANCE = "67"


def _amendment(element: Element, target: Body, found: Findings) -> None:
    amendment = row(element, _AMENDMENT, found)
    if path := pointers.read(element):
        amendment["pointer"] = path
    add(target, "amendments", amendment)


def _statement(element: Element, target: Body, found: Findings) -> None:
    """Add a statement; its pointer says which amendment it gives the reason of."""
    statement = row(element, _STATEMENT, found)
    if path := pointers.read(element):
        statement["pointer"] = path
    if statement:
        add(target, "statements", statement)


def _place(field: str) -> dict[str, str]:
    return {"ID": field, "Name": field}


def _charge(element: Element, target: Body, found: Findings) -> None:
    """Take a charge for insurance (DE 5025 code 67); others have no canonical place."""
    kinds = [child.text for child in element if local(child.tag) == "ChargesTypeCode"]
    if kinds == [INSURANCE] and "insuranceAmount" not in target:
        walk(element, _INSURANCE, target, found)
    else:
        found.keep("CustomsValuation/ChargeDeduction", element)


_AMENDMENT = Table({"ChangeReasonCode": "changeReasonCode", "Pointer": None}, "Amendment/")
_INSURANCE = Table(
    {
        "ChargesTypeCode": None,
        "OtherChargeDeductionAmount": Number("insuranceAmount", "insuranceCurrency", "currencyID"),
    },
    "CustomsValuation/ChargeDeduction/",
)
_STATEMENT = Table({**classes.STATEMENT, "Pointer": None}, "AdditionalInformation/")
_BORDER = classes.means("BorderTransportMeans", "BORDER")
_CONSIGNMENT = Table(
    {
        **classes.PARTIES,
        **classes.CONTRACT,
        **classes.EQUIPMENT,
        **_BORDER,
        **classes.means("ArrivalTransportMeans", "ARRIVAL"),
        **classes.means("DepartureTransportMeans", "DEPARTURE"),
        "GoodsLocation": _place("goodsLocation"),
        "LoadingLocation": _place("loadingPlace"),
        "UnloadingLocation": _place("unloadingPlace"),
    },
    "Consignment/",
)
_SHIPMENT = Table(
    {
        **classes.PARTIES,
        **classes.DOCUMENT,
        **classes.INVOICE,
        **classes.PREVIOUS,
        **classes.UCR,
        "Consignment": _CONSIGNMENT,
        "CustomsValuation": {
            "FreightChargeAmount": Number("freightAmount", "freightCurrency", "currencyID"),
            "ChargeDeduction": _charge,
        },
        "Destination": {"CountryCode": "destinationCountry"},
        "ExitDateTime": moment("exitDateTime"),
        "ExportCountry": {"ID": "exportCountry"},
        "GovernmentAgencyGoodsItem": goods_item,
        "TradeTerms": {
            "ConditionCode": "tradeTerms",
            "LocationID": "tradeTermsPlace",
            "LocationName": "tradeTermsPlace",
        },
        "TransactionNatureCode": "natureOfTransaction",
    }
)
_DECLARATION = Table(
    {
        **classes.PARTIES,
        **classes.DOCUMENT,
        **_BORDER,
        "AcceptanceDateTime": moment("acceptanceDateTime"),
        "AdditionalInformation": _statement,
        "Amendment": _amendment,
        "Consignment": _CONSIGNMENT,
        "CurrencyExchange": Rows(
            "exchangeRates",
            {"CurrencyTypeCode": "currency", "RateNumeric": Number("rate")},
            "CurrencyExchange/",
        ),
        "DeclarationOfficeID": "declarationOfficeId",
        "ExitOffice": {"ID": "exitOfficeId"},
        "FunctionCode": "functionCode",
        "FunctionalReferenceID": "functionalReferenceId",
        "GoodsItemQuantity": Number("goodsItemQuantity"),
        "GoodsShipment": _SHIPMENT,
        "ID": "declarationId",
        "InvoiceAmount": Number("invoiceAmount", "invoiceCurrency", "currencyID"),
        "IssueDateTime": moment("issueDateTime"),
        "PresentationOffice": {"ID": "presentationOfficeId"},
        "TotalGrossMassMeasure": Number("totalGrossMass", "totalGrossMassUnit", "unitCode", "KGM"),
        "TotalPackageQuantity": Number("totalPackageQuantity"),
        "TypeCode": "typeCode",
    }
)


def read_declaration(
    element: Element, profile: Profile, references: dict[str, str]
) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a WCO Declaration. Returns the message and its warnings, or all that is wrong with it.

    `references` are those of the wrapper; the declaration's own join them.
    """
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(element, _DECLARATION, body, found)
    mrn, lrn = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    body["references"] = references | _references(mrn, lrn)
    faults = _missing(body, element)
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        settle({**body, "functionCode": "9"}, profile, found, element)
        told = tuple([*faults, *found.warnings][:MAX_FAULTS])
        return RefusedPart(told, mrn, lrn, body["references"]), []
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    return settle(body, profile, found, element), found.warnings


def _missing(body: Body, element: Element) -> list[Fault]:
    faults = []
    function = body.get("functionCode", "")
    if function not in FUNCTIONS:
        place = pointers.at(element, "FunctionCode")
        if function:
            faults.append(Fault(CODE_LIST, place, "is no function code the hub takes", function))
        else:
            faults.append(Fault(MISSING, place, "Declaration/FunctionCode is missing"))
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither ID (D014) nor FunctionalReferenceID (D026)"
        faults.append(Fault(MISSING, pointers.at(element, "ID"), text))
    return faults


def _references(declaration_id: str, functional_reference_id: str) -> dict[str, str]:
    named = {"FunctionalReferenceID": functional_reference_id, "ID": declaration_id}
    return {name: value for name, value in named.items() if value}
