"""From a verdict to messages: pure, and the same again whenever the same verdict is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

import orjson

from hub.bus import topics
from hub.bus.events import event, timestamp
from hub.bus.records import Outgoing, Record
from hub.domain import faults
from hub.domain.declaration import Body
from hub.domain.faults import Fault
from hub.domain.identifiers import derived_id
from hub.router.entries import Entry, Link, Verdict

SOURCE = "/customs/hub/router"


class Encoder(Protocol):
    """What outputs need of the wire."""

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form."""
        ...


class Outputs:
    """Makes the messages of decided entries."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def of(self, record: Record, entry: Entry, verdict: Verdict, when: datetime) -> list[Outgoing]:
        """Return every message the verdict leads to, in the order the recipients shall see."""
        case = _Case(record, entry, verdict, when, self._encoder)
        if verdict.changed:
            return [case.changed()]
        if entry.kind not in ("Declaration", "StatusChange"):
            return []
        made = [case.acknowledgement()]
        made += [case.forward(country) for country in verdict.recipients]
        for link in verdict.links:
            made += case.match_results(link)
        return made


class _Case:
    """One decided entry."""

    def __init__(
        self, record: Record, entry: Entry, verdict: Verdict, when: datetime, encoder: Encoder
    ) -> None:
        self._record, self._entry, self._verdict = record, entry, verdict
        self._when, self._time, self._encode = when, timestamp(when), encoder.encode
        self._headers = dict(record.headers)

    def _text(self, name: str) -> str:
        return self._headers.get(name, b"").decode()

    def forward(self, country: str) -> Outgoing:
        """The message itself, its bytes as they are, for another customs."""
        entry, key = self._entry, self._verdict.declaration_key
        identity = derived_id(entry.message_id, f"to {country}")
        headers = self._event(identity, entry.kind, key, entry.sender, country)
        topic = topics.name(topics.OUTBOUND, country)
        return Outgoing(topic, key.encode(), self._record.value, headers)

    def acknowledgement(self) -> Outgoing:
        """What its sender is told: taken, by whom it will be heard, with which warnings."""
        entry, verdict = self._entry, self._verdict
        warnings = self._headers.get("hub_warnings")
        body: Body = {
            **self._about(),
            "layer": 2,
            "outcome": "ACCEPTED_WITH_WARNINGS" if warnings else "ACCEPTED",
            "kind": entry.kind,
            "functionCode": entry.body.get("functionCode", ""),
            "version": entry.body.get("version", 1),
            "recipients": list(verdict.recipients),
            "warnings": orjson.loads(warnings) if warnings else [],
            "status": verdict.status,
            "issuedAt": self._when,
        }
        return self._answer("Acknowledgement", body)

    def changed(self) -> Outgoing:
        """The refusal of other content under an id that was used before."""
        fault = Fault(faults.DUPLICATE, "", "", self._text("ce_senderid"))
        body: Body = {
            **self._about(),
            "layer": 1,
            "faults": [fault.as_body()],
            "sha256": self._entry.sha256,
            "issuedAt": self._when,
        }
        return self._answer("Refusal", body, self._entry.source)

    def _about(self) -> Body:
        entry = self._entry
        return {
            "declarationKey": self._verdict.declaration_key,
            "country": entry.sender,
            "messageId": self._text("ce_correlationid"),
            "senderMessageId": self._text("ce_senderid"),
            "declarationId": entry.body.get("declarationId", ""),
            "functionalReferenceId": entry.body.get("functionalReferenceId", ""),
            "references": entry.body.get("references") or {},
        }

    def _answer(self, kind: str, body: Body, distinct: str = "") -> Outgoing:
        entry, key = self._entry, self._verdict.declaration_key
        identity = derived_id(entry.message_id, f"{kind} {distinct}")
        headers = self._event(identity, kind, key, "HUB", entry.sender)
        topic = topics.name(topics.OUTBOUND, entry.sender)
        return Outgoing(topic, key.encode(), self._encode(kind, body), headers)

    def match_results(self, link: Link) -> list[Outgoing]:
        """One for each side's customs, and one for whoever follows the matches."""
        entry, key = self._entry, self._verdict.declaration_key
        own = {
            "key": key,
            "country": entry.sender,
            "side": "EXPORT" if link.export_key == key else "IMPORT",
            "id": entry.body.get("declarationId", ""),
            "lrn": entry.body.get("functionalReferenceId", ""),
            "refs": entry.body.get("references") or {},
        }
        other = link.counterpart
        pair = f"{link.outcome} {link.export_key} {link.import_key}"
        mine, theirs = (
            self._match_result(link, one, another, pair)
            for one, another in ((own, other), (other, own))
        )
        export, first = (own, mine) if own["side"] == "EXPORT" else (other, theirs)
        identity = derived_id(entry.message_id, f"match {pair}")
        headers = self._event(identity, "MatchResult", export["key"], "HUB", "")
        followers = Outgoing(topics.MATCHES.name, export["key"].encode(), first.value, headers)
        return [mine, theirs, followers]

    def _match_result(self, link: Link, mine: Any, theirs: Any, pair: str) -> Outgoing:
        body: Body = {
            "declarationKey": mine["key"],
            "country": mine["country"],
            "declarationId": mine["id"],
            "functionalReferenceId": mine["lrn"],
            "side": mine["side"],
            "counterpartKey": theirs["key"],
            "counterpartCountry": theirs["country"],
            "counterpartDeclarationId": theirs["id"],
            "outcome": link.outcome,
            "tier": link.tier,
            "score": "1.0" if link.tier == "T1" else "",
            "evidence": list(link.evidence),
            "explanation": explain(link),
            "decidedAt": self._when,
            "references": mine.get("refs") or {},
        }
        identity = derived_id(self._entry.message_id, f"match {pair} for {mine['key']}")
        headers = self._event(identity, "MatchResult", mine["key"], "HUB", mine["country"])
        topic = topics.name(topics.OUTBOUND, mine["country"])
        return Outgoing(topic, mine["key"].encode(), self._encode("MatchResult", body), headers)

    def _event(
        self, identity: str, kind: str, subject: str, sender: str, recipient: str
    ) -> list[tuple[str, bytes]]:
        return event(
            identity=identity,
            kind=kind,
            source=SOURCE,
            subject=subject,
            time=self._time,
            sender=sender,
            recipient=recipient,
            cause=self._headers,
        )


_REASONS = {"T1": "the import names the export as its previous document", "T2": "same UCR"}


def explain(link: Link) -> str:
    """Return why two declarations belong together, or no longer do, in one sentence."""
    why = f"{_REASONS.get(link.tier, link.tier)} ({', '.join(link.evidence)})"
    if link.outcome == "VOID":
        return f"{link.export_key} and {link.import_key} no longer match: one was cancelled"
    return f"{link.export_key} and {link.import_key} match: {why}"
