"""Sending at a given rate, whatever the hub does: open loop, order kept per declaration."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from hub.delivery.http import Pool
from hub.domain.identifiers import message_id
from hub.errors import TransportUnavailable
from hub.local.twins import templates
from hub.local.twins.consignments import Consignment, consignments
from hub.local.twins.ledger import Ledger, Sent
from hub.local.twins.templates import Numbers, Renderer, Twin

TICK = 0.005
FOLLOW_UP_AFTER = (0.3, 2.0)
RETRY_AFTER = 0.25
OVERSIZED = 10_000_001


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
    consignment: Consignment
    place: int = 0
    sequence: int = 0


class Sender:
    """All national systems' mouths."""

    def __init__(self, order: Order, ledger: Ledger, pool: Pool, tokens: Mapping[str, str]) -> None:
        self.order, self._ledger, self._pool, self._tokens = order, ledger, pool, tokens
        self._twins = {cc: templates.load(cc) for cc in order.countries}
        self._renderer = Renderer(self._twins, order.seed)
        self._source = consignments(order.seed, order.countries, order.variants)
        self._random = Random(order.seed)  # noqa: S311 - a simulation must be repeatable
        self._hostile = list(_hostile_messages(order.countries))
        self._waiting: list[tuple[float, int, _Chain]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._serial = 0
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
        if self._hostile and self._random.random() < self.order.hostile:
            work = self._send_hostile(self._serial)
        elif self._waiting and self._waiting[0][0] <= now:
            work = self._send_next(heapq.heappop(self._waiting)[2])
        else:
            work = self._send_next(_Chain(next(self._source)))
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_next(self, chain: _Chain) -> None:
        consignment = chain.consignment
        side, kind = consignment.events[chain.place]
        twin = self._twin(consignment, side)
        numbers = self._numbers(consignment, side)
        body = self._renderer.message(
            kind,
            side,
            consignment.export_country,
            consignment.import_country,
            consignment.variant,
            numbers,
        )
        identity = f"{self._run}-{numbers.control}-{side[0]}{kind}"
        sent = Sent(
            twin.country,
            f"{side} {kind}",
            consignment.number * 2 + (side == "import"),
            chain.place + 1,
            False,
            _expected(consignment, side, kind, twin.country),
            time.monotonic(),
        )
        await self._send(twin, identity, body, sent)
        chain.place += 1
        if chain.place < len(consignment.events):
            pause = self._random.uniform(*FOLLOW_UP_AFTER)
            heapq.heappush(self._waiting, (time.monotonic() + pause, consignment.number, chain))

    async def _send_hostile(self, serial: int) -> None:
        country, body = self._random.choice(self._hostile)
        identity = f"{self._run}-h{serial:09}"
        if self._random.random() < 0.0005:
            body = b"x" * OVERSIZED
        sent = Sent(country, "hostile", -serial, 0, True, {(country, "answer")}, time.monotonic())
        await self._send(self._twins[country], identity, body, sent)

    async def _send(self, twin: Twin, identity: str, body: bytes, sent: Sent) -> None:
        """Send until it is answered, always under the same id."""
        hub_id = message_id(twin.country, identity)
        self._ledger.send(hub_id, sent)
        code = twin.country.lower()
        headers = (
            ("authorization", f"Bearer {self._tokens[code]}"),
            ("idempotency-key", identity),
            ("content-type", twin.content_type),
        )
        while True:
            try:
                answer = await self._pool.post(f"/v1/{code}/messages", headers, body)
            except TransportUnavailable:
                self._ledger.count(twin.country, "sent again")
                await asyncio.sleep(RETRY_AFTER)
                continue
            if answer.status == 202:
                return self._ledger.receipted(hub_id)
            if answer.status < 500:
                return self._ledger.turned_away(hub_id, answer.status)
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


def _expected(consignment: Consignment, side: str, kind: str, own: str) -> set[tuple[str, str]]:
    """Return what must be heard: an answer at home, a new declaration also at the other end."""
    expected = {(own, "Acknowledgement")}
    if kind in ("export", "import"):
        other = consignment.import_country if side == "export" else consignment.export_country
        expected.add((other, "Declaration"))
    return expected


def _hostile_messages(countries: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for country in countries:
        folder: Path = templates.folder_of(country)
        for path in sorted(folder.glob("*")):
            if path.suffix != ".toml" and path.is_file():
                yield country, path.read_bytes() or b"\0"
        yield country, b"\x00\xff\xfe noise " + bytes(range(200))
