"""Accepting in batches."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from hub.bus.memory import MemoryBus
from hub.intake.accepting import (
    GATHER_STEPS,
    MAX_PENDING_BYTES,
    Accepting,
    Arrival,
    Changed,
    Overloaded,
)
from hub.store.memory import MemoryReceipts


def arrival(identity: str, body: bytes = b"x") -> Arrival:
    """Return a message of GB."""
    return Arrival("GB", identity, body, hashlib.sha256(body).digest(), "", "")


async def test_one_batch_holds_what_came_together() -> None:
    """Resends within a batch share one record and one receipt; a changed one is refused."""
    bus = MemoryBus()
    accepting = Accepting(bus, MemoryReceipts())
    rows = await asyncio.gather(
        accepting.accept(arrival("1")),
        accepting.accept(arrival("1")),
        accepting.accept(arrival("2")),
        accepting.accept(arrival("1", b"changed")),
        return_exceptions=True,
    )
    assert rows[0] == rows[1]
    assert isinstance(rows[3], Changed)
    assert len(bus.read("customs.gb.inbound")) == 2


async def test_too_much_at_once_is_turned_away() -> None:
    """Memory is bounded: the sender is asked to come again."""
    accepting = Accepting(MemoryBus(), MemoryReceipts())
    with pytest.raises(Overloaded):
        await accepting.accept(arrival("1", bytes(MAX_PENDING_BYTES + 1)))


async def test_the_quicker_intakes_receipt_is_the_answer() -> None:
    """Two intakes with one store give one receipt for one message."""
    bus, receipts = MemoryBus(), MemoryReceipts()
    one, two = Accepting(bus, receipts), Accepting(bus, receipts)
    first, second = await asyncio.gather(one.accept(arrival("1")), two.accept(arrival("1")))
    assert first == second


@pytest.mark.parametrize(("crowd", "waits"), [(False, 2), (True, GATHER_STEPS)])
async def test_a_batch_waits_only_while_more_keep_coming(
    monkeypatch: pytest.MonkeyPatch, crowd: bool, waits: int
) -> None:
    """One message alone goes at once; a crowd goes together, and nobody waits for ever."""
    bus, sleep, slept, others = MemoryBus(), asyncio.sleep, 0, []
    accepting = Accepting(bus, MemoryReceipts())

    async def passing(seconds: float) -> None:
        nonlocal slept
        slept += 1
        if crowd and slept <= GATHER_STEPS:
            others.append(asyncio.create_task(accepting.accept(arrival(str(slept)))))
        await sleep(0)

    monkeypatch.setattr("hub.intake.accepting.asyncio.sleep", passing)
    await accepting.accept(arrival("first"))
    assert slept == waits
    assert len(bus.read("customs.gb.inbound")) == (1 + GATHER_STEPS if crowd else 1)
    await asyncio.gather(*others)
