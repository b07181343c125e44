"""Schema ids last seen at the registry, so that its outage stops neither a run nor a restart."""

from __future__ import annotations

from collections.abc import Iterable

from hub.store.postgres import Store


class SchemaIds:
    """(schema name, fingerprint) → id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def load(self) -> dict[tuple[str, str], int]:
        """Return every id remembered."""
        async with self._store.connection() as connection:
            rows = await connection.fetch("select name, fingerprint, id from schema_id")
        return {(row["name"], row["fingerprint"]): row["id"] for row in rows}

    async def keep(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Remember ids; the registry's newest word wins."""
        async with self._store.transaction() as connection:
            await connection.executemany(
                "insert into schema_id values ($1, $2, $3)"
                " on conflict (name, fingerprint) do update set id = excluded.id",
                list(rows),
            )
