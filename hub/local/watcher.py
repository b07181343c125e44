"""A tiny process that outlives its parent for a moment and ends the children left behind.

Runs as a plain script without the hub. Standard input is a pipe whose other end only the parent
holds, so it closes when the parent is gone, whatever killed it. Lines: `+<pid> <signal>` a child
was started in its own process group, `-<pid>` it has ended. The lock of the run folder is an
inherited descriptor: the folder is free again only when this process has cleaned up.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

GRACE = 8.0


def follow(lines: Iterable[str]) -> dict[int, int]:
    """Read until the pipe closes; return the children still there with their last signal."""
    left: dict[int, int] = {}
    for line in lines:
        words = line[1:].split()
        if line.startswith("+"):
            left[int(words[0])] = int(words[1])
        else:
            left.pop(int(words[0]), None)
    return left


def tell(group: int, number: int) -> None:
    """Send a signal to a process group, if it is still there."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def lives(pid: int) -> bool:
    """Whether a process still runs: one that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def clean(left: dict[int, int]) -> None:
    """Ask every group to end, wait a little, then kill."""
    for group, number in left.items():
        tell(group, number)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(lives(group) for group in left):
        time.sleep(0.05)
    for group in left:
        tell(group, signal.SIGKILL)


if __name__ == "__main__":
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    clean(follow(sys.stdin))
