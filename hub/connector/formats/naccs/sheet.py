"""The lines of a block being written: what has no room is named, nothing is cut into another."""

from __future__ import annotations

from hub.connector.formats.naccs.header import LINE_END, clipped
from hub.connector.formats.naccs.items import Layout, Slot
from hub.domain.numbers import decimal

_NUMBERS = frozenset("IF")
_CUT = frozenset("WH")
"""Texts may be cut; of a commodity code the last digits, which are national, may be left away."""


class Sheet:
    """All lines blank at first; `put` fills items and names what they could not take."""

    __slots__ = ("_charset", "layout", "lines", "lost", "prefix")

    def __init__(self, layout: Layout, charset: str, lost: set[str], prefix: str = "") -> None:
        self.layout, self.lines = layout, list(layout.blank)
        self._charset, self.lost, self.prefix = charset, lost, prefix

    def lose(self, loss: str) -> bool:
        """Name a loss; return False, for what was not carried."""
        self.lost.add(self.prefix + loss)
        return False

    def put(self, path: str, text: str, loss: str = "") -> bool:
        """Write a value into the items of a path; say whether something of it was carried."""
        slots = self.layout.slots.get(path)
        if slots is None:
            return self.lose(loss or path)
        if len(slots) > 1:
            return self._spread(slots, text, loss or path)
        return self.fill(slots[0], text, loss or path)

    def row(self, path: str, place: int, text: str, loss: str) -> bool:
        """Write a value into the item of a path that belongs to its row."""
        slots = self.layout.slots.get(path, ())
        return self.fill(slots[place], text, loss) if place < len(slots) else self.lose(loss)

    def fill(self, slot: Slot, text: str, loss: str) -> bool:
        """Write one item: a text is cut where it is too long, anything else left out."""
        if slot.attribute in _NUMBERS and decimal(text) is None:
            return self.lose(loss)
        data, whole = encoded(text, self._charset)
        if len(data) > slot.length:
            if slot.attribute not in _CUT:
                return self.lose(loss)
            data, whole = clipped(data, slot.length, self._charset), False
        if not whole:
            self.lose(loss)
        if not data or data.isspace():
            return False
        self.lines[slot.line] = data.ljust(slot.length) + LINE_END
        return True

    def _spread(self, slots: tuple[Slot, ...], text: str, loss: str) -> bool:
        """Write a text into several items, broken between words; a code by its digits."""
        data, whole = encoded(text, self._charset)
        if not whole:
            self.lose(loss)
        text = data.decode(self._charset)
        for slot in slots[:-1]:
            data, _ = encoded(text, self._charset)
            if len(data) <= slot.length:
                return self.fill(slot, text, loss)
            head = clipped(data, slot.length, self._charset).decode(self._charset)
            if slot.attribute == "W":
                # Without a blank to break at, what is read back would have one blank more.
                cut = head.rfind(" ") if text[len(head)] != " " else len(head)
                if cut <= 0:
                    return self.fill(slot, text, loss)
                self.fill(slot, text[:cut], loss)
                text = text[cut + 1 :]
            else:
                self.fill(slot, head, loss)
                text = text[len(head) :]
        return self.fill(slots[-1], text, loss)


def encoded(text: str, charset: str) -> tuple[bytes, bool]:
    """Return a value as bytes on one line, and whether it is whole.

    A line end would begin another item, blanks at the ends are padding, and what the character
    set lacks becomes a question mark.
    """
    clean = text
    if "\n" in text or "\r" in text:
        clean = text.replace("\r", " ").replace("\n", " ")
    clean = clean.strip(" ")
    whole = clean == text
    if clean.isascii():
        return clean.encode(), whole
    try:
        return clean.encode(charset), whole
    except UnicodeEncodeError:
        return clean.encode(charset, "replace"), False
