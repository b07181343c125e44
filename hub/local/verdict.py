"""Whether a run lost, doubled or reordered anything: the twins' view held against the hub's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hub.local.hub import Hub

QUIET_TURNS = 3


def settle(hub: Hub, seconds: float, tick: Callable[[], None], clock: Callable[[], float]) -> bool:
    """Wait until everything sent is answered and everything outbound has arrived or is parked.

    Returns False when that did not happen in time. `tick` is called about four times a second.
    """
    deadline, quiet = clock() + seconds, 0
    while clock() < deadline and quiet < QUIET_TURNS:
        tick()
        quiet = quiet + 1 if _settled(hub.heard(), hub.figures()) else 0
    return quiet >= QUIET_TURNS


def _settled(heard: Mapping[str, Any], figures: Mapping[str, Any]) -> bool:
    if heard["open"] or heard["unreceipted"] or not figures:
        return False
    countries = figures["countries"].values()
    came = sum(counts["inbound"] for counts in countries)
    receipted = heard["total"].get("receipted", 0)
    return came >= receipted and all(counts["waiting"] == 0 for counts in countries)


def reasons(heard: Mapping[str, Any], figures: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a drained run; empty when nothing is."""
    total = heard["total"]
    found = [f"{what}: {count}" for what, count in heard["doubtful"].items()]
    if heard["unreceipted"]:
        found.append(f"sent and never receipted: {heard['unreceipted']}")
    if heard["open"]:
        found.append(f"receipted and never fully answered: {heard['open']}")
    if not total.get("receipted"):
        found.append("nothing was receipted")
    if not figures:
        return [*found, "the hub's own figures are missing"]
    for country, counts in figures["countries"].items():
        if counts["waiting"]:
            found.append(
                f"outbound for {country} and neither delivered nor parked: {counts['waiting']}"
            )
    came = sum(counts["inbound"] for counts in figures["countries"].values())
    if came < total.get("receipted", 0):
        found.append(f"receipted {total.get('receipted', 0)}, recorded inbound only {came}")
    return found
