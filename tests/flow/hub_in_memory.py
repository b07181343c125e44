"""A whole hub in memory: the real handlers of every station between memory twins of bus and store.

Its national format is one JSON line, so that flows are tested without any country's rules.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import orjson

from hub.bus import topics
from hub.bus.memory import MemoryBus, MemoryLane
from hub.bus.records import Place, Record, header
from hub.bus.serving import next_offsets
from hub.connector.manifest import Manifest
from hub.connector.reading import Desk, Reader
from hub.delivery.courier import Courier, Partner
from hub.delivery.http import Answer
from hub.domain.faults import Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Envelope, Message, Reading, RefusedPart, Written
from hub.errors import Parked, TransportUnavailable
from hub.intake.accepting import Accepting, Arrival
from hub.router.station import Router
from hub.store.memory import MemoryDecisions, MemoryReceipts
from hub.wire.codec import Codec, load_schemas

ROOT = Path(__file__).resolve().parents[2]
COUNTRIES = ("aa", "bb", "cc")


def make_codec() -> Codec:
    """Return a codec with invented ids."""
    schemas = load_schemas(ROOT / "schemas")
    kinds = [(kind, n) for kind, versions in schemas.items() for n in range(1, len(versions) + 1)]
    return Codec(schemas, {pair: 100 + place for place, pair in enumerate(kinds)})


def manifest(code: str, receipt: str = "http") -> Manifest:
    """Return the manifest of an invented country."""
    kinds = ["Declaration", "StatusChange", "Acknowledgement", "Refusal", "Receipt", "MatchResult"]
    return Manifest.model_validate(
        {
            "code": code.upper(),
            "name": f"Land {code}",
            "system": "Test",
            "authority": "Test",
            "family": "ceisa",
            "spec": "assumed",
            "specification": "none: one JSON line",
            "zone": "UTC",
            "charset": "utf-8",
            "currency": "EUR",
            "reads": kinds[:2],
            "writes": kinds,
            "receipt": receipt,
        }
    )


class JsonLine:
    """A connector whose national message is `{"kind", ...body}`."""

    def __init__(self, code: str) -> None:
        self.code = code.upper()

    def read(self, raw: bytes) -> Reading:
        if raw == b"crash":
            raise RuntimeError("a bug of this connector")
        try:
            body = orjson.loads(raw)
        except ValueError as error:
            return Reading(refusals=(RefusedPart((Fault("S01", "line 1", str(error)),)),))
        kind = body.pop("kind")
        key = declaration_key(
            self.code, body.get("declarationId", ""), body.get("functionalReferenceId", "")
        )
        return Reading((Message(kind, {"declarationKey": key, "country": self.code, **body}),))

    def write(self, message: Message, envelope: Envelope) -> Written:
        if message.body.get("declarationId") == "UNWRITABLE" and message.kind == "Declaration":
            raise Parked("no form for it")
        document = {"kind": message.kind, **message.body}
        return Written(orjson.dumps(document, default=str), "application/json")


class Sink:
    """A national system's ear: counts what it hears, answers what it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.statuses: list[int] = []
        self.away = False

    async def post(
        self, path: str, headers: tuple[tuple[str, str], ...], body: bytes, timeout: float = 30.0
    ) -> Answer:
        await asyncio.sleep(0)
        if self.away:
            raise TransportUnavailable("away")
        status = self.statuses.pop(0) if self.statuses else 202
        if status < 300:
            self.heard.append((path, dict(headers), orjson.loads(body)))
        return Answer(status, {}, b"")


class Hub:
    """Stations by their handlers; `settle` moves everything until nothing moves."""

    def __init__(self, receipt: str = "http") -> None:
        self.bus, self.receipts, self.decisions = MemoryBus(), MemoryReceipts(), MemoryDecisions()
        self.codec = make_codec()
        self.accepting = Accepting(self.bus, self.receipts)
        desks = {cc: Desk(manifest(cc, receipt), JsonLine(cc)) for cc in COUNTRIES}
        self.reader = Reader(desks, self.codec)
        self.router = Router(self.decisions, self.codec, [cc.upper() for cc in COUNTRIES])
        self.sinks = {cc: Sink() for cc in COUNTRIES}
        self.lanes = {
            "connector": self._lane("connector", topics.INBOUND),
            "router": self._lane("router", topics.CANONICAL),
            "delivery": self._lane("delivery", topics.OUTBOUND),
        }

    def _lane(self, name: str, kind: topics.TopicKind) -> MemoryLane:
        return MemoryLane(self.bus, name, [Place(topics.name(kind, cc), 0) for cc in COUNTRIES])

    async def send(self, cc: str, identity: str, kind: str = "Declaration", **body: Any) -> Any:
        """Lodge one message as a national system."""
        raw = orjson.dumps({"kind": kind, **body})
        return await self.send_raw(cc, identity, raw)

    async def send_raw(self, cc: str, identity: str, raw: bytes) -> Any:
        """Lodge bytes."""
        import hashlib

        arrival = Arrival(cc.upper(), identity, raw, hashlib.sha256(raw).digest(), "", "")
        return await self.accepting.accept(arrival)

    async def step(self, name: str) -> list[Record]:
        """Let one station handle what there is; return what it read."""
        lane = self.lanes[name]
        await lane.start()
        records = await lane.batch()
        if records:
            handle = self.reader.handle if name == "connector" else self.router.handle
            await lane.publish(await handle(records), next_offsets(records))
        return records

    async def deliver(self) -> None:
        """Deliver everything outbound."""
        lane = self.lanes["delivery"]
        await lane.start()
        for place in lane.places:
            cc = topics.stage(place.topic)[1].lower()
            partner = Partner(cc, JsonLine(cc), self.sinks[cc], f"/{cc}")
            courier = Courier(partner, self.codec, 4, lambda attempt: 0.001)
            records = self.bus.logs[place][lane._positions[place] :]
            for record in records:
                courier.take(record)
            async with asyncio.timeout(5):
                while courier.watermark.pending:
                    await asyncio.sleep(0.001)
            outputs, offset = courier.collect()
            await lane.publish(outputs, {place: offset} if offset else {})
            await courier.stop()

    async def settle(self) -> None:
        """Move everything once through all stations."""
        await self.step("connector")
        await self.step("router")
        await self.deliver()

    def outbound(self, cc: str) -> list[tuple[str, dict[str, Any]]]:
        """Return (kind, body) of everything addressed to a country."""
        found = self.bus.read(topics.name(topics.OUTBOUND, cc))
        return [self.codec.decode(record.value) for record in found]

    def kinds(self, cc: str) -> list[str]:
        """Return the kinds addressed to a country, in order."""
        return [kind for kind, _ in self.outbound(cc)]

    def ids(self, topic: str) -> list[str]:
        """Return message ids in a topic."""
        return [header(record.headers, "ce_id") for record in self.bus.read(topic)]
