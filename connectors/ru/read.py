"""Reading the album: a container with its documents, or one document bare."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from connectors.ru.esad import esad
from connectors.ru.marks import KINDS, read_mark
from hub.connector.formats import xml
from hub.connector.formats.eaeu.documents import keep, notes_of, read_each
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.eaeu.settle import identify, missing, settle
from hub.connector.formats.walk import Element, Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

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
    unknown = "no document of the album that this connector knows"
    reading = read_each(raw, _KNOWN, unknown, partial(_read, profile))
    if len(reading.messages) > 1:
        _number(reading.messages)
    return reading


def _read(profile: Profile, document: Element) -> Reading:
    declares = xml.local(document.tag) in _CHANGES
    outcome, doubts = (_declaration if declares else read_mark)(document, profile)
    if isinstance(outcome, Message):
        return Reading((outcome,), (), tuple(doubts))
    return Reading((), (outcome,), tuple(doubts))


def _declaration(element: Element, profile: Profile) -> tuple[Message | RefusedPart, list[Fault]]:
    name = xml.local(element.tag)
    body: Body = {"country": profile.country}
    found = Findings(profile.zone)
    walk(element, esad(), body, found)
    notes = notes_of(body)
    numbered = "declarationId" in body
    _arrival(body, notes, profile)
    if _CHANGES[name]:
        # A change has an identifier of its own; that of the declaration is what it refers to.
        notes["dt.change"] = _CHANGES[name]
        body.setdefault("functionalReferenceId", notes.get("dt.source") or notes.get("dt.id", ""))
    identify(body, notes)
    pointer = xml.pointer(element)
    if name == "InqRecallGTD":
        stated = [] if numbered else [Fault(MISSING, pointer, "no number to recall")]
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
    keep(body, notes, found)
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


def _number(messages: Sequence[Message]) -> None:
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
