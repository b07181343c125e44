"""Resting under load."""

from __future__ import annotations

import asyncio

import pytest

from hub import pacing
from hub.pacing import BUSY, Pace


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the rests taken, none of which takes time."""
    taken: list[float] = []
    monkeypatch.setattr(pacing.time, "sleep", taken.append)
    return taken


async def turns(number: int) -> None:
    """Let the loop turn."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_a_crowd_makes_it_rest_once_a_look(rests: list[float]) -> None:
    """Messages that came since the last look are one crowd; each look rests once."""
    pace = Pace(0.001)
    for _ in range(BUSY):
        pace.note()
    await turns(3)
    pace.end()
    assert rests == [0.001]


async def test_a_message_now_and_then_is_answered_at_once(rests: list[float]) -> None:
    """An idle station never rests."""
    pace = Pace(0.001)
    pace.note()
    await asyncio.sleep(0.02)
    pace.end()
    assert rests == []


async def test_after_the_end_nothing_is_looked_at(rests: list[float]) -> None:
    """A stopped station does not rest, whatever came."""
    pace = Pace(0.001)
    pace.end()
    for _ in range(9):
        pace.note()
    await asyncio.sleep(0.02)
    assert rests == []
