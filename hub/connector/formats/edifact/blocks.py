"""The segments of a text, split block by block: all of them at once take thirty times its size."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from hub.connector.formats.edifact import tokens
from hub.connector.formats.edifact.tokens import Segment, Service

BLOCK = 16_384
"""Characters of a block, but for the rest of its last segment."""

BOUNDS = frozenset({"UNH", "UNT"})


class Blocks:
    """The pieces of a text (see `tokens.pieces`) by their number, from 0; one block is kept."""

    __slots__ = ("_firsts", "_kept", "_number", "_starts", "_text", "bounds", "count", "crowded",
                 "first", "last", "marks", "released", "rest")  # fmt: skip

    def __init__(self, text: str, marks: Service) -> None:
        """Survey the text: how many segments there are, and where messages begin and end."""
        self._text, self.marks = text, marks
        self.released = bool(marks.release) and marks.release in text
        self._starts, self._firsts = _starts(text, marks), list[int]()
        self._kept, self._number = list[str](), -1
        self.count, self.first, self.last, self.rest = 0, "", "", ""
        self.bounds: list[tuple[int, str]] = []
        """Number and piece of every UNH and UNT."""
        self.crowded: list[int] = []
        """Numbers of the segments with too many separators."""
        for number in range(len(self._starts) - 1):
            self._survey(number, self._split(number))

    def _survey(self, number: int, pieces: list[str]) -> None:
        first = self.count
        self._firsts.append(first)
        self.count += len(pieces)
        if not pieces:
            return
        if not number:
            self.first = pieces[0]
        self.last = pieces[-1]
        if self.count <= tokens.MAX_SEGMENTS:
            self.bounds += [
                (place, piece) for place, piece in enumerate(pieces, first) if piece[:3] in BOUNDS
            ]
        if self._starts[number + 1] - self._starts[number] > tokens.MAX_SEPARATORS:
            self.crowded += [n for n, piece in enumerate(pieces, first) if self._crowded(piece)]

    def _crowded(self, piece: str) -> bool:
        if len(piece) <= tokens.MAX_SEPARATORS:
            return False
        found = piece.count(self.marks.element) + piece.count(self.marks.component)
        return found > tokens.MAX_SEPARATORS

    def _split(self, number: int) -> list[str]:
        if number != self._number:
            text = self._text[self._starts[number] : self._starts[number + 1]]
            self._kept, self._number = tokens.pieces(text, self.marks), number
            rest = self._kept.pop()
            if number == len(self._starts) - 2:
                self.rest = rest
        return self._kept

    def segments(self, begin: int, end: int) -> Iterable[Segment]:
        """Return the segments from number `begin` to before `end`, each split as it passes."""
        if len(self._firsts) == 1:
            return tokens.message(self._kept[begin:end], self.marks, self.released)
        return self._passing(begin, end)

    def _passing(self, begin: int, end: int) -> Iterator[Segment]:
        number = bisect_right(self._firsts, begin) - 1
        while begin < end:
            first, pieces = self._firsts[number], self._split(number)
            chosen = pieces[begin - first : end - first]
            yield from tokens.message(chosen, self.marks, self.released)
            begin, number = first + len(pieces), number + 1


def _starts(text: str, marks: Service) -> list[int]:
    """Return where each block starts, and at last where the text ends."""
    found, size = [marks.start], len(text)
    while size - found[-1] > BLOCK:
        start = tokens.end(text, found[-1] + BLOCK, marks) + 1
        if start >= size:
            break
        found.append(start)
    return [*found, size]
