"""Connections to PostgreSQL: one pool a process, planned for what grows, errors by what to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from hub.errors import Misconfigured, StoreUnavailable

AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, TimeoutError,
        asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError,
        asyncpg.TooManyConnectionsError, asyncpg.InternalClientError)  # fmt: skip
SCHEMA = Path(__file__).parent / "sql" / "schema.sql"

# Statements are first planned on empty tables; a generic plan kept from then is a sequential scan
# for ever (measured: 437 against 82 µs of server CPU a declaration).
_SERVER_SETTINGS = {"enable_seqscan": "off", "jit": "off", "application_name": "hub"}

_SOON = {"synchronous_commit": "off"}


async def _keep_as_it_is(connection: Any) -> None:
    """Do not reset a returned connection: nobody here changes a session, and it costs a query."""


class Store:
    """A lazily opened pool that survives the server's restarts."""

    def __init__(self, dsn: str, connections: int = 4, *, durable: bool = True) -> None:
        """`durable`: a commit is on disk when it returns; else soon, for what can be made again."""
        self._dsn, self._connections = dsn, connections
        self._settings = _SERVER_SETTINGS if durable else {**_SERVER_SETTINGS, **_SOON}
        self._pool: Any = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """Yield a connection. Raises `StoreUnavailable` when the server is away or goes away."""
        try:
            pool = self._pool or await self._open()
            async with pool.acquire(timeout=10) as connection:
                yield connection
        except AWAY as error:
            raise StoreUnavailable(f"PostgreSQL: {type(error).__name__}: {error}") from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        """Yield a connection within a transaction: committed at the end, or not at all."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def _open(self) -> Any:
        async with self._opening:
            if self._pool is None:
                try:
                    self._pool = await asyncpg.create_pool(
                        self._dsn,
                        min_size=1,
                        max_size=self._connections,
                        server_settings=self._settings,
                        command_timeout=30,
                        reset=_keep_as_it_is,
                    )
                except (asyncpg.InvalidPasswordError, asyncpg.InvalidCatalogNameError) as error:
                    raise Misconfigured(f"HUB_POSTGRES: {error}") from error
            return self._pool

    async def close(self) -> None:
        """Close every connection, at once if they do not close by themselves."""
        pool, self._pool = self._pool, None
        if pool:
            try:
                async with asyncio.timeout(3):
                    await pool.close()
            except TimeoutError:
                pool.terminate()


async def prepare(store: Store, seconds: float = 60) -> None:
    """Wait for the server and apply the schema. Raises `StoreUnavailable` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            async with store.transaction() as connection:
                await connection.execute("select pg_advisory_xact_lock(7214)")
                await connection.execute(SCHEMA.read_text(encoding="utf-8"))
        except StoreUnavailable:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.3)
        else:
            return
