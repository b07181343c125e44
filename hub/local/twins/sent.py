"""What the ledger keeps of a consignment and of a message: small, for there are very many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field

ANY_ANSWER = "answer"
"""Expected kind of a hostile message that may as well be understood: acknowledged or refused."""
NOBODY: frozenset[str] = frozenset()

Output = tuple[str, str, str]
"""Recipient, kind and declaration of a delivery."""
Place = tuple[str, str, str, str]
"""Recipient, lane, declaration and sending side: what order is kept within."""


@dataclass(slots=True)
class Trade:
    """One consignment: the keys of its declarations, and who must still hear that they match."""

    number: int
    keys: tuple[str, str]
    unmatched: Set[str] = NOBODY
    last: dict[Place, int] = field(default_factory=dict)


@dataclass(slots=True)
class Sent:
    """One message a national system sent, and what must still be heard because of it.

    Without `trade` it is hostile. `door` is the HTTP status it must be turned away with, 0 for a
    message that must be receipted. Times are seconds of the monotonic clock; `at` is the moment it
    was due to be sent, so that a late generator counts.
    """

    country: str
    side: str
    kind: str
    sequence: int
    at: float
    expects: Set[tuple[str, str]]
    trade: Trade | None = None
    door: int = 0
    receipted_at: float = 0.0
    heard: tuple[int | Output, ...] = ()
    """In turn the hash of a delivery's id and its output: a fifth of a dictionary's memory."""

    @property
    def name(self) -> str:
        """How a doubt names it."""
        return f"{self.side} {self.kind} of {self.country}".strip()

    @property
    def since(self) -> float:
        """When its waiting began: the receipt, or the sending where an answer was quicker."""
        return self.receipted_at or self.at

    @property
    def counted_as(self) -> str:
        """Which of the three kinds of messages it is."""
        if self.trade is None:
            return "hostile"
        return "statuses" if self.kind == "status" else "declarations"


class Tally:
    """One country's counts: what it did, and what it heard by kind."""

    __slots__ = ("did", "heard")

    def __init__(self) -> None:
        self.did: defaultdict[str, int] = defaultdict(int)
        self.heard: defaultdict[str, int] = defaultdict(int)

    def counts(self) -> dict[str, int]:
        """Return all of them, with the sums."""
        did = self.did
        found = {**did, **self.heard}
        if sent := did["declarations"] + did["statuses"] + did["hostile"]:
            found["sent"] = sent
        if self.heard:
            found["delivered"] = sum(self.heard.values())
        return {what: count for what, count in found.items() if count}
