"""One phase of load: from an empty database, warmed up, measured, drained, judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.gate import restarted, shortfalls, verdict
from bench.processes import busy_seconds, usage
from hub.app import countries_of
from hub.local.hub import Hub
from hub.local.machine import Machine
from hub.local.verdict import reasons, settle
from hub.settings import ROOT, Settings

FOLDER = ROOT / ".local" / "bench"
HOSTILE = 0.08
WARM_RATE, WARM_SECONDS = 200.0, 30.0
DRAIN_SECONDS = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent: messages a second, for how long, by which seed."""

    name: str
    rate: float
    seconds: float
    seed: int
    warm_seconds: float = WARM_SECONDS


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that is counted, at one time (seconds of the monotonic clock)."""

    at: float
    heard: dict[str, Any]
    usage: dict[str, tuple[float, int]]
    busy: tuple[float, float]
    pids: dict[str, int]


def measure(load: Load, say: Say, folder: Path = FOLDER) -> dict[str, Any]:
    """Run one phase and return its figures."""
    say(f"{load.name}: {load.rate:g} messages/s for {load.seconds:g} s after"
        f" {load.warm_seconds:g} s of warm-up")  # fmt: skip
    with Machine(folder, fresh=True, report=say) as machine:
        hub = Hub(machine, countries_of(Settings()), say)
        hub.start()
        hub.start_twins(min(WARM_RATE, load.rate), HOSTILE, load.seed)
        watch(hub, load.warm_seconds, say)
        hub.control({"rate": load.rate, "mark": True})
        begin = moment(hub)
        watch(hub, load.seconds, say)
        hub.control({"stop": True})
        end = moment(hub)
        settled = settle(hub, DRAIN_SECONDS, lambda: watch(hub, 0.25, say), time.monotonic)
        done = hub.heard()
        wrong = reasons(done, hub.figures()) or ([] if settled else ["not drained in time"])
        sizes = topic_bytes(folder, done["total"]["sent"])
    return phase(load, begin, end, done, wrong, sizes)


def moment(hub: Hub) -> Moment:
    """Take every count at once."""
    pids = hub.machine.pids()
    return Moment(time.monotonic(), hub.heard(), usage(pids), busy_seconds(), pids)


def phase(
    load: Load,
    begin: Moment,
    end: Moment,
    done: dict[str, Any],
    wrong: list[str],
    sizes: dict[str, float],
) -> dict[str, Any]:
    """Return the document of a phase."""
    lasted = end.at - begin.at
    sent = _grown("sent", begin, end)
    wrong = wrong + shortfalls(
        load.rate, lasted, sent, end.heard["open"], restarted(begin.pids, end.pids)
    )
    return {
        "phase": load.name,
        **verdict(wrong),
        "doubts": done["doubts"],
        "lacking": done["lacking"],
        "rate": load.rate,
        "seconds": round(lasted, 1),
        "sent": sent,
        "sustained_per_s": round(sent / lasted, 1),
        "declarations_per_s": round(_grown("declarations", begin, end) / lasted, 1),
        "delivered_per_s": round(_grown("delivered", begin, end) / lasted, 1),
        "backlog": end.heard["open"],
        "drain_s": round(max(0.0, done["last_heard"] - end.at), 1),
        "receipt_ms": done["receipt_ms"],
        "delivery_ms": done["latency_ms"],
        "last_delivery_ms": done["completed_ms"],
        "busy_percent": round(
            100 * (end.busy[0] - begin.busy[0]) / (end.busy[1] - begin.busy[1]), 1
        ),
        "cpu_us_per_message": costs(begin.usage, end.usage, sent),
        "rss_mb": {n: round(u[1] / 1e6) for n, u in sorted(end.usage.items())},
        "topic_bytes_per_message": sizes,
    }


def _grown(what: str, begin: Moment, end: Moment) -> int:
    return int(end.heard["total"].get(what, 0) - begin.heard["total"].get(what, 0))


def watch(hub: Hub, seconds: float, say: Say) -> None:
    """Wait, looking after the processes."""
    end = time.monotonic() + seconds
    while True:
        for line in hub.machine.tend():
            say(f"  {line}")
        if time.monotonic() >= end:
            return
        time.sleep(min(0.25, max(0.0, end - time.monotonic())))


def costs(
    before: dict[str, tuple[float, int]], after: dict[str, tuple[float, int]], sent: int
) -> dict[str, float]:
    """Return CPU microseconds a message by process."""
    return {
        name: round((after[name][0] - before[name][0]) / max(sent, 1) * 1e6, 1)
        for name in sorted(after)
        if name in before
    }


def topic_bytes(folder: Path, sent: int) -> dict[str, float]:
    """Return bytes on disk a message by stage, as Kafka keeps them (compressed)."""
    sizes: dict[str, int] = {}
    for log in (folder / "kafka").rglob("customs.*/*.log"):
        stage = log.parent.name.rsplit("-", 1)[0].split(".")[-1]
        sizes[stage] = sizes.get(stage, 0) + log.stat().st_blocks * 512
    return {stage: round(size / max(sent, 1), 1) for stage, size in sorted(sizes.items())}
