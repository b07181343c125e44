"""Reading the album: a container with its documents, or one document bare."""

from __future__ import annotations

from typing import Any

from connectors.ru.esad import esad
from connectors.ru.marks import KINDS, read_mark
from hub.connector.formats import xml
from hub.connector.formats.eaeu.numbers import Number
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.eaeu.settle import identify, missing, settle
from hub.connector.formats.walk import Element, Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, MISSING, TOO_MANY, UNKNOWN_KIND, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_WRAPPERS = 6
MAX_DOCUMENTS = 100
_CHANGES = {"ESADout_CU": "", "KDTout_CU": "04", "InqRecallGTD": "01"}
"""Documents that declare, and what they change where they cannot say it themselves."""
_PLACES = {
    "mode": "//TransportModeCode",
    "office": "//CustomsCode",
    "exportCountry": "//DispatchCountryCode",
    "destinationCountry": "//DestinationCountryCode",
    "originCountry": "//OriginCountryCode",
    "procedure": "//MainCustomsModeCode|CustomsModeCode",
}
_NAMES = ("CustomsProcedure", "DestinationCountryCode")
_KNOWN = KINDS | _CHANGES.keys()


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one message: declarations, corrections, recalls and answers in it."""
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    documents: list[Element] = []
    _open(root, documents, MAX_WRAPPERS)
    if not documents:
        text = "no document of the album that this connector knows"
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), text, xml.local(root.tag))
        return Reading(refusals=(RefusedPart((fault,)),))
    messages: list[Message] = []
    refusals: list[RefusedPart] = []
    warnings: list[Fault] = []
    if len(documents) > MAX_DOCUMENTS:
        text = f"more than {MAX_DOCUMENTS} documents; this one and those behind it are not read"
        fault = Fault(TOO_MANY, xml.pointer(documents[MAX_DOCUMENTS]), text, str(len(documents)))
        refusals.append(RefusedPart((fault,)))
    for document in documents[:MAX_DOCUMENTS]:
        declares = xml.local(document.tag) in _CHANGES
        outcome, doubts = (_declaration if declares else read_mark)(document, profile)
        warnings += doubts
        if isinstance(outcome, Message):
            messages.append(outcome)
        else:
            refusals.append(outcome)
    if len(messages) > 1:
        _number(messages)
    return Reading(tuple(messages), tuple(refusals), tuple(warnings[:MAX_FAULTS]))


def _open(element: Element, documents: list[Element], depth: int) -> None:
    if xml.local(element.tag) in _KNOWN:
        documents.append(element)
    elif depth:
        for child in element:
            _open(child, documents, depth - 1)


def _declaration(element: Element, profile: Profile) -> tuple[Message | RefusedPart, list[Fault]]:
    name = xml.local(element.tag)
    body: Body = {"country": profile.country}
    found = Findings(profile.zone)
    walk(element, esad(), body, found)
    notes: dict[str, Any] = {key: body.pop(key) for key in [k for k in body if "." in k]}
    parts = [notes.pop(f"dt.number.{part}", "") for part in ("office", "day", "serial")]
    if all(parts):
        body["declarationId"] = Number(*parts).text()
    _arrival(body, notes, profile)
    if _CHANGES[name]:
        # A change has an identifier of its own; that of the declaration is what it refers to.
        notes["dt.change"] = _CHANGES[name]
        body.setdefault("functionalReferenceId", notes.get("dt.source") or notes.get("dt.id", ""))
    identify(body, notes)
    pointer = xml.pointer(element)
    if name == "InqRecallGTD":
        stated = [] if all(parts) else [Fault(MISSING, pointer, "no number to recall")]
        faults = tuple(stated)
    else:
        faults = tuple(missing(body, notes, profile, element, _NAMES))
    number, reference = body.get("declarationId", ""), body["functionalReferenceId"]
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        if name != "InqRecallGTD":
            settle({"side": "", **body}, notes, profile, found, "", _PLACES)
        told = located(element, [*faults, *found.warnings][:MAX_FAULTS])
        return RefusedPart(told, number, reference, body["references"]), []
    body["declarationKey"] = declaration_key(profile.country, number, reference)
    if name == "InqRecallGTD":
        _recall(body, notes)
    else:
        settle(body, notes, profile, found, f"/{name}/", _PLACES)
    for key, left in notes.items():
        for text in left if isinstance(left, list) else (left,):
            found.put(key, str(text))
    if found.national:
        body["nationalData"] = found.national
    return Message("Declaration", body), list(located(element, found.warnings))


def _recall(body: Body, notes: dict[str, Any]) -> None:
    """A request to recall says no more than which declaration and why."""
    notes.pop("dt.change", None)
    body["functionCode"] = "1"
    reasons = notes.pop("dt.change.texts", ())
    if reasons:
        body["amendments"] = [{"text": text} for text in reasons]
    for party in body.get("parties", ()):
        for note in [name for name in party if "." in name]:
            notes[note] = party.pop(note)


def _arrival(body: Body, notes: dict[str, Any], profile: Profile) -> None:
    day, time = notes.get("dt.arrival.day", ""), notes.get("dt.arrival.time", "")
    when = moments.iso(f"{day}T{time}" if time else day, profile.zone) if day else None
    if when:
        body["arrivalDateTime"] = when
        notes.pop("dt.arrival.day")
        notes.pop("dt.arrival.time", None)


def _number(messages: list[Message]) -> None:
    """Give a declaration the number that an answer in the same container tells of it."""
    told = {
        message.body["functionalReferenceId"]: message.body["declarationId"]
        for message in messages
        if message.kind == "StatusChange"
        and message.body.get("functionalReferenceId")
        and message.body.get("declarationId")
    }
    for message in messages:
        body = message.body
        identity = (body.get("references") or {}).get("DocumentID", "")
        if message.kind == "Declaration" and "declarationId" not in body and identity in told:
            body["declarationId"] = told[identity]
            body["declarationOfficeId"] = told[identity].partition("/")[0]
            body["declarationKey"] = declaration_key(body["country"], told[identity], "")
