"""The documents in a message of the Union: bare, or in wrappers a connector does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from hub.connector.formats import xml
from hub.connector.formats.eaeu.numbers import Number
from hub.connector.formats.walk import Element, Findings
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, TOO_MANY, UNKNOWN_KIND, Fault
from hub.domain.reading import Reading, RefusedPart

MAX_WRAPPERS = 6
MAX_DOCUMENTS = 100


def read_each(
    raw: bytes, known: Collection[str], unknown: str, read: Callable[[Element], Reading]
) -> Reading:
    """Read every document whose local name is `known`, and put the readings together.

    `unknown` says what is wrong where there is none. Documents beyond the hundredth are refused.
    """
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    found: list[Element] = []
    _open(root, known, found, MAX_WRAPPERS)
    if not found:
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), unknown, xml.local(root.tag))
        return Reading(refusals=(RefusedPart((fault,)),))
    if len(found) == 1:
        return read(found[0])
    readings = [read(document) for document in found[:MAX_DOCUMENTS]]
    refusals = [part for reading in readings for part in reading.refusals]
    if len(found) > MAX_DOCUMENTS:
        text = f"more than {MAX_DOCUMENTS} documents; this one and those behind it are not read"
        fault = Fault(TOO_MANY, xml.pointer(found[MAX_DOCUMENTS]), text, str(len(found)))
        refusals.append(RefusedPart((fault,)))
    return Reading(
        tuple(message for reading in readings for message in reading.messages),
        tuple(refusals),
        tuple([doubt for reading in readings for doubt in reading.warnings][:MAX_FAULTS]),
    )


def _open(element: Element, known: Collection[str], found: list[Element], depth: int) -> None:
    if xml.local(element.tag) in known:
        found.append(element)
    elif depth:
        for child in element:
            _open(child, known, found, depth - 1)


def notes_of(body: Body) -> dict[str, Any]:
    """Take the notes out of a body that was walked; a number in three parts becomes its id."""
    notes: dict[str, Any] = {key: body.pop(key) for key in [k for k in body if "." in k]}
    parts = [notes.pop(f"dt.number.{part}", "") for part in ("office", "day", "serial")]
    if all(parts):
        body["declarationId"] = Number(*parts).text()
    return notes


def keep(body: Body, notes: dict[str, Any], found: Findings) -> None:
    """Keep the notes nobody used as national data."""
    for key, left in notes.items():
        for text in left if isinstance(left, list) else (left,):
            found.put(key, str(text))
    if found.national:
        body["nationalData"] = found.national
