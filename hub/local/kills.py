"""Killing processes at random moments under load: nothing lost, nothing doubled, order kept."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from rich.console import Console

from hub.app import FENCED_EXIT, countries_of
from hub.local.hub import STATIONS, Hub, command
from hub.local.machine import Machine
from hub.local.verdict import reasons, settle
from hub.settings import ROOT, Settings

FOLDER = ROOT / ".local" / "kills"
VICTIMS = (*STATIONS, "kafka", "postgres", "registry")
RECOVERY_SECONDS, DRAIN_SECONDS, FENCED_SECONDS = 60.0, 120.0, 20.0
HOSTILE = 0.03

console = Console(highlight=False)


def kills(rounds: int, seed: int, rate: float, path: Path = FOLDER) -> int:
    """Kill `rounds` times and return 0 only if nothing was lost, doubled or out of order."""
    random = Random(seed)  # noqa: S311 - the same seed kills the same processes
    with Machine(path, fresh=True, report=console.print) as machine:
        hub = Hub(machine, countries_of(Settings()), console.print)
        hub.start()
        hub.start_twins(rate, HOSTILE, seed)
        _watch(hub, 3.0)
        recovered: dict[str, list[float]] = defaultdict(list)
        for number, victim in enumerate(victims(random, rounds), 1):
            _watch(hub, random.uniform(0.5, 2.5))
            seconds = _kill(hub, victim)
            recovered[victim].append(seconds)
            console.print(
                f"round {number}/{rounds}: {victim} killed, all in order after {seconds:.1f} s"
            )
        fenced = _two_routers(hub)
        hub.control({"stop": True})
        settled = settle(hub, DRAIN_SECONDS, lambda: _watch(hub, 0.25), time.monotonic)
        return _tell(hub, seed, rounds, recovered, fenced, settled)


def victims(random: Random, rounds: int) -> list[str]:
    """Return the victims: everybody once before anybody twice, in random order."""
    order: list[str] = []
    while len(order) < rounds:
        order += random.sample(VICTIMS, len(VICTIMS))
    return order[:rounds]


def _watch(hub: Hub, seconds: float) -> list[str]:
    """Look after the processes for a while and return what happened to them."""
    end, happened = time.monotonic() + seconds, list[str]()
    while True:
        for line in hub.machine.tend():
            console.print(f"  {line}", style="dim")
            happened.append(line)
        if time.monotonic() >= end:
            return happened
        time.sleep(0.1)


def _kill(hub: Hub, victim: str) -> float:
    """Kill, restart, and return the seconds until the hub works again as a whole."""
    before = hub.heard()["total"].get("receipted", 0)
    hub.machine.kill(victim)
    began = time.monotonic()
    hub.machine.restart(victim)
    while time.monotonic() - began < RECOVERY_SECONDS:
        # The twins' clock is this machine's monotonic clock, the same for every process.
        if hub.heard()["newest_answered"] > began and recorded(hub.figures()) >= before:
            break
        _watch(hub, 0.1)
    return time.monotonic() - began


def recorded(figures: Mapping[str, Any]) -> int:
    """Return how many messages the hub's tables hold, as the API tells; 0 while it does not."""
    return sum(counts["inbound"] for counts in figures.get("countries", {}).values())


def _two_routers(hub: Hub) -> bool:
    """Start a second router that takes the first one's lane; the first must stop and say so."""
    machine = hub.machine
    env = {**hub.env, "HUB_LEASES": "false"}
    machine.start("second router", command("run", "router"), env, keep=False)
    fenced, end = False, time.monotonic() + FENCED_SECONDS
    while time.monotonic() < end and not fenced:
        happened = _watch(hub, 0.2)
        fenced = any(said_fenced(line) for line in happened)
    ended = f"was fenced and ended with {FENCED_EXIT}" if fenced else "WAS NOT FENCED"
    console.print(f"two routers on one lane: the first {ended}")
    machine.end("second router")
    return fenced


def said_fenced(line: str) -> bool:
    """Say whether a line of the machine tells that the first router left because of another."""
    return line.startswith("router ") and f"(exit code {FENCED_EXIT})" in line


def _tell(
    hub: Hub,
    seed: int,
    rounds: int,
    recovered: dict[str, list[float]],
    fenced: bool,
    settled: bool,
) -> int:
    heard = hub.heard()
    wrong = reasons(heard, hub.figures(decisions=True)) + never_back(recovered)
    if not settled and not wrong:
        wrong = ["not quiet in time"]
    if not fenced:
        wrong.append("two routers served one lane")
    for victim, seconds in sorted(recovered.items()):
        console.print(
            f"{victim:10} killed {len(seconds)}×  answered and recorded again after"
            f" median {median(seconds):.1f} s  max {max(seconds):.1f} s"
        )
    console.print(f"seed {seed}  rounds {rounds}  {counts(heard)}", soft_wrap=True)
    for reason in [*wrong, *heard["doubts"], *heard["lacking"]]:
        console.print(reason, style="red")
    return 1 if wrong else 0


def never_back(recovered: Mapping[str, list[float]]) -> list[str]:
    """Return who was killed and did not answer again in time."""
    return [
        f"{victim} did not answer again in {RECOVERY_SECONDS:.0f} s"
        for victim, seconds in recovered.items()
        if max(seconds) >= RECOVERY_SECONDS
    ]


def counts(heard: Mapping[str, Any]) -> str:
    """Return what came of everything sent, as one line."""
    total, doubtful = heard["total"], heard["doubtful"]
    return (
        f"sent {total.get('sent', 0):,}  lost {heard['open'] + heard['unreceipted']}"
        f"  unmatched {heard['unmatched']}  duplicated {doubtful.get('doubled', 0)}"
        f"  out of order {doubtful.get('out of order', 0)}"
        f"  sent again {total.get('sent again', 0):,}"
        f"  delivered again and recognised {total.get('recognised again', 0):,}"
    )
