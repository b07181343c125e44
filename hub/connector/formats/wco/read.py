"""Reading WCO XML: what stands inside which wrapper, and which country it speaks for."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats import xml
from hub.connector.formats.wco.declaration import read_declaration
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.response import read_response
from hub.connector.formats.wco.walk import local
from hub.domain.faults import UNKNOWN_KIND, WRONG_COUNTRY, Fault
from hub.domain.reading import Message, Reading, RefusedPart

MAX_WRAPPERS = 4
_KINDS = {"Declaration": read_declaration, "Response": read_response}


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one WCO message, bare, in MetaData or in a submission wrapper."""
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    documents = _documents(root, MAX_WRAPPERS)
    foreign = _foreign(root, profile)
    if foreign:
        return Reading(refusals=(RefusedPart((foreign,)),))
    if not documents:
        fault = Fault(
            UNKNOWN_KIND, xml.pointer(root), "no Declaration or Response in it", local(root.tag)
        )
        return Reading(refusals=(RefusedPart((fault,)),))
    messages: list[Message] = []
    refusals: list[RefusedPart] = []
    warnings: list[Fault] = []
    for element in documents:
        outcome, doubts = _KINDS[local(element.tag)](element, profile)
        warnings += doubts
        if isinstance(outcome, Message):
            messages.append(outcome)
        else:
            refusals.append(outcome)
    return Reading(tuple(messages), tuple(refusals), tuple(warnings))


def _documents(element: etree._Element, depth: int) -> list[etree._Element]:
    if local(element.tag) in _KINDS:
        return [element]
    if depth == 0:
        return []
    return [found for child in element for found in _documents(child, depth - 1)]


def _foreign(root: etree._Element, profile: Profile) -> Fault | None:
    for element in root.iter(
        f"{{{profile.metadata}}}ResponsibleCountryCode", "ResponsibleCountryCode"
    ):
        stated = (element.text or "").strip()
        if stated and stated != profile.country:
            return Fault(WRONG_COUNTRY, xml.pointer(element), f"not {profile.country}", stated)
        return None
    return None
