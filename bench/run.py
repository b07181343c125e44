"""`python -m bench`: sustained rate, latency and cost of the whole path, or VOID.

Open loop: the simulated national systems send at the given rate whatever the hub does, all
formats mixed by their templates' real sizes. The rate is in declarations a second (originals,
amendments, cancellations); hostile messages come on top, 8 % of all, and with --statuses what
becomes of the declarations. Each phase starts from an empty database. The gate: sent = receipted
or rightly turned away, all of it decided once by the hub's own count, every delivery expected was
heard and recorded, every match told, nothing doubled, nothing out of order, and no more than two
seconds' messages unanswered when sending stops; else the phase is void and the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import sysconfig
from pathlib import Path
from typing import Any

import orjson

from bench.document import MEASURED
from bench.load import WARM_SECONDS, Load, measure
from hub.settings import ROOT

RESULT = ROOT / "bench" / "results" / "latest.json"
_BUILD = ("CONFIG_ARGS", "PY_CFLAGS")
CAVEATS = [
    "one machine: load generator, receivers, Kafka (one broker, RF 1), PostgreSQL, registry and "
    "every station share its cores",
    "no TLS; bearer tokens; fsync and synchronous_commit on; acks=all",
    "warm-up at a low rate is part of the same run and of the same database",
    "a message is a declaration, amendment, cancellation, status or hostile one; declarations "
    "leave statuses and hostile ones out; those sent once more under their id are in neither",
    "sustained are the declarations fully answered while sending, whenever they were sent",
    "percentiles are exact to 2 %; match results are left out of the last delivery: they may wait "
    "for the other side's declaration",
    "load generator and receivers look at their sockets every 5 ms, which is in every time",
    "PostgreSQL's memory counts shared buffers once a backend",
]


def main() -> int:
    """Run both phases and write the result."""
    asked = parser().parse_args()
    phases = []
    for load in loads(asked):
        phases.append(measure(load, say))
        show(phases[-1])
    result = {
        "machine": machine_facts(),
        "phases": phases,
        "measured": MEASURED,
        "caveats": CAVEATS,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    return 0 if all(phase["gate"] == "held" for phase in phases) else 1


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    found.add_argument("--rate", type=float, default=850, help="declarations/s, first phase")
    found.add_argument("--seconds", type=float, default=120, help="the second takes half of it")
    found.add_argument("--latency-rate", type=float, default=425, help="0: without second phase")
    found.add_argument("--statuses", action="store_true", help="send statuses on top")
    found.add_argument("--profile", action="store_true", help="user, system, switches by process")
    found.add_argument("--warm-up", type=float, default=WARM_SECONDS, help="seconds before")
    found.add_argument("--seed", type=int, default=1)
    return found


def loads(asked: argparse.Namespace) -> list[Load]:
    """Return the phases asked for."""
    named = [("sustained", asked.rate, asked.seconds)]
    if asked.latency_rate:
        named.append(("latency", asked.latency_rate, asked.seconds / 2))
    return [
        Load(*each, asked.seed, asked.warm_up, statuses=asked.statuses, profile=asked.profile)
        for each in named
    ]


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
        "python_build": " ".join(filter(None, map(sysconfig.get_config_var, _BUILD))),
    }


def show(phase: dict[str, Any]) -> None:
    """Print a phase."""
    say(f"\n{phase['phase']}: gate {phase['gate']} {'; '.join(map(str, phase['reasons']))}")
    say("  " + "  ".join(f"{n.replace('_', ' ')} {c}" for n, c in phase["compared"].items()))
    say(
        f"  {phase['declarations_sustained_per_s']} declarations/s sustained of"
        f" {phase['declarations_offered_per_s']:g} offered ({phase['messages_per_s']} messages/s,"
        f" {phase['deliveries_per_s']} deliveries/s) for {phase['seconds']} s;"
        f" {phase['backlog']} unanswered at the end, the last {phase['drain_s']} s later"
    )
    for name in MEASURED:
        say(f"  {name:18} {phase[name]}")
    show_costs(phase)
    say(f"  bytes a message by stage: {phase['topic_bytes_per_message']}\n")
    for line in [*phase["doubts"], *phase["lacking"]]:
        say(f"  {line}")


def show_costs(phase: dict[str, Any]) -> None:
    """Print what each process took."""
    each, message = phase["cpu_us_per_declaration"], phase["cpu_us_per_message"]
    say(f"  busy {phase['busy_percent']} % of the machine; CPU µs a declaration, a message; memory")
    for name, cost in each.items():
        say(f"  {name:10} {cost:8.1f} {message[name]:8.1f}   {phase['rss_mb'][name]:6} MB")
    say(f"  all        {sum(each.values()):8.1f} {sum(message.values()):8.1f}")
    for name, spent in phase.get("profile", {}).items():
        say(f"  {name:10} " + "  ".join(f"{what} {value}" for what, value in spent.items()))


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
