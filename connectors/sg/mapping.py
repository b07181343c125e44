"""Reads TradeNet 4.1: what a message declares, and how a declaration stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from connectors.sg import answers
from connectors.sg.codes import (
    APPLICATION,
    HERE,
    INBOUND,
    MESSAGES,
    OUTBOUND,
    RESPONSE,
    UPDATES,
    ZONE,
    Family,
    mailbox_country,
)
from connectors.sg.elements import DECLARATION
from connectors.sg.identity import identity, quoted
from connectors.sg.settle import Notes, settle
from hub.connector.formats import xml
from hub.connector.formats.walk import Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import (
    CODE_LIST,
    MAX_FAULTS,
    MISSING,
    TOO_MANY,
    UNKNOWN_KIND,
    WRONG_COUNTRY,
    Fault,
)
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_PARTS = 1000
_UPDATE = "//Update/UpdateIndicatorCode"
_BOXES = {APPLICATION: INBOUND, RESPONSE: OUTBOUND}


def read(raw: bytes) -> Reading:
    """Read an interchange: each message in it is a declaration, a status or a refusal."""
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    name = xml.local(root.tag)
    if name not in _BOXES:
        return _refused(UNKNOWN_KIND, root, "no message of TradeNet", name)
    parts = [part for box in root if xml.local(box.tag) == _BOXES[name] for part in box]
    if not parts:
        return _refused(MISSING, root, f"no message in {_BOXES[name]}")
    if len(parts) > MAX_PARTS:
        return _refused(TOO_MANY, root, f"more than {MAX_PARTS} messages")
    interchange = _Interchange(root)
    made = [interchange.part(part) for part in parts]
    return Reading.of(made, interchange.warnings[:MAX_FAULTS])


def _refused(code: str, element: etree._Element, text: str, original: str = "") -> Reading:
    fault = Fault(code, xml.pointer(element), text, original)
    return Reading(refusals=(RefusedPart((fault,)),))


class _Interchange:
    """The head of an interchange, which its messages share, and what came up in them."""

    def __init__(self, root: etree._Element) -> None:
        self.when: Moment | None = moments.compact(root.get("dateTime") or "", ZONE)
        senders = [child.text or "" for child in root if xml.local(child.tag) == "SenderID"]
        self.sender = senders[0].strip() if senders else ""
        self.warnings: list[Fault] = []

    def part(self, element: etree._Element) -> Message | RefusedPart:
        """Read one message."""
        name = xml.local(element.tag)
        found = Findings(ZONE)
        family = MESSAGES.get(name)
        if family:
            made = self._declaration(element, family, found)
        elif name in answers.KINDS:
            made = answers.read(element, name, self.when, self.sender, found)
        else:
            fault = Fault(
                UNKNOWN_KIND, xml.pointer(element), "is neither declared nor a status", name
            )
            made = RefusedPart((fault,))
        if isinstance(made, RefusedPart):
            told = [*made.faults, *found.warnings][:MAX_FAULTS]
            return replace(made, faults=located(element, told))
        self.warnings += located(element, found.warnings)
        return made

    def _declaration(
        self, element: etree._Element, family: Family, found: Findings
    ) -> Message | RefusedPart:
        body: Body = {"country": HERE.code}
        walk(element, DECLARATION, body, found)
        notes: Notes = {note: body.pop(note) for note in [n for n in body if "." in n]}
        own, local = identity(notes)
        references = quoted(notes, self.sender)
        code = notes.get("update.code", "")
        if code and code not in UPDATES and not body.get("goodsItems"):
            return answers.refund(notes, own, local, references, self.when, found)
        settle(body, notes, family, mailbox_country(self.sender), found)
        _function(body, notes, found)
        if faults := tuple(_missing(body, own or local)):
            return RefusedPart(faults, own, local, references, 2)
        body |= {"declarationId": own, "functionalReferenceId": local}
        body["declarationKey"] = declaration_key(HERE.code, own, local)
        body["references"] = references
        if self.when:
            body["issueDateTime"] = self.when.copy()
        return Message("Declaration", {name: value for name, value in body.items() if value})


def _function(body: Body, notes: Notes, found: Findings) -> None:
    """Set the function, the version and the reason of an update."""
    code = notes.get("update.code", "")
    body["functionCode"] = UPDATES.get(code, "4") if code else "9"
    if code and code not in UPDATES:
        found.warn(CODE_LIST, _UPDATE, "is no known update: taken as an amendment", code)
    number = notes.get("update.number", "")
    if number.isascii() and number.isdecimal() and len(number) <= 6:
        body["version"] = int(number)
    reason = {"changeReasonCode": notes.get("cancel.code"), "text": notes.get("cancel.text")}
    stated = {name: text for name, text in reason.items() if text}
    if stated:
        body.setdefault("amendments", []).insert(0, stated)


def _missing(body: Body, number: str) -> Iterator[Fault]:
    """Yield what keeps a declaration from being routed."""
    if not number:
        text = "neither a permit number nor a unique reference number"
        yield Fault(MISSING, "//Header/UniqueReferenceNumber", text)
    ends = (body.get("exportCountry"), body.get("destinationCountry"))
    if all(ends) and HERE.code not in ends and body["side"] != "TRANSIT":
        text, original = f"neither from nor to {HERE.code}", f"{ends[0]} to {ends[1]}"
        yield Fault(WRONG_COUNTRY, "//Transport", text, original)
