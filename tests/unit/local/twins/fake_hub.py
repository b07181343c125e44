"""A tiny hub between a sender and its ledger: receipts at once, answers what is due."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Any

from hub.connector import discovery
from hub.domain.identifiers import message_id
from hub.local.twins.ledger import Ledger
from hub.local.twins.lines import LOST, UNKNOWN, Answered, Request


class FakeHub:
    """Takes what the sender posts. `away`: how many requests of each message get no answer."""

    def __init__(self, ledger: Ledger, away: int = 0, *, busy: bool = False) -> None:
        self._ledger, self._away, self._busy = ledger, away, busy
        self.bodies: dict[tuple[str, str], bytes] = {}
        self.asked: dict[tuple[str, str], int] = {}
        self.order: list[tuple[str, str]] = []
        self.linked: dict[str, Any] = {}

    def post(self, request: Request, answered: Answered) -> None:
        """Answer as intake does, in the loop's next turn."""
        asyncio.get_running_loop().call_soon(answered, *self.answer(request))

    def answer(self, request: Request) -> tuple[int, bytes]:
        """Return status and body."""
        country, identity, body = request
        key = country, identity
        self.asked[key] = self.asked.get(key, 0) + 1
        if self.asked[key] <= self._away:
            return (503 if self._busy else LOST), b""
        if country.endswith(UNKNOWN):
            return 401, b""
        if not body or len(body) > 10_000_000:
            return (413 if body else 400), b""
        if self.bodies.setdefault(key, body) != body:
            return 409, b""
        if key not in self.order:
            self.order.append(key)
            self._deliver(country.lower(), identity, body)
        return 202, sha256(body).digest()

    def _deliver(self, country: str, identity: str, body: bytes) -> None:
        cause, own = message_id(country.upper(), identity), country.upper()
        reading = discovery.connector(country).read(body)
        if not reading.messages:
            self._ledger.hear(own, "Refusal", f"f {cause}", cause, f"{own}:")
            return
        message = reading.messages[0]
        key = message.body["declarationKey"]
        self._ledger.hear(own, "Acknowledgement", f"a {cause}", cause, key)
        if discovery.manifest(country).receipt == "message":
            self._ledger.hear(own, "Receipt", f"r {cause}", cause, key)
        sent = self._ledger.sent[cause]
        for recipient, kind in list(sent.expects):
            self._ledger.hear(recipient, kind, f"{recipient} {kind} {cause}", cause, key)
        if sent.trade:
            for recipient in list(sent.trade.unmatched):
                mine = next(k for k in sent.trade.keys if k.startswith(recipient))
                self._ledger.hear(recipient, "MatchResult", f"m {recipient} {cause}", cause, mine)
