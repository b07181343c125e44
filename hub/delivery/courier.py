"""A courier for one partition of one recipient: order kept per declaration, held when it is away.

Messages of one declaration follow each other; different declarations overtake. When the national
system is away one pilot message is tried at growing intervals and the rest waits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from hub.bus.records import Outgoing, Record
from hub.connector.contract import Connector
from hub.delivery import jobs
from hub.delivery.http import Answer
from hub.delivery.outcome import Outcome, judge, pause
from hub.delivery.watermark import Watermark
from hub.errors import TransportUnavailable

log = structlog.get_logger()


class Transport(Protocol):
    """What a courier hands messages to."""

    async def post(
        self, path: str, headers: tuple[tuple[str, str], ...], body: bytes, timeout: float = 30.0
    ) -> Answer:
        """Return the answer. Raises `TransportUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Partner:
    """A recipient: its country, connector and address."""

    country: str
    connector: Connector
    transport: Transport
    path: str
    token: str = ""


class Courier:
    """Delivers the records of one partition."""

    def __init__(
        self,
        partner: Partner,
        codec: jobs.Codec,
        workers: int,
        pause_for: Callable[[int], float] = pause,
    ) -> None:
        self._partner, self._codec, self._pause_for = partner, codec, pause_for
        self._chains: dict[bytes | None, deque[Record]] = {}
        self._ready: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._gate = asyncio.Event()
        self._gate.set()
        self._outputs: list[Outgoing] = []
        self._tasks = [asyncio.create_task(self._work()) for _ in range(workers)]
        self.watermark = Watermark()

    @property
    def held(self) -> bool:
        """Say whether the recipient is away."""
        return not self._gate.is_set()

    def take(self, record: Record) -> None:
        """Take a record into its declaration's chain."""
        self.watermark.take(record.offset)
        chain = self._chains.get(record.key)
        if chain is None:
            self._chains[record.key] = deque((record,))
            self._ready.put_nowait(record.key)
        else:
            chain.append(record)

    def collect(self) -> tuple[list[Outgoing], int | None]:
        """Return reports made since the last call, and the offset that may be committed."""
        outputs, self._outputs = self._outputs, []
        return outputs, self.watermark.committable()

    async def stop(self) -> None:
        """Drop everything that is under way; it will be read again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            key = await self._ready.get()
            chain = self._chains[key]
            record = chain[0]
            outcome = await self._deliver(record)
            # Only now: `collect` may have put a new list in place meanwhile.
            self._outputs.append(outcome)
            self.watermark.finish(record.offset)
            chain.popleft()
            if chain:
                self._ready.put_nowait(key)
            else:
                del self._chains[key]

    async def _deliver(self, record: Record) -> Outgoing:
        """Hand one message over, however long it takes; return its report or what is parked."""
        partner = self._partner
        try:
            job = jobs.prepare(
                record, partner.country, self._codec, partner.connector, partner.token
            )
        except Exception as trouble:
            log.warning("message_parked", country=partner.country, reason=repr(trouble)[:500])
            return jobs.unwritable(record, partner.country, trouble)
        attempts = 0
        while True:
            await self._gate.wait()
            attempts += 1
            answer, outcome = await self._try(job)
            if outcome is Outcome.HOLD and not self.held:
                answer, outcome, attempts = await self._pilot(job, attempts)
            if outcome is Outcome.PARK:
                log.warning("message_parked", country=partner.country, status=answer.status)
                return jobs.refused(record, partner.country, answer)
            if outcome is Outcome.DELIVERED:
                return jobs.report(job, partner.country, answer, attempts, self._codec)

    async def _try(self, job: jobs.Job) -> tuple[Answer, Outcome]:
        partner = self._partner
        try:
            answer = await partner.transport.post(partner.path, job.headers, job.written.body)
        except TransportUnavailable as away:
            return Answer(0, {}, str(away).encode()), Outcome.HOLD
        return answer, judge(answer.status)

    async def _pilot(self, job: jobs.Job, attempts: int) -> tuple[Answer, Outcome, int]:
        """Hold everybody else and try with this one message until the partner is back."""
        self._gate.clear()
        log.warning("partner_held", country=self._partner.country)
        try:
            while True:
                await asyncio.sleep(self._pause_for(attempts))
                attempts += 1
                answer, outcome = await self._try(job)
                if outcome is not Outcome.HOLD:
                    log.info("partner_back", country=self._partner.country, attempts=attempts)
                    return answer, outcome, attempts
        finally:
            self._gate.set()
