"""CPU and memory of processes with all their children, read from /proc."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> tuple[int, float, int] | None:
    """Return (parent, CPU seconds, resident bytes), None where the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    # Children that ended count with their parent (cutime, cstime).
    cpu = sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICK
    return int(fields[1]), cpu, int(fields[21]) * PAGE


def usage(roots: Mapping[str, int]) -> dict[str, tuple[float, int]]:
    """Return name → (CPU seconds, resident bytes) of each root process with all below it.

    PostgreSQL's shared buffers are counted in every backend: its memory is overstated.
    """
    known = {int(p.name): _stat(int(p.name)) for p in Path("/proc").glob("[0-9]*")}
    children: dict[int, list[int]] = defaultdict(list)
    for pid, found in known.items():
        if found:
            children[found[0]].append(pid)

    def total(pid: int) -> tuple[float, int]:
        own = known.get(pid)
        if own is None:
            return 0.0, 0
        below = [total(child) for child in children[pid]]
        return own[1] + sum(b[0] for b in below), own[2] + sum(b[1] for b in below)

    return {name: total(pid) for name, pid in roots.items()}


def busy_seconds() -> tuple[float, float]:
    """Return (busy, all) CPU seconds of the machine since it started."""
    values = [int(v) for v in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = values[3] + values[4]
    return (sum(values) - idle) / TICK, sum(values) / TICK
