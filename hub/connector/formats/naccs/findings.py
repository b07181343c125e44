"""What is doubtful in a message: item id, line and byte offset of each, up to the cap."""

from __future__ import annotations

from hub.connector.formats.naccs import header
from hub.domain.faults import MAX_FAULTS, Fault


class Findings:
    """Warnings of one message; the place of an item is counted only where one is told."""

    __slots__ = ("_charset", "_lines", "faults")

    def __init__(self, lines: list[str], charset: str) -> None:
        self._lines, self._charset = lines, charset
        self.faults: list[Fault] = []

    def add(self, code: str, place: int, name: str, text: str, original: str) -> None:
        """Tell of the item `name` in the line `place`, counted from the first after the header."""
        if len(self.faults) >= MAX_FAULTS:
            return
        before = self._lines[:place]
        offset = header.LENGTH + sum(len(line.encode(self._charset)) + 2 for line in before)
        self.faults.append(
            Fault(code, f"line {place + 2}, {name}, offset {offset}", text, original)
        )
