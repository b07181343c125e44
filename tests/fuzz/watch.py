"""One reading under watch: an answer, within a second, within 200 MB."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hub.connector.kit import sanity
from hub.domain.reading import Reading

MOST_SECONDS, MOST_MEMORY_KB = 1.0, 200 * 1024


class Hang(Exception):
    """Reading took more than a second."""


def _late(number: int, frame: object) -> None:
    raise Hang


def peak_kb() -> int:
    """Return the most memory this process ever had, in kB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]


def forget_peak() -> None:
    """Let the peak begin anew: what making a message took is not what reading it takes."""
    with suppress(OSError):  # some containers forbid it; then the peak is that of both
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


class Watch:
    """Reads messages of one country and notes what must not happen."""

    def __init__(self, country: str, read: Callable[[bytes], Reading]) -> None:
        self._country, self._read = country, read
        self.messages = self.read = self.refused = 0
        self.slowest, self._most_kb = 0.0, 0
        signal.signal(signal.SIGALRM, _late)

    @property
    def grown_mb(self) -> int:
        """How much the process grew at most during one reading, in MB."""
        return self._most_kb // 1024

    def look(self, raw: bytes) -> str:
        """Read a message; return what was wrong, empty where nothing was."""
        forget_peak()
        before = peak_kb()
        began = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
        try:
            reading = self._read(raw)
        except Hang:
            return f"hangs: more than {MOST_SECONDS:.0f} s"
        except Exception as error:
            return f"raises {type(error).__name__}: {error}"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._count(reading, time.perf_counter() - began)
        grown = peak_kb() - before
        self._most_kb = max(self._most_kb, grown)
        if grown > MOST_MEMORY_KB:
            return f"takes {grown // 1024} MB"
        return "; ".join(sanity.doubts(reading, self._country))

    def _count(self, reading: Reading, seconds: float) -> None:
        self.messages += 1
        self.slowest = max(self.slowest, seconds)
        self.read += bool(reading.messages)
        self.refused += bool(reading.refusals)
