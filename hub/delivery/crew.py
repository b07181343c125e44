"""The tasks of one courier: none of them ends with an error that nobody hears of."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

from hub.errors import Retriable

log = structlog.get_logger()


class CourierLost(Retriable):
    """A courier failed in itself: start again from the last commit."""


class Crew:
    """Tasks that are kept, watched and stopped together."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped, self._lost = False, ""

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Start a task."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def check(self) -> None:
        """Raise `CourierLost` where a task has failed, or was cancelled by somebody else."""
        if self._lost:
            raise CourierLost(self._lost)

    async def stop(self) -> None:
        """Cancel every task and wait for its end."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        trouble = None if task.cancelled() else task.exception()
        if not self._stopped and (task.cancelled() or trouble):
            log.error("courier_lost", country=self._country, exc_info=trouble)
            self._lost = f"courier for {self._country}: {trouble or 'cancelled'!r}"
