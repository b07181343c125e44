"""Whether a run lost, doubled or reordered anything: the twins' view held against the hub's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hub.local.hub import Hub

QUIET_TURNS = 3
_TOLD = (
    ("receipted", "inbound", "receipted {}, recorded inbound only {}"),
    ("delivered", "delivered", "heard {}, recorded delivered only {}"),
    ("declined", "parkedOutbound", "declined {}, recorded parked only {}"),
)
"""What the national systems know, where the hub tells it, and what to say if that is less."""


def settle(
    hub: Hub, seconds: float, tick: Callable[[], object], clock: Callable[[], float]
) -> bool:
    """Wait until everything sent is answered and everything outbound has arrived or is parked.

    Returns False when that did not happen in time. `tick` is called about four times a second.
    """
    deadline, quiet = clock() + seconds, 0
    while clock() < deadline and quiet < QUIET_TURNS:
        tick()
        quiet = quiet + 1 if _settled(hub.heard(), hub.figures()) else 0
    return quiet >= QUIET_TURNS


def _settled(heard: Mapping[str, Any], figures: Mapping[str, Any]) -> bool:
    if heard["open"] or heard["unreceipted"] or heard["unmatched"] or not figures:
        return False
    countries = figures["countries"].values()
    if any(counts["waiting"] for counts in countries):
        return False
    # The recorder may still be behind what the national systems know already.
    return all(
        sum(counts[told] for counts in countries) >= heard["total"].get(known, 0)
        for known, told, _ in _TOLD
    )


def reasons(heard: Mapping[str, Any], figures: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a drained run; empty when nothing is.

    Where the figures say how many messages were decided, that must be every one that was due.
    """
    found = _heard_wrong(heard)
    if not figures:
        return [*found, "the hub's own figures are missing"]
    due = decisions_due(heard["total"])
    if figures.get("decisions", due) != due:
        found.append(f"decisions due {due}, decided {figures['decisions']}")
    return found + _told_wrong(heard["total"], figures["countries"])


def decisions_due(total: Mapping[str, int]) -> int:
    """Return how many messages must have been decided, once each.

    Every honest one that was receipted, and the hostile ones that turned out to be understood.
    """
    honest = total.get("receipted", 0) - total.get("hostile receipted", 0)
    return honest + total.get("understood", 0)


def _heard_wrong(heard: Mapping[str, Any]) -> list[str]:
    """Return what the national systems have to complain of."""
    found = [f"{what}: {count}" for what, count in heard["doubtful"].items()]
    for name, text in (
        ("unreceipted", "sent and never receipted"),
        ("open", "receipted and never fully answered"),
        ("unmatched", "consignments whose match was never told to both customs"),
    ):
        if heard[name]:
            found.append(f"{text}: {heard[name]}")
    if not heard["total"].get("receipted"):
        found.append("nothing was receipted")
    return found


def _told_wrong(total: Mapping[str, int], countries: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return where the hub's own tables say otherwise than the national systems."""
    found = [
        f"outbound for {country} and neither delivered nor parked: {counts['waiting']}"
        for country, counts in countries.items()
        if counts["waiting"]
    ]
    for heard, told, text in _TOLD:
        seen, own = total.get(heard, 0), sum(counts[told] for counts in countries.values())
        if own < seen:
            found.append(text.format(seen, own))
    return found
