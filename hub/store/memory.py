"""The store in memory, for unit and flow tests: the same faces as in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Self

from hub.errors import StoreUnavailable
from hub.store.decisions import AliasRow, DecisionRow, Learned, LinkRow, PostingRow
from hub.store.receipts import ReceiptRow


class MemoryReceipts:
    """See `hub.store.receipts.Receipts`. `down = True` makes every call raise."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], ReceiptRow] = {}
        self.down = False

    async def find(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], ReceiptRow]:
        """Return the receipts there are."""
        if self.down:
            raise StoreUnavailable
        return {key: self.rows[key] for key in keys if key in self.rows}

    async def keep(self, rows: Sequence[ReceiptRow]) -> dict[tuple[str, str], ReceiptRow]:
        """Store what is new, return what was there before."""
        if self.down:
            raise StoreUnavailable
        before = {row[:2]: self.rows[row[:2]] for row in rows if row[:2] in self.rows}
        for row in rows:
            self.rows.setdefault(row[:2], row)
        return before


class MemoryDecisions:
    """See `hub.store.decisions.Decisions`: the whole memory in dictionaries."""

    def __init__(self) -> None:
        self.decisions: dict[str, DecisionRow] = {}
        self.postings: dict[tuple[str, str], PostingRow] = {}
        self.aliases: set[AliasRow] = set()
        self.holders: set[tuple[str, str]] = set()
        self.links: dict[tuple[str, str], LinkRow] = {}
        self.down = False

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Self]:
        """Yield itself."""
        if self.down:
            raise StoreUnavailable
        yield self

    async def load(
        self, message_ids: list[str], keys: list[str], references: list[str]
    ) -> tuple[dict[str, DecisionRow], list[PostingRow], list[AliasRow]]:
        """Return decisions already made, postings and names."""
        return (
            {i: self.decisions[i] for i in message_ids if i in self.decisions},
            [row for row in self.postings.values() if row.key in keys],
            [row for row in self.aliases if row.reference in references],
        )

    async def load_declarations(
        self, declaration_keys: list[str]
    ) -> tuple[list[tuple[str, str]], list[LinkRow]]:
        """Return holders and links."""
        wanted = set(declaration_keys)
        return (
            [pair for pair in self.holders if pair[0] in wanted],
            [row for row in self.links.values() if wanted & set(row[:2])],
        )

    async def store(self, learned: Learned) -> None:
        """Write everything."""
        for decision in learned.decisions:
            if decision.message_id in self.decisions:
                raise AssertionError(f"decided twice: {decision.message_id}")
            self.decisions[decision.message_id] = decision
        for gone in [pair for pair in self.postings if pair[1] in learned.withdrawn]:
            del self.postings[gone]
        self.postings |= {row[:2]: row for row in learned.postings}
        self.aliases |= set(learned.aliases)
        self.holders |= set(learned.holders)
        self.links |= {row[:2]: row for row in learned.links}
