"""Under load a station looks at its sockets at intervals, not whenever one of them stirs.

To be woken costs a process more than to take a message: caches are cold, and nine stations share
the cores of one machine. Resting a few milliseconds lets messages gather, for all of them.
"""

from __future__ import annotations

import asyncio
import time

REST = 0.004
BUSY = 2
"""Messages within one rest from which on resting pays."""


class Pace:
    """Rests while messages keep coming; an idle station is woken as usual and answers at once."""

    def __init__(self, rest: float = REST) -> None:
        self._rest, self._came, self._ended = rest, 0, False
        self._loop = asyncio.get_running_loop()
        self._loop.call_soon(self._look)

    def note(self) -> None:
        """Count a message."""
        self._came += 1

    def end(self) -> None:
        """Rest no more."""
        self._ended = True

    def _look(self) -> None:
        if self._ended:
            return
        came, self._came = self._came, 0
        if came >= BUSY:
            time.sleep(self._rest)
            self._loop.call_soon(self._look)
        else:
            self._loop.call_later(self._rest, self._look)
