"""What the elements of a declaration mean together: function, lane, transport, units."""

from __future__ import annotations

from connectors.kr.amending import APPLICATIONS, EXPORT_APPLICATION, IMPORT_WITHDRAWAL
from connectors.kr.tables import HERE
from hub.connector.formats import previous
from hub.connector.formats.walk import Findings
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, NOT_SUPPORTED, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message

CHANGED, CANCELLED, REPLACED = "4", "1", "5"
_COUNTRIES = {
    "exportCountry": "//ExportationCountryCode",
    "destinationCountry": "//Buyer/Address/CountryCode",
}
_OWN_END = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}


def missing(body: Body) -> list[Fault]:
    """Return everything without which the message cannot be taken."""
    faults = []
    if not body.get("declarationId"):
        faults.append(Fault(MISSING, "/Declaration/ID", "the declaration has no number"))
    if body["typeCode"] == EXPORT_APPLICATION:
        kind, pointer = body.get("_application", ""), "/Declaration/ApplicationTypeCode"
        if not kind:
            faults.append(Fault(MISSING, pointer, "amendment (A) or withdrawal (B) is not said"))
        elif kind == "C":
            text = "an application for more time changes no declared data"
            faults.append(Fault(NOT_SUPPORTED, pointer, text, kind))
        elif kind not in HERE.codes["applications"]:
            faults.append(Fault(CODE_LIST, pointer, "is no kind of application", kind))
    return faults


def settle(body: Body, found: Findings) -> Message:
    """Return the Declaration a walked body stands for; nothing that `missing` names lacks."""
    items = body.get("goodsItems") or []
    side = body["side"] = HERE.codes["documents"][body["typeCode"]]
    body["functionCode"] = _function(body, found)
    _parties(body)
    body[_OWN_END[side]] = HERE.code
    _transport(body, found)
    _procedure(body, items, found)
    _money(body, items)
    _units(body, items, found)
    _countries(body, items, found)
    previous.lift(body, items)
    body["references"] = {"ID": body["declarationId"], "TypeCode": body["typeCode"]}
    body["declarationKey"] = declaration_key(HERE.code, body["declarationId"], "")
    if found.national:
        body["nationalData"] = found.national
    return Message("Declaration", body)


def _function(body: Body, found: Findings) -> str:
    """Return the function: an application says it, any other document is an original."""
    kind, code = body.pop("_application", ""), body.pop("_function", "")
    if body["typeCode"] in APPLICATIONS:
        if body["typeCode"] == IMPORT_WITHDRAWAL:
            return CANCELLED
        export = body["typeCode"] == EXPORT_APPLICATION
        function = HERE.codes["applications"][kind] if export else CHANGED
        return REPLACED if function == CHANGED and body.get("goodsItems") else function
    if code and code not in HERE.codes["functions"]:
        text = "is no known function: taken as an original"
        found.warn(CODE_LIST, "/Declaration/FunctionCode", text, code)
    if code not in ("", "9"):
        found.put("FunctionCode", code)
    return HERE.codes["functions"].get(code, "9")


def _parties(body: Body) -> None:
    """Take the country of destination (목적국) from the buyer, where the 830 states it."""
    for row in body.get("parties", ()):
        if destination := row.pop("_destination", ""):
            body["destinationCountry"] = destination
            if len(row) == 1:
                body["parties"] = [other for other in body["parties"] if other is not row]
    if not body.get("parties", True):
        del body["parties"]


def _transport(body: Body, found: Findings) -> None:
    row: Body = {"stage": "BORDER"}
    for field, private in (("name", "_vessel"), ("nationality", "_flag")):
        if text := body.pop(private, ""):
            row[field] = text
    if code := body.pop("_mode", ""):
        row["nationalModeCode"] = code
        if mode := HERE.codes["modes"].get(code):
            row["modeCode"] = mode
        else:
            found.warn(
                CODE_LIST, "//BorderTransportMeans/TypeCode", "is no known means of transport", code
            )
    if len(row) > 1:
        body["transport"] = [row]
    for unit in body.get("equipment", ()):
        unit.setdefault("id", "")
    if text := body.pop("_packages", ""):
        found.put("TotalPackageQuantity@kcsUnitCode", text)


def _procedure(body: Body, items: list[Body], found: Findings) -> None:
    """Give every item the kind of export or import (수출종류, 수입종류) of the header."""
    code, plan = body.pop("_procedure", ""), body.pop("_plan", "")
    if code and not items:
        found.put("CustomsProcedure/TypeCode", code)
    elif code:
        for item in items:
            item["procedureCurrent"] = code
    if plan:
        found.put("GovernmentProcedure/CurrentCode", plan)
        if kind := HERE.codes["plans"].get(plan):
            body["procedureType"] = kind
        else:
            pointer = "/Declaration/GovernmentProcedure/CurrentCode"
            found.warn(CODE_LIST, pointer, "is no known clearance plan", plan)


def _money(body: Body, items: list[Body]) -> None:
    """Rates and details of items are in the currency of the invoice."""
    currency = body.get("invoiceCurrency", "")
    if rate := body.pop("_rate", ""):
        body["exchangeRates"] = [{"currency": currency, "rate": rate}]
    if currency:
        for item in items:
            if "itemAmount" in item:
                item["itemCurrency"] = currency


def _units(body: Body, items: list[Body], found: Findings) -> None:
    known, unknown = HERE.codes["units"], set()
    if unit := body.get("totalGrossMassUnit"):
        body["totalGrossMassUnit"] = known.get(unit, unit)
        unknown |= {unit} - known.keys()
    for item in items:
        for field in ("netMassUnit", "tariffQuantityUnit"):
            if unit := item.get(field):
                if unit in known:
                    item[field] = known[unit]
                else:
                    unknown.add(unit)
    for unit in sorted(unknown):
        found.warn(CODE_LIST, "//@kcsUnitCode", "is no known unit", unit)


def _countries(body: Body, items: list[Body], found: Findings) -> None:
    for field, pointer in _COUNTRIES.items():
        code = body.get(field)
        if code and code not in ALPHA2:
            found.warn(CODE_LIST, pointer, f"{field} is no ISO 3166 code", code)
    for place, item in enumerate(items, 1):
        code = item.get("originCountry")
        if code and code not in ALPHA2:
            pointer = f"//GovernmentAgencyGoodsItem[{place}]/Origin/CountryCode"
            found.warn(CODE_LIST, pointer, "is no ISO 3166 code", code)
