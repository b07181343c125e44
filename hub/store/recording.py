"""What the recorder writes: one row a record, and how far each partition is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hub.errors import StoreUnavailable
from hub.store.postgres import Store


class MessageRow(NamedTuple):
    """One record of any topic; the body stays where topic, partition and position say."""

    topic: str
    partition: int
    position: int
    message_id: str | None
    kind: str
    stage: str
    country: str
    sender: str
    recipient: str
    declaration_key: str
    correlation_id: str | None
    happened_at: datetime
    size: int
    detail: str


_TALLY = """
insert into tally (country, stage, kind, messages)
select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
on conflict (country, stage, kind) do update set messages = tally.messages + excluded.messages
"""
_POSITION = """
insert into recorded as r (topic, partition, position)
select topic, partition, after from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
    as moved (topic, partition, before, after)
on conflict (topic, partition) do update set position = excluded.position
where r.position = (
    select before from unnest($1::text[], $2::int[], $3::bigint[]) as from_there (t, p, before)
    where t = r.topic and p = r.partition
)
"""


class Recording:
    """Rows, tallies and positions in one transaction: recorded once, whatever is killed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def positions(self) -> dict[tuple[str, int], int]:
        """Return the next position to record, by (topic, partition)."""
        async with self._store.connection() as connection:
            rows = await connection.fetch("select topic, partition, position from recorded")
        return {(row["topic"], row["partition"]): row["position"] for row in rows}

    async def record(
        self,
        rows: Sequence[MessageRow],
        tallies: Mapping[tuple[str, str, str], int],
        moves: Mapping[tuple[str, int], tuple[int, int]],
    ) -> None:
        """Write a batch of rows with what follows from them.

        `moves`: by (topic, partition) the position before and after. Raises `StoreUnavailable`
        where another recorder has moved one of them: nothing is written, look up the positions.
        """
        async with self._store.transaction() as connection:
            rows_moved = await connection.execute(
                _POSITION, *_columns([(*place, *move) for place, move in moves.items()])
            )
            if rows_moved != f"INSERT 0 {len(moves)}":
                raise StoreUnavailable("another recorder was here: go on where it stopped")
            await connection.copy_records_to_table(
                "message", records=rows, columns=MessageRow._fields
            )
            await connection.execute(
                _TALLY, *_columns([(*key, count) for key, count in sorted(tallies.items())])
            )


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
