"""Reading the common structures: a goods declaration R.036, a notice of the result R.006."""

from __future__ import annotations

from typing import Any

from hub.connector.formats import xml
from hub.connector.formats.eaeu.numbers import Number
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.eaeu.r006 import read_result
from hub.connector.formats.eaeu.r036 import declaration
from hub.connector.formats.eaeu.settle import identify, missing, settle
from hub.connector.formats.walk import Element, Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, TOO_MANY, UNKNOWN_KIND, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_WRAPPERS = 6
MAX_DOCUMENTS = 100
_NAMES = ("DeclarationKindCode", "DestinationCountryDetails")
_PLACES = {
    "mode": "//UnifiedTransportModeCode",
    "office": "//CustomsDeclarationIdDetails/CustomsOfficeCode",
    "exportCountry": "//DepartureCountryDetails/CACountryCode|UnifiedCountryCode",
    "destinationCountry": "//DestinationCountryDetails/CACountryCode|UnifiedCountryCode",
    "originCountry": "//OriginCountryDetails/CACountryCode|UnifiedCountryCode",
    "procedure": "//CustomsProcedureCode|CustomsModeCode",
}
_KINDS = frozenset({"GoodsDeclaration", "ProcessingResultDetails"})


def read(raw: bytes, profile: Profile) -> Reading:
    """Read declarations and notices, bare or in wrappers this connector does not know."""
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    documents: list[Element] = []
    _open(root, documents, MAX_WRAPPERS)
    if not documents:
        text = "neither a GoodsDeclaration nor a ProcessingResultDetails"
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), text, xml.local(root.tag))
        return Reading(refusals=(RefusedPart((fault,)),))
    if len(documents) == 1:
        return _read(documents[0], profile)
    readings = [_read(document, profile) for document in documents[:MAX_DOCUMENTS]]
    refusals = [part for reading in readings for part in reading.refusals]
    if len(documents) > MAX_DOCUMENTS:
        text = f"more than {MAX_DOCUMENTS} documents; this one and those behind it are not read"
        fault = Fault(TOO_MANY, xml.pointer(documents[MAX_DOCUMENTS]), text, str(len(documents)))
        refusals.append(RefusedPart((fault,)))
    return Reading(
        tuple(message for reading in readings for message in reading.messages),
        tuple(refusals),
        tuple([doubt for reading in readings for doubt in reading.warnings][:MAX_FAULTS]),
    )


def _read(document: Element, profile: Profile) -> Reading:
    if xml.local(document.tag) == "ProcessingResultDetails":
        return read_result(document, profile)
    return _declaration(document, profile)


def _open(element: Element, documents: list[Element], depth: int) -> None:
    if xml.local(element.tag) in _KINDS:
        documents.append(element)
    elif depth:
        for child in element:
            _open(child, documents, depth - 1)


def _declaration(element: Element, profile: Profile) -> Reading:
    body: Body = {"country": profile.country}
    found = Findings(profile.zone)
    walk(element, declaration(), body, found)
    notes: dict[str, Any] = {key: body.pop(key) for key in [k for k in body if "." in k]}
    parts = [notes.pop(f"dt.number.{part}", "") for part in ("office", "day", "serial")]
    if all(parts):
        body["declarationId"] = Number(*parts).text()
    identify(body, notes)
    number, reference = body.get("declarationId", ""), body["functionalReferenceId"]
    faults = list(missing(body, notes, profile, element, _NAMES))
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        settle({"side": "", **body}, notes, profile, found, "", _PLACES)
        told = located(element, [*faults, *found.warnings][:MAX_FAULTS])
        return Reading((), (RefusedPart(told, number, reference, body["references"]),))
    body["declarationKey"] = declaration_key(profile.country, number, reference)
    settle(body, notes, profile, found, "/GoodsDeclaration/", _PLACES)
    kind, taxpayer = profile.taxpayer
    for party in body.get("parties", ()):
        identity = party.get("id", "")
        if kind and len(identity) in taxpayer and identity.isdigit():
            party["idType"] = kind
    for key, left in notes.items():
        for text in left if isinstance(left, list) else (left,):
            found.put(key, str(text))
    if found.national:
        body["nationalData"] = found.national
    return Reading((Message("Declaration", body),), (), located(element, found.warnings))
