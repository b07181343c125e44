"""WCO Response (07B) into the canonical status of a declaration."""

from __future__ import annotations

from hub.connector.formats.walk import Element, Findings, Table, add, moment, row, walk
from hub.connector.formats.wco import classes, pointers
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.xml import local
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart


def _error(element: Element, target: Body, found: Findings) -> None:
    fault = {"code": "", "pointer": pointers.read(element), **row(element, _ERROR, found)}
    add(target, "faults", {k: v for k, v in fault.items() if v or k == "code"})
    if fault["code"]:
        add(target, "reasonCodes", fault["code"])


def _status(element: Element, target: Body, found: Findings) -> None:
    walk(element, _STATUS, target, found)
    name = target.pop("NameCode", "")
    if name:
        add(target, "reasonCodes", name)
    if path := pointers.read(element):
        found.put("Status", f"{path} {name}".strip())


def _amendment(element: Element, target: Body, found: Findings) -> None:
    """Keep what customs has changed: the canonical status has no list for it."""
    reasons = [child.text or "" for child in element if local(child.tag) == "ChangeReasonCode"]
    found.put("Amendment", " ".join((pointers.read(element), *reasons)).strip())


def _statement(element: Element, target: Body, found: Findings) -> None:
    statement = row(element, _STATEMENT, found)
    if statement:
        add(target, "statements", statement)
    if path := pointers.read(element):
        found.put("AdditionalInformation", path)


def _version(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["version"] = int(text[:9])
    elif text:
        found.put("Declaration/VersionID", text)


_ERROR = Table({"ValidationCode": "code", "Description": "text", "Pointer": None}, "Error/")
_STATUS = Table(
    {
        "NameCode": "NameCode",
        "EffectiveDateTime": moment("occurredAt"),
        "ReleaseDateTime": moment("occurredAt"),
        "Pointer": None,
    },
    "Status/",
)
_STATEMENT = Table({**classes.STATEMENT, "Pointer": None}, "AdditionalInformation/")
_RESPONSE = Table(
    {
        "FunctionCode": "nationalCode",
        "FunctionalReferenceID": "responseId",
        "IssueDateTime": moment("occurredAt"),
        "Error": _error,
        "Status": _status,
        "Amendment": _amendment,
        "AdditionalInformation": _statement,
        "Declaration": {
            "ID": "declarationId",
            "FunctionalReferenceID": "functionalReferenceId",
            "VersionID": _version,
            "AcceptanceDateTime": moment("occurredAt"),
            "RejectionDateTime": moment("occurredAt"),
            "CancellationDateTime": moment("occurredAt"),
        },
    }
)


def read_response(
    element: Element, profile: Profile, references: dict[str, str]
) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a Response as a StatusChange; an unknown code is UNMAPPED, never guessed."""
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(element, _RESPONSE, body, found)
    mrn, lrn = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    if body.get("responseId"):
        references = {**references, "Response": body["responseId"]}
    faults = []
    if not body.get("nationalCode"):
        place = pointers.at(element, "FunctionCode")
        faults.append(Fault(MISSING, place, "Response/FunctionCode is missing"))
    if not mrn and not lrn:
        place = pointers.at(element, "Declaration", "ID")
        faults.append(Fault(MISSING, place, "the declaration answered is not named"))
    if faults:
        told = tuple([*faults, *found.warnings][:MAX_FAULTS])
        return RefusedPart(told, mrn, lrn, references), []
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    body["references"] = references
    _state(body, profile, found, element)
    if found.national:
        body["nationalData"] = found.national
    return Message("StatusChange", {k: v for k, v in body.items() if v}), found.warnings


def _state(body: Body, profile: Profile, found: Findings, element: Element) -> None:
    """Set the canonical state by code and, where there is only one, by its reason."""
    code = body["nationalCode"].zfill(2)
    reasons = set(body.get("reasonCodes", ()))
    state = profile.states.get(f"{code}/{reasons.pop()}") if len(reasons) == 1 else None
    body["status"] = state or profile.states.get(code, "UNMAPPED")
    body["nationalText"] = profile.names.get(code, "")
    if body["status"] == "UNMAPPED":
        text = "has no canonical state"
        found.warn(CODE_LIST, pointers.at(element, "FunctionCode"), text, body["nationalCode"])
