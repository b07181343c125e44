"""`python -m bench.run`: sustained rate, latency and cost of the whole path, or VOID.

Open loop: the simulated national systems send at the given rate whatever the hub does, the
formats mixed by their templates' real sizes, 8 % of it hostile. Each phase starts from an empty
database. The gate: everything sent is receipted, everything receipted fully answered, nothing
doubled, nothing out of order, and the hub's own figures agree; else the run is void and exits 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

import orjson

from bench.processes import busy_seconds, usage
from hub.app import countries_of
from hub.local.hub import Hub
from hub.local.machine import Machine
from hub.local.verdict import reasons, settle
from hub.settings import ROOT, Settings

FOLDER = ROOT / ".local" / "bench"
RESULT = ROOT / "bench" / "results" / "latest.json"
HOSTILE = 0.08
WARM_RATE, WARM_SECONDS = 200.0, 30.0
DRAIN_SECONDS = 120.0


def main() -> int:
    """Run both phases and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=1000, help="messages/s of the first phase")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--latency-rate", type=float, default=500, help="0: leave this phase out")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    phases = [measure("sustained", asked.rate, asked.seconds, asked.seed)]
    if asked.latency_rate:
        phases.append(measure("latency", asked.latency_rate, asked.seconds / 2, asked.seed))
    result = {"machine": machine_facts(), "phases": phases, "caveats": CAVEATS}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    return 0 if all(phase["gate"] == "held" for phase in phases) else 1


CAVEATS = [
    "one machine: load generator, receivers, Kafka (one broker, RF 1), PostgreSQL, registry and "
    "every station share its cores",
    "no TLS; bearer tokens; fsync and synchronous_commit on; acks=all",
    "warm-up at a low rate is part of the same run and of the same database",
    "PostgreSQL's memory counts shared buffers once a backend",
]


def measure(name: str, rate: float, seconds: float, seed: int) -> dict[str, Any]:
    """Run one phase from an empty database and return its figures."""
    say(f"{name}: {rate:g} messages/s for {seconds:g} s after {WARM_SECONDS:g} s of warm-up")
    with Machine(FOLDER, fresh=True, report=say) as machine:
        hub = Hub(machine, countries_of(Settings()), say)
        hub.start()
        hub.start_twins(min(WARM_RATE, rate), HOSTILE, seed)
        watch(hub, WARM_SECONDS)
        hub.control({"rate": rate, "mark": True})
        before, began, busy = usage(machine.pids()), time.monotonic(), busy_seconds()
        base = hub.heard()
        watch(hub, seconds)
        hub.control({"stop": True})
        lasted = time.monotonic() - began
        after, busy_after = usage(machine.pids()), busy_seconds()
        heard = hub.heard()
        settled = settle(hub, DRAIN_SECONDS, lambda: watch(hub, 0.25), time.monotonic)
        drained = time.monotonic() - began - lasted
        done = hub.heard()
        wrong = reasons(done, hub.figures()) or ([] if settled else ["not drained in time"])
        sent = heard["total"]["sent"] - base["total"]["sent"]
        if sent < 0.98 * rate * lasted:
            wrong.append(f"the load generator sent {sent / lasted:.0f}/s, not {rate:g}/s")
        phase = {
            "phase": name,
            "gate": "VOID" if wrong else "held",
            "reasons": wrong,
            "doubts": done["doubts"],
            "rate": rate,
            "seconds": round(lasted, 1),
            "sent": sent,
            "sustained_per_s": round(sent / lasted, 1),
            "delivered_per_s": round(
                (heard["total"]["delivered"] - base["total"]["delivered"]) / lasted, 1
            ),
            "drain_s": round(drained, 1),
            "receipt_ms": done["receipt_ms"],
            "delivery_ms": done["latency_ms"],
            "last_delivery_ms": done["completed_ms"],
            "busy_percent": round(100 * (busy_after[0] - busy[0]) / (busy_after[1] - busy[1]), 1),
            "cpu_us_per_message": costs(before, after, sent),
            "rss_mb": {n: round(u[1] / 1e6) for n, u in sorted(after.items())},
            "topic_bytes_per_message": topic_bytes(hub, done["total"]["sent"]),
        }
    show(phase)
    return phase


def watch(hub: Hub, seconds: float) -> None:
    """Wait, looking after the processes."""
    end = time.monotonic() + seconds
    while True:
        for line in hub.machine.tend():
            say(f"  {line}")
        if time.monotonic() >= end:
            return
        time.sleep(0.25)


def costs(before: dict[str, Any], after: dict[str, Any], sent: int) -> dict[str, float]:
    """Return CPU microseconds a message by process."""
    return {
        name: round((after[name][0] - before[name][0]) / sent * 1e6, 1)
        for name in sorted(after)
        if name in before
    }


def topic_bytes(hub: Hub, sent: int) -> dict[str, float]:
    """Return bytes on disk a message by stage, as Kafka keeps them (compressed)."""
    sizes: dict[str, int] = {}
    for log in (hub.machine.folder.path / "kafka").rglob("customs.*/*.log"):
        stage = log.parent.name.rsplit("-", 1)[0].split(".")[-1]
        sizes[stage] = sizes.get(stage, 0) + log.stat().st_blocks * 512
    return {stage: round(size / sent, 1) for stage, size in sorted(sizes.items())}


def machine_facts() -> dict[str, Any]:
    """Return what the figures depend on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    return {"cores": os.cpu_count(), "cpu": model, "python": platform.python_version()}


def show(phase: dict[str, Any]) -> None:
    """Print a phase."""
    say(f"\n{phase['phase']}: gate {phase['gate']} {'; '.join(map(str, phase['reasons']))}")
    say(
        f"  sustained {phase['sustained_per_s']}/s for {phase['seconds']} s,"
        f" drained in {phase['drain_s']} s"
    )
    for name in ("receipt_ms", "delivery_ms", "last_delivery_ms"):
        say(f"  {name:18} {phase[name]}")
    say(f"  busy {phase['busy_percent']} % of the machine")
    total = 0.0
    for name, cost in phase["cpu_us_per_message"].items():
        total += cost
        say(f"  {name:10} {cost:8.1f} µs/message   {phase['rss_mb'][name]:6} MB")
    say(f"  all        {total:8.1f} µs/message")
    say(f"  bytes a message by stage: {phase['topic_bytes_per_message']}\n")
    for doubt in phase["doubts"]:
        say(f"  {doubt}")


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
