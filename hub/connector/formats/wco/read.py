"""Reading WCO XML: what stands inside which wrapper, and which country it speaks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.connector.formats import xml
from hub.connector.formats.walk import Element
from hub.connector.formats.wco.declaration import read_declaration
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.response import read_response
from hub.domain.faults import UNKNOWN_KIND, WRONG_COUNTRY, Fault
from hub.domain.reading import Message, Reading, RefusedPart

MAX_WRAPPERS = 4
_KINDS = {"Declaration": read_declaration, "Response": read_response}
_QUOTED = frozenset({"conversationID", "clientID"})
"""What a submission wrapper names that its answer should quote."""


@dataclass(slots=True)
class _Opened:
    documents: list[Element] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    country: Element | None = None


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one WCO message, bare, in MetaData or in a submission wrapper."""
    # Only local names count, and a tag without a namespace costs lxml half as much to make: its
    # declaration is blanked, so that lines and columns of faults stay those of the sender.
    stated = f' xmlns="{profile.declaration}"'.encode()
    root, faults = xml.parse(raw.replace(stated, b" " * len(stated)))
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    opened = _Opened()
    _open(root, opened, MAX_WRAPPERS)
    fault = _stranger(root, opened, profile)
    if fault:
        return Reading(refusals=(RefusedPart((fault,), references=opened.references),))
    return _read(opened, profile)


def _read(opened: _Opened, profile: Profile) -> Reading:
    messages: list[Message] = []
    refusals: list[RefusedPart] = []
    warnings: list[Fault] = []
    for element in opened.documents:
        outcome, doubts = _KINDS[xml.local(element.tag)](element, profile, opened.references)
        warnings += doubts
        if isinstance(outcome, Message):
            messages.append(outcome)
        else:
            refusals.append(outcome)
    return Reading(tuple(messages), tuple(refusals), tuple(warnings))


def _open(element: Element, opened: _Opened, depth: int) -> None:
    name = xml.local(element.tag)
    if name in _KINDS:
        opened.documents.append(element)
    elif name == "ResponsibleCountryCode":
        opened.country = element
    elif name in _QUOTED and element.text:
        opened.references[name] = element.text.strip()[:70]
    elif depth:
        for child in element:
            _open(child, opened, depth - 1)


def _stranger(root: Element, opened: _Opened, profile: Profile) -> Fault | None:
    country = opened.country
    stated = (country.text or "").strip() if country is not None else ""
    if country is not None and stated and stated != profile.country:
        return Fault(WRONG_COUNTRY, xml.pointer(country), f"not {profile.country}", stated)
    if not opened.documents:
        text = "no Declaration or Response in it"
        return Fault(UNKNOWN_KIND, xml.pointer(root), text, xml.local(root.tag))
    return None
