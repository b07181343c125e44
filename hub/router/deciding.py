"""Deciding a batch in order: pure. The memory is loaded before and stored after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from hub.router import addressing, matching
from hub.router.entries import Entry, Link, Posting, Verdict

AMENDMENT = frozenset({"4", "5", "13"})
CANCELLATION = "1"


@dataclass(slots=True)
class Memory:
    """What the router knows that concerns a batch; grows as the batch is decided."""

    aliases: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    postings: dict[str, dict[str, Posting]] = field(default_factory=lambda: defaultdict(dict))
    holders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    by_declaration: dict[str, set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def remember(self, link: Link) -> None:
        """Add or replace a link."""
        pair = (link.export_key, link.import_key)
        self.links[pair] = link
        for key in pair:
            self.by_declaration[key].add(pair)

    def links_of(self, declaration_key: str) -> list[Link]:
        """Return the links a declaration has, in order."""
        return [self.links[pair] for pair in sorted(self.by_declaration[declaration_key])]


@dataclass(slots=True)
class Additions:
    """What a batch adds to the memory."""

    postings: dict[tuple[str, str], Posting] = field(default_factory=dict)
    aliases: set[tuple[str, str, str]] = field(default_factory=set)
    holders: set[tuple[str, str]] = field(default_factory=set)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


def resolve(entry: Entry, memory: Memory) -> str:
    """Return the declaration a message is about, by the names it is already known by.

    Its own number decides; the sender's reference (LRN) only where it names exactly one.
    """
    body = entry.body
    for name in (body.get("declarationId"), body.get("functionalReferenceId")):
        known = memory.aliases.get((entry.sender, name)) if name else None
        if known and len(known) == 1:
            return next(iter(known))
        if name and name == body.get("declarationId") and _is_new(entry):
            break
    return str(body["declarationKey"])


def _is_new(entry: Entry) -> bool:
    return entry.kind == "Declaration" and entry.body.get("functionCode", "9") == "9"


class Batch:
    """Decides messages one after the other, each seeing what the ones before it added."""

    def __init__(self, memory: Memory, served: Collection[str]) -> None:
        self._memory, self._served = memory, served
        self.additions = Additions()

    def decide(self, entry: Entry) -> Verdict:
        """Return the verdict on one message and remember what follows from it."""
        key = resolve(entry, self._memory)
        if entry.kind == "Declaration":
            self._name(entry, key)
            if entry.body.get("functionCode", "9") == CANCELLATION:
                return self._cancel(entry, key)
            return self._declare(entry, key)
        if entry.kind == "StatusChange":
            self._name(entry, key)
            return self._status(entry, key)
        return Verdict(key)

    def _declare(self, entry: Entry, key: str) -> Verdict:
        named = addressing.declaration_recipients(entry.body, self._served)
        known = self._memory.holders[key]
        recipients = tuple(sorted({*named, *known} - {entry.sender}))
        self._hold(key, recipients)
        own = matching.postings(entry, key)
        found = {p.key: list(self._memory.postings[p.key].values()) for p in own}
        links = matching.links(own, found, self._memory.links_of(key))
        for posting in own:
            self._memory.postings[posting.key][key] = posting
            self.additions.postings[posting.key, key] = posting
        self._link(links)
        return Verdict(key, recipients, tuple(links))

    def _cancel(self, entry: Entry, key: str) -> Verdict:
        live = [link for link in self._memory.links_of(key) if link.outcome == "MATCHED"]
        void = [replace(link, outcome="VOID", counterpart=_other(link, key)) for link in live]
        recipients = addressing.change_recipients(
            entry.sender, self._memory.holders[key], self._counterparts(key)
        )
        for standing in self._memory.postings.values():
            standing.pop(key, None)
        for pair in [pair for pair in self.additions.postings if pair[1] == key]:
            del self.additions.postings[pair]
        self.additions.withdrawn.add(key)
        self._link(void)
        return Verdict(key, recipients, tuple(void))

    def _status(self, entry: Entry, key: str) -> Verdict:
        status = entry.body.get("status", "")
        recipients = addressing.status_recipients(
            status, entry.sender, self._memory.holders[key], self._counterparts(key)
        )
        return Verdict(key, recipients, status=status)

    def _counterparts(self, key: str) -> set[str]:
        live = (link for link in self._memory.links_of(key) if link.outcome == "MATCHED")
        return {_other(link, key)["country"] for link in live}

    def _hold(self, key: str, recipients: Iterable[str]) -> None:
        for country in recipients:
            if country not in self._memory.holders[key]:
                self._memory.holders[key].add(country)
                self.additions.holders.add((key, country))

    def _name(self, entry: Entry, key: str) -> None:
        body = entry.body
        for name in (body.get("declarationId"), body.get("functionalReferenceId")):
            if name and key not in self._memory.aliases[entry.sender, name]:
                self._memory.aliases[entry.sender, name].add(key)
                self.additions.aliases.add((entry.sender, name, key))
        if body.get("ucr"):
            # Without a country: to be found by people, never to decide what a message is about.
            self.additions.aliases.add(("", body["ucr"], key))

    def _link(self, links: Iterable[Link]) -> None:
        for link in links:
            self._memory.remember(link)
            self.additions.links[link.export_key, link.import_key] = link


def _other(link: Link, key: str) -> dict[str, str]:
    other = link.import_key if link.export_key == key else link.export_key
    country, _, number = other.partition(":")
    side = "IMPORT" if other == link.import_key else "EXPORT"
    # From the keys alone: what else a link knows is gone with its batch, and how the batches fell
    # may not change what is said.
    return {"key": other, "country": country, "side": side, "id": number, "lrn": ""}
