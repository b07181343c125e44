"""The validity gate: a run that lost, doubled, reordered or fell behind has no figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BACKLOG_SECONDS = 2.0
GENERATED = 0.98


def shortfalls(
    rate: float, seconds: float, sent: int, backlog: int, restarted: set[str]
) -> list[str]:
    """Return why a load was not sustained; empty when it was.

    `sent` messages in `seconds` at an ordered `rate`; `backlog` messages not fully answered when
    sending stopped; `restarted` processes that are not those of the beginning.
    """
    found = []
    if sent < GENERATED * rate * seconds:
        found.append(f"the load generator sent {sent / seconds:.0f}/s, not {rate:g}/s")
    if backlog > BACKLOG_SECONDS * rate:
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
