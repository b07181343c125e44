"""WCO Response (07B) into the canonical status of a declaration."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco import classes, pointers
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.walk import Findings, Table, inside, listed, local, moment, walk
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

Element = etree._Element


def _pointer(element: Element) -> str:
    return pointers.read(child for child in element if local(child.tag) == "Pointer")


def _pointed(element: Element, target: Body, found: Findings) -> None:
    """Leave a Pointer to whoever reads all of its path at once."""


_ERROR: Table = {"ValidationCode": "code", "Description": "text", "Pointer": _pointed}


def _error(element: Element, target: Body, found: Findings) -> None:
    fault: Body = {"code": "", "pointer": _pointer(element)}
    walk(element, _ERROR, fault, found, "Error")
    target.setdefault("faults", []).append({k: v for k, v in fault.items() if v or k == "code"})
    if fault["code"]:
        target.setdefault("reasonCodes", []).append(fault["code"])


_STATUS: Table = {
    "NameCode": "NameCode",
    "EffectiveDateTime": moment("occurredAt"),
    "ReleaseDateTime": moment("occurredAt"),
    "Pointer": _pointed,
}


def _status(element: Element, target: Body, found: Findings) -> None:
    walk(element, _STATUS, target, found, "Status")
    name = target.pop("NameCode", "")
    if name:
        target.setdefault("reasonCodes", []).append(name)
    if path := _pointer(element):
        found.put("Status", f"{path} {name}".strip())


def _amendment(element: Element, target: Body, found: Findings) -> None:
    """Keep what customs has changed: the canonical status has no list for it."""
    reasons = [child.text or "" for child in element if local(child.tag) == "ChangeReasonCode"]
    found.put("Amendment", " ".join((_pointer(element), *reasons)).strip())


def _statement(element: Element, target: Body, found: Findings) -> None:
    listed("statements", {**classes.STATEMENT, "Pointer": _pointed}, "AdditionalInformation")(
        element, target, found
    )
    if path := _pointer(element):
        found.put("AdditionalInformation", path)


def _version(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["version"] = int(text[:9])
    elif text:
        found.put("Declaration/VersionID", text)


_DECLARATION: Table = {
    "ID": "declarationId",
    "FunctionalReferenceID": "functionalReferenceId",
    "VersionID": _version,
    "AcceptanceDateTime": moment("occurredAt"),
    "RejectionDateTime": moment("occurredAt"),
    "CancellationDateTime": moment("occurredAt"),
}
_RESPONSE: Table = {
    "FunctionCode": "nationalCode",
    "FunctionalReferenceID": "responseId",
    "IssueDateTime": moment("occurredAt"),
    "Error": _error,
    "Status": _status,
    "Amendment": _amendment,
    "AdditionalInformation": _statement,
    "Declaration": inside(_DECLARATION, "Declaration"),
}


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
        faults.append(Fault(MISSING, "07B#017", "Response/FunctionCode is missing"))
    if not mrn and not lrn:
        faults.append(Fault(MISSING, "07B → 42A#D014", "the declaration answered is not named"))
    if faults:
        return RefusedPart(tuple(faults), mrn, lrn, references), found.warnings
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    body["references"] = references
    _state(body, profile, found)
    if found.national:
        body["nationalData"] = found.national
    return Message("StatusChange", {k: v for k, v in body.items() if v}), found.warnings


def _state(body: Body, profile: Profile, found: Findings) -> None:
    """Set the canonical state by code and, where there is exactly one, by its reason."""
    code = body["nationalCode"].zfill(2)
    reasons = body.get("reasonCodes", ())
    state = profile.states.get(f"{code}/{reasons[0]}") if len(reasons) == 1 else None
    body["status"] = state or profile.states.get(code, "UNMAPPED")
    body["nationalText"] = profile.names.get(code, "")
    if body["status"] == "UNMAPPED":
        text = "a status without a canonical state"
        found.warn(CODE_LIST, "07B#017", text, body["nationalCode"])
