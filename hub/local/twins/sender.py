"""Sending at a given rate, whatever the hub does: open loop, order kept per declaration."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any, Protocol

from hub.delivery.http import Answer
from hub.domain.identifiers import declaration_key, message_id
from hub.errors import TransportUnavailable
from hub.local.twins import templates
from hub.local.twins.consignments import Consignment, consignments
from hub.local.twins.hostile import Malice, changed
from hub.local.twins.ledger import Ledger, Sent, Trade
from hub.local.twins.templates import Form, Numbers, Renderer, Twin

TICK = 0.005
FOLLOW_UP_AFTER = (0.3, 2.0)
RETRY_AFTER = 0.25
TIMEOUT = 30.0
RESENT, CHANGED = 0.01, 0.05
"""Shares: of all messages, those sent once more; of the hostile, those under a used id."""
REMEMBERED = 256
_RECEIPTED, _TRY_AGAIN = frozenset({200, 202}), frozenset({408, 425, 429})


class Transport(Protocol):
    """What the sender needs of HTTP."""

    async def post(
        self,
        path: str,
        headers: tuple[tuple[str, str], ...],
        body: bytes,
        timeout: float = TIMEOUT,
    ) -> Answer:
        """POST. Raises `TransportUnavailable` for anything but an answer."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """How much is sent: messages a second, share of hostile ones, and by whom."""

    rate: float
    hostile: float
    seed: int
    countries: tuple[str, ...]
    variants: int = 12
    limit: int = 0


@dataclass(slots=True)
class _Chain:
    """A consignment on its way: its next event, and whether its two sides can be matched."""

    consignment: Consignment
    trade: Trade
    place: int = 0
    ucr_exported: bool = False


@dataclass(frozen=True, slots=True)
class _Past:
    """A receipted message, to be sent again."""

    twin: Twin
    identity: str
    body: bytes
    receipt: bytes


class Sender:
    """All national systems' mouths."""

    def __init__(
        self, order: Order, ledger: Ledger, transport: Transport, tokens: Mapping[str, str]
    ) -> None:
        self.order, self._ledger, self._transport, self._tokens = order, ledger, transport, tokens
        self._twins = {cc: templates.load(cc) for cc in order.countries}
        self._renderer = Renderer(self._twins, order.seed)
        self._malice = Malice(self._twins, self._renderer, order.seed)
        self._source = consignments(order.seed, order.countries, order.variants)
        self._random = Random(order.seed)  # noqa: S311 - a simulation must be repeatable
        self._waiting: list[tuple[float, int, _Chain]] = []
        self._past: deque[_Past] = deque(maxlen=REMEMBERED)
        self._tasks: set[asyncio.Task[None]] = set()
        self._serial = 0
        # Ids of one run differ from those of the last, which the hub may still know.
        self._run = f"{int(time.time()) % 10**6:06}"
        self._controls = count(int(self._run) * 10**7)
        self.stopped = False

    async def run(self) -> None:
        """Send until stopped; a follow-up comes before a new consignment once it is due."""
        began, due = time.monotonic(), 0.0
        while not self.stopped:
            now = time.monotonic()
            due += self.order.rate * (now - began)
            began = now
            while due >= 1 and not self.stopped:
                due -= 1
                self._start(now)
            await asyncio.sleep(TICK)

    async def drain(self, seconds: float) -> None:
        """Wait until everything under way has been receipted."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _start(self, now: float) -> None:
        self._serial += 1
        if self.order.limit and self._serial >= self.order.limit:
            self.stopped = True
        task = asyncio.create_task(self._work(now))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _work(self, now: float) -> Coroutine[Any, Any, None]:
        random = self._random
        if random.random() < self.order.hostile:
            if self._past and random.random() < CHANGED:
                return self._send_changed(random.choice(self._past), self._serial)
            return self._send_hostile(self._serial)
        if self._past and random.random() < RESENT:
            return self._send_again(random.choice(self._past))
        if self._waiting and self._waiting[0][0] <= now:
            return self._send_next(heapq.heappop(self._waiting)[2])
        return self._send_next(self._new_chain(next(self._source)))

    def _new_chain(self, consignment: Consignment) -> _Chain:
        keys = tuple(
            declaration_key(twin.country, twin.number(twin.declaration_id, consignment.number), "")
            for twin in (self._twin(consignment, "export"), self._twin(consignment, "import"))
        )
        return _Chain(consignment, Trade(consignment.number, (keys[0], keys[1])))

    async def _send_next(self, chain: _Chain) -> None:
        consignment = chain.consignment
        side, kind = consignment.events[chain.place]
        twin, numbers = self._twin(consignment, side), self._numbers(consignment, side)
        lane = consignment.export_country, consignment.import_country
        form = self._renderer.form(kind, side, *lane, consignment.variant, numbers)
        expects = expected(consignment, side, kind, twin)
        at = time.monotonic()
        sent = Sent(twin.country, side, kind, chain.place + 1, at, expects, chain.trade)
        self._plan_match(chain, kind, form)
        chain.place += 1
        await self._send(
            twin, f"{self._run}-{numbers.control}-{side[0]}{kind}", form.filled(numbers), sent
        )
        if chain.place < len(consignment.events):
            pause = self._random.uniform(*FOLLOW_UP_AFTER)
            heapq.heappush(self._waiting, (time.monotonic() + pause, consignment.number, chain))

    def _plan_match(self, chain: _Chain, kind: str, form: Form) -> None:
        """Expect a match where the messages really carry what relates them.

        A cancellation may be read before the import: then nothing matches, and rightly so.
        """
        if kind == "export":
            chain.ucr_exported = "ucr" in form.names
        related = "counterpart_id" in form.names or (chain.ucr_exported and "ucr" in form.names)
        consignment = chain.consignment
        if kind == "import" and related and ("export", "cancellation") not in consignment.events:
            both = {consignment.export_country, consignment.import_country}
            self._ledger.expect_match(chain.trade, both)

    async def _send_hostile(self, serial: int) -> None:
        hostile = self._malice.next(serial)
        expects = {(hostile.country, hostile.answer)}
        sent = Sent(
            hostile.country, "", hostile.name, 0, time.monotonic(), expects, door=hostile.door
        )
        identity = f"{self._run}-h{serial:09}"
        await self._send(self._twins[hostile.country], identity, hostile.body, sent)

    async def _send_changed(self, past: _Past, serial: int) -> None:
        """Send other content under a used id: 409, and no effect."""
        sent = Sent(past.twin.country, "", "changed", 0, time.monotonic(), set(), door=409)
        known_as = f"changed {serial}"
        self._ledger.send(known_as, sent)
        answer = await self._post(past.twin, past.identity, changed(past.body))
        self._note(known_as, answer)

    async def _send_again(self, past: _Past) -> None:
        """Send the same once more: the same receipt, and nothing else happens."""
        answer = await self._post(past.twin, past.identity, past.body)
        same = answer.status in _RECEIPTED and answer.body == past.receipt
        self._ledger.resent(past.twin.country, same=same)

    async def _send(self, twin: Twin, identity: str, body: bytes, sent: Sent) -> None:
        """Send until it is answered, always under the same id."""
        hub_id = message_id(twin.country, identity)
        self._ledger.send(hub_id, sent)
        answer = await self._post(twin, identity, body)
        self._note(hub_id, answer)
        if sent.trade and answer.status in _RECEIPTED:
            self._past.append(_Past(twin, identity, body, answer.body))

    def _note(self, known_as: str, answer: Answer) -> None:
        if answer.status in _RECEIPTED:
            self._ledger.receipted(known_as)
        else:
            self._ledger.turned_away(known_as, answer.status)

    async def _post(self, twin: Twin, identity: str, body: bytes) -> Answer:
        """Return the first answer that is one: not lost, not `try again`."""
        code = twin.country.lower()
        headers = (
            ("authorization", f"Bearer {self._tokens[code]}"),
            ("idempotency-key", identity),
            ("content-type", twin.content_type),
        )
        while True:
            try:
                answer = await self._transport.post(f"/v1/{code}/messages", headers, body)
                if answer.status < 500 and answer.status not in _TRY_AGAIN:
                    return answer
            except TransportUnavailable:
                pass
            self._ledger.count(twin.country, "sent again")
            await asyncio.sleep(RETRY_AFTER)

    def _twin(self, consignment: Consignment, side: str) -> Twin:
        return self._twins[
            consignment.export_country if side == "export" else consignment.import_country
        ]

    def _numbers(self, consignment: Consignment, side: str) -> Numbers:
        twin, number = self._twin(consignment, side), consignment.number
        exporter = self._twin(consignment, "export")
        export_id = exporter.number(exporter.declaration_id, number)
        own = export_id if side == "export" else twin.number(twin.declaration_id, number)
        return Numbers(
            f"{next(self._controls):014}",
            own,
            twin.number(twin.functional_reference_id, number),
            export_id if side == "import" and consignment.named else "",
            f"6{consignment.export_country}TWIN{number:013}",
        )


def expected(consignment: Consignment, side: str, kind: str, twin: Twin) -> set[tuple[str, str]]:
    """Return what must be heard: an answer at home, the message itself at the other end."""
    other = consignment.import_country if side == "export" else consignment.export_country
    forwarded = "StatusChange" if kind == "status" else "Declaration"
    found = {(twin.country, "Acknowledgement"), (other, forwarded)}
    if twin.receipted:
        found.add((twin.country, "Receipt"))
    return found
