"""From a verdict to messages: pure, and the same again whenever the same verdict is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

import orjson

from hub.bus import topics
from hub.bus.events import event, timestamp
from hub.bus.records import Outgoing, Record, header
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
    """Makes the messages of one decided entry."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def of(self, record: Record, entry: Entry, verdict: Verdict, when: datetime) -> list[Outgoing]:
        """Return every message the verdict leads to, in the order the recipients shall see."""
        if verdict.changed:
            return [self._changed(record, entry, verdict, when)]
        if entry.kind not in ("Declaration", "StatusChange"):
            return []
        made = [self._acknowledgement(record, entry, verdict, when)]
        made += [self._forward(record, entry, verdict, cc, when) for cc in verdict.recipients]
        for link in verdict.links:
            made += self._match_results(record, entry, verdict, link, when)
        return made

    def _forward(
        self, record: Record, entry: Entry, verdict: Verdict, country: str, when: datetime
    ) -> Outgoing:
        key = verdict.declaration_key
        identity = derived_id(entry.message_id, f"to {country}")
        headers = self._event(
            record, identity, entry.kind, key, when, sender=entry.sender, recipient=country
        )
        return Outgoing(topics.name(topics.OUTBOUND, country), key.encode(), record.value, headers)

    def _acknowledgement(
        self, record: Record, entry: Entry, verdict: Verdict, when: datetime
    ) -> Outgoing:
        warnings = _warnings(record)
        body: Body = {
            **self._about(record, entry, verdict.declaration_key),
            "layer": 2,
            "outcome": "ACCEPTED_WITH_WARNINGS" if warnings else "ACCEPTED",
            "kind": entry.kind,
            "functionCode": entry.body.get("functionCode", ""),
            "version": entry.body.get("version", 1),
            "recipients": list(verdict.recipients),
            "warnings": warnings,
            "status": verdict.status,
            "issuedAt": when,
        }
        return self._answer(record, entry, verdict, "Acknowledgement", body, when)

    def _changed(self, record: Record, entry: Entry, verdict: Verdict, when: datetime) -> Outgoing:
        fault = Fault(faults.DUPLICATE, "", "", header(record.headers, "ce_senderid"))
        body: Body = {
            **self._about(record, entry, verdict.declaration_key),
            "layer": 1,
            "faults": [fault.as_body()],
            "sha256": entry.sha256,
            "issuedAt": when,
        }
        return self._answer(record, entry, verdict, "Refusal", body, when, entry.source)

    def _about(self, record: Record, entry: Entry, key: str) -> Body:
        return {
            "declarationKey": key,
            "country": entry.sender,
            "messageId": header(record.headers, "ce_correlationid"),
            "senderMessageId": header(record.headers, "ce_senderid"),
            "declarationId": entry.body.get("declarationId", ""),
            "functionalReferenceId": entry.body.get("functionalReferenceId", ""),
            "references": entry.body.get("references") or {},
        }

    def _answer(
        self,
        record: Record,
        entry: Entry,
        verdict: Verdict,
        kind: str,
        body: Body,
        when: datetime,
        distinct: str = "",
    ) -> Outgoing:
        key = verdict.declaration_key
        identity = derived_id(entry.message_id, f"{kind} {distinct}")
        headers = self._event(
            record, identity, kind, key, when, sender="HUB", recipient=entry.sender
        )
        topic = topics.name(topics.OUTBOUND, entry.sender)
        return Outgoing(topic, key.encode(), self._encoder.encode(kind, body), headers)

    def _match_results(
        self, record: Record, entry: Entry, verdict: Verdict, link: Link, when: datetime
    ) -> list[Outgoing]:
        own = {
            "key": verdict.declaration_key,
            "country": entry.sender,
            "side": "EXPORT" if link.export_key == verdict.declaration_key else "IMPORT",
            "id": entry.body.get("declarationId", ""),
            "lrn": entry.body.get("functionalReferenceId", ""),
            "refs": entry.body.get("references") or {},
        }
        other = link.counterpart
        pair = f"{link.outcome} {link.export_key} {link.import_key}"
        made = [
            self._match_result(record, entry, link, mine, theirs, when, pair)
            for mine, theirs in ((own, other), (other, own))
        ]
        export = own if own["side"] == "EXPORT" else other
        headers = self._event(
            record,
            derived_id(entry.message_id, f"match {pair}"),
            "MatchResult",
            export["key"],
            when,
            sender="HUB",
            recipient="",
        )
        first = made[0] if export is own else made[1]
        made.append(Outgoing(topics.MATCHES.name, export["key"].encode(), first.value, headers))
        return made

    def _match_result(
        self,
        record: Record,
        entry: Entry,
        link: Link,
        mine: Any,
        theirs: Any,
        when: datetime,
        pair: str,
    ) -> Outgoing:
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
            "decidedAt": when,
            "references": mine.get("refs") or {},
        }
        identity = derived_id(entry.message_id, f"match {pair} for {mine['key']}")
        headers = self._event(
            record,
            identity,
            "MatchResult",
            mine["key"],
            when,
            sender="HUB",
            recipient=mine["country"],
        )
        topic = topics.name(topics.OUTBOUND, mine["country"])
        value = self._encoder.encode("MatchResult", body)
        return Outgoing(topic, mine["key"].encode(), value, headers)

    @staticmethod
    def _event(
        record: Record,
        identity: str,
        kind: str,
        subject: str,
        when: datetime,
        *,
        sender: str,
        recipient: str,
    ) -> list[tuple[str, bytes]]:
        return event(
            identity=identity,
            kind=kind,
            source=SOURCE,
            subject=subject,
            time=timestamp(when),
            sender=sender,
            recipient=recipient,
            cause=record.headers,
        )


_REASONS = {"T1": "the import names the export as its previous document", "T2": "same UCR"}


def explain(link: Link) -> str:
    """Return why two declarations belong together, or no longer do, in one sentence."""
    why = f"{_REASONS.get(link.tier, link.tier)} ({', '.join(link.evidence)})"
    if link.outcome == "VOID":
        return f"{link.export_key} and {link.import_key} no longer match: one was cancelled"
    return f"{link.export_key} and {link.import_key} match: {why}"


def _warnings(record: Record) -> list[Any]:
    text = header(record.headers, "hub_warnings")
    return list(orjson.loads(text)) if text else []
