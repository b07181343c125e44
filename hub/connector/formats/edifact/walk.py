"""The state of one walk over a message's segments, and what every handler needs to put down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.connector.formats.edifact.pointers import pointer
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.tokens import Segment
from hub.domain import numbers
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MAX_ORIGINAL, RULE, Fault

MAX_NOTES = 500
"""Entries of nationalData in one message, items included."""


@dataclass(slots=True)
class Walk:
    """Where a walk is: the message body, the record being filled, the table of handlers."""

    profile: Profile
    offset: Callable[[int], int]
    body: Body
    target: Body
    table: Mapping[str, Callable[[Walk, Segment], None]] = field(default_factory=dict)
    section: str = "header"
    position: int = 0
    party: str = ""
    document: dict[str, Any] | None = None
    tax: dict[str, str] | None = None
    error: dict[str, str] | None = None
    error_point: str = ""
    currencies: dict[str, str] = field(default_factory=dict)
    amount_currency: str = ""
    full: bool = False
    """The last component of a text in pieces filled its width: the next goes on in the word."""
    comma: bool = False
    """A decimal comma was stated by UNA, or has been warned about."""
    notes: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


Handler = Callable[[Walk, Segment], None]


def run(walk: Walk, segments: Iterable[Segment]) -> None:
    """Hand every segment to its handler; what has none becomes national data."""
    for walk.position, segment in enumerate(segments, 1):
        walk.table.get(segment[0][0], note)(walk, segment)


def nothing(_walk: Walk, _segment: Segment) -> None:
    """Pass over a service segment."""


def where(walk: Walk, tag: str, place: str = "") -> str:
    """Return the pointer of the segment the walk is at."""
    return pointer(walk.section, tag, place, walk.position, walk.offset(walk.position))


def warn(walk: Walk, code: str, segment: Segment, place: str, text: str, original: str) -> None:
    """Add a warning with its pointer; after the hundredth nothing more is added."""
    if len(walk.warnings) < MAX_FAULTS:
        walk.warnings.append(Fault(code, where(walk, segment[0][0], place), text, original))


def fault(walk: Walk, code: str, segment: Segment, place: str, text: str, original: str) -> None:
    """Add a fault that refuses the message."""
    if len(walk.faults) < MAX_FAULTS:
        walk.faults.append(Fault(code, where(walk, segment[0][0], place), text, original))


def note(walk: Walk, segment: Segment, prefix: str = "") -> None:
    """Keep a segment without a canonical place: `LOC[8]` → `AUSYD::6`."""
    if walk.notes >= MAX_NOTES:
        return
    # A stranger may send ten thousand empty elements: each is looked at once.
    first = next((n for n, element in enumerate(segment) if n and any(element)), len(segment))
    rest = segment[first:]
    name = ":".join(rest[0]) if rest else ""
    value = "+".join(":".join(element) for element in rest[1:])
    if not value and rest:
        value, name = _one_element(segment[0][0], rest[0])
    keep(walk, f"{prefix}{segment[0][0]}[{name}]", value)


def _one_element(tag: str, components: list[str]) -> tuple[str, str]:
    # RFF+AWH:O and MOA+43:9:AUD are named by their first component, GIS+N:79:95 by its list.
    if len(components) == 1 or tag in _BY_LIST:
        return components[0], ":".join(components[1:])
    return ":".join(components[1:]), components[0]


_BY_LIST = frozenset({"GIS", "GEI", "PAC"})


def keep(walk: Walk, path: str, value: str) -> None:
    """Put a value into the national data of what is being filled, under a path of its own."""
    if not value or walk.notes >= MAX_NOTES:
        return
    walk.notes += 1
    notes = walk.target.setdefault("nationalData", {})
    path = path[:MAX_ORIGINAL]
    if path in notes:
        count = 2
        while f"{path}#{count}" in notes:
            count += 1
        path = f"{path}#{count}"
    notes[path] = value[:MAX_ORIGINAL]


def number(walk: Walk, segment: Segment, place: str, text: str) -> str:
    """Return a decimal string; text that is no number stays out with a warning and a note."""
    # The plain whole number is by far the most frequent and needs no pattern.
    if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= 18:
        return text
    found = numbers.decimal(text, comma=True)
    if found is not None:
        if "," in text and not walk.comma:
            walk.comma = True
            warn(walk, RULE, segment, place, "decimal comma without UNA", text)
        return found
    if text:
        warn(walk, RULE, segment, place, "not a number", text)
        keep(walk, f"{segment[0][0]}{place}", text)
    return ""


def country(walk: Walk, segment: Segment, place: str, text: str) -> str:
    """Return a country code; one that is not ISO alpha-2 passes with a warning."""
    if text not in ALPHA2:
        warn(walk, CODE_LIST, segment, place, "not an ISO 3166-1 alpha-2 code", text)
    return text


def put(record: Body, **values: str) -> None:
    """Add what is stated to a record."""
    for name, value in values.items():
        if value:
            record[name] = value
