"""No task of a courier ends with an error that nobody hears of."""

from __future__ import annotations

import asyncio

import pytest

from hub.delivery.crew import CourierLost, Crew


async def fails() -> None:
    raise RuntimeError("why")


async def ends() -> None:
    await asyncio.sleep(0)


async def waits() -> None:
    await asyncio.sleep(60)


async def test_an_error_is_told_at_the_next_check() -> None:
    """With its reason, and as often as asked."""
    crew = Crew("aa")
    crew.start(ends())
    await asyncio.sleep(0.01)
    crew.check()
    crew.start(fails())
    await asyncio.sleep(0.01)
    for _ in range(2):
        with pytest.raises(CourierLost, match="aa: RuntimeError"):
            crew.check()
    await crew.stop()


async def test_stopping_is_no_failure() -> None:
    """Every task has ended when it returns."""
    crew = Crew("aa")
    crew.start(waits())
    await asyncio.sleep(0)
    await crew.stop()
    crew.check()
    assert asyncio.all_tasks() == {asyncio.current_task()}
