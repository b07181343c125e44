"""One try to hand one message over: what came of it, whatever went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import structlog

from hub.bus.records import Outgoing, Record, header
from hub.connector.contract import Connector
from hub.delivery import jobs
from hub.delivery.http import Answer, Unfinished
from hub.delivery.outcome import Outcome, judge
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


class Result(NamedTuple):
    """What came of a try: `output` ends the message; `answer` is None where nobody was asked."""

    output: Outgoing | None
    answer: Answer | None

    @property
    def answered(self) -> bool:
        """Say whether the partner took or refused the message: it is there."""
        return self.output is not None and self.answer is not None


async def hand_over(partner: Partner, codec: jobs.Codec, record: Record, tries: int) -> Result:
    """Try once, after `tries` failures; an error of ours parks the message. Raises nothing."""
    country = partner.country
    try:
        job = jobs.prepare(record, country, codec, partner.connector, partner.token)
    except Exception as trouble:
        _say_parked(record, country, reason=repr(trouble)[:500])
        return Result(jobs.unwritable(record, country, trouble), None)
    answer = None
    try:
        try:
            answer = await partner.transport.post(partner.path, job.headers, job.written.body)
        except Unfinished as cut:
            # Its status counts: else a partner that states a wrong length is told for ever.
            log.warning("answer_unfinished", country=country, reason=str(cut))
            answer = cut.answer
        except TransportUnavailable as away:
            return Result(None, Answer(0, {}, str(away).encode()))
        outcome = judge(answer.status)
        if outcome is Outcome.DELIVERED:
            return Result(jobs.report(job, country, answer, tries + 1, codec), answer)
        if outcome is Outcome.PARK:
            _say_parked(record, country, status=answer.status)
            return Result(jobs.refused(record, country, answer), answer)
        return Result(None, answer)
    except Exception as trouble:
        identity = header(record.headers, "ce_id")
        log.exception("delivery_failed", country=country, message=identity)
        return Result(jobs.failed(record, country, trouble, answer), answer)


def _say_parked(record: Record, country: str, **why: object) -> None:
    log.warning("message_parked", country=country, message=header(record.headers, "ce_id"), **why)
