"""The store on the real PostgreSQL gives what its memory twin gives."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from hub.local.machine import Machine
from hub.store.decisions import AliasRow, DecisionRow, Decisions, Learned, LinkRow, PostingRow
from hub.store.leases import Leases
from hub.store.memory import MemoryDecisions, MemoryReceipts
from hub.store.postgres import Store, prepare
from hub.store.receipts import ReceiptRow, Receipts
from hub.store.recording import MessageRow, Recording
from hub.store.schema_ids import SchemaIds

pytestmark = pytest.mark.real
NOW = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def store(machine: Machine):  # type: ignore[no-untyped-def]
    """Yield a store whose tables exist."""
    found = Store(machine.env["HUB_POSTGRES"])
    await prepare(found)
    yield found
    await found.close()


@pytest.mark.parametrize("memory", [False, True])
async def test_the_first_receipt_stays(store: Store, memory: bool) -> None:
    """A second row for the same message changes nothing and gets the first one back."""
    receipts = MemoryReceipts() if memory else Receipts(store)
    first = ReceiptRow("GB", uuid4().hex, b"1", 5, NOW)
    second = first._replace(sha256=b"2")

    assert await receipts.keep([first]) == {}
    assert await receipts.keep([second]) == {first[:2]: first}
    assert await receipts.find([first[:2], ("GB", "none")]) == {first[:2]: first}


@pytest.mark.parametrize("memory", [False, True])
async def test_a_batch_of_decisions_is_found_again(store: Store, memory: bool) -> None:
    """Decisions, postings, names, holders and links come back; withdrawn postings do not."""
    decisions = MemoryDecisions() if memory else Decisions(store)
    key, other, identity = f"GB:{uuid4().hex}", f"CN:{uuid4().hex}", str(uuid4())
    decision = DecisionRow(identity, "t/0/1", "ab", key, "{}", NOW)
    posting = PostingRow(f"UC|{key}", key, "GB", "IMPORT", identity, "{}")
    link = LinkRow(other, key, "T1", "MATCHED", "[]", NOW)
    alias = AliasRow("GB", key[3:], key)
    async with decisions.session() as session:
        await session.store(Learned([decision], [posting], [alias], [(key, "CN")], [link], []))

    async with decisions.session() as session:
        found = await session.load([identity], [posting.key], [key[3:]])
        declared = await session.load_declarations([key])
        await session.store(Learned([], [], [], [], [], [key]))
    assert found == ({identity: decision}, [posting], [alias])
    assert declared == ([(key, "CN")], [link])
    async with decisions.session() as session:
        assert (await session.load([], [posting.key], []))[1] == []


async def test_a_failed_batch_leaves_nothing(store: Store) -> None:
    """What a session stored before it failed is not there afterwards."""
    decisions, identity = Decisions(store), str(uuid4())
    decision = DecisionRow(identity, "t/0/1", "ab", "GB:1", "{}", NOW)

    async def half_way() -> None:
        async with decisions.session() as session:
            await session.store(Learned([decision], [], [], [], [], []))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await half_way()
    async with decisions.session() as session:
        assert (await session.load([identity], [], []))[0] == {}


async def test_rows_tallies_and_positions_are_written_together(store: Store) -> None:
    """The recorder finds its place again, and figures add up."""
    recording, topic = Recording(store), f"customs.zz.{uuid4().hex[:6]}"
    row = MessageRow(topic, 0, 4, "i", "Raw", topic, "ZZ", "ZZ", "", "", "i", NOW, 3, "")
    for position in (4, 5):
        await recording.record(
            [row._replace(position=position)], {("ZZ", topic, "Raw"): 1}, {(topic, 0): position + 1}
        )

    assert (await recording.positions())[topic, 0] == 6
    async with store.connection() as connection:
        counted = await connection.fetchval("select messages from tally where stage = $1", topic)
    assert counted == 2


async def test_a_lease_is_one_owners_until_it_ends(store: Store) -> None:
    """The second owner waits; a lease given back or run out is free."""
    lane = uuid4().hex
    one, two = Leases(store, "one"), Leases(store, "two")
    assert await one.take(lane)
    assert await one.take(lane)
    assert not await two.take(lane)
    await one.give_back([lane])
    assert await two.take(lane)
    assert await Leases(store, "three", seconds=0).take(uuid4().hex)


async def test_schema_ids_are_remembered(store: Store) -> None:
    """The newest id of a fingerprint wins."""
    ids, name = SchemaIds(store), uuid4().hex
    await ids.keep([(name, "f", 1)])
    await ids.keep([(name, "f", 2), (name, "g", 3)])
    found = await ids.load()
    assert (found[name, "f"], found[name, "g"]) == (2, 3)
