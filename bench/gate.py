"""The validity gate: a run that lost, doubled, reordered or fell behind has no figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.local.verdict import decisions_due

BACKLOG_SECONDS = 2.0
GENERATED = 0.98


def compared(heard: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, int]:
    """Return what the gate compares, counted over the whole run, its warm-up included.

    Missing figures of the hub count as -1, which is never equal to anything.
    """
    total, countries = heard["total"], figures.get("countries", {}).values()

    def own(what: str) -> int:
        return sum(counts[what] for counts in countries) if figures else -1

    return {
        "sent": total.get("sent", 0),
        "receipted": total.get("receipted", 0),
        "turned_away_as_due": total.get("turned away as due", 0),
        "decisions_due": decisions_due(total),
        "decided": figures.get("decisions", -1),
        "deliveries_expected": heard["expected"],
        "deliveries_expected_heard": heard["met"],
        "deliveries_heard": total.get("delivered", 0),
        "deliveries_recorded": own("delivered"),
        "outbound_recorded": own("outbound"),
    }


def unequal(numbers: Mapping[str, int]) -> list[str]:
    """Return where sent = receipted = decided = delivered does not hold."""
    answered = numbers["receipted"] + numbers["turned_away_as_due"]
    found = []
    if numbers["sent"] != answered:
        found.append(f"sent {numbers['sent']}, receipted or rightly turned away {answered}")
    for due, done in (
        ("decisions_due", "decided"),
        ("deliveries_expected", "deliveries_expected_heard"),
        ("deliveries_heard", "deliveries_recorded"),
        ("deliveries_heard", "outbound_recorded"),
    ):
        if numbers[due] != numbers[done]:
            names = due.replace("_", " "), done.replace("_", " ")
            found.append(f"{names[0]} {numbers[due]}, {names[1]} {numbers[done]}")
    if not numbers["decided"] > 0:
        found.append("nothing was decided")
    return found


def shortfalls(
    rate: float,
    seconds: float,
    declarations: int,
    messages: int,
    backlog: int,
    restarted: set[str],
) -> list[str]:
    """Return why a load was not sustained; empty when it was.

    `declarations` and `messages` sent in `seconds` at an ordered `rate` of declarations;
    `backlog` messages not fully answered when sending stopped; `restarted` processes that are
    not those of the beginning.
    """
    found = []
    if declarations < GENERATED * rate * seconds:
        found.append(
            f"the load generator sent {declarations / seconds:.0f} declarations/s, not {rate:g}/s"
        )
    if backlog > BACKLOG_SECONDS * messages / seconds:
        found.append(
            f"the hub fell behind: {backlog} messages unanswered at the end of sending,"
            f" more than {BACKLOG_SECONDS:g} s of them"
        )
    if restarted:
        found.append(f"restarted while measuring: {', '.join(sorted(restarted))}")
    return found


def restarted(before: Mapping[str, int], after: Mapping[str, int]) -> set[str]:
    """Return the names whose process id is another one now, or gone."""
    return {name for name, pid in before.items() if after.get(name) != pid}


def verdict(found: list[str]) -> dict[str, Any]:
    """Return the gate's part of a phase."""
    return {"gate": "VOID" if found else "held", "reasons": found}
