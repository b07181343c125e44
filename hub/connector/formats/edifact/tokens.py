"""Tokens of ISO 9735: service characters, segments, elements; release characters kept exact.

Splits and escapes text only. It knows no segment; character sets are in `charset`.
"""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple

import orjson

Segment = list[list[str]]
"""A segment: elements as lists of components; `segment[0][0]` is the tag."""

MAX_SEGMENTS = 250_000
MAX_MESSAGES = 10_000
MAX_ELEMENTS = 3_000_000
MAX_SEPARATORS = 100_000
MAX_RELEASED = 500_000
MAX_TEXT = 4_096
"""Bounds: segments, messages and elements of an interchange, separators of a segment, release
characters of an interchange, a text put together from several segments. Twenty thousand items fit
into a message."""


class Service(NamedTuple):
    """The service characters in force and where the first segment after UNA starts."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"
    start: int = 0
    decimal: str = "."
    short: bool = False
    """UNA had five characters, without the reserved one."""

    @property
    def separators(self) -> str:
        """The three characters that split text."""
        return self.component + self.element + self.terminator


DEFAULT = Service()

# DEL never passes `charset.decode`, so it can stand in for released characters.
_SIGN = "\x7f"
_STAND_INS = ("\x7fc", "\x7fe", "\x7ft")


def service(text: str) -> Service | None:
    """Read UNA if there is one; None where its characters cannot serve.

    Takes the five-character form met in practice (no reserved character) as well as the six.
    """
    lead = len(text) - len(text.lstrip("\r\n "))
    if not text.startswith("UNA", lead):
        return Service(start=lead) if lead else DEFAULT
    start = text.find("UNB", lead + 7, lead + 24)
    if start < 0:
        return None
    marks = text[lead + 3 : start].rstrip("\r\n")
    if len(marks) not in (5, 6):
        return None
    short = len(marks) == 5
    found = Service(marks[0], marks[1], marks[3].strip(), marks[-1], start, marks[2], short)
    serving = found.separators + found.release
    if len(set(serving)) < len(serving) or any(mark.isalnum() or mark == " " for mark in serving):
        return None
    return found


def segments(text: str, marks: Service) -> list[str]:
    """Split text after UNA into segments; terminators and white space in front are removed.

    Released characters are set aside until `elements` restores them.

    The last entry is what follows the last terminator: empty or white space in whole text.
    """
    return pieces(text[marks.start :], marks)


def pieces(text: str, marks: Service) -> list[str]:
    """Split as `segments` does, but from the beginning of the text on."""
    if marks.release and marks.release in text:
        text = _set_aside(text, marks)
    mark = marks.terminator
    if "\n" in text:
        if "\r" in text:
            text = text.replace(f"{mark}\r\n", mark)
        text = text.replace(f"{mark}\n", mark)
    found = text.split(mark)
    # White space before a segment is rare: five quick looks are cheaper than one at each segment.
    if text[:1] in _WHITE_SET or (
        f"{mark} " in text or f"{mark}\n" in text or f"{mark}\r" in text or f"{mark}\t" in text
    ):
        return [piece.lstrip(_WHITE) for piece in found]
    return found


_WHITE = "\r\n\t "
_WHITE_SET = frozenset(_WHITE)


def _set_aside(text: str, marks: Service) -> str:
    stand_in = dict(zip(marks.separators, _STAND_INS, strict=True))
    pieces = text.split(marks.release)
    joined = [pieces[0]]
    released = False
    for piece in pieces[1:]:
        if released:
            joined.append(piece)
            released = False
        elif piece:
            joined.append(stand_in.get(piece[0], piece[0]) + piece[1:])
        else:
            joined.append(marks.release)
            released = True
    return "".join(joined)


def elements(segment: str, marks: Service = DEFAULT) -> Segment:
    """Split one entry of `segments` into elements and components, released characters restored."""
    component = marks.component
    split = [element.split(component) for element in segment.split(marks.element)]
    if _SIGN in segment:
        return [[_restored(part, marks) for part in element] for element in split]
    return split


def _restored(part: str, marks: Service) -> str:
    if _SIGN in part:
        for stand_in, mark in zip(_STAND_INS, marks.separators, strict=True):
            part = part.replace(stand_in, mark)
    return part


def message(pieces: list[str], marks: Service, released: bool) -> list[Segment]:
    """Split a message's pieces into elements and components; `released`: some were set aside."""
    split = _as_json(pieces, marks)
    if split is None:
        component, element = marks.component, marks.element
        split = [[part.split(component) for part in piece.split(element)] for piece in pieces]
    if released:
        for place in [n for n, piece in enumerate(pieces) if _SIGN in piece]:
            split[place] = elements(pieces[place], marks)
    return split


def _as_json(pieces: list[str], marks: Service) -> list[Segment] | None:
    """Split by orjson: three levels of lists in half the time of nested splits; None if unfit.

    Unfit are service characters other than usual and text with what JSON escapes.
    """
    text = "\n".join(pieces)
    if marks.component != ":" or marks.element != "+" or '"' in text or "\\" in text:
        return None
    text = text.replace("+", '"],["').replace(":", '","').replace("\n", '"]],[["')
    try:
        split: list[Segment] = orjson.loads(f'[[["{text}"]]]')
    except orjson.JSONDecodeError:
        return None
    return split if len(split) == len(pieces) else None


def starts(text: str, marks: Service) -> array[int]:
    """Return where each segment starts in the text, white space before it skipped. For faults."""
    found, position, size = array("I"), marks.start, len(text)
    while position < size:
        while position < size and text[position] in "\r\n ":
            position += 1
        found.append(position)
        position = end(text, position, marks) + 1
    return found


def end(text: str, position: int, marks: Service) -> int:
    """Return where the next terminator stands that is not released; else the length of the text."""
    while True:
        found = text.find(marks.terminator, position)
        if found < 0:
            return len(text)
        before = found
        while marks.release and before and text[before - 1] == marks.release:
            before -= 1
        if (found - before) % 2 == 0:
            return found
        position = found + 1


def qualified(segment: Segment) -> tuple[str, str]:
    """Return the first two components of the first element: nearly always code and value."""
    if len(segment) > 1:
        found = segment[1]
        return (found[0], found[1]) if len(found) > 1 else (found[0], "")
    return "", ""


def at(segment: Segment, element: int, component: int = 0) -> str:
    """Return a component, or "" where the sender left it out."""
    if len(segment) > element and len(found := segment[element]) > component:
        return found[component]
    return ""


_ESCAPES = {ord(mark): f"?{mark}" for mark in "?':+"} | dict.fromkeys([*range(32), 127], " ")

# A search is several times cheaper than a translation, and nearly no text needs one.
_TO_ESCAPE = re.compile("[?':+\x00-\x1f\x7f]").search


def escape(text: str) -> str:
    """Release the default service characters; control characters become spaces.

    >>> escape("O'NEILL + SONS?")
    "O?'NEILL ?+ SONS??"
    """
    if not text or text.isalnum() or not _TO_ESCAPE(text):
        return text
    return text.translate(_ESCAPES)


def is_altered(text: str) -> bool:
    """Say whether `escape` makes other characters of some: control characters have no place."""
    return not text.isprintable() and _CONTROL(text) is not None


_CONTROL = re.compile("[\x00-\x1f\x7f]").search


def composite(*parts: str) -> str:
    """Join escaped components, trailing empty ones dropped."""
    last = len(parts)
    while last and not parts[last - 1]:
        last -= 1
    return ":".join(parts[:last])


def segment(*parts: str) -> str:
    """Join a tag and escaped elements into a segment, trailing empty elements dropped.

    >>> segment("NAD", "CN", "", "", "DHL", "")
    "NAD+CN+++DHL'"
    """
    last = len(parts)
    while last and not parts[last - 1]:
        last -= 1
    return "+".join(parts[:last]) + "'"
