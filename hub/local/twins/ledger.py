"""What the simulated systems sent and what they heard: nothing lost, nothing twice, in order."""

from __future__ import annotations

import time
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

DOUBT_LIMIT = 20


@dataclass(slots=True)
class Sent:
    """One message a national system sent, and what must be heard because of it."""

    country: str
    kind: str
    chain: int
    sequence: int
    hostile: bool
    expects: set[tuple[str, str]]
    at: float
    receipted_at: float = 0.0
    refused: bool = False


@dataclass(slots=True)
class Ledger:
    """Counts by country and keeps what is still expected."""

    sent: dict[str, Sent] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    outputs: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    last: dict[tuple[str, str, str, int], int] = field(default_factory=dict)
    open: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    latencies: array[float] = field(default_factory=lambda: array("d"))
    receipts: array[float] = field(default_factory=lambda: array("d"))
    completed: array[float] = field(default_factory=lambda: array("d"))
    newest_answered: float = 0.0
    doubts: list[str] = field(default_factory=list)
    doubtful: Counter[str] = field(default_factory=Counter)

    def count(self, country: str, what: str) -> None:
        """Add one to a country's count."""
        self.counts.setdefault(country, Counter())[what] += 1

    def doubt(self, what: str, text: str) -> None:
        """Note something that must not happen."""
        self.doubtful[what] += 1
        if len(self.doubts) < DOUBT_LIMIT:
            self.doubts.append(f"{what}: {text}")

    def send(self, identity: str, sent: Sent) -> None:
        """Note a message before it is sent."""
        self.sent[identity] = sent
        self.open[identity] = set(sent.expects)
        self.count(sent.country, "sent")
        if sent.hostile:
            self.count(sent.country, "hostile")

    def receipted(self, identity: str) -> None:
        """Note the receipt."""
        sent = self.sent[identity]
        sent.receipted_at = time.monotonic()
        self.receipts.append(sent.receipted_at - sent.at)
        self.count(sent.country, "receipted")

    def turned_away(self, identity: str, status: int) -> None:
        """Note a refusal at the door: the answer is complete, nothing else is expected."""
        sent = self.sent[identity]
        sent.refused = True
        self.open.pop(identity, None)
        self.count(sent.country, "turned away")
        if not sent.hostile:
            self.doubt("refused at the door", f"{status} for {sent.kind} of {sent.country}")

    def hear(self, recipient: str, kind: str, identity: str, cause: str, declaration: str) -> None:
        """Note a delivery; its side effect counts once, whatever comes again under its id."""
        if identity in self.heard:
            self.count(recipient, "recognised again")
            return
        self.heard.add(identity)
        self.count(recipient, "delivered")
        self.count(recipient, kind)
        sent = self.sent.get(cause)
        if sent is None:
            self.doubt("without cause", f"{kind} {identity} for {recipient} from {cause}")
            return
        self._check_double(recipient, kind, identity, cause, declaration)
        self._check_order(recipient, kind, declaration, sent)
        now = time.monotonic()
        self.latencies.append(now - (sent.receipted_at or sent.at))
        if kind == "Refusal" and not sent.hostile:
            self.doubt("refused", f"{sent.kind} of {sent.country}: {cause}")
        self._settle(recipient, kind, cause, sent, now)

    def _check_double(
        self, recipient: str, kind: str, identity: str, cause: str, declaration: str
    ) -> None:
        if kind == "MatchResult":
            return  # one declaration may match several
        before = self.outputs.setdefault((recipient, kind, cause, declaration), identity)
        if before != identity:
            self.doubt("doubled", f"{kind} of {cause} for {recipient}: {before} and {identity}")

    def _check_order(self, recipient: str, kind: str, declaration: str, sent: Sent) -> None:
        """Messages of one declaration come in order; receipts never wait for a decision."""
        if sent.hostile:
            return
        lane = "receipts" if kind == "Receipt" else "decisions"
        place = (recipient, lane, declaration, sent.chain)
        if self.last.get(place, 0) > sent.sequence:
            self.doubt(
                "out of order",
                f"{sent.kind} {sent.sequence} at {recipient} after {self.last[place]}",
            )
        self.last[place] = max(self.last.get(place, 0), sent.sequence)

    def _settle(self, recipient: str, kind: str, cause: str, sent: Sent, now: float) -> None:
        expected = self.open.get(cause)
        if expected is None:
            return
        if sent.hostile:
            expected.clear()
        expected.discard((recipient, kind))
        if not expected:
            del self.open[cause]
            self.completed.append(now - (sent.receipted_at or sent.at))
            self.newest_answered = max(self.newest_answered, sent.at)

    def mark(self) -> None:
        """Forget the times measured so far: what comes now is what is measured."""
        for times in (self.receipts, self.latencies, self.completed):
            del times[:]

    def figures(self) -> dict[str, Any]:
        """Return everything as a document; latencies in milliseconds."""
        total: Counter[str] = Counter()
        for counts in self.counts.values():
            total += counts
        return {
            "countries": {cc: dict(counts) for cc, counts in sorted(self.counts.items())},
            "total": dict(total),
            "open": len(self.open),
            "newest_answered": self.newest_answered,
            "unreceipted": sum(
                1 for s in self.sent.values() if not s.receipted_at and not s.refused
            ),
            "doubtful": dict(self.doubtful),
            "doubts": self.doubts,
            "receipt_ms": percentiles(self.receipts),
            "latency_ms": percentiles(self.latencies),
            "completed_ms": percentiles(self.completed),
        }


def percentiles(values: array[float]) -> dict[str, float]:
    """Return p50, p99 and the maximum in milliseconds; empty where there is nothing."""
    if not values:
        return {}
    ordered = sorted(values)
    last = len(ordered) - 1
    return {
        name: round(ordered[min(last, int(share * len(ordered)))] * 1000, 1)
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
    }
