"""Sending at a given rate, whatever the hub does: open loop, order kept per declaration."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Mapping
from itertools import count
from random import Random
from typing import Any, NamedTuple, Protocol

from hub.domain.identifiers import message_id
from hub.local.twins.calendar import Clock
from hub.local.twins.hostile import Malice, changed
from hub.local.twins.ledger import Ledger
from hub.local.twins.lines import LOST, UNKNOWN, Answered, Request
from hub.local.twins.manners import BARRED, DUPLICATE, MALFORMED, MALFORMED_SHARE, Manners
from hub.local.twins.sent import Sent
from hub.local.twins.templates import Renderer, Twin
from hub.local.twins.trading import Chain, Order, Trading

TICK, BURST = 0.002, 100
"""Seconds between two looks at the clock, and messages after which deliveries get their turn."""
RETRY_AFTER = 0.25
RESENT, CHANGED = 0.01, 0.05
"""Shares: of all messages, those sent once more; of the hostile, those under a used id."""
REMEMBERED = 256
_RECEIPTED, _TRY_AGAIN = frozenset({200, 202}), frozenset({LOST, 408, 425, 429})


class Transport(Protocol):
    """What the sender needs of HTTP."""

    def post(self, request: Request, answered: Answered) -> None:
        """POST. `answered` gets status and body, status `LOST` where there was no answer."""
        ...


class _Past(NamedTuple):
    """A receipted message, to be sent again."""

    request: Request
    receipt: bytes


class Sender:
    """All national systems' mouths."""

    def __init__(
        self,
        order: Order,
        twins: Mapping[str, Twin],
        ledger: Ledger,
        transport: Transport,
        clock: Clock | None = None,
    ) -> None:
        self.order, self._ledger, self._transport = order, ledger, transport
        renderer = Renderer(twins, order.seed)
        self._malice = Malice(twins, renderer, order.seed)
        self._random = Random(order.seed)  # noqa: S311 - a simulation must be repeatable
        self._past: deque[_Past] = deque(maxlen=REMEMBERED)
        self._slots = 0
        self._under_way = 0
        self._drained: asyncio.Event | None = None
        # Ids of one run differ from those of the last, which the hub may still know.
        self._run = f"{int(time.time()) % 10**6:06}"
        self._serials = count(1)
        self.manners, self._twins, self._clock = Manners(), twins, clock
        self._trading = Trading(order, twins, renderer, ledger, self._run, self.manners, clock)
        self.stopped = False

    def prepare(self) -> None:
        """Render every message once, which takes seconds."""
        self._trading.prepare(self.order.variants)

    async def run(self) -> None:
        """Send until stopped; a follow-up comes before a new consignment once it is due.

        What is late is sent all the same, and its waiting counts from when it was due.
        """
        due = time.monotonic()
        while not self.stopped:
            now, burst = time.monotonic(), 0
            if self.order.rate <= 0:
                due = now
            while due <= now and burst < BURST and self.order.rate > 0 and not self.stopped:
                self._ledger.lateness.add(now - due)
                self._slot(due)
                due += 1 / self.order.rate
                burst += 1
            await asyncio.sleep(TICK if burst < BURST else 0)

    def offices(self, monotonic: float) -> dict[str, dict[str, Any]]:
        """Return each country's simulated local time and whether its office is open."""
        if self._clock is None:
            return {}
        now = self._clock.at(monotonic)
        return {
            country: {
                "time": now.astimezone(twin.calendar.zone).strftime("%a %H:%M"),
                "open": twin.calendar.open(now),
            }
            for country, twin in self._twins.items()
        }

    async def drain(self, seconds: float) -> None:
        """Wait until everything under way has been receipted."""
        if self._under_way:
            self._drained = asyncio.Event()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._drained.wait(), seconds)

    def _slot(self, at: float) -> None:
        """Send what the rate counts as one."""
        self._slots += 1
        if self.order.limit and self._slots >= self.order.limit:
            self.stopped = True
        chance, hostile = self._random.random, self.order.hostile
        if self.order.declarations:
            while chance() < hostile:
                self._misbehave(at)
            if self._past and chance() < RESENT:
                self._send_again()
            while chain := self._trading.due_status(at):
                self._send(*self._trading.message(chain, at), chain)
        elif chance() < hostile:
            return self._misbehave(at)
        elif self._past and chance() < RESENT:
            return self._send_again()
        chain = self._trading.due_or_new(at)
        return self._speak(*self._trading.message(chain, at), chain)

    def _speak(self, request: Request, sent: Sent, chain: Chain) -> None:
        """Send the next message of a consignment, as well as its country speaks now."""
        manners, country = self.manners, request.country
        if manners.has(country, MALFORMED) and self._random.random() < MALFORMED_SHARE:
            self._send_hostile(sent.at, country)
        if manners.has(country, BARRED):
            return self._send_barred(request, sent)
        return self._send(request, sent, chain)

    def _send_barred(self, request: Request, sent: Sent) -> None:
        """Send under a credential that does not count: 401, and the consignment ends here."""
        known_as = f"barred {next(self._serials)}"
        turned = Sent(sent.country, "", "barred", 0, sent.at, frozenset(), door=401)
        self._ledger.send(known_as, turned)
        if sent.trade:
            self._ledger.end_match(sent.trade)
        barred = request._replace(country=f"{request.country}{UNKNOWN}")
        self._post(barred, lambda status, receipt: self._note(known_as, status))

    def _misbehave(self, at: float) -> None:
        if self._past and self._random.random() < CHANGED:
            self._send_changed(at)
        else:
            self._send_hostile(at)

    def _send_hostile(self, at: float, country: str = "") -> None:
        serial = next(self._serials)
        hostile = self._malice.of(country, serial) if country else self._malice.next(serial)
        expects = {(hostile.country, hostile.answer)}
        sent = Sent(hostile.country, "", hostile.name, 0, at, expects, door=hostile.door)
        self._send(Request(hostile.country, f"{self._run}-h{serial:09}", hostile.body), sent)

    def _send_changed(self, at: float) -> None:
        """Send other content under a used id: 409, and no effect."""
        before = self._random.choice(self._past).request
        sent = Sent(before.country, "", "changed", 0, at, frozenset(), door=409)
        known_as = f"changed {next(self._serials)}"
        self._ledger.send(known_as, sent)
        request = before._replace(body=changed(before.body))
        self._post(request, lambda status, receipt: self._note(known_as, status))

    def _send_again(self, past: _Past | None = None) -> None:
        """Send the same once more: the same receipt, and nothing else happens."""
        past = past or self._random.choice(self._past)

        def answered(status: int, receipt: bytes) -> None:
            same = status in _RECEIPTED and receipt == past.receipt
            self._ledger.resent(past.request.country, same=same)

        self._post(past.request, answered)

    def _send(self, request: Request, sent: Sent, chain: Chain | None = None) -> None:
        """Send until it is answered, always under the same id; then goes the chain on."""
        hub_id = message_id(request.country, request.identity)
        self._ledger.send(hub_id, sent)

        def answered(status: int, receipt: bytes) -> None:
            self._note(hub_id, status)
            if chain:
                if status in _RECEIPTED:
                    past = _Past(request, receipt)
                    self._past.append(past)
                    if self.manners.has(request.country, DUPLICATE):
                        self._send_again(past)
                self._trading.follow_up(chain)

        self._post(request, answered)

    def _note(self, known_as: str, status: int) -> None:
        if status in _RECEIPTED:
            self._ledger.receipted(known_as)
        else:
            self._ledger.turned_away(known_as, status)

    def _post(self, request: Request, then: Answered) -> None:
        """Post until there is an answer that is one: not lost, not `try again`."""
        self._under_way += 1
        self._transport.post(request, _Posting(self, request, then).answered)

    def post_again(self, request: Request, answered: Answered) -> None:
        """Post once more, in a moment."""
        self._ledger.count(request.country, "sent again")
        loop = asyncio.get_running_loop()
        loop.call_later(RETRY_AFTER, self._transport.post, request, answered)

    def posted(self) -> None:
        """Note that one less is under way."""
        self._under_way -= 1
        if not self._under_way and self._drained:
            self._drained.set()


class _Posting:
    """One request until it is answered. No closure: one that names itself is left to the gc."""

    __slots__ = ("_request", "_sender", "_then")

    def __init__(self, sender: Sender, request: Request, then: Answered) -> None:
        self._sender, self._request, self._then = sender, request, then

    def answered(self, status: int, receipt: bytes) -> None:
        if status >= 500 or status in _TRY_AGAIN:
            self._sender.post_again(self._request, self.answered)
        else:
            self._then(status, receipt)
            self._sender.posted()
