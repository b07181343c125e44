"""The bus in memory, for unit and flow tests: same order, same transactions, same fencing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from hub.bus.records import Outgoing, Place, Record
from hub.errors import BusUnavailable, Fenced


class MemoryBus:
    """Topics as lists. `down = True` makes every call raise `BusUnavailable`."""

    def __init__(self) -> None:
        self.logs: dict[Place, list[Record]] = defaultdict(list)
        self.committed: dict[tuple[str, Place], int] = {}
        self.epochs: dict[str, int] = defaultdict(int)
        self.down = False

    def append(self, out: Outgoing) -> Record:
        """Put one record at the end of its partition."""
        place = Place(out.topic, out.partition or 0)
        log = self.logs[place]
        record = Record(*place, len(log), out.key, out.value, tuple(out.headers), 0)
        log.append(record)
        return record

    def read(self, topic: str) -> list[Record]:
        """Return everything a topic holds."""
        return [
            record for place, log in self.logs.items() if place.topic == topic for record in log
        ]

    def check(self) -> None:
        """Raise `BusUnavailable` while the bus is down."""
        if self.down:
            raise BusUnavailable

    async def write(self, outputs: Sequence[Outgoing]) -> None:
        """Write without a transaction, as intake does."""
        self.check()
        for out in outputs:
            self.append(out)


class MemoryLane:
    """See `hub.bus.records.Lane`."""

    def __init__(self, bus: MemoryBus, identity: str, places: Sequence[Place]) -> None:
        self.bus, self.identity, self.places = bus, identity, list(places)
        self._held: set[Place] = set()

    async def start(self) -> None:
        """Fence a former owner and stand at the last commit."""
        self.bus.check()
        self.bus.epochs[self.identity] += 1
        self._epoch = self.bus.epochs[self.identity]
        self._positions = {p: self.bus.committed.get((self.identity, p), 0) for p in self.places}

    async def batch(self) -> list[Record]:
        """Return everything new."""
        self.bus.check()
        found: list[Record] = []
        for place in self.places:
            if place not in self._held:
                fresh = self.bus.logs[place][self._positions[place] :]
                self._positions[place] += len(fresh)
                found += fresh
        return found

    async def publish(self, outputs: Sequence[Outgoing], done: Mapping[Place, int]) -> None:
        """All or nothing. Raises `Fenced` where a later owner has started."""
        self.bus.check()
        if self._epoch != self.bus.epochs[self.identity]:
            raise Fenced
        for out in outputs:
            self.bus.append(out)
        for place, offset in done.items():
            self.bus.committed[self.identity, place] = offset

    def hold(self, place: Place) -> None:
        """Do not read this partition until `release`."""
        self._held.add(place)

    def release(self, place: Place) -> None:
        """Read this partition again."""
        self._held.discard(place)

    async def stop(self) -> None:
        """Let go."""
