"""How far a partition is done without a gap: only so far may its offset be committed."""

from __future__ import annotations

from collections import deque


class Watermark:
    """Offsets taken in order and finished in any order."""

    def __init__(self) -> None:
        self._open: deque[int] = deque()
        self._done: set[int] = set()
        self._next: int | None = None

    def take(self, offset: int) -> None:
        """Start on an offset; offsets come in rising order."""
        self._open.append(offset)

    def finish(self, offset: int) -> None:
        """Be done with an offset."""
        if not self._open or offset != self._open[0]:
            self._done.add(offset)
            return
        self._next = self._open.popleft() + 1
        while self._done and self._open[0] in self._done:
            self._next = self._open.popleft() + 1
            self._done.discard(self._next - 1)

    @property
    def pending(self) -> int:
        """Return how many offsets cannot be committed yet."""
        return len(self._open)

    @property
    def unfinished(self) -> int:
        """Return how many offsets are under way."""
        return len(self._open) - len(self._done)

    def committable(self) -> int | None:
        """Return the next offset to read after a restart, once; None where nothing is new."""
        found, self._next = self._next, None
        return found
