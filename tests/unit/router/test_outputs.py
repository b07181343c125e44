"""From a verdict to messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from hub.bus.records import Outgoing, Record, header
from hub.domain.identifiers import is_message_id
from hub.router.entries import Entry, Link, Verdict
from hub.router.outputs import Outputs, explain
from hub.router.station import entry_of
from tests.unit.router.canonical import CODEC, canonical

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OTHER = {"key": "BB:I1", "country": "BB", "side": "IMPORT", "id": "I1", "lrn": "L2", "refs": {}}
LINK = Link("AA:E1", "BB:I1", "T1", "MATCHED", ("PD|AA|E1",), OTHER)
VERDICT = Verdict("AA:E1", ("BB", "CC"), (LINK,))


def lodged(kind: str = "Declaration", **stated: Any) -> Record:
    """Return the record of AA's export E1."""
    return canonical("AA", "s1", kind, declarationId="E1", functionalReferenceId="L1", **stated)


def made(record: Record, verdict: Verdict = VERDICT) -> list[Outgoing]:
    """Return its outputs."""
    entry: Entry = entry_of(record, CODEC)
    return Outputs(CODEC).of(record, entry, verdict, NOW)


def told(outputs: list[Outgoing]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (topic, kind, body) of each."""
    return [(out.topic, *CODEC.decode(out.value)) for out in outputs]


def test_the_sender_hears_first_then_the_recipients_then_both_of_the_match() -> None:
    """One order for everybody, every message under its declaration's key."""
    outputs = made(lodged())
    assert [(topic.removeprefix("customs."), kind) for topic, kind, _ in told(outputs)] == [
        ("aa.outbound", "Acknowledgement"),
        ("bb.outbound", "Declaration"),
        ("cc.outbound", "Declaration"),
        ("aa.outbound", "MatchResult"),
        ("bb.outbound", "MatchResult"),
        ("hub.matches", "MatchResult"),
    ]
    assert [out.key for out in outputs] == [b"AA:E1"] * 4 + [b"BB:I1", b"AA:E1"]
    assert all(header(out.headers, "ce_subject").encode() == out.key for out in outputs)


def test_ids_are_the_hubs_all_different_and_the_same_again() -> None:
    """A zombie's output is recognisable; two outputs are never taken for one."""
    once, again = made(lodged()), made(lodged())
    ids = [header(out.headers, "ce_id") for out in once]
    assert len(set(ids)) == len(ids)
    assert all(map(is_message_id, ids))
    assert once == again


def test_what_is_forwarded_is_what_was_sent() -> None:
    """Its bytes, untouched, with whom it comes from and whom it goes to."""
    record = lodged(ucr="U1")
    forwarded = made(record)[1]
    assert forwarded.value == record.value
    assert header(forwarded.headers, "ce_sender") == "AA"
    assert header(forwarded.headers, "ce_recipient") == "BB"
    assert header(forwarded.headers, "ce_correlationid") == header(record.headers, "ce_id")


def test_each_side_reads_a_match_from_its_own_side() -> None:
    """Its own number first, the counterpart's second; followers read the export's side."""
    (_, _, mine), (_, _, theirs), (_, _, followed) = told(made(lodged()))[3:]
    for body, own, other in ((mine, "AA:E1", "BB:I1"), (theirs, "BB:I1", "AA:E1")):
        assert (body["declarationKey"], body["counterpartKey"]) == (own, other)
    assert (mine["side"], theirs["side"]) == ("EXPORT", "IMPORT")
    assert theirs["functionalReferenceId"] == "L2"
    assert followed == mine


def test_an_acknowledgement_says_who_will_hear_and_what_was_odd() -> None:
    """Accepted; or accepted with the warnings the connector found."""
    _, _, plain = told(made(lodged()))[0]
    assert (plain["outcome"], plain["recipients"]) == ("ACCEPTED", ["BB", "CC"])
    assert (plain["senderMessageId"], plain["functionalReferenceId"]) == ("s1", "L1")
    fault = {"code": "50", "pointer": "/a", "text": "is implausible", "original": "x"}
    _, _, odd = told(made(lodged(warnings=orjson.dumps([fault]))))[0]
    assert (odd["outcome"], odd["warnings"]) == ("ACCEPTED_WITH_WARNINGS", [fault])


def test_other_content_under_a_used_id_is_refused_and_goes_nowhere() -> None:
    """Code 26 to its sender, with the id in question; each attempt is answered by itself."""
    first, second = (
        made(lodged()._replace(offset=n), Verdict("AA:E1", changed=True)) for n in (1, 2)
    )
    ((topic, kind, body),) = told(first)
    assert (topic, kind) == ("customs.aa.outbound", "Refusal")
    assert [(f["code"], f["original"]) for f in body["faults"]] == [("26", "s1")]
    assert header(first[0].headers, "ce_id") != header(second[0].headers, "ce_id")


@pytest.mark.parametrize("kind", ["BorderTicket", "BorderAggregate"])
def test_other_kinds_lead_to_nothing(kind: str) -> None:
    """They are recorded; nobody is told."""
    record = lodged()
    entry = Entry("m", "t/0/0", "", kind, "AA", {})
    assert Outputs(CODEC).of(record, entry, Verdict("AA:E1"), NOW) == []


def test_a_match_is_explained_in_words() -> None:
    """Why, by which keys; or that it is over."""
    assert "previous document (PD|AA|E1)" in explain(LINK)
    assert "no longer match" in explain(Link("a", "b", "T2", "VOID", ()))
