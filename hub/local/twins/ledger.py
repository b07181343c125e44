"""What the simulated systems sent and what they heard: nothing lost, nothing twice, in order.

The ledger knows only what a national system can see: its own messages, their receipts, and the
headers of what is delivered. Who must hear what is stated when a message is sent.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from hub.local.twins.times import Times

DOUBT_LIMIT = 20
KEEP_SECONDS, FORGET_EVERY = 1800.0, 1000
ANY_ANSWER = "answer"
"""Expected kind of a hostile message that may as well be understood: acknowledged or refused."""
_ANSWERS = frozenset({"Acknowledgement", "Refusal"})


@dataclass(slots=True)
class Trade:
    """One consignment: the keys of its declarations, and who must still hear that they match."""

    number: int
    keys: tuple[str, str]
    unmatched: set[str] = field(default_factory=set)
    last: dict[tuple[str, str, str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class Sent:
    """One message a national system sent, and what must still be heard because of it.

    Without `trade` it is hostile. `door` is the HTTP status it must be turned away with, 0 for a
    message that must be receipted. Times are seconds of the monotonic clock.
    """

    country: str
    side: str
    kind: str
    sequence: int
    at: float
    expects: set[tuple[str, str]]
    trade: Trade | None = None
    door: int = 0
    receipted_at: float = 0.0
    heard: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a doubt names it."""
        return f"{self.side} {self.kind} of {self.country}".strip()

    @property
    def since(self) -> float:
        """When its waiting began: the receipt, or the sending where an answer was quicker."""
        return self.receipted_at or self.at


class Ledger:
    """Counts by country and keeps what is still expected."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.open: dict[str, Sent] = {}
        self.unmatched: dict[int, Trade] = {}
        self.counts: dict[str, Counter[str]] = {}
        self.receipts, self.latencies, self.completed = Times(), Times(), Times()
        self.unreceipted = 0
        self.newest_answered = self.last_heard = 0.0
        self.doubts: list[str] = []
        self.doubtful: Counter[str] = Counter()
        self._since_forgetting = 0

    def count(self, country: str, what: str) -> None:
        """Add one to a country's count."""
        counts = self.counts.get(country)
        if counts is None:
            counts = self.counts[country] = Counter()
        counts[what] += 1

    def doubt(self, what: str, text: str) -> None:
        """Note something that must not happen."""
        self.doubtful[what] += 1
        if len(self.doubts) < DOUBT_LIMIT:
            self.doubts.append(f"{what}: {text}")

    def send(self, identity: str, sent: Sent) -> None:
        """Note a message before it is sent."""
        self.sent[identity] = self.open[identity] = sent
        self.unreceipted += 1
        self.count(sent.country, "sent")
        if sent.trade is None:
            self.count(sent.country, "hostile")
        elif sent.kind != "status":
            self.count(sent.country, "declarations")
        self._since_forgetting += 1
        if self._since_forgetting >= FORGET_EVERY:
            self._forget(sent.at - KEEP_SECONDS)

    def expect_match(self, trade: Trade, countries: set[str]) -> None:
        """Note that these customs must hear that the consignment's declarations match."""
        trade.unmatched = countries
        self.unmatched[trade.number] = trade

    def receipted(self, identity: str) -> None:
        """Note the receipt."""
        sent = self.sent[identity]
        sent.receipted_at = time.monotonic()
        self.unreceipted -= 1
        self.receipts.add(sent.receipted_at - sent.at)
        self.count(sent.country, "receipted")
        if sent.door:
            self.doubt("let in", f"{sent.name}: receipted, {sent.door} was due")
            self.open.pop(identity, None)

    def turned_away(self, identity: str, status: int) -> None:
        """Note a refusal at the door: the answer is complete, nothing else is expected."""
        sent = self.sent[identity]
        self.unreceipted -= 1
        self.open.pop(identity, None)
        self.count(sent.country, "turned away")
        if sent.door != status:
            self.doubt("refused at the door", f"{status} for {sent.name}")

    def resent(self, country: str, *, same: bool) -> None:
        """Note the answer to a message sent again under its id: its receipt must be the same."""
        self.count(country, "resent")
        if not same:
            self.doubt("other receipt", f"a message of {country} sent again got another receipt")

    def hear(self, recipient: str, kind: str, identity: str, cause: str, declaration: str) -> None:
        """Note a delivery; its side effect counts once, whatever comes again under its id."""
        sent = self.sent.get(cause)
        if sent is None:
            self.doubt("without cause", f"{kind} {identity} for {recipient} from {cause}")
            return
        output = (recipient, kind, declaration)
        if self._known(sent, identity, output):
            return
        sent.heard[identity] = output
        self.count(recipient, "delivered")
        self.count(recipient, kind)
        now = self.last_heard = time.monotonic()
        self.latencies.add(now - sent.since)
        if sent.trade:
            self._check(sent, sent.trade, output)
        self._settle(sent, cause, recipient, kind, now)

    def decline(self, recipient: str, kind: str, identity: str, cause: str) -> None:
        """Note a delivery that was answered with 4xx: the hub must park it, nobody hears it."""
        sent = self.sent.get(cause)
        if sent is None or identity in sent.heard:
            return
        sent.heard[identity] = (recipient, kind, "declined")
        self.count(recipient, "declined")
        if kind == "MatchResult" and sent.trade:
            self._matched(sent.trade, recipient)
        self._settle(sent, cause, recipient, kind, time.monotonic())

    def _known(self, sent: Sent, identity: str, output: tuple[str, str, str]) -> bool:
        before = sent.heard.get(identity)
        if before is not None:
            if before != output:
                self.doubt("id of another", f"{identity} was {before} and is {output}")
            self.count(output[0], "recognised again")
            return True
        # A broken interchange may be refused part by part, each refusal under its own id.
        by_part = sent.trade is None and output[1] == "Refusal"
        if output in sent.heard.values() and not by_part:
            self.doubt("doubled", f"{output[1]} of {sent.name} for {output[0]}: {identity}")
        return False

    def _check(self, sent: Sent, trade: Trade, output: tuple[str, str, str]) -> None:
        """Hold a delivery caused by an honest message against what it may be."""
        recipient, kind, declaration = output
        if kind == "Refusal":
            self.doubt("refused", sent.name)
        if kind == "MatchResult":
            if declaration not in trade.keys:
                self.doubt("wrong match", f"{declaration} for {sent.name}")
            self._matched(trade, recipient)
        # A receipt never waits for a decision; else one declaration's messages come in order.
        lane = "receipts" if kind == "Receipt" else "decisions"
        place = (recipient, lane, declaration, sent.side)
        before = trade.last.get(place, 0)
        if before > sent.sequence:
            self.doubt("out of order", f"{sent.name} {sent.sequence} at {recipient} after {before}")
        trade.last[place] = max(before, sent.sequence)

    def _matched(self, trade: Trade, recipient: str) -> None:
        trade.unmatched.discard(recipient)
        if not trade.unmatched:
            self.unmatched.pop(trade.number, None)

    def _settle(self, sent: Sent, cause: str, recipient: str, kind: str, now: float) -> None:
        if cause not in self.open:
            return
        sent.expects.discard((recipient, kind))
        if kind in _ANSWERS:
            sent.expects.discard((recipient, ANY_ANSWER))
        if not sent.expects:
            del self.open[cause]
            self.completed.add(now - sent.since)
            self.newest_answered = max(self.newest_answered, sent.at)

    def mark(self) -> None:
        """Forget the times measured so far: what comes now is what is measured."""
        for times in (self.receipts, self.latencies, self.completed):
            times.clear()

    def _forget(self, before: float) -> None:
        """Drop old messages that are fully answered, or a long demo would fill the memory."""
        self._since_forgetting = 0
        for identity, sent in list(islice(self.sent.items(), 2 * FORGET_EVERY)):
            if sent.at < before and identity not in self.open:
                del self.sent[identity]

    def figures(self) -> dict[str, Any]:
        """Return everything as a document; times in milliseconds."""
        total: Counter[str] = Counter()
        for counts in self.counts.values():
            total.update(counts)
        return {
            "countries": {cc: dict(counts) for cc, counts in sorted(self.counts.items())},
            "total": dict(total),
            "open": len(self.open),
            "lacking": [
                f"{sent.name} {identity} lacks {sorted(sent.expects)}"
                for identity, sent in islice(self.open.items(), DOUBT_LIMIT)
            ],
            "unmatched": len(self.unmatched),
            "newest_answered": self.newest_answered,
            "last_heard": self.last_heard,
            "unreceipted": self.unreceipted,
            "doubtful": dict(self.doubtful),
            "doubts": self.doubts,
            "receipt_ms": self.receipts.percentiles(),
            "latency_ms": self.latencies.percentiles(),
            "completed_ms": self.completed.percentiles(),
        }
