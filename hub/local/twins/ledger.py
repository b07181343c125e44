"""What the simulated systems sent and what they heard: nothing lost, nothing twice, in order.

The ledger knows only what a national system can see: its own messages, their receipts, and the
headers of what is delivered. Who must hear what is stated when a message is sent.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from itertools import islice
from typing import Any

from hub.local.twins.sent import ANY_ANSWER, NOBODY, Output, Place, Sent, Tally, Trade
from hub.local.twins.times import Times

DOUBT_LIMIT = 20
KEEP_SECONDS, FORGET_EVERY = 600.0, 1000
_ANSWERS = frozenset({"Acknowledgement", "Refusal"})
_EXPORTED, _IMPORTED = "<export>", "<import>"


class Ledger:
    """Counts by country and keeps what is still expected."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.open: dict[str, Sent] = {}
        self.unmatched: dict[int, Trade] = {}
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.lateness, self.receipts = Times(), Times()
        self.latencies, self.completed, self.wholes = Times(), Times(), Times()
        self.unreceipted = self.expected = self.met = self.answered_declarations = 0
        self.newest_answered = self.last_heard = 0.0
        self.doubts: list[str] = []
        self.doubtful: Counter[str] = Counter()
        self._since_forgetting = 0
        # Equal keys of different messages are one object: most of the memory, else.
        self._outputs: dict[Output, Output] = {}
        self._places: dict[Place, Place] = {}

    def count(self, country: str, what: str) -> None:
        """Add one to a country's count."""
        self.tallies[country].did[what] += 1

    def doubt(self, what: str, text: str) -> None:
        """Note something that must not happen."""
        self.doubtful[what] += 1
        if len(self.doubts) < DOUBT_LIMIT:
            self.doubts.append(f"{what}: {text}")

    def send(self, identity: str, sent: Sent) -> None:
        """Note a message before it is sent."""
        self.sent[identity] = self.open[identity] = sent
        self.unreceipted += 1
        if not sent.door:
            self.expected += len(sent.expects)
        self.tallies[sent.country].did[sent.counted_as] += 1
        self._since_forgetting += 1
        if self._since_forgetting >= FORGET_EVERY:
            self._forget(sent.at - KEEP_SECONDS)

    def expect_match(self, trade: Trade, countries: set[str]) -> None:
        """Note that these customs must hear that the consignment's declarations match."""
        trade.unmatched = countries
        self.unmatched[trade.number] = trade
        self.expected += len(countries)

    def end_match(self, trade: Trade) -> None:
        """Expect no match any more: one of its declarations was never taken."""
        if self.unmatched.pop(trade.number, None):
            self.expected -= len(trade.unmatched)
            trade.unmatched = NOBODY

    def receipted(self, identity: str) -> None:
        """Note the receipt."""
        sent = self.sent[identity]
        sent.receipted_at = time.monotonic()
        self.unreceipted -= 1
        self.receipts.add(sent.receipted_at - sent.at)
        did = self.tallies[sent.country].did
        did["receipted"] += 1
        if sent.trade is None:
            did["hostile receipted"] += 1
        if sent.door:
            self.doubt("let in", f"{sent.name}: receipted, {sent.door} was due")
            self.open.pop(identity, None)

    def turned_away(self, identity: str, status: int) -> None:
        """Note a refusal at the door: the answer is complete, nothing else is expected."""
        sent = self.sent[identity]
        self.unreceipted -= 1
        self.open.pop(identity, None)
        self.count(sent.country, "turned away")
        if sent.door == status:
            self.count(sent.country, "turned away as due")
        else:
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
        output = self._output(sent.trade, recipient, kind, declaration)
        if self._known(sent, identity, output):
            return
        self.tallies[recipient].heard[kind] += 1
        now = self.last_heard = time.monotonic()
        self.latencies.add(now - sent.since)
        if sent.trade:
            self._check(sent, sent.trade, output)
        elif kind == "Acknowledgement":
            self.count(sent.country, "understood")
        self._settle(sent, cause, recipient, kind, now)

    def decline(self, recipient: str, kind: str, identity: str, cause: str) -> None:
        """Note a delivery that was answered with 4xx: the hub must park it, nobody hears it."""
        sent = self.sent.get(cause)
        known = hash(identity)
        if sent is None or known in sent.heard:
            return
        sent.heard += (known, (recipient, kind, "declined"))
        self.count(recipient, "declined")
        if kind == "MatchResult" and sent.trade:
            self._matched(sent.trade, recipient)
        if kind == "Acknowledgement" and sent.trade is None:
            self.count(sent.country, "understood")
        self._settle(sent, cause, recipient, kind, time.monotonic())

    def _output(self, trade: Trade | None, recipient: str, kind: str, declaration: str) -> Output:
        """Return what is delivered; a declaration of the consignment goes by its side."""
        if trade is None:
            return recipient, kind, declaration
        if declaration == trade.keys[0]:
            output = recipient, kind, _EXPORTED
        elif declaration == trade.keys[1]:
            output = recipient, kind, _IMPORTED
        else:
            return recipient, kind, declaration
        return self._outputs.setdefault(output, output)

    def _known(self, sent: Sent, identity: str, output: Output) -> bool:
        """Say whether this id was heard before; else remember it."""
        known, heard = hash(identity), sent.heard
        if known in heard:
            before = heard[heard.index(known) + 1]
            if before != output:
                self.doubt("id of another", f"{identity} was {before} and is {output}")
            self.count(output[0], "recognised again")
            return True
        # A broken interchange may be refused part by part, each refusal under its own id.
        if output in heard and (sent.trade or output[1] != "Refusal"):
            self.doubt("doubled", f"{output[1]} of {sent.name} for {output[0]}: {identity}")
        sent.heard = (*heard, known, output)
        return False

    def _check(self, sent: Sent, trade: Trade, output: Output) -> None:
        """Hold a delivery caused by an honest message against what it may be."""
        recipient, kind, declaration = output
        if kind == "Refusal":
            self.doubt("refused", sent.name)
        if kind == "MatchResult":
            if declaration not in (_EXPORTED, _IMPORTED):
                self.doubt("wrong match", f"{declaration} for {sent.name}")
            self._matched(trade, recipient)
        # A receipt never waits for a decision; else one declaration's messages come in order.
        lane = "receipts" if kind == "Receipt" else "decisions"
        place = (recipient, lane, declaration, sent.side)
        before = trade.last.get(place, 0)
        if before > sent.sequence:
            self.doubt("out of order", f"{sent.name} {sent.sequence} at {recipient} after {before}")
        elif before < sent.sequence:
            trade.last[self._places.setdefault(place, place)] = sent.sequence

    def _matched(self, trade: Trade, recipient: str) -> None:
        if recipient in trade.unmatched:
            self.met += 1
            trade.unmatched = trade.unmatched - {recipient} or NOBODY
            if not trade.unmatched:
                del self.unmatched[trade.number]

    def _settle(self, sent: Sent, cause: str, recipient: str, kind: str, now: float) -> None:
        """Strike off what was expected; with the last of it the message is answered."""
        expects = sent.expects
        found: tuple[str, str] = (recipient, kind)
        if found not in expects:
            found = (recipient, ANY_ANSWER)
            if kind not in _ANSWERS or found not in expects:
                return
        self.met += 1
        # A new set each time: what is expected at first is shared by all messages of a kind.
        sent.expects = expects - {found}
        if not sent.expects and self.open.pop(cause, None) is not None:
            if sent.trade and sent.kind != "status":
                self.answered_declarations += 1
            self.completed.add(now - sent.since)
            self.wholes.add(now - sent.at)
            self.newest_answered = max(self.newest_answered, sent.at)

    def mark(self) -> None:
        """Forget the times measured so far: what comes now is what is measured."""
        for times in self._times().values():
            times.clear()

    def _times(self) -> dict[str, Times]:
        return {
            "late_ms": self.lateness,
            "receipt_ms": self.receipts,
            "latency_ms": self.latencies,
            "completed_ms": self.completed,
            "whole_ms": self.wholes,
        }

    def _forget(self, before: float) -> None:
        """Drop old messages that are fully answered, or a long demo would fill the memory."""
        self._since_forgetting = 0
        for identity, sent in list(islice(self.sent.items(), 2 * FORGET_EVERY)):
            if sent.at < before and identity not in self.open:
                del self.sent[identity]

    def figures(self) -> dict[str, Any]:
        """Return everything as a document; times in milliseconds."""
        countries = {cc: tally.counts() for cc, tally in sorted(self.tallies.items())}
        total: Counter[str] = Counter()
        for counts in countries.values():
            total.update(counts)
        return {
            "countries": countries,
            "total": dict(total),
            "open": len(self.open),
            "lacking": [
                f"{sent.name} {identity} lacks {sorted(sent.expects)}"
                for identity, sent in islice(self.open.items(), DOUBT_LIMIT)
            ],
            "unmatched": len(self.unmatched),
            "expected": self.expected,
            "met": self.met,
            "answered_declarations": self.answered_declarations,
            "newest_answered": self.newest_answered,
            "last_heard": self.last_heard,
            "unreceipted": self.unreceipted,
            "doubtful": dict(self.doubtful),
            "doubts": self.doubts,
            **{name: times.percentiles() for name, times in self._times().items()},
        }
