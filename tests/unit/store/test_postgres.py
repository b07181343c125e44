"""Connections: what an absent, foreign or hanging PostgreSQL means. The rest needs a real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from hub.errors import Misconfigured, StoreUnavailable
from hub.store import postgres
from hub.store.postgres import Store, prepare


class Connection:
    """A connection that remembers what it executed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def execute(self, text: str) -> None:
        self._pool.executed.append(text)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield


class Pool:
    """A pool; `troubles` are what opening it raises, one a time."""

    def __init__(self, *troubles: Exception, hangs: bool = False) -> None:
        self._troubles, self._hangs = list(troubles), hangs
        self.opened, self.terminated = 0, False
        self.executed: list[str] = []

    async def create(self, dsn: str, **_: Any) -> Pool:
        await asyncio.sleep(0)
        self.opened += 1
        if self._troubles:
            raise self._troubles.pop(0)
        return self

    @asynccontextmanager
    async def acquire(self, timeout: float) -> AsyncIterator[Connection]:
        yield Connection(self)

    async def close(self) -> None:
        if self._hangs:
            raise TimeoutError

    def terminate(self) -> None:
        self.terminated = True


def store(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store over this pool."""
    monkeypatch.setattr(asyncpg, "create_pool", pool.create)
    return Store("postgresql://hub:hush@db/hub")


async def use(found: Store, trouble: Exception | None = None) -> None:
    """Take a connection, and fail with it."""
    async with found.connection():
        if trouble:
            raise trouble


AWAY = [
    ConnectionRefusedError("refused"),
    TimeoutError(),
    asyncpg.CannotConnectNowError("starting up"),
    asyncpg.TooManyConnectionsError("sorry"),
    asyncpg.AdminShutdownError("terminated"),
    asyncpg.ConnectionDoesNotExistError("closed in the middle"),
    asyncpg.InterfaceError("pool is closing"),
]


@pytest.mark.parametrize("trouble", AWAY, ids=lambda trouble: type(trouble).__name__)
@pytest.mark.parametrize("when", ["opening", "in use"])
async def test_a_server_that_is_away_is_tried_later(
    trouble: Exception, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is not there or goes away; afterwards the store works as before."""
    found = store(Pool(*([trouble] if when == "opening" else [])), monkeypatch)
    with pytest.raises(StoreUnavailable, match=f"PostgreSQL: {type(trouble).__name__}") as said:
        await use(found, trouble)
    assert "hush" not in str(said.value)
    await use(found)


@pytest.mark.parametrize(
    "trouble", [asyncpg.InvalidPasswordError("no"), asyncpg.InvalidCatalogNameError("no such")]
)
async def test_a_server_that_does_not_let_us_in_is_a_wrong_setting(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is named; `prepare` does not wait for it to change its mind."""
    with pytest.raises(Misconfigured, match="HUB_POSTGRES") as said:
        await prepare(store(Pool(trouble), monkeypatch))
    assert "hush" not in str(said.value)


@pytest.mark.parametrize("trouble", [asyncpg.UndefinedTableError("no table"), ValueError()])
async def test_a_fault_of_ours_is_no_outage(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong statement is not tried again for ever."""
    with pytest.raises(type(trouble)):
        await use(store(Pool(), monkeypatch), trouble)


async def test_a_pool_is_opened_once_whoever_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten questions at once are one pool; closing lets a later question open another."""
    pool = Pool()
    found = store(pool, monkeypatch)
    await asyncio.gather(*(use(found) for _ in range(10)))
    assert pool.opened == 1
    await found.close()
    await found.close()
    await use(found)
    assert pool.opened == 2
    assert not pool.terminated


async def test_connections_that_do_not_close_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A station told to stop does not wait for a hanging server."""
    pool = Pool(hangs=True)
    found = store(pool, monkeypatch)
    await use(found)
    await found.close()
    assert pool.terminated


async def test_preparing_waits_for_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes up while we wait; the schema is applied as a whole behind a lock."""
    pool = Pool(ConnectionRefusedError("refused"))
    await prepare(store(pool, monkeypatch))
    lock, schema = pool.executed
    assert "pg_advisory_xact_lock" in lock
    assert schema == postgres.SCHEMA.read_text(encoding="utf-8")


async def test_preparing_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits longer than allowed hears why."""
    with pytest.raises(StoreUnavailable, match="refused"):
        await prepare(store(Pool(*[ConnectionRefusedError("refused")] * 9), monkeypatch), seconds=0)


def test_the_schema_may_be_applied_twice() -> None:
    """Every table and index is made only where it is missing."""
    statements = [
        line for line in postgres.SCHEMA.read_text().splitlines() if line.startswith("create")
    ]
    assert statements
    assert [line for line in statements if "if not exists" not in line] == []
