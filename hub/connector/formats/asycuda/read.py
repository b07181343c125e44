"""Reading a SAD of ASYCUDA World.

The format has no function code and no answer message. Pure rules, to be confirmed per country: a
document without items whose registration and assessment, receipt or export release are filled is
a status; `AMENDMENT` or `CANCELLATION` at the head of the additional information says the rest.
"""

from __future__ import annotations

from hub.connector.formats import xml
from hub.connector.formats.asycuda.profile import AMENDMENT, CANCELLATION, Profile
from hub.connector.formats.asycuda.sad import SAD
from hub.connector.formats.wco.walk import Findings, local, walk
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import (
    CODE_LIST,
    MISSING,
    UNKNOWN_KIND,
    UNKNOWN_REFERENCE,
    WRONG_COUNTRY,
    Fault,
)
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

ROOTS = frozenset({"ASYCUDA", "Sad", "SAD"})
_SIDES = {"I": "IMPORT", "E": "EXPORT", "T": "TRANSIT"}


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one SAD as a declaration, an amendment, a cancellation or a status."""
    # `<null/>` stands in every empty field and says nothing: a third of a real document.
    root, faults = xml.parse(raw.replace(b"<null/>", b""))
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    if local(root.tag) not in ROOTS:
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), "no ASYCUDA document", local(root.tag))
        return Reading(refusals=(RefusedPart((fault,)),))
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(root, SAD, body, found)
    notes = {name: body.pop(name) for name in list(body) if "." in name or name in _NOTES}
    _identify(body, notes, profile, found)
    faults = tuple(_missing(body, notes, profile))
    lrn, mrn = body.get("functionalReferenceId", ""), body.get("declarationId", "")
    if faults:
        return Reading(refusals=(RefusedPart(faults, mrn, lrn, body["references"]),))
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    status = _status(body, notes)
    if status:
        return Reading((_status_change(body, notes, status, profile),), (), tuple(found.warnings))
    _settle(body, notes, profile, found)
    return Reading((Message("Declaration", body),), (), tuple(found.warnings))


_NOTES = frozenset(
    "flow issued type procedure manifest inland additional comments extended national".split()
)


def _identify(body: Body, notes: dict[str, str], profile: Profile, found: Findings) -> None:
    """Number by office, year, serial and number of the registration: unique in its country.

    A document exported before its registration is known by office, manifest and declarant.
    """
    office = body.get("declarationOfficeId", "")
    registered = notes.get("registration.number", "")
    if registered:
        moment = _moment(notes.get("registration.date", ""), profile)
        year = moment["utc"].year if moment else ""
        serial = notes.get("registration.serial", "")
        body["declarationId"] = f"{office}-{year}-{serial}{registered}"
    lrn = [notes.get("lrn.year", ""), notes.get("lrn.number", "")]
    if any(lrn):
        body["functionalReferenceId"] = "-".join(part for part in lrn if part)[:35]
    elif not registered and notes.get("manifest"):
        parts = (office, notes["manifest"], notes.get("declarant.id", ""))
        body["functionalReferenceId"] = "-".join(part for part in parts if part)[:35]
        text = "not registered: known by office, manifest and declarant"
        pointer = "/ASYCUDA/Identification/Registration/Number"
        found.warnings.append(Fault(UNKNOWN_REFERENCE, pointer, text))
    quoted = {
        "office": office,
        "number": registered,
        "serial": notes.get("registration.serial", ""),
    }
    quoted |= {"date": notes.get("registration.date", ""), "reference": notes.get("lrn.number", "")}
    body["references"] = {f"SAD.{name}": value for name, value in quoted.items() if value}


def _moment(text: str, profile: Profile) -> Moment | None:
    for form in profile.dates if text else ():
        moment = moments.pattern(text, form, profile.zone)
        if moment:
            return moment
    return None


def _missing(body: Body, notes: dict[str, str], profile: Profile) -> list[Fault]:
    faults = []
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither a registration nor a declarant's reference"
        faults.append(Fault(MISSING, "/ASYCUDA/Identification/Registration/Number", text))
    if not notes.get("flow") and not notes.get("type"):
        text = "neither the flow nor the type of declaration"
        faults.append(Fault(MISSING, "/ASYCUDA/Property/Sad_flow", text))
    ends = (body.get("exportCountry"), body.get("destinationCountry"))
    if all(ends) and profile.country not in ends:
        text = f"neither from nor to {profile.country}"
        original = f"{ends[0]} to {ends[1]}"
        faults.append(Fault(WRONG_COUNTRY, "/ASYCUDA/General_information/Country", text, original))
    return faults


def _status(body: Body, notes: dict[str, str]) -> str:
    """Return the canonical state a document without items tells, nothing for a declaration."""
    if body.get("goodsItems") or not notes.get("registration.number"):
        return ""
    if _marked(notes):
        return ""
    if notes.get("exit.date") or notes.get("exit.reference"):
        return "EXITED"
    if notes.get("receipt.number"):
        return "RELEASED"
    return "ASSESSED" if notes.get("assessment.number") else ""


def _marked(notes: dict[str, str]) -> str:
    head = notes.get("additional", "").partition(" ")[0].rstrip(":").upper()
    return head if head in (AMENDMENT, CANCELLATION) else ""


def _status_change(body: Body, notes: dict[str, str], status: str, profile: Profile) -> Message:
    told: Body = {
        name: body[name]
        for name in ("declarationKey", "country", "declarationId", "functionalReferenceId")
        if name in body
    }
    filled = {"EXITED": "exit", "RELEASED": "receipt", "ASSESSED": "assessment"}[status]
    moment = _moment(notes.get(f"{filled}.date", ""), profile)
    if moment:
        told["occurredAt"] = moment
    told |= {
        "status": status,
        "nationalCode": filled,
        "nationalText": notes.get("comments", ""),
        "responseId": notes.get(f"{filled}.number", "") or notes.get("exit.reference", ""),
        "references": body["references"],
    }
    return Message("StatusChange", {name: value for name, value in told.items() if value})


def _settle(body: Body, notes: dict[str, str], profile: Profile, found: Findings) -> None:
    flow = notes.get("flow", "")[:1].upper() or notes.get("type", "")[:1].upper()
    body["side"] = _SIDES.get(flow, "")
    if not body["side"]:
        found.warnings.append(Fault(CODE_LIST, "/ASYCUDA/Property/Sad_flow", "unknown flow", flow))
    body["typeCode"] = notes.get("type", "") + notes.get("procedure", "")
    marked = _marked(notes)
    body["functionCode"] = {AMENDMENT: "4", CANCELLATION: "1"}.get(marked, "9")
    if notes.get("additional"):
        text = notes["additional"].partition(" ")[2] if marked else notes["additional"]
        name = "amendments" if marked else "statements"
        body[name] = [{"text" if marked else "statementDescription": text.strip()[:512]}]
    own = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}.get(body["side"])
    if own:
        body[own] = profile.country
    issued = _moment(notes.get("issued") or notes.get("registration.date", ""), profile)
    if issued:
        body["issueDateTime"] = issued
    if notes.get("manifest"):
        body.setdefault("documents", []).append({"id": notes["manifest"], "typeCode": "785"})
    _settle_parties(body, notes)
    _settle_transport(body, notes, profile, found)
    _settle_money(body, notes)
    nested = [d for item in body.get("goodsItems", ()) for d in item.get("previousDocuments", ())]
    if nested:
        body["previousDocuments"] = list({d["id"]: d for d in nested}.values())[:99]
    national = found.national
    if notes.get("comments"):
        national["General_information/Comments_free_text"] = notes["comments"][:512]
    if national:
        body["nationalData"] = national


def _settle_parties(body: Body, notes: dict[str, str]) -> None:
    declarant = {"id": notes.get("declarant.id", ""), "name": notes.get("declarant.name", "")}
    stated = {name: value for name, value in declarant.items() if value}
    if stated:
        body.setdefault("parties", []).append({"role": "Declarant", **stated})


def _settle_transport(body: Body, notes: dict[str, str], profile: Profile, found: Findings) -> None:
    for means in body.get("transport", ()):
        national = means.get("nationalModeCode", "")
        if not national:
            continue
        mode = profile.transport.get(national, "" if profile.transport else national)
        if mode:
            means["modeCode"] = mode
        elif national not in profile.transport:
            pointer = "/ASYCUDA/Transport/Means_of_transport/Border_information/Mode"
            found.warnings.append(Fault(CODE_LIST, pointer, "unknown mode", national))


def _settle_money(body: Body, notes: dict[str, str]) -> None:
    rate = notes.get("invoiceAmount.rate", "")
    if rate and rate != "0" and body.get("invoiceCurrency"):
        body["exchangeRates"] = [{"currency": body["invoiceCurrency"], "rate": rate}]
    for item in body.get("goodsItems", ()):
        if "itemAmount" in item and body.get("invoiceCurrency"):
            item.setdefault("itemCurrency", body["invoiceCurrency"])
    if "totalGrossMass" in body:
        body["totalGrossMassUnit"] = "KGM"
