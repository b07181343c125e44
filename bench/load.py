"""One phase of load: from an empty database, warmed up, measured, drained, judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.document import Document, Drained, Moment, phase
from bench.processes import busy_seconds, usage
from hub.app import countries_of
from hub.local.hub import Hub
from hub.local.machine import Machine
from hub.local.verdict import settle
from hub.settings import ROOT, Settings

FOLDER = ROOT / ".local" / "bench"
HOSTILE = 0.08
WARM_RATE, WARM_SECONDS = 400.0, 30.0
DRAIN_SECONDS = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent: declarations a second, for how long, by which seed; hostile ones on top.

    `statuses` adds what becomes of the declarations, `profile` how the CPU time was spent.
    """

    name: str
    rate: float
    seconds: float
    seed: int
    warm_seconds: float = WARM_SECONDS
    statuses: bool = False
    profile: bool = False


def measure(load: Load, say: Say, folder: Path = FOLDER) -> Document:
    """Run one phase and return its figures."""
    say(f"{load.name}: {load.rate:g} declarations/s for {load.seconds:g} s after"
        f" {load.warm_seconds:g} s of warm-up")  # fmt: skip
    with Machine(folder, fresh=True, report=say) as machine:
        hub = Hub(machine, countries_of(Settings()), say)
        hub.start()
        hub.start_twins(
            min(WARM_RATE, load.rate), HOSTILE, load.seed, declarations=True, statuses=load.statuses
        )
        watch(hub, load.warm_seconds, say)
        hub.control({"rate": load.rate, "mark": True})
        begin = moment(hub, load)
        watch(hub, load.seconds, say)
        hub.control({"stop": True})
        end = moment(hub, load)
        settled = settle(hub, DRAIN_SECONDS, lambda: watch(hub, 0.25, say), time.monotonic)
        done = hub.heard()
        sizes = topic_bytes(folder, done["total"]["sent"])
        drained = Drained(done, hub.figures(decisions=True), settled, sizes)
    return phase(load.name, load.rate, begin, end, drained, profile=load.profile)


def moment(hub: Hub, load: Load) -> Moment:
    """Take every count at once."""
    pids = hub.machine.pids()
    used = usage(pids, switches=load.profile)
    return Moment(time.monotonic(), hub.heard(), used, busy_seconds(), pids)


def watch(hub: Hub, seconds: float, say: Say) -> None:
    """Wait, looking after the processes."""
    end = time.monotonic() + seconds
    while True:
        for line in hub.machine.tend():
            say(f"  {line}")
        if time.monotonic() >= end:
            return
        time.sleep(min(0.25, max(0.0, end - time.monotonic())))


def topic_bytes(folder: Path, sent: int) -> dict[str, float]:
    """Return bytes on disk a message by stage, as Kafka keeps them (compressed)."""
    sizes: dict[str, int] = {}
    for log in (folder / "kafka").rglob("customs.*/*.log"):
        stage = log.parent.name.rsplit("-", 1)[0].split(".")[-1]
        sizes[stage] = sizes.get(stage, 0) + log.stat().st_blocks * 512
    return {stage: round(size / max(sent, 1), 1) for stage, size in sorted(sizes.items())}
