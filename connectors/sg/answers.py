"""Reads TradeNet's answers: ErrorMessage, RejectionMessage, ApprovalMessage, and refunds.

Their elements are to be confirmed: no schema and no source we may rest on shows them.

A status is what the list of the SG Node names; codes of StatusType that no public source explains
are UNMAPPED. A word of the hub's own states is taken as it is, since the hub writes partners'
states so.
"""

from __future__ import annotations

from connectors.sg.codes import HERE, STATUS
from connectors.sg.elements import HEAD, joined
from connectors.sg.identity import identity, quoted
from hub.connector.formats.walk import Element, Findings, Rows, Table, walk
from hub.domain.catalogue import STATES
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

KINDS = {
    "ErrorMessage": "Processing Error",
    "RejectionMessage": "Declaration Rejected",
    "ApprovalMessage": "Declaration Approved",
}
"""The messages that say how a declaration stands, and what they say without a StatusType."""

_FAULT = {"code": "", "pointer": "", "text": "", "original": ""}
_DETAIL = {
    "ErrorCode": "code",
    "ErrorID": "code",
    "ErrorDescription": "text",
    "ErrorTrace": joined("pointer", "/"),
}
_ANSWER = Table(
    {
        **HEAD,
        "IssuingAuthorityID": "answer.authority",
        "StatusType": "nationalCode",
        "StatusDescription": "nationalText",
        "PermitNumber": "permit.number",
        "ErrorDetail": Rows("faults", _DETAIL, "ErrorDetail/"),
        "RejectionDetail": Rows("faults", _DETAIL, "RejectionDetail/"),
    }
)


def read(
    element: Element, kind: str, when: Moment | None, sender: str, found: Findings
) -> Message | RefusedPart:
    """Read one StatusChange. An answer to nothing is refused."""
    body: Body = {"country": HERE.code}
    walk(element, _ANSWER, body, found)
    notes = {note: body.pop(note) for note in [n for n in body if "." in n]}
    own, local = identity(notes)
    references = quoted(notes, sender)
    if not own and not local:
        fault = Fault(
            MISSING, "/UniqueReferenceNumber", "neither a permit nor a unique reference number"
        )
        return RefusedPart((fault,), references=references, layer=2)
    code, text = body.get("nationalCode", ""), body.get("nationalText", "")
    status = STATUS.get(text) or STATUS.get(code or KINDS[kind]) or ""
    status = status or (code if code in STATES else "UNMAPPED")
    if status == "UNMAPPED":
        found.warn(CODE_LIST, "/StatusType", "has no canonical state", code)
    body["nationalCode"] = code or kind
    if "faults" in body:
        body["faults"] = [{**_FAULT, **fault} for fault in body["faults"][:MAX_FAULTS]]
        body["reasonCodes"] = [fault["code"] for fault in body["faults"] if fault["code"]]
    return _message(body, status, own, local, references, when, found)


def refund(
    notes: Body,
    own: str,
    local: str,
    references: dict[str, str],
    when: Moment | None,
    found: Findings,
) -> Message | RefusedPart:
    """Read an update that declares nothing, such as a refund: a status no state is known for."""
    if not own and not local:
        fault = Fault(MISSING, "//Update/UpdatePermitNumber", "an update of nothing")
        return RefusedPart((fault,), references=references, layer=2)
    code = notes["update.code"]
    found.warn(CODE_LIST, "//Update/UpdateIndicatorCode", "has no canonical state", code)
    body: Body = {"country": HERE.code, "nationalCode": code}
    return _message(body, "UNMAPPED", own, local, references, when, found)


def _message(
    body: Body,
    status: str,
    own: str,
    local: str,
    references: dict[str, str],
    when: Moment | None,
    found: Findings,
) -> Message:
    body |= {
        "status": status,
        "declarationId": own,
        "functionalReferenceId": local,
        "declarationKey": declaration_key(HERE.code, own, local),
        "references": references,
        "nationalData": found.national,
    }
    if when:
        body["occurredAt"] = when.copy()
    return Message("StatusChange", {name: value for name, value in body.items() if value})
