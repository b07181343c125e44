"""WCO Response (07B) into the canonical status of a declaration."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.walk import Findings, Table, inside, listed, local, moment, walk
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

Element = etree._Element


def _error(element: Element, target: Body, found: Findings) -> None:
    code, text, steps = "", "", []
    for child in element:
        name = local(child.tag)
        if name == "ValidationCode":
            code = (child.text or "").strip()
        elif name == "Description":
            text = (child.text or "").strip()
        elif name == "Pointer":
            steps.append(_step(child))
    fault = {"code": code or "?", "text": text, "pointer": "/".join(steps)}
    target.setdefault("faults", []).append({k: v for k, v in fault.items() if v})
    if code:
        target.setdefault("reasonCodes", []).append(code)


def _step(element: Element) -> str:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    shown = parts.get("DocumentSectionCode", "") or parts.get("TagID", "")
    if parts.get("DocumentSectionCode") and parts.get("TagID"):
        shown += f"/{parts['TagID']}"
    return f"{shown}[{parts['SequenceNumeric']}]" if parts.get("SequenceNumeric") else shown


def _status(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        name = local(child.tag)
        if name == "NameCode" and child.text:
            target.setdefault("reasonCodes", []).append(child.text.strip())
        elif name in ("EffectiveDateTime", "ReleaseDateTime"):
            moment("occurredAt")(child, target, found)
        else:
            found.keep(f"Status/{name}", child)


_STATEMENT: Table = {
    "StatementCode": "statementCode",
    "StatementDescription": "statementDescription",
    "StatementTypeCode": "statementTypeCode",
}


def _version(element: Element, target: Body, found: Findings) -> None:
    text = (element.text or "").strip()
    if text.isascii() and text.isdigit():
        target["version"] = int(text[:9])


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
    "AdditionalInformation": listed("statements", _STATEMENT, "AdditionalInformation"),
    "Declaration": inside(_DECLARATION, "Declaration"),
}


def read_response(element: Element, profile: Profile) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a Response as a StatusChange; an unknown code is UNMAPPED, never guessed."""
    found = Findings(profile.zone)
    body: Body = {"country": profile.country}
    walk(element, _RESPONSE, body, found)
    code = body.get("nationalCode", "").zfill(2)
    mrn, lrn = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    faults = []
    if code == "00":
        faults.append(Fault(MISSING, "07B/017", "Response/FunctionCode is missing"))
    if not mrn and not lrn:
        faults.append(Fault(MISSING, "07B/42A/D014", "the declaration answered is not named"))
    references = {"Response": body.get("responseId", "")}
    if faults:
        return RefusedPart(tuple(faults), mrn, lrn, references), found.warnings
    status = profile.states.get(code, "UNMAPPED")
    if status == "UNMAPPED":
        found.warnings.append(Fault(CODE_LIST, "07B/017", "unknown status", code))
    body |= {
        "declarationKey": declaration_key(profile.country, mrn, lrn),
        "status": status,
        "nationalCode": code,
        "nationalText": profile.names.get(code, ""),
        "references": references,
    }
    if found.national:
        body["nationalData"] = found.national
    return Message("StatusChange", {k: v for k, v in body.items() if v}), found.warnings
