"""The life of a consignment as one timeline, and who is waited for: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Step(NamedTuple):
    """One record of any topic, as the recorder wrote it down."""

    message_id: str
    kind: str
    stage: str
    country: str
    sender: str
    recipient: str
    declaration_key: str
    correlation_id: str
    happened_at: datetime
    detail: str


class Match(NamedTuple):
    """A pair of declarations that belong together, or did."""

    export_key: str
    import_key: str
    tier: str
    outcome: str
    evidence: str
    decided_at: datetime


class Waiting(NamedTuple):
    """Something that was sent on and has not arrived: who is waited for, since when."""

    country: str
    kind: str
    declaration_key: str
    since: datetime


class Trace(NamedTuple):
    """Everything known of a consignment."""

    declarations: tuple[str, ...]
    matches: tuple[Match, ...]
    steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]


_ORDER = {"inbound": 0, "canonical": 1, "matches": 2, "outbound": 3, "delivered": 4, "parked": 5}
_READ = frozenset({"canonical", "outbound", "parked"})


def trace(steps: Iterable[Step], matches: Sequence[Match]) -> Trace:
    """Return the timeline in order of time, then of the path a message takes."""
    ordered = sorted(
        set(steps), key=lambda s: (s.happened_at, _ORDER.get(s.stage, 9), s.message_id)
    )
    keys = {step.declaration_key for step in ordered if step.declaration_key}
    keys |= {key for match in matches for key in match[:2]}
    return Trace(tuple(sorted(keys)), tuple(matches), tuple(ordered), tuple(_waiting(ordered)))


def _waiting(steps: Sequence[Step]) -> list[Waiting]:
    """Whatever went out and neither arrived nor is parked; whatever came in and was not read."""
    # A delivery report is derived from the message it reports; both name the same cause and kind.
    done: dict[tuple[str, str, str, str], int] = {}
    for step in steps:
        if step.stage in ("delivered", "parked"):
            key = (step.country, step.kind, step.declaration_key, step.correlation_id)
            done[key] = done.get(key, 0) + 1
    waiting = []
    for step in steps:
        if step.stage != "outbound":
            continue
        key = (step.country, step.kind, step.declaration_key, step.correlation_id)
        if done.get(key, 0):
            done[key] -= 1
        else:
            waiting.append(Waiting(step.country, step.kind, step.declaration_key, step.happened_at))
    read = {step.correlation_id for step in steps if step.stage in _READ}
    waiting += [
        Waiting("HUB", "reading", step.declaration_key, step.happened_at)
        for step in steps
        if step.stage == "inbound" and step.message_id not in read
    ]
    return waiting
