"""Leases of lanes: which of several instances serves which lane. Kafka's fencing protects."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.postgres import Store

SECONDS = 10

_TAKE = """
insert into lane_lease (lane, owner, until) values ($1, $2, now() + make_interval(secs => $3))
on conflict (lane) do update set owner = excluded.owner, until = excluded.until
where lane_lease.owner = excluded.owner or lane_lease.until < now()
returning lane
"""


class Leases:
    """Leases in PostgreSQL, by its clock."""

    def __init__(self, store: Store, owner: str, seconds: float = SECONDS) -> None:
        self._store, self._owner, self._seconds = store, owner, seconds

    async def take(self, lane: str) -> bool:
        """Take or renew a lane; say whether it is ours now."""
        async with self._store.connection() as connection:
            return bool(await connection.fetchval(_TAKE, lane, self._owner, float(self._seconds)))

    async def give_back(self, lanes: Sequence[str]) -> None:
        """Let others have these lanes at once."""
        async with self._store.connection() as connection:
            await connection.execute(
                "delete from lane_lease where owner = $1 and lane = any($2::text[])",
                self._owner,
                list(lanes),
            )
