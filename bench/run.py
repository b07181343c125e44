"""`python -m bench.run`: sustained rate, latency and cost of the whole path, or VOID.

Open loop: the simulated national systems send at the given rate whatever the hub does, the
formats mixed by their templates' real sizes, 8 % of it hostile. Each phase starts from an empty
database. The gate: everything sent is receipted, everything receipted fully answered, every match
told, nothing doubled, nothing out of order, the hub's own figures agree, and no more than two
seconds' messages unanswered when sending stops; else the run is void and exits 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path
from typing import Any

import orjson

from bench.load import WARM_SECONDS, Load, measure
from hub.settings import ROOT

RESULT = ROOT / "bench" / "results" / "latest.json"
CAVEATS = [
    "one machine: load generator, receivers, Kafka (one broker, RF 1), PostgreSQL, registry and "
    "every station share its cores",
    "no TLS; bearer tokens; fsync and synchronous_commit on; acks=all",
    "warm-up at a low rate is part of the same run and of the same database",
    "a message is a declaration, amendment, cancellation, status or hostile one; declarations/s "
    "leaves statuses and hostile ones out",
    "percentiles are exact to 2 %; last delivery counts what a message must lead to, match "
    "results apart, which may wait for the other side's declaration",
    "PostgreSQL's memory counts shared buffers once a backend",
]


def main() -> int:
    """Run both phases and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=1000, help="messages/s of the first phase")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--latency-rate", type=float, default=500, help="0: leave this phase out")
    parser.add_argument("--warm-up", type=float, default=WARM_SECONDS, help="seconds before")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    loads = [Load("sustained", asked.rate, asked.seconds, asked.seed, asked.warm_up)]
    if asked.latency_rate:
        rate, seconds = asked.latency_rate, asked.seconds / 2
        loads.append(Load("latency", rate, seconds, asked.seed, asked.warm_up))
    phases = []
    for load in loads:
        phases.append(measure(load, say))
        show(phases[-1])
    result = {"machine": machine_facts(), "phases": phases, "caveats": CAVEATS}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    return 0 if all(phase["gate"] == "held" for phase in phases) else 1


def machine_facts() -> dict[str, Any]:
    """Return what the figures depend on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "cpu": models[0] if models else "",
        "memory_gb": round(memory / 1e9, 1),
        "python": platform.python_version(),
    }


def show(phase: dict[str, Any]) -> None:
    """Print a phase."""
    say(f"\n{phase['phase']}: gate {phase['gate']} {'; '.join(map(str, phase['reasons']))}")
    say(
        f"  {phase['sustained_per_s']} messages/s ({phase['declarations_per_s']} declarations/s,"
        f" {phase['delivered_per_s']} deliveries/s) for {phase['seconds']} s;"
        f" {phase['backlog']} unanswered at the end, the last {phase['drain_s']} s later"
    )
    for name in ("receipt_ms", "delivery_ms", "last_delivery_ms"):
        say(f"  {name:18} {phase[name]}")
    say(f"  busy {phase['busy_percent']} % of the machine")
    for name, cost in phase["cpu_us_per_message"].items():
        say(f"  {name:10} {cost:8.1f} µs/message   {phase['rss_mb'][name]:6} MB")
    say(f"  all        {sum(phase['cpu_us_per_message'].values()):8.1f} µs/message")
    say(f"  bytes a message by stage: {phase['topic_bytes_per_message']}\n")
    for line in [*phase["doubts"], *phase["lacking"]]:
        say(f"  {line}")


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
