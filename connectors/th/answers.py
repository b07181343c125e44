"""Answers of Thai customs and of the hub: `DeclarationResponse`, a form of ours.

What Thailand answers is not public. A response quotes the declaration's numbers and says a status
of e-Tracking (0409: goods handed over); a word of the hub's own states is taken as it is, since
the hub writes partners' states in it. Any other is UNMAPPED.
"""

from __future__ import annotations

from connectors.th.codes import HERE, STATUS, ZONE
from hub.connector.formats.walk import Element, Findings, Rows, Table, moment, walk
from hub.connector.formats.xml_places import located
from hub.domain.catalogue import STATES
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

_RESPONSE = Table(
    {
        "DeclarationNumber": "declarationId",
        "ReferenceNumber": "functionalReferenceId",
        "ResponseNumber": "responseId",
        "Status": "nationalCode",
        "StatusText": "nationalText",
        "StatusDateTime": moment("occurredAt"),
        "Error": Rows(
            "faults", {"Code": "code", "Pointer": "pointer", "Text": "text", "Value": "original"}
        ),
    }
)
_FAULT = {"code": "", "pointer": "", "text": "", "original": ""}


def read(root: Element) -> Reading:
    """Read one StatusChange. A response without number or status is refused."""
    body: Body = {"country": HERE.code}
    found = Findings(ZONE)
    walk(root, _RESPONSE, body, found)
    own, local = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    faults = []
    if not own and not local:
        faults.append(Fault(MISSING, "/DeclarationNumber", "no number at all"))
    code = body.get("nationalCode", "")
    if not code:
        faults.append(Fault(MISSING, "/Status"))
    if faults:
        told = located(root, [*faults, *found.warnings][:MAX_FAULTS])
        return Reading(refusals=(RefusedPart(told, own, local, layer=2),))
    status = STATUS.get(code) or (code if code in STATES else "UNMAPPED")
    if status == "UNMAPPED":
        found.warn(CODE_LIST, "/Status", "has no canonical state", code)
    body |= {"declarationKey": declaration_key(HERE.code, own, local), "status": status}
    if "faults" in body:
        body["faults"] = [{**_FAULT, **fault} for fault in body["faults"][:MAX_FAULTS]]
        body["reasonCodes"] = [fault["code"] for fault in body["faults"] if fault["code"]]
    if found.national:
        body["nationalData"] = found.national
    return Reading((Message("StatusChange", body),), (), located(root, found.warnings))
