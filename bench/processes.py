"""CPU, memory and context switches of processes with all their children, read from /proc."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Used(NamedTuple):
    """What a process used since it started: CPU seconds, resident bytes now, switches.

    A voluntary switch is a wait for something, an involuntary one the end of a turn on a core
    that others want. Switches are counted only where they are asked for.
    """

    user: float = 0.0
    system: float = 0.0
    resident: int = 0
    voluntary: int = 0
    involuntary: int = 0

    @property
    def cpu(self) -> float:
        """User and system seconds."""
        return self.user + self.system

    def plus(self, other: Used) -> Used:
        """Return both together."""
        return Used(*(a + b for a, b in zip(self, other, strict=True)))


def _stat(pid: int) -> tuple[int, Used] | None:
    """Return (parent, what it used), None where the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    # Children that ended count with their parent (cutime, cstime).
    user, system, ended_user, ended_system = (int(fields[n]) / TICK for n in (11, 12, 13, 14))
    resident = int(fields[21]) * PAGE
    return int(fields[1]), Used(user + ended_user, system + ended_system, resident)


def _switches(pid: int) -> Used:
    """Return the context switches of all threads: a process's own file counts its first only."""
    counts = {"voluntary_ctxt_switches": 0, "nonvoluntary_ctxt_switches": 0}
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        try:
            lines = status.read_text().splitlines()
        except OSError:  # the thread has ended
            continue
        for name, _, value in (line.partition(":") for line in lines):
            if name in counts:
                counts[name] += int(value)
    return Used(0.0, 0.0, 0, *counts.values())


def usage(roots: Mapping[str, int], *, switches: bool = False) -> dict[str, Used]:
    """Return name → what each root process used with all below it.

    PostgreSQL's shared buffers are counted in every backend: its memory is overstated.
    """
    known = {int(p.name): _stat(int(p.name)) for p in Path("/proc").glob("[0-9]*")}
    children: dict[int, list[int]] = defaultdict(list)
    for pid, found in known.items():
        if found:
            children[found[0]].append(pid)

    def total(pid: int) -> Used:
        own = known.get(pid)
        if own is None:
            return Used()
        found = own[1].plus(_switches(pid)) if switches else own[1]
        for child in children[pid]:
            found = found.plus(total(child))
        return found

    return {name: total(pid) for name, pid in roots.items()}


def busy_seconds() -> tuple[float, float]:
    """Return (busy, all) CPU seconds of the machine since it started."""
    values = [int(v) for v in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = values[3] + values[4]
    return (sum(values) - idle) / TICK, sum(values) / TICK
