"""What people ask of what the recorder wrote: traces, figures, parked messages."""

from __future__ import annotations

from typing import Any

from hub.domain.identifiers import is_message_id, normal_reference
from hub.domain.tracing import Match, Step, Trace, trace
from hub.store.postgres import Store

_STEP = (
    "coalesce(message_id::text, ''), kind, stage, country, sender, recipient, declaration_key,"
    " coalesce(correlation_id::text, ''), happened_at, detail"
)
_KEYS = """
select declaration_key from message
      where message_id = any($3::uuid[]) and message_id <> correlation_id
      and stage <> 'delivered' and declaration_key <> ''
union select declaration_key from message
      where correlation_id = any($3::uuid[]) and stage <> 'delivered' and declaration_key <> ''
union select declaration_key from message where declaration_key = any($1::text[])
union select declaration_key from alias where reference = any($1::text[])
union select declaration_key from posting where key = any($2::text[])
limit 200
"""
_LINKED = """
select export_key, import_key, tier, outcome, evidence, decided_at from link
where export_key = any($1::text[]) or import_key = any($1::text[])
order by decided_at, export_key, import_key limit 200
"""
_STEPS = (
    "select " + _STEP + " from message where declaration_key = any($1::text[])"
    " union select " + _STEP + " from message"
    " where correlation_id = any($2::uuid[]) and stage <> 'delivered' and declaration_key = ''"
    " limit 5000"
)
_CAUSES = (
    "select distinct correlation_id from message"
    " where declaration_key = any($1::text[]) and correlation_id is not null"
)
_FIGURES = """
select country, stage, kind, messages from tally where country <> '' or stage = 'matches'
order by country, stage, kind
"""
_PARKED = (
    "select " + _STEP + " from message where stage = 'parked' order by happened_at desc limit $1"
)


class Search:
    """Questions to PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def trace(self, key: str) -> Trace:
        """Return everything about a consignment, found by any of its names.

        A name is a hub message id, a declaration key, an MRN, an LRN or a UCR.
        """
        key = key.replace("\0", "")  # no text of PostgreSQL holds one
        # Without the empty name, which everything not yet read would answer to.
        names = list({key, normal_reference(key)} - {""})
        async with self._store.connection() as connection:
            own = [key] if is_message_id(key) else []
            rows = await connection.fetch(_KEYS, names, [f"UC|{normal_reference(key)}"], own)
            keys = {row[0] for row in rows}
            matches = [Match(*row) for row in await connection.fetch(_LINKED, list(keys))]
            keys |= {side for match in matches for side in match[:2]}
            causes = await connection.fetch(_CAUSES, list(keys))
            identities = [row[0] for row in causes] + own
            steps = await connection.fetch(_STEPS, list(keys), identities)
        return trace((Step(*row) for row in steps), matches)

    async def figures(self) -> dict[str, Any]:
        """Return what came, was refused, went out, arrived, waits and is parked, by country."""
        async with self._store.connection() as connection:
            rows = await connection.fetch(_FIGURES)
        countries: dict[str, dict[str, int]] = {}
        matches = 0
        for country, stage, kind, messages in rows:
            if not country:
                matches += messages
                continue
            counts = countries.setdefault(country, dict.fromkeys(_COUNTS, 0))
            _count(counts, stage, kind, messages)
        for counts in countries.values():
            gone = counts["delivered"] + counts["parkedOutbound"]
            counts["waiting"] = counts["outbound"] - gone
        return {"countries": countries, "matches": matches}

    async def decisions(self) -> int:
        """Return how many messages were decided: counted row by row, so not to be asked often."""
        async with self._store.connection() as connection:
            return int(await connection.fetchval("select count(*) from decision"))

    async def parked(self, limit: int = 100) -> list[Step]:
        """Return what is parked, newest first."""
        async with self._store.connection() as connection:
            return [Step(*row) for row in await connection.fetch(_PARKED, limit)]


_COUNTS = (
    *("inbound", "canonical", "outbound", "refused", "delivered", "parked"),
    *("parkedOutbound", "waiting"),
)


def _count(counts: dict[str, int], stage: str, kind: str, messages: int) -> None:
    if stage in counts:
        counts[stage] += messages
    if stage == "outbound" and kind == "Refusal":
        counts["refused"] += messages
    if stage == "parked" and kind not in ("Raw", ""):
        counts["parkedOutbound"] += messages
