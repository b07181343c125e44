"""Receipts: what was promised to which sender for which bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from hub.store.postgres import Store


class ReceiptRow(NamedTuple):
    """One promise: the sender's id of a message, its hash and when Kafka had it."""

    sender: str
    message_id: str
    sha256: bytes
    size: int
    received_at: datetime


_FIND = """
select r.sender, r.message_id, r.sha256, r.size, r.received_at
from unnest($1::text[], $2::text[]) as q(sender, message_id)
join receipt r on r.sender = q.sender and r.message_id = q.message_id
"""
_KEEP = """
insert into receipt (sender, message_id, sha256, size, received_at)
select * from unnest($1::text[], $2::text[], $3::bytea[], $4::int[], $5::timestamptz[])
on conflict (sender, message_id) do nothing
returning sender, message_id
"""


class Receipts:
    """Receipts in PostgreSQL; a batch costs one statement."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], ReceiptRow]:
        """Return the receipts there are for (sender, sender's message id)."""
        senders, ids = [key[0] for key in keys], [key[1] for key in keys]
        async with self._store.connection() as connection:
            rows = await connection.fetch(_FIND, senders, ids)
        return {(row["sender"], row["message_id"]): ReceiptRow(*row) for row in rows}

    async def keep(self, rows: Sequence[ReceiptRow]) -> dict[tuple[str, str], ReceiptRow]:
        """Store what is new; return the stored rows of those somebody else stored before."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        async with self._store.connection() as connection:
            kept = {tuple(row) for row in await connection.fetch(_KEEP, *columns)}
        lost = [
            (row.sender, row.message_id) for row in rows if (row.sender, row.message_id) not in kept
        ]
        return await self.find(lost) if lost else {}
