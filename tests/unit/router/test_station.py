"""The router's loop: decide once, answer the same again, let no message stop the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.bus.records import Outgoing, Record, header
from hub.errors import StoreUnavailable
from hub.router import station
from hub.router.station import Router
from hub.store.memory import MemoryDecisions
from tests.unit.router.canonical import CODEC, canonical

EXPORT = {"side": "EXPORT", "exportCountry": "AA", "destinationCountry": "BB"}
IMPORT = {"side": "IMPORT", "exportCountry": "AA", "destinationCountry": "BB"}
GOOD = canonical("AA", "good", declarationId="GOOD", offset=99, **EXPORT)


class Clock:
    """A clock that moves on only when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

    def now(self, zone: Any) -> datetime:
        return self.time


@pytest.fixture(scope="module", autouse=True)
def clock() -> Any:
    """The clock of every router here."""
    found = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(station, "datetime", found)
        yield found


def router(decisions: MemoryDecisions | None = None) -> Router:
    """Return a router with this memory."""
    return Router(decisions or MemoryDecisions(), CODEC, ["AA", "BB", "CC"])


def kinds(outputs: list[Outgoing]) -> list[str]:
    """Return where each output goes and what it is."""
    return [
        f"{out.topic.removeprefix('customs.')} {header(out.headers, 'ce_type').split('.')[2]}"
        for out in outputs
    ]


def plain(number: str, side: dict[str, str], ucr: str, code: str) -> dict[str, Any]:
    """Return the body of a declaration, or of its cancellation or amendment."""
    return {"declarationId": number, "functionalReferenceId": f"L{number}", **side, "ucr": ucr} | (
        {"functionCode": code}
    )


CODES = st.sampled_from(["9", "9", "4", "1"])
MESSAGES = st.lists(
    st.one_of(
        st.builds(
            lambda n, ucr, code: ("AA", "Declaration", plain(f"E{n}", EXPORT, ucr, code)),
            st.integers(1, 2),
            st.sampled_from(["U1", "U2"]),
            CODES,
        ),
        st.builds(
            lambda n, ucr, code: ("BB", "Declaration", plain(f"I{n}", IMPORT, ucr, code)),
            st.integers(1, 2),
            st.sampled_from(["U1", "U2"]),
            CODES,
        ),
        st.builds(
            lambda n, status: ("AA", "StatusChange", {"declarationId": f"E{n}", "status": status}),
            st.integers(1, 3),
            st.sampled_from(["RELEASED", "REJECTED"]),
        ),
    ),
    min_size=1,
    max_size=8,
).map(
    lambda messages: [
        canonical(country, f"s{place}", kind, offset=place, **body)
        for place, (country, kind, body) in enumerate(messages)
    ]
)


async def in_batches(records: list[Record], size: int) -> tuple[list[Outgoing], MemoryDecisions]:
    """Decide these a few at a time; return the outputs and the memory."""
    decisions, outputs = MemoryDecisions(), list[Outgoing]()
    for start in range(0, len(records), size):
        outputs += await router(decisions).handle(records[start : start + size])
    return outputs, decisions


@given(MESSAGES, st.integers(1, 4))
async def test_how_the_batches_fell_changes_nothing(records: list[Record], size: int) -> None:
    """Replaying the whole log in other batches gives the same links and outputs."""
    whole, one = await in_batches(records, len(records))
    parts, other = await in_batches(records, size)
    assert whole == parts
    assert (one.links, one.holders, one.aliases) == (other.links, other.holders, other.aliases)
    assert set(one.postings) == set(other.postings)


@given(MESSAGES, st.integers(0, 8))
async def test_the_same_input_again_gives_the_same_outputs(
    records: list[Record], again_from: int
) -> None:
    """After a crash an hour later, read from anywhere: byte for byte what was decided."""
    once, decisions = await in_batches(records, 3)
    before = {record.source: await router(decisions).handle([record]) for record in records}
    assert [out for outputs in before.values() for out in outputs] == once
    station.datetime.time += timedelta(hours=1)  # type: ignore[attr-defined]
    again = await router(decisions).handle(records[again_from:])
    assert again == [out for record in records[again_from:] for out in before[record.source]]


async def test_a_resend_leads_to_nothing_and_other_content_to_a_refusal() -> None:
    """By id and hash, in the same batch as well as later."""
    first = canonical("AA", "s1", declarationId="E1", **EXPORT)
    resent = first._replace(offset=1)
    changed = canonical("AA", "s1", declarationId="E1", ucr="other", offset=2, **EXPORT)
    decisions = MemoryDecisions()
    assert kinds(await router(decisions).handle([first, resent, changed])) == [
        "aa.outbound Acknowledgement",
        "bb.outbound Declaration",
        "aa.outbound Refusal",
    ]
    assert await router(decisions).handle([resent]) == []
    assert kinds(await router(decisions).handle([changed])) == ["aa.outbound Refusal"]
    assert len(decisions.decisions) == 1


def without(record: Record, name: str) -> Record:
    """Return a record that lacks a header."""
    return record._replace(headers=[pair for pair in record.headers if pair[0] != name])


def foreign(name: str, value: bytes) -> Record:
    """Return a good record with another header."""
    made = without(canonical("AA", "bad", declarationId="E1", **EXPORT), name)
    return made._replace(headers=[*made.headers, (name, value)])


BAD = {
    "no Avro": canonical("AA", "bad")._replace(value=b"{}"),
    "cut": GOOD._replace(value=GOOD.value[:9]),
    "of another country": canonical("BB", "bad")._replace(topic="customs.aa.canonical"),
    "without an id": without(canonical("AA", "bad", declarationId="E1"), "ce_id"),
    "with an id of its own": foreign("ce_id", b"my-id"),
    "with an id of no text": foreign("ce_id", b"\xff"),
    "with a NUL in its number": canonical("AA", "bad", declarationId="E\0", **EXPORT),
    "with a NUL in its reference": canonical("AA", "bad", functionalReferenceId="L\0", **EXPORT),
    "with a NUL in its UCR": canonical("AA", "bad", ucr="U\0", **EXPORT),
    "with a NUL in a document": canonical("AA", "bad", previousDocuments=[{"id": "E\0"}], **IMPORT),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_what_cannot_be_decided_is_parked_and_the_next_goes_on(bad: Record) -> None:
    """The original bytes with the reason; what PostgreSQL cannot hold never reaches it."""
    decisions = MemoryDecisions()
    parked, *rest = await router(decisions).handle([bad, GOOD])
    assert (parked.topic, parked.value) == ("customs.aa.parked", bad.value)
    assert header(parked.headers, "hub_reason")
    assert kinds(rest) == ["aa.outbound Acknowledgement", "bb.outbound Declaration"]
    assert [row.source for row in decisions.decisions.values()] == [GOOD.source]


async def test_what_cannot_be_answered_is_parked_and_the_next_goes_on() -> None:
    """A fault of ours in one answer does not hold the batch."""

    class Failing:
        def encode(self, kind: str, body: dict[str, Any]) -> bytes:
            if body["declarationKey"] == "AA:E1":
                raise ValueError("does not fit")
            return CODEC.encode(kind, body)

        def routing(self, value: bytes) -> Any:
            return CODEC.routing(value)

    failing = Router(MemoryDecisions(), Failing(), ["AA", "BB"])
    bad = canonical("AA", "bad", declarationId="E1", **EXPORT)
    parked, *rest = await failing.handle([bad, GOOD])
    assert header(parked.headers, "hub_reason") == "does not fit"
    assert len(rest) == 2


async def test_while_the_store_is_away_nothing_is_said() -> None:
    """No output without its stored decision: the batch is read again."""
    decisions = MemoryDecisions()
    decisions.down = True
    with pytest.raises(StoreUnavailable):
        await router(decisions).handle([GOOD])


async def test_a_batch_of_nothing_but_bad_messages_needs_no_store() -> None:
    """They are parked even while PostgreSQL is away."""
    decisions = MemoryDecisions()
    decisions.down = True
    assert len(await router(decisions).handle([BAD["no Avro"]])) == 1
