"""Read an interchange: every message in it on its own, by its type in UNH."""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.edifact import contrl, cusdec, cusres
from hub.connector.formats.edifact.interchange import Interchange, MessagePart, parse
from hub.connector.formats.edifact.pointers import pointer
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.tokens import Segment, at
from hub.connector.formats.edifact.walk import Walk
from hub.domain.declaration import Body
from hub.domain.faults import (
    MAX_FAULTS,
    MISSING,
    NOT_SUPPORTED,
    TOO_MANY,
    UNKNOWN_KIND,
    WRONG_COUNTRY,
    Fault,
)
from hub.domain.reading import Message, Reading, RefusedPart


def read(raw: bytes, profile: Profile) -> Reading:
    """Read a UN/EDIFACT interchange of `profile`'s country; never raises, whatever the bytes.

    CUSDEC becomes a Declaration, CUSRES and CONTRL a StatusChange; any other type is refused as
    an unknown kind. One bad message does not refuse the others of its interchange. One that names
    other systems only is refused; one that names none is taken: the door knows who sent it.
    """
    interchange = parse(raw, profile.max_bytes)
    refusals: list[RefusedPart] = []
    messages: list[Message] = []
    stranger = _stranger(interchange, profile)
    if stranger:
        interchange.faults.append(stranger)
        interchange.parts = []
    if interchange.faults:
        faults = tuple(interchange.faults[:MAX_FAULTS])
        refusals.append(RefusedPart(faults, references=interchange.references))
    warnings = interchange.warnings
    if interchange.references.get("UNB.0035") == "1":
        text = "marked as a test; the hub treats it like any other"
        where = pointer("", "UNB", "+11", 1, interchange.offset(0))
        warnings.append(Fault(NOT_SUPPORTED, where, text, "1"))
    for part in interchange.parts:
        found, refused = _read_part(interchange, part, profile, warnings)
        messages += found
        if refused:
            refusals.append(refused)
    return Reading(tuple(messages), tuple(refusals), tuple(warnings[:MAX_FAULTS]))


def _stranger(interchange: Interchange, profile: Profile) -> Fault | None:
    references = interchange.references
    if not interchange.parts:
        return None
    ends = (references.get("UNB.0004", ""), references.get("UNB.0010", ""))
    if not any(ends):
        text = "neither sender nor recipient is named"
        where = pointer("", "UNB", "+2", 1, interchange.offset(0))
        interchange.warnings.append(Fault(MISSING, where, text))
        return None
    ours = {profile.authority, profile.test_authority} - {""}
    if any(not ours.isdisjoint(end.split(":")) for end in ends):
        return None
    text = f"neither sender nor recipient is {profile.authority}"
    where = pointer("", "UNB", "+2", 1, interchange.offset(0))
    return Fault(WRONG_COUNTRY, where, text, " to ".join(ends))


def _read_part(
    interchange: Interchange, part: MessagePart, profile: Profile, warnings: list[Fault]
) -> tuple[list[Message], RefusedPart | None]:
    header = part.header
    kind = at(header, 2)
    references = interchange.references | {"UNH.0062": at(header, 1), "UNH.S009": _type(header)}
    body: Body = {}
    walk = Walk(profile, lambda n: interchange.offset(part.first + n - 1), body, body)
    walk.comma = interchange.marks.decimal == ","
    bodies: list[Body] = []
    if kind not in _READERS:
        where = pointer("", "UNH", "+2", 1, interchange.offset(part.first))
        text = "the hub reads CUSDEC, CUSRES and CONTRL"
        walk.faults.append(Fault(UNKNOWN_KIND, where, text, kind))
    elif not any(fault.code == TOO_MANY for fault in part.faults):
        bodies = _bodies(walk, interchange.segments(part), kind)
        _check_directory(walk, part, kind)
    faults = part.faults + walk.faults
    if faults:
        return [], _refused(faults, walk.warnings, body, references)
    warnings += walk.warnings
    for found in bodies:
        found["references"] = references
    return [Message(_READERS[kind], found) for found in bodies], None


_READERS = {"CUSDEC": "Declaration", "CUSRES": "StatusChange", "CONTRL": "StatusChange"}


def _bodies(walk: Walk, message: Iterable[Segment], kind: str) -> list[Body]:
    if kind == "CONTRL":
        return contrl.read(walk, message)
    reader = cusdec.read if kind == "CUSDEC" else cusres.read
    return [reader(walk, message)]


def _type(header: list[list[str]]) -> str:
    return ":".join(header[2])[:70] if len(header) > 2 else ""


def _check_directory(walk: Walk, part: MessagePart, kind: str) -> None:
    stated = at(part.header, 2, 2)
    if kind == "CONTRL" or stated == walk.profile.directory:
        return
    where = pointer("", "UNH", "+2:3", 1, walk.offset(1))
    text = f"directory read as D.{walk.profile.directory}"
    walk.warnings.append(Fault(NOT_SUPPORTED, where, text, stated))


def _refused(
    faults: list[Fault], doubts: list[Fault], body: Body, references: dict[str, str]
) -> RefusedPart:
    """Refuse a message; its doubts are told with its faults, so that one correction is enough."""
    technical = any(fault.code.startswith("S") or "UNT" in fault.pointer for fault in faults)
    return RefusedPart(
        tuple([*faults, *doubts][:MAX_FAULTS]),
        body.get("declarationId", ""),
        body.get("functionalReferenceId", ""),
        references,
        1 if technical else 2,
    )
