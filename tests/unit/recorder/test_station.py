"""The recorder's loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from hub.bus.records import Place, Record
from hub.errors import BusUnavailable, StoreUnavailable
from hub.recorder import station
from hub.recorder.station import Recorder
from hub.store.recording import MessageRow
from tests.unit.records import record

GB, CN = Place("customs.gb.inbound", 0), Place("customs.cn.inbound", 0)
LOG = [record("customs.gb.inbound", ce_type="Raw", offset=n) for n in range(4)]


class Reading:
    """A reader over LOG, two records a batch; it fails once where `trouble` says."""

    trouble: BaseException | None = None
    stood: list[dict[Place, int]]
    open = 0

    async def start(self, positions: Mapping[Place, int]) -> None:
        Reading.open += 1
        Reading.stood.append(dict(positions))
        self._at = positions[GB]

    async def batch(self) -> list[Record]:
        await asyncio.sleep(0)
        if Reading.trouble and self._at:
            trouble, Reading.trouble = Reading.trouble, None
            raise trouble
        found = LOG[self._at : self._at + 2]
        self._at += len(found)
        return found

    async def stop(self) -> None:
        Reading.open -= 1


class Storing:
    """Positions and rows, written together unless `troubles` come first."""

    def __init__(self, *troubles: BaseException) -> None:
        self._troubles = list(troubles)
        self.at: dict[tuple[str, int], int] = {}
        self.rows: list[MessageRow] = []
        self.tallied: dict[tuple[str, str, str], int] = {}
        self.stopping = asyncio.Event()

    async def positions(self) -> dict[tuple[str, int], int]:
        return dict(self.at)

    async def record(
        self,
        rows: Sequence[MessageRow],
        tallies: Mapping[tuple[str, str, str], int],
        moves: Mapping[tuple[str, int], tuple[int, int]],
    ) -> None:
        if self._troubles:
            raise self._troubles.pop(0)
        for place, (before, after) in moves.items():
            assert self.at.get(place, 0) == before, "a gap or an overlap"
            self.at[place] = after
        self.rows += rows
        for key, count in tallies.items():
            self.tallied[key] = self.tallied.get(key, 0) + count
        if len(self.rows) >= len(LOG):
            self.stopping.set()


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between the tries; nothing left of another test."""

    async def at_once(stopping: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(station, "wait", at_once)
    Reading.trouble, Reading.stood, Reading.open = None, [], 0


async def serve(storing: Storing) -> None:
    """Record LOG to its end."""
    recorder = Recorder(Reading, storing, [GB, CN], None)  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        await recorder.serve(storing.stopping)


@pytest.mark.parametrize(
    ("reading", "storing"),
    [
        (None, []),
        (BusUnavailable(), []),
        (None, [StoreUnavailable()]),
        (BusUnavailable(), [StoreUnavailable(), StoreUnavailable()]),
    ],
)
async def test_every_record_is_written_once_whatever_is_away(
    reading: BaseException | None, storing: list[BaseException]
) -> None:
    """After trouble it starts where the database says, with a new reader; the old one is closed."""
    Reading.trouble, store = reading, Storing(*storing)
    await serve(store)
    assert [row.position for row in store.rows] == [0, 1, 2, 3]
    assert store.tallied == {("GB", "inbound", ""): 4}
    assert store.at == {GB: 4}
    assert Reading.open == 0
    assert Reading.stood[0] == {GB: 0, CN: 0}
    assert len(Reading.stood) == 1 + len(storing) + (reading is not None)


async def test_a_restart_goes_on_after_what_is_written() -> None:
    """Positions of the database go before the beginning."""
    store = Storing()
    store.at, store.rows = {GB: 3}, [None] * 3  # type: ignore[list-item]
    await serve(store)
    assert Reading.stood == [{GB: 3, CN: 0}]
    assert [row.position for row in store.rows[3:]] == [3]


async def test_a_bug_ends_the_recorder_and_closes_its_reader() -> None:
    """What is no outage is not tried again for ever."""
    with pytest.raises(ZeroDivisionError):
        await serve(Storing(ZeroDivisionError()))
    assert Reading.open == 0
