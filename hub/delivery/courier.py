"""A courier for one partition of one recipient: order kept per declaration, held when it is away.

Messages of one declaration follow each other; different declarations overtake. When the national
system is away one pilot message is tried at growing intervals and the rest waits. A message that
fails while others get through is tried on its own and holds only its declaration.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine

import structlog

from hub.bus.events import kind_of
from hub.bus.records import Outgoing, Record, header
from hub.delivery import jobs
from hub.delivery.crew import Crew
from hub.delivery.handover import Partner, Result, Transport, hand_over
from hub.delivery.http import Answer
from hub.delivery.outcome import pause, pause_after
from hub.delivery.trial import Trial
from hub.delivery.watermark import Watermark

__all__ = ["Courier", "Partner", "Transport"]

log = structlog.get_logger()


class _Chain:
    """The waiting messages of one declaration, and how the first has fared if it failed."""

    __slots__ = ("key", "records", "trial")

    def __init__(self, record: Record) -> None:
        self.key, self.records = record.key, deque((record,))
        self.trial: Trial | None = None


class Courier:
    """Delivers the records of one partition.

    A chain is either ready, or with the pilot, or with one of the tasks.
    """

    def __init__(
        self,
        partner: Partner,
        codec: jobs.Codec,
        workers: int,
        pause_for: Callable[[int], float] = pause,
    ) -> None:
        self._partner, self._codec, self._pause_for = partner, codec, pause_for
        self._chains: dict[bytes | None, _Chain] = {}
        self._ready: deque[_Chain] = deque()
        self._outputs: list[Outgoing] = []
        self._crew = Crew(partner.country)
        self._workers, self._working, self._through, self.held = workers, 0, 0, False
        self.watermark = Watermark()

    @property
    def moving(self) -> bool:
        """Say whether anything may still be delivered soon."""
        return self._working > 0 and not self.held

    def take(self, record: Record) -> None:
        """Take a record into its declaration's chain."""
        self.watermark.take(record.offset)
        chain = self._chains.get(record.key)
        if chain is None:
            chain = self._chains[record.key] = _Chain(record)
            self._ready.append(chain)
            self._start()
        else:
            chain.records.append(record)

    def collect(self) -> tuple[list[Outgoing], int | None]:
        """Return reports made since the last call, and the offset that may be committed.

        Raises `CourierLost` where a task of this courier has ended that must not end.
        """
        self._crew.check()
        outputs, self._outputs = self._outputs, []
        return outputs, self.watermark.committable()

    async def stop(self) -> None:
        """Drop everything that is under way; it will be read again."""
        await self._crew.stop()

    def _start(self, chains: int = 1) -> None:
        """Start workers for chains made ready; a worker ends where nothing is ready any more."""
        if self.held:
            return
        for _ in range(min(chains, self._workers - self._working)):
            self._working += 1
            self._crew.start(self._work())

    async def _work(self) -> None:
        try:
            while self._ready and not self.held:
                chain = self._ready.popleft()
                if not self._settle(chain, await self._try(chain)):
                    self._put_off(chain)
        finally:
            self._working -= 1

    def _try(self, chain: _Chain) -> Coroutine[None, None, Result]:
        tries = chain.trial.tries if chain.trial else 0
        return hand_over(self._partner, self._codec, chain.records[0], tries)

    def _settle(self, chain: _Chain, result: Result) -> bool:
        """Be done with the first message of a chain. Return False where it must be tried again."""
        output, record = result.output, chain.records[0]
        if output is None:
            assert result.answer is not None
            trial = chain.trial = chain.trial or Trial(result.answer)
            trial.failed(result.answer, self._through)
            if not trial.hopeless:
                return False
            output = jobs.exhausted(record, self._partner.country, trial)
            log.warning(
                "message_parked", country=self._partner.country, tries=trial.tries, **_named(record)
            )
        elif result.answer is not None:
            self._through += 1
        # Only now: `collect` may have put a new list in place meanwhile.
        self._outputs.append(output)
        self.watermark.finish(record.offset)
        chain.trial = None
        chain.records.popleft()
        if chain.records:
            self._ready.append(chain)
        else:
            del self._chains[chain.key]
        return True

    def _put_off(self, chain: _Chain) -> None:
        """Try again later: on its own, or as (or after) the pilot."""
        trial = chain.trial
        assert trial is not None
        if trial.apart:
            trial.retries += 1
            self._crew.start(self._again(chain, self._pause(trial.answer, trial.retries)))
        elif self.held:
            self._ready.appendleft(chain)
        else:
            self.held = True
            why = {"reason": trial.reason[:200], **_named(chain.records[0])}
            log.warning("partner_held", country=self._partner.country, **why)
            self._crew.start(self._seek(chain))

    def _pause(self, answer: Answer, tries: int) -> float:
        return pause_after(answer.headers.get("retry-after", ""), self._pause_for(tries))

    async def _again(self, chain: _Chain, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._ready.append(chain)
        self._start()

    async def _seek(self, first: _Chain) -> None:
        """Hold everybody else and try with one message at a time until the partner answers."""
        assert first.trial is not None
        since, tries, answer = time.monotonic(), 1, first.trial.answer
        pilot: _Chain | None = first
        while pilot:
            await asyncio.sleep(self._pause(answer, tries))
            tries += 1
            result = await self._try(pilot)
            settled = self._settle(pilot, result)
            if result.answered:
                break
            answer = result.answer or answer
            pilot = self._next_pilot(pilot, settled)
        self.held = False
        seconds = round(time.monotonic() - since, 3)
        name = "partner_back" if pilot else "hold_ended"
        log.info(name, country=self._partner.country, seconds=seconds, tries=tries)
        self._start(len(self._ready))

    def _next_pilot(self, pilot: _Chain, settled: bool) -> _Chain | None:
        """Return the chain to try with next: another one where this one's message is tiring."""
        if not settled:
            assert pilot.trial is not None
            if not pilot.trial.tiring or not self._ready:
                return pilot
            pilot.trial.apart = True
            self._ready.append(pilot)
        if not self._ready:
            return None
        # One that has not failed yet says more about the partner than one that has.
        following = next((chain for chain in self._ready if not chain.trial), self._ready[0])
        self._ready.remove(following)
        log.info("pilot_changed", country=self._partner.country, **_named(following.records[0]))
        return following


def _named(record: Record) -> dict[str, str]:
    return {"message": header(record.headers, "ce_id"), "kind": kind_of(record.headers)}
