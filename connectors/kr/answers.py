"""Answers of UNI-PASS as the canonical status of a declaration.

The frame is known from readers in public repositories, not from the authority: `Response`
{IssueDateTime, TypeCode, ID, Declaration {TypeCode, ID, AcceptanceDateTime}, Error
{kcs:Description, Pointer {SequenceNumeric, DocumentSectionCode, TagID}}, Status {NameCode}}. That
the answers to declarations have it too is to be confirmed, as is ValidationCode.
"""

from __future__ import annotations

from connectors.kr.amending import APPLICATIONS
from connectors.kr.tables import HERE, stated
from hub.connector.formats.walk import Element, Findings, Rows, Table, add, moment, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

PREFIX = "GOVCBR"
_OF_A_DOCUMENT = frozenset({"R20", "R76", "5AF", "R99"})
"""Receipts and errors of one document: of an application, they leave the declaration as it is."""


def _error(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    walk(element, _ERROR, row, found)
    place = (row.pop("_section", ""), row.pop("_sequence", ""), row.pop("_tag", ""))
    if pointer := "/".join(filter(None, place)):
        row["pointer"] = pointer
    if row:
        add(target, "faults", {"code": "", **row})
        if row.get("code"):
            add(target, "reasonCodes", row["code"])


def _status(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        if child.tag.rpartition("}")[2] == "NameCode" and (text := stated(child)):
            add(target, "reasonCodes", text)
            target.setdefault("_result", text)
        else:
            found.keep(f"Status/{child.tag.rpartition('}')[2]}"[:128], child)


_ERROR = Table(
    {
        "Description": "text",
        "Pointer": {
            "DocumentSectionCode": "_section",
            "SequenceNumeric": "_sequence",
            "TagID": "_tag",
        },
        "ValidationCode": "code",
    },
    "Error/",
)
_RESPONSE = Table(
    {
        "AdditionalInformation": Rows(
            "statements",
            {
                "Content": "statementDescription",
                "StatementCode": "statementCode",
                "StatementDescription": "statementDescription",
                "StatementTypeCode": "statementTypeCode",
            },
            "AdditionalInformation/",
        ),
        "Declaration": {
            "AcceptanceDateTime": moment("_accepted"),
            "ID": "declarationId",
            "TypeCode": "_answered",
            "VersionID": "_version",
        },
        "Error": _error,
        "ID": "responseId",
        "IssueDateTime": moment("occurredAt"),
        "Status": _status,
        "TypeCode": "_type",
    }
)


def read_response(element: Element) -> tuple[Message | RefusedPart, list[Fault]]:
    """Read a Response as a StatusChange; a code without a known meaning is UNMAPPED."""
    found = Findings(HERE.zone)
    body: Body = {"country": HERE.code}
    walk(element, _RESPONSE, body, found)
    number, kind = body.get("declarationId", ""), body.pop("_type", "")
    references = {"ID": number, "TypeCode": body.pop("_answered", ""), "Response": kind}
    body["references"] = {name: text for name, text in references.items() if text}
    faults = []
    if not kind:
        faults.append(Fault(MISSING, "/Response/TypeCode", "the answer does not say its kind"))
    if not number:
        text = "the declaration answered is not named"
        faults.append(Fault(MISSING, "/Response/Declaration/ID", text))
    if faults:
        told = located(element, [*faults, *found.warnings][:MAX_FAULTS])
        return RefusedPart(told, number, "", body["references"]), []
    body["declarationKey"] = declaration_key(HERE.code, number, "")
    _settle(body, kind.removeprefix(PREFIX), found)
    return Message("StatusChange", body), list(located(element, found.warnings))


def _settle(body: Body, code: str, found: Findings) -> None:
    accepted, version = body.pop("_accepted", None), body.pop("_version", "")
    if accepted and "occurredAt" not in body:
        body["occurredAt"] = accepted
    elif accepted:
        found.put("Declaration/AcceptanceDateTime", accepted["text"])
    if version.isascii() and version.isdigit():
        body["version"] = int(version[:9])
    states, result = HERE.codes["states"], body.pop("_result", "")
    body["nationalCode"] = code
    if name := HERE.codes["names"].get(code):
        body["nationalText"] = name
    body["status"] = states.get(f"{code}/{result}") or states.get(code, "UNMAPPED")
    if body["references"].get("TypeCode") in APPLICATIONS and code in _OF_A_DOCUMENT:
        body["status"] = "UNMAPPED"
    if body["status"] == "UNMAPPED":
        text = "has no canonical state"
        found.warn(CODE_LIST, "/Response/TypeCode", text, f"{code} {result}".strip())
    if found.national:
        body["nationalData"] = found.national
