"""The ear of the simulated national systems: takes deliveries, answers figures, fails on demand."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from hub.local.twins.ledger import Ledger

MAX_HEAD, MAX_REQUEST = 65_536, 32_000_000
_ACCEPTED = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"
_RETRIED = frozenset({401, 403, 407, 408, 425, 429})
_LINE = re.compile(rb"(?:GET|POST) (/[^ ]*) HTTP/1\.[01]\r\n")


class Fault(NamedTuple):
    """How a national system fails: `share` of messages get `status` (0: hung up), `delay` late.

    With a `period` it flaps: so many seconds up, as many down.
    """

    status: int = 202
    share: float = 1.0
    delay: float = 0.0
    period: float = 0.0

    def hits(self, identity: bytes, now: float = 0.0) -> bool:
        """Say whether it strikes this message: the same message is always treated the same."""
        if self.period and now % (2 * self.period) < self.period:
            return False
        return crc32(identity) % 1000 < self.share * 1000

    @property
    def final(self) -> bool:
        """Whether the sender must give the message up (4xx), not try again."""
        return 400 <= self.status < 500 and self.status not in _RETRIED


NAMED = {
    "slow": Fault(delay=2.0),
    "late": Fault(delay=40.0),
    "down": Fault(0),
    "failing": Fault(503),
    "flapping": Fault(503, period=4.0),
    "revoked": Fault(401),
    "declining": Fault(422, share=0.1),
}
LISTENING = {
    "slow": "answers after two seconds",
    "late": "answers later than any sender waits",
    "down": "hangs up",
    "failing": "answers 503",
    "flapping": "four seconds there, four seconds away",
    "revoked": "no longer takes the hub's credentials",
    "declining": "declines every tenth message for good",
}
"""What can go wrong with a national system that listens, by name."""


def faults_of(order: Mapping[str, Any]) -> dict[str, Fault | None]:
    """Read `{"VN": "slow", "CN": 503, "LA": {"status": 422, "share": 0.1}, "NP": null}`.

    Raises KeyError for a name that is not in `NAMED`.
    """
    return {country.upper(): _fault(told) for country, told in order.items()}


def _fault(told: Any) -> Fault | None:
    if isinstance(told, str):
        if told not in NAMED:
            raise KeyError(f"{told}: faults of listening are {', '.join(NAMED)}")
        return NAMED[told]
    if isinstance(told, dict):
        return Fault(**told)
    return Fault(told) if told else None


class NotUnderstood(ValueError):
    """What came is not the HTTP that is spoken here."""


class Asked(NamedTuple):
    """A request: its path, its head as it came and in lower case, and where its body lies."""

    path: bytes
    head: bytes
    lower: bytes
    start: int
    end: int


def _value(head: bytes, lower: bytes, mark: bytes) -> bytes:
    r"""Return a header's value; `mark` is `\r\nname:` in lower case, `lower` the head so."""
    at = lower.find(mark)
    if at < 0:
        return b""
    at += len(mark)
    return head[at : head.index(b"\r\n", at)].strip()


def asked(data: bytes, start: int) -> Asked | None:
    """Return the request that begins at `start`, None while it is not whole.

    Raises `NotUnderstood`. Headers are looked up where they are needed: a delivery has twelve of
    which five are, and a parser calls back for each.
    """
    end = data.find(b"\r\n\r\n", start)
    line = _LINE.match(data, start)
    if end < 0:
        begun = data[start : start + 6]
        right = any(begun.startswith(way[: len(begun)]) for way in (b"POST /", b"GET /"))
        if len(data) - start > MAX_HEAD or not right:
            raise NotUnderstood(repr(data[start : start + 40]))
        return None
    if line is None:
        raise NotUnderstood(repr(data[start : start + 40]))
    head = data[line.end() - 2 : end + 2]
    lower = head.lower()
    size = _value(head, lower, b"\r\ncontent-length:") or b"0"
    if not size.isdigit() or int(size) > MAX_REQUEST or b"\r\ntransfer-encoding:" in lower:
        raise NotUnderstood(repr(head[:200]))
    whole = end + 4 + int(size)
    return Asked(line[1], head, lower, end + 4, whole) if whole <= len(data) else None


@lru_cache(1024)
def _country(path: bytes) -> str:
    return path[1:3].decode("latin-1").upper()


@lru_cache(1024)
def _kind(value: bytes) -> str:
    return value.decode("latin-1")


class Ear(asyncio.Protocol):
    """One connection. Paths: `/{cc}` a delivery, `/figures`, `/control` with a JSON order."""

    def __init__(
        self,
        ledger: Ledger,
        faults: Mapping[str, Fault | None],
        control: Callable[[dict[str, Any]], None],
        figures: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        self._ledger, self._faults, self._control = ledger, faults, control
        self._figures = figures or ledger.figures
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start to listen."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer what is whole; whoever does not speak HTTP is hung up on, and that is noted."""
        if self._rest:
            data, self._rest = self._rest + data, b""
        answers: list[bytes] = []
        try:
            start = 0
            while start < len(data):
                request = asked(data, start)
                if request is None:
                    self._rest = data[start:]
                    break
                answers.append(self._answer(request, data))
                start = request.end
        except Exception as error:
            # A fault of ours also ends here: never silently.
            self._ledger.doubt("not understood", repr(error))
            self._transport.close()
            return
        self._transport.write(answers[0] if len(answers) == 1 else b"".join(answers))

    def _answer(self, request: Asked, data: bytes) -> bytes:
        if request.path == b"/figures":
            return _response(200, orjson.dumps(self._figures()))
        if request.path == b"/control":
            return self._obey(data[request.start : request.end])
        return self._take(request, _country(request.path))

    def _obey(self, body: bytes) -> bytes:
        """Take an order; one that names what there is not is answered with what there is."""
        try:
            self._control(orjson.loads(body))
        except (ValueError, TypeError, KeyError) as error:
            return _response(400, orjson.dumps({"error": str(error)}))
        return _response(200, b"{}")

    def _take(self, request: Asked, country: str) -> bytes:
        """Return the answer to a delivery; empty where it comes late or never."""
        head, lower = request.head, request.lower
        kind = _kind(_value(head, lower, b"\r\nhub-kind:"))
        identity = _value(head, lower, b"\r\nidempotency-key:")
        cause = _value(head, lower, b"\r\nhub-correlation-id:").decode("latin-1")
        fault = self._faults.get(country) if self._faults else None
        struck = fault if fault and fault.hits(identity, time.monotonic()) else None
        if struck and struck.final:
            self._ledger.decline(country, kind, identity.decode("latin-1"), cause)
        elif struck is None or 0 < struck.status < 400:
            declaration = _value(head, lower, b"\r\nhub-declaration-key:").decode("latin-1")
            self._ledger.hear(country, kind, identity.decode("latin-1"), cause, declaration)
        if struck is None:
            return _ACCEPTED
        self._fail(struck)
        return b""

    def _fail(self, fault: Fault) -> None:
        loop = asyncio.get_running_loop()
        if fault.status:
            answer = _response(fault.status, b'{"error": "as ordered"}')
            loop.call_later(fault.delay, self._transport.write, answer)
        else:
            loop.call_later(fault.delay, self._transport.close)


def _response(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d \r\ncontent-length: %d\r\n\r\n%b" % (status, len(body), body)
