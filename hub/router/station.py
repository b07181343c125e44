"""The router's loop: load the memory of a batch, decide, store, hand the outputs to the lane."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import orjson
import structlog

from hub.bus import topics
from hub.bus.records import Outgoing, Record, header
from hub.connector.reading import parked
from hub.domain.declaration import Body
from hub.domain.identifiers import is_message_id
from hub.errors import HubError
from hub.router.deciding import Additions, Batch, Memory, resolve
from hub.router.entries import Entry, Link, Posting, Verdict, verdict_from_json
from hub.router.matching import match_keys
from hub.router.outputs import Outputs
from hub.store.decisions import AliasRow, DecisionRow, Learned, LinkRow, PostingRow

log = structlog.get_logger()


class Codec(Protocol):
    """What the router needs of the wire."""

    def routing(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, leading fields)."""
        ...

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form."""
        ...


class Session(Protocol):
    """What the router needs of the store within one batch."""

    async def load(
        self, message_ids: list[str], keys: list[str], references: list[str]
    ) -> tuple[dict[str, DecisionRow], list[PostingRow], list[AliasRow]]:
        """Return decisions already made, postings and names."""
        ...

    async def load_declarations(
        self, declaration_keys: list[str]
    ) -> tuple[list[tuple[str, str]], list[LinkRow]]:
        """Return holders and links."""
        ...

    async def store(self, learned: Learned) -> None:
        """Write everything."""
        ...


class Decisions(Protocol):
    """Opens one transaction a batch."""

    def session(self) -> AbstractAsyncContextManager[Session]:
        """Yield a session whose writes stand or fall together."""
        ...


class Decided(NamedTuple):
    """An entry with its verdict; `fresh` is False where the verdict was stored before."""

    record: Record
    entry: Entry
    verdict: Verdict
    when: datetime
    fresh: bool


class Router:
    """Handles batches of canonical records."""

    def __init__(self, decisions: Decisions, codec: Codec, served: Collection[str]) -> None:
        self._decisions, self._codec, self._served = decisions, codec, frozenset(served)
        self._outputs = Outputs(codec)

    async def handle(self, records: list[Record]) -> Sequence[Outgoing]:
        """Decide a batch and return its outputs; what cannot be read is parked."""
        outputs: list[Outgoing] = []
        pairs: list[tuple[Record, Entry]] = []
        for record in records:
            try:
                pairs.append((record, entry_of(record, self._codec)))
            except HubError as trouble:
                outputs.append(_park(record, str(trouble)))
        for decided in await self._decide(pairs):
            try:
                outputs += self._outputs.of(*decided[:4])
            except ValueError as trouble:
                outputs.append(_park(decided.record, str(trouble)))
        return outputs

    async def _decide(self, pairs: list[tuple[Record, Entry]]) -> list[Decided]:
        if not pairs:
            return []
        entries = [entry for _, entry in pairs]
        async with self._decisions.session() as session:
            stored, memory = await _load(session, entries)
            batch = Batch(memory, self._served)
            decided = list(_verdicts(pairs, stored, batch))
            rows = [_row(each) for each in decided if each.fresh]
            if rows:
                await session.store(_learned(rows, batch.additions, datetime.now(UTC)))
        return decided


def entry_of(record: Record, codec: Codec) -> Entry:
    """Read what the router needs of a canonical record. Raises `HubError` where it cannot be.

    Who sent it is the topic's country, whatever the message says of itself.
    """
    kind, body = codec.routing(record.value)
    _, sender = topics.stage(record.topic)
    if body.get("country") != sender:
        raise HubError(f"a message of {body.get('country')} stands in the topic of {sender}")
    headers = dict(record.headers).get
    identity = headers("ce_id", b"").decode("utf-8", "replace")
    if not is_message_id(identity):
        raise HubError(f"its id {identity!r} is none of the hub's")
    if "\0" in "".join(_stored(body)):
        raise HubError("a NUL stands in one of its names")
    sha256 = headers("ce_sha256", b"").decode("utf-8", "replace").replace("\0", "")
    return Entry(identity, record.source, sha256, kind, sender, body)


def _stored(body: Body) -> list[str]:
    """Return the texts that PostgreSQL is asked to hold: one NUL there would stop every lane."""
    names = ("declarationKey", "declarationId", "functionalReferenceId", "ucr", "exportCountry")
    stored = [body.get(name, "") for name in (*names, "side")]
    return stored + [each.get("id", "") for each in body.get("previousDocuments") or ()]


async def _load(session: Session, entries: list[Entry]) -> tuple[dict[str, DecisionRow], Memory]:
    keys = sorted({key for e in entries if e.kind == "Declaration" for key in match_keys(e.body)})
    names = sorted({name for e in entries for name in _names(e.body)})
    decided, postings, aliases = await session.load([e.message_id for e in entries], keys, names)
    memory = Memory()
    for alias in aliases:
        if alias.country:
            memory.aliases[alias.country, alias.reference].add(alias.declaration_key)
    for row in postings:
        posting = Posting(*row[:5], orjson.loads(row.detail))
        memory.postings[row.key][row.declaration_key] = posting
    # A declaration nobody has heard of has neither holders nor links: nothing to look up.
    known = sorted({alias.declaration_key for alias in aliases})
    wanted = sorted({key for e in entries if (key := resolve(e, memory)) in known})
    holders, links = await session.load_declarations(wanted)
    for declaration_key, country in holders:
        memory.holders[declaration_key].add(country)
    for link in links:
        memory.remember(Link(*link[:4], tuple(orjson.loads(link.evidence))))
    return decided, memory


def _names(body: Body) -> list[str]:
    return [n for n in (body.get("declarationId"), body.get("functionalReferenceId")) if n]


def _verdicts(
    pairs: list[tuple[Record, Entry]], stored: dict[str, DecisionRow], batch: Batch
) -> list[Decided]:
    now = datetime.now(UTC)
    made: list[Decided] = []
    seen = dict(stored)
    for record, entry in pairs:
        before = seen.get(entry.message_id)
        if before is None:
            decided = Decided(record, entry, batch.decide(entry), now, True)
            seen[entry.message_id] = _row(decided)
            made.append(decided)
        elif before.source == entry.source:
            verdict = verdict_from_json(before.verdict)
            made.append(Decided(record, entry, verdict, before.decided_at, False))
        elif before.sha256 != entry.sha256:
            changed = Verdict(before.declaration_key, changed=True)
            made.append(Decided(record, entry, changed, before.decided_at, False))
        # Same id, same bytes, another record: a resend; its outputs follow from the first.
    return made


def _row(decided: Decided) -> DecisionRow:
    entry, verdict = decided.entry, decided.verdict
    return DecisionRow(
        entry.message_id,
        entry.source,
        entry.sha256,
        verdict.declaration_key,
        verdict.as_json(),
        decided.when,
    )


def _learned(rows: list[DecisionRow], added: Additions, now: datetime) -> Learned:
    return Learned(
        rows,
        [
            PostingRow(
                posting.key,
                posting.declaration_key,
                posting.country,
                posting.side,
                posting.message_id,
                orjson.dumps(posting.detail).decode(),
            )
            for _, posting in sorted(added.postings.items())
        ],
        [AliasRow(*alias) for alias in sorted(added.aliases)],
        sorted(added.holders),
        [
            LinkRow(*pair, link.tier, link.outcome, orjson.dumps(link.evidence).decode(), now)
            for pair, link in sorted(added.links.items())
        ],
        sorted(added.withdrawn),
    )


def _park(record: Record, reason: str) -> Outgoing:
    _, country = topics.stage(record.topic)
    log.error("message_parked", message=header(record.headers, "ce_id"), reason=reason)
    return parked(record, country, reason)
