"""The interchange around the messages: UNB to UNZ checked, each message cut out on its own.

A message with its own UNH and UNT is taken even where the interchange around it is faulty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hub.connector.formats.edifact import tokens
from hub.connector.formats.edifact.blocks import Blocks
from hub.connector.formats.edifact.charset import ENCODINGS, decode, narrow, syntax
from hub.connector.formats.edifact.pointers import pointer
from hub.connector.formats.edifact.tokens import Segment, Service, at
from hub.domain.faults import (
    MISSING,
    RULE,
    TOO_LARGE,
    TOO_MANY,
    TRUNCATED,
    UNPARSEABLE,
    Fault,
)

_WHITE = "\r\n \t"
_NOTHING = Blocks("", tokens.DEFAULT)


@dataclass(slots=True)
class MessagePart:
    """One message: its UNH, its segments by their numbers, and what its envelope got wrong."""

    header: Segment
    first: int
    end: int
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Interchange:
    """One interchange as far as it could be taken apart."""

    text: str = ""
    encoding: str = ""
    """Where a character may be more than one byte; else empty."""
    skipped: int = 0
    """Bytes of a byte order mark."""
    marks: Service = tokens.DEFAULT
    blocks: Blocks = _NOTHING
    references: dict[str, str] = field(default_factory=dict)
    parts: list[MessagePart] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    offsets: Sequence[int] = ()

    def segments(self, part: MessagePart) -> Iterable[Segment]:
        """Return the segments of a message, UNH to UNT; of a long one, each split as it passes."""
        return self.blocks.segments(part.first, part.end)

    def offset(self, segment: int) -> int:
        """Return at which byte a segment (from 0 in the interchange) starts."""
        if not self.offsets:
            self.offsets = tokens.starts(self.text, self.marks)
        known = segment < len(self.offsets)
        place = self.offsets[segment] if known else len(self.text)
        if self.encoding:
            place = len(self.text[:place].encode(self.encoding, "replace"))
        return place + self.skipped


def parse(raw: bytes, max_bytes: int) -> Interchange:
    """Take an interchange apart. Faults of the whole are in `faults`, of a message in its part."""
    found = Interchange()
    if len(raw) > max_bytes:
        text = f"an interchange has at most {max_bytes} bytes"
        found.faults.append(Fault(TOO_LARGE, "offset 0", text, str(len(raw))))
        return found
    text, faults, warnings = decode(raw)
    found.text, found.faults, found.warnings = text, list(faults), list(warnings)
    if faults:
        return found
    encoding = ENCODINGS[syntax(raw)]
    found.encoding = "" if narrow(encoding) else encoding
    found.skipped = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    marks = tokens.service(text)
    if marks is None:
        found.faults.append(
            Fault(UNPARSEABLE, "UNA, offset 0", "these service characters cannot serve")
        )
        return found
    found.marks = marks
    if marks.short:
        found.warnings.append(
            Fault(RULE, "UNA, offset 0", "five service characters, six expected", text[:8])
        )
    _take_apart(found)
    return found


def _take_apart(found: Interchange) -> None:
    # Before anything is split: what is released is set aside piece by piece.
    released = found.text.count(found.marks.release) if found.marks.release else 0
    if released > tokens.MAX_RELEASED:
        text = f"more than {tokens.MAX_RELEASED} release characters"
        found.faults.append(Fault(TOO_MANY, "offset 0", text, str(released)))
        return
    blocks = found.blocks = Blocks(found.text, found.marks)
    if _too_many(found):
        return
    header = _service(blocks.first if blocks.count else blocks.rest[:512], found)
    found.references = _references(header)
    if header[0][0] != "UNB":
        found.faults.append(
            Fault(UNPARSEABLE, f"offset {found.offset(0)}", "UNB expected", header[0][0])
        )
        return
    if not found.references.get("UNB.0020"):
        found.faults.append(Fault(MISSING, _unb(found, "+5"), "no interchange reference"))
    if not blocks.count:
        found.faults.append(Fault(TRUNCATED, _unb(found), "UNB has no end"))
        return
    _messages(found)
    _trailer(found)


def _unb(found: Interchange, place: str = "") -> str:
    return pointer("", "UNB", place, 1, found.offset(0))


def _service(piece: str, found: Interchange) -> Segment:
    """Split a service segment; no honest one is longer."""
    return tokens.elements(piece[: tokens.MAX_TEXT], found.marks)


def _too_many(found: Interchange) -> bool:
    """Add a fault where there is more than is looked at."""
    if len(found.text) <= tokens.MAX_MESSAGES:  # nothing comes more often than once a character
        return False
    for name, most, counted in (
        ("segments", tokens.MAX_SEGMENTS, found.blocks.count),
        ("messages", tokens.MAX_MESSAGES, _messages_in(found.blocks)),
        ("elements", tokens.MAX_ELEMENTS, _elements_in(found)),
    ):
        if counted > most:
            text = f"more than {most} {name}"
            found.faults.append(Fault(TOO_MANY, "offset 0", text, str(counted)))
            return True
    return False


def _elements_in(found: Interchange) -> int:
    text, marks = found.text, found.marks
    return text.count(marks.element) + text.count(marks.component)


def _messages_in(blocks: Blocks) -> int:
    if blocks.count <= tokens.MAX_MESSAGES:
        return 0
    return sum(piece.startswith("UNH") for _, piece in blocks.bounds)


def _references(header: Segment) -> dict[str, str]:
    stated = {
        "UNB.0004": ":".join(header[2]) if len(header) > 2 else "",
        "UNB.0010": ":".join(header[3]) if len(header) > 3 else "",
        "UNB.0020": at(header, 5),
        "UNB.0035": at(header, 11),
    }
    return {name: value[:70] for name, value in stated.items() if value}


def _messages(found: Interchange) -> None:
    begin, header = -1, ""
    for place, piece in found.blocks.bounds:
        if piece.startswith("UNH"):
            if begin >= 0:
                _cut(found, header, begin, place)
            begin, header = place, piece
        elif begin >= 0:
            _cut(found, header, begin, place + 1, piece)
            begin = -1
    if begin >= 0:
        _cut(found, header, begin, found.blocks.count)


def _cut(found: Interchange, header: str, begin: int, end: int, trailer: str = "") -> None:
    part = MessagePart(_service(header, found), begin, end)
    if found.blocks.crowded and any(begin <= place < end for place in found.blocks.crowded):
        text = f"more than {tokens.MAX_SEPARATORS} elements in one segment"
        part.faults.append(Fault(TOO_MANY, _where(found, "UNH", begin, begin), text))
    elif not trailer:
        where = _where(found, "UNT", begin, end - 1)
        part.faults.append(Fault(TRUNCATED, where, "the message ends before UNT"))
    else:
        _check_trailer(found, part, _service(trailer, found))
    found.parts.append(part)


def _where(found: Interchange, tag: str, first: int, index: int, place: str = "") -> str:
    return pointer("", tag, place, index - first + 1, found.offset(index))


def _check_trailer(found: Interchange, part: MessagePart, trailer: Segment) -> None:
    counted, last = part.end - part.first, part.end - 1
    # Some systems write UNT+44:REF with a component separator.
    reference = at(trailer, 2)
    if not reference and at(trailer, 1, 1):
        reference = at(trailer, 1, 1)
        where = _where(found, "UNT", part.first, last, "+1:2")
        text = "the reference stands behind a component separator"
        found.warnings.append(Fault(RULE, where, text, reference))
    stated = at(trailer, 1)
    if stated != str(counted) and (not stated.isdecimal() or int(stated[:9]) != counted):
        fewer = stated.isdecimal() and int(stated[:9]) > counted
        where = _where(found, "UNT", part.first, last, "+1")
        text = f"{counted} segments counted"
        part.faults.append(Fault(TRUNCATED if fewer else RULE, where, text, stated))
    if reference != at(part.header, 1):
        where = _where(found, "UNT", part.first, last, "+2")
        part.faults.append(Fault(RULE, where, "not the reference of UNH", reference))


def _trailer(found: Interchange) -> None:
    last, piece, rest = found.blocks.count - 1, found.blocks.last, found.blocks.rest
    trailer = _service(piece, found)
    if trailer[0][0] != "UNZ" or rest.strip(_WHITE):
        text = "the interchange does not end with UNZ; whole messages before were taken"
        original = (rest or piece)[-80:]
        where = f"offset {found.offset(last + 1 if rest else last)}"
        found.faults.append(Fault(TRUNCATED, where, text, original))
        return
    _check_count(found, trailer, last)
    if at(trailer, 2) != found.references.get("UNB.0020", ""):
        where = pointer("", "UNZ", "+2", last + 1, found.offset(last))
        found.warnings.append(Fault(RULE, where, "not the reference of UNB", at(trailer, 2)))
    if not found.parts:
        where = f"offset {found.offset(last)}"
        found.faults.append(Fault(MISSING, where, "the interchange holds no message"))


def _check_count(found: Interchange, trailer: Segment, last: int) -> None:
    stated, counted = at(trailer, 1), len(found.parts)
    # With functional groups UNZ counts groups: UNG is passed over, its count not checked.
    if stated == str(counted) or "\nUNG" in found.text or "'UNG" in found.text:
        return
    where = pointer("", "UNZ", "+1", last + 1, found.offset(last))
    text = f"{counted} messages counted"
    if stated.isdecimal() and int(stated[:9]) > counted:
        found.faults.append(Fault(TRUNCATED, where, text, stated))
    else:
        found.warnings.append(Fault(RULE, where, text, stated))
