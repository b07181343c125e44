"""What the router remembers: decisions, postings of match keys, names, holders, links."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from hub.store.postgres import Store


class DecisionRow(NamedTuple):
    """A decision as stored: the verdict is JSON from which every output is derived again."""

    message_id: str
    source: str
    sha256: str
    declaration_key: str
    verdict: str
    decided_at: datetime


class PostingRow(NamedTuple):
    """A match key a live declaration stands under."""

    key: str
    declaration_key: str
    country: str
    side: str
    message_id: str
    detail: str


class AliasRow(NamedTuple):
    """A name a declaration is known by."""

    country: str
    reference: str
    declaration_key: str


class LinkRow(NamedTuple):
    """A matched pair."""

    export_key: str
    import_key: str
    tier: str
    outcome: str
    evidence: str
    decided_at: datetime


class Learned(NamedTuple):
    """Everything a batch adds, stored at once."""

    decisions: Sequence[DecisionRow]
    postings: Sequence[PostingRow]
    aliases: Sequence[AliasRow]
    holders: Sequence[tuple[str, str]]
    links: Sequence[LinkRow]
    withdrawn: Sequence[str]


_LOCK = "select pg_advisory_xact_lock(7215)"
_DECISIONS = (
    "select message_id::text, source, sha256, declaration_key, verdict, decided_at"
    " from decision where message_id = any($1::uuid[])"
)
_POSTINGS = (
    "select key, declaration_key, country, side, message_id::text, detail"
    " from posting where key = any($1::text[])"
)
_ALIASES = "select country, reference, declaration_key from alias where reference = any($1::text[])"
_HOLDERS = "select declaration_key, country from holder where declaration_key = any($1::text[])"
_LINKS = (
    "select export_key, import_key, tier, outcome, evidence, decided_at from link"
    " where export_key = any($1::text[]) or import_key = any($1::text[])"
)
_STATEMENTS = {
    "posting": (
        "insert into posting (key, declaration_key, country, side, message_id, detail)"
        " select * from"
        " unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[])"
        " on conflict (key, declaration_key) do update"
        " set detail = excluded.detail, message_id = excluded.message_id"
    ),
    "alias": (
        "insert into alias (country, reference, declaration_key)"
        " select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing"
    ),
    "holder": (
        "insert into holder (declaration_key, country)"
        " select * from unnest($1::text[], $2::text[]) on conflict do nothing"
    ),
    "link": (
        "insert into link (export_key, import_key, tier, outcome, evidence, decided_at)"
        " select * from"
        " unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])"
        " on conflict (export_key, import_key) do update set outcome = excluded.outcome,"
        " tier = excluded.tier, evidence = excluded.evidence, decided_at = excluded.decided_at"
    ),
}  # fmt: skip


class Session:
    """One batch of the router within one transaction, alone among all routers."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def load(
        self, message_ids: list[str], keys: list[str], references: list[str]
    ) -> tuple[dict[str, DecisionRow], list[PostingRow], list[AliasRow]]:
        """Return decisions already made, postings under the keys and names the batch uses."""
        fetch = self._connection.fetch
        decided = [DecisionRow(*row) for row in await fetch(_DECISIONS, message_ids)]
        postings = [PostingRow(*row) for row in await fetch(_POSTINGS, keys)] if keys else []
        aliases = (
            [AliasRow(*row) for row in await fetch(_ALIASES, references)] if references else []
        )
        return {row.message_id: row for row in decided}, postings, aliases

    async def load_declarations(
        self, declaration_keys: list[str]
    ) -> tuple[list[tuple[str, str]], list[LinkRow]]:
        """Return who holds these declarations and what they are linked with."""
        if not declaration_keys:
            return [], []
        holders = await self._connection.fetch(_HOLDERS, declaration_keys)
        links = await self._connection.fetch(_LINKS, declaration_keys)
        return [tuple(row) for row in holders], [LinkRow(*row) for row in links]

    async def store(self, learned: Learned) -> None:
        """Write everything; a decision that exists by now aborts the whole batch."""
        connection = self._connection
        await connection.copy_records_to_table(
            "decision", records=learned.decisions, columns=DecisionRow._fields
        )
        if learned.withdrawn:
            await connection.execute(
                "delete from posting where declaration_key = any($1::text[])", learned.withdrawn
            )
        for name, rows in (
            ("posting", learned.postings),
            ("alias", learned.aliases),
            ("holder", learned.holders),
            ("link", learned.links),
        ):
            if rows:
                await connection.execute(_STATEMENTS[name], *_columns(rows))


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


class Decisions:
    """The router's memory in PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Yield a session whose writes stand or fall together; routers take turns.

        Two routers deciding at once would each miss the other's posting: the lock makes a batch
        of one visible to the next before that one loads.
        """
        async with self._store.transaction() as connection:
            await connection.execute(_LOCK)
            yield Session(connection)
