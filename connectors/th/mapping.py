"""Reads and writes Thai messages: declarations in the form of the dictionary, and answers."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.th import answers
from connectors.th.codes import HERE, RESPONSE, SIDES, ZONE
from connectors.th.elements import DECLARATION
from connectors.th.settle import Notes, settle
from connectors.th.write import write
from hub.connector.formats import xml
from hub.connector.formats.walk import Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, UNKNOWN_KIND, WRONG_COUNTRY, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

__all__ = ["read", "write"]

_FUNCTIONS = frozenset({"1", "4", "5", "9"})
_QUOTED = (
    ("TH.ReferenceNumber", "functionalReferenceId"),
    ("TH.DeclarationNumber", "declarationId"),
    ("TH.DocumentType", "typeCode"),
)


def read(raw: bytes) -> Reading:
    """Read a declaration or an answer, in UTF-8 or in TIS-620 or windows-874 where declared."""
    # "N/A" fills mandatory fields nothing is known for, as the manual says: nothing is stated.
    root, faults = xml.parse(raw.replace(b">N/A<", b"><"))
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    name = xml.local(root.tag)
    if name == RESPONSE:
        return answers.read(root)
    if name not in SIDES:
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), "no declaration and no answer", name)
        return Reading(refusals=(RefusedPart((fault,)),))
    body: Body = {"country": HERE.code, "side": SIDES[name]}
    found = Findings(ZONE)
    walk(root, DECLARATION, body, found)
    notes: Notes = {note: body.pop(note) for note in [n for n in body if "." in n]}
    own, local = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    references = {quoted: body[field] for quoted, field in _QUOTED if field in body}
    settle(body, notes, found)
    if refused := tuple(_missing(body, name)):
        told = located(root, [*refused, *found.warnings][:MAX_FAULTS])
        return Reading(refusals=(RefusedPart(told, own, local, references, 2),))
    body["declarationKey"] = declaration_key(HERE.code, own, local)
    body["references"] = references
    return Reading((Message("Declaration", body),), (), located(root, found.warnings))


def _missing(body: Body, root: str) -> Iterator[Fault]:
    """Yield what keeps a declaration from being routed."""
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither a declaration number nor a reference number"
        yield Fault(MISSING, f"/{root}/Control/ReferenceNumber", text)
    if body["functionCode"] not in _FUNCTIONS:
        text = "is no function: 9 original, 4 change, 5 replacement, 1 cancellation"
        yield Fault(CODE_LIST, f"/{root}/Message/Function", text, body["functionCode"])
    ends = (body.get("exportCountry"), body.get("destinationCountry"))
    if all(ends) and HERE.code not in ends:
        text = f"neither from nor to {HERE.code}"
        yield Fault(WRONG_COUNTRY, f"/{root}/Control", text, f"{ends[0]} to {ends[1]}")
