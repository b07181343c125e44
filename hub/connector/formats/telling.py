"""A fault in one line of limited length, as national answers tell it.

The code always stays. The text gives way first, from its end, where the recipient's own language
stands; then the value; then the pointer, from its front, since a line or position ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

MIN_TEXT = 60
"""Characters of the text that stay as long as value or pointer can give way."""


class Told(NamedTuple):
    """A line, and the parts of the fault that were cut in it."""

    line: str
    cut: frozenset[str]


def told(
    fault: Mapping[str, str],
    room: int,
    order: Sequence[str] = ("code", "pointer", "text", "original"),
    between: str = " ",
    charset: str = "",
) -> Told:
    """Return a fault in at most `room` characters, or bytes of `charset` where one is named.

    >>> fault = {"code": "12", "text": "is unknown", "pointer": "/a/b (line 3)", "original": "QX"}
    >>> told(fault, 99).line, told(fault, 24).line
    ('12 /a/b (line 3) is unknown QX', '12 /a/b (line 3) is unk')
    """
    parts = {name: stated for name in order if (stated := fault.get(name) or "")}
    line = between.join(parts.values())
    if _size(line, charset) <= room:
        return Told(line, frozenset())
    cut = set[str]()
    least = min(MIN_TEXT, room // 4)
    for name, keep in (("text", least), ("original", 0), ("pointer", 0), ("text", 0)):
        over = _size(line, charset) - room
        if over > 0 and name in parts:
            left = max(_size(parts[name], charset) - over, keep)
            shorter = _clipped(parts[name], left, charset, name == "pointer")
            if shorter != parts[name]:
                cut.add(name)
                parts[name] = shorter
            line = between.join(filter(None, parts.values()))
    return Told(_clipped(line, room, charset), frozenset(cut))


def _size(text: str, charset: str) -> int:
    return len(text.encode(charset, "replace")) if charset else len(text)


def _clipped(text: str, size: int, charset: str, front: bool = False) -> str:
    """Return the beginning of a text in at most `size`, or its end; no character is halved."""
    if not charset:
        return text[len(text) - size :] if front and len(text) > size else text[:size]
    while _size(text, charset) > size:
        text = text[1:] if front else text[:-1]
    return text
