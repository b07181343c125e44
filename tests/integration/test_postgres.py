"""The store on the real PostgreSQL gives what its memory twin gives."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from hub.errors import Misconfigured, StoreUnavailable
from hub.local.machine import Machine
from hub.store.decisions import AliasRow, DecisionRow, Decisions, Learned, LinkRow, PostingRow
from hub.store.leases import Leases
from hub.store.memory import MemoryDecisions, MemoryReceipts
from hub.store.postgres import Store, prepare
from hub.store.receipts import ReceiptRow, Receipts
from hub.store.recording import MessageRow, Recording
from hub.store.schema_ids import SchemaIds
from hub.store.search import Search

pytestmark = pytest.mark.real
NOW = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)
NOTHING = Learned([], [], [], [], [], [])


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


@pytest.mark.parametrize("memory", [False, True])
async def test_within_one_batch_the_first_receipt_stays_too(store: Store, memory: bool) -> None:
    """Two messages of one id at once: the promise is the first one's."""
    receipts = MemoryReceipts() if memory else Receipts(store)
    first = ReceiptRow("GB", uuid4().hex, b"1", 5, NOW)
    other = first._replace(message_id=uuid4().hex)
    assert await receipts.keep([first, first._replace(sha256=b"2"), other]) == {}
    assert await receipts.find([first[:2], other[:2]]) == {first[:2]: first, other[:2]: other}


@pytest.mark.parametrize("memory", [False, True])
async def test_a_withdrawn_declaration_may_stand_again_in_the_same_batch(
    store: Store, memory: bool
) -> None:
    """Cancelled and declared anew: withdrawing comes first, and a link has its newest outcome."""
    decisions = MemoryDecisions() if memory else Decisions(store)
    key, identity = f"GB:{uuid4().hex}", str(uuid4())
    posting = PostingRow(f"UC|{key}", key, "GB", "IMPORT", identity, "{}")
    link = LinkRow("CN:E1", key, "T1", "MATCHED", "[]", NOW)
    async with decisions.session() as session:
        await session.store(NOTHING._replace(postings=[posting], links=[link]))
    async with decisions.session() as session:
        anew, void = posting._replace(detail='{"v": 2}'), link._replace(outcome="VOID")
        await session.store(NOTHING._replace(postings=[anew], links=[void], withdrawn=[key]))
    async with decisions.session() as session:
        assert (await session.load([], [posting.key], []))[1] == [anew]
        assert (await session.load_declarations([key]))[1] == [void]


@pytest.mark.parametrize("memory", [False, True])
async def test_nothing_is_decided_twice(store: Store, memory: bool) -> None:
    """A second decision for one message ends the whole batch; the first one stays."""
    decisions = MemoryDecisions() if memory else Decisions(store)
    decision = DecisionRow(str(uuid4()), "t/0/1", "ab", "GB:1", "{}", NOW)
    fresh = decision._replace(message_id=str(uuid4()))

    async def decide(*rows: DecisionRow) -> None:
        async with decisions.session() as session:
            await session.store(NOTHING._replace(decisions=rows))

    await decide(decision)
    with pytest.raises((AssertionError, asyncpg.UniqueViolationError)):
        await decide(decision._replace(verdict="other"), fresh)
    async with decisions.session() as session:
        found, _, _ = await session.load([decision.message_id, fresh.message_id], [], [])
    assert found == {decision.message_id: decision}


async def test_routers_take_turns(store: Store) -> None:
    """A second session waits until the first one's postings can be seen."""
    decisions, entered = Decisions(store), asyncio.Event()

    async def enter() -> None:
        async with decisions.session():
            entered.set()

    async with decisions.session():
        second = asyncio.create_task(enter())
        await asyncio.sleep(0.3)
        assert not entered.is_set()
    await asyncio.wait_for(second, 10)


# --- the recorder -----------------------------------------------------------


def recorded(topic: str, position: int = 0, **values: Any) -> MessageRow:
    """Return the row of a record."""
    row = MessageRow(
        topic, 0, position, None, "Raw", "inbound", "ZZ", "ZZ", "", "", None, NOW, 3, ""
    )
    return row._replace(**values)


async def count(store: Store, topic: str) -> int:
    """Return how many rows a topic has."""
    async with store.connection() as connection:
        return int(
            await connection.fetchval("select count(*) from message where topic = $1", topic)
        )


async def test_rows_tallies_and_positions_are_written_together(store: Store) -> None:
    """The recorder finds its place again, and figures add up."""
    recording, topic = Recording(store), f"customs.zz.{uuid4().hex[:6]}"
    for before, after in ((0, 5), (5, 6)):
        rows = [recorded(topic, place) for place in range(before, after)]
        tallies = {("ZZ", topic, "Raw"): after - before}
        await recording.record(rows, tallies, {(topic, 0): (before, after)})

    assert (await recording.positions())[topic, 0] == 6
    assert await count(store, topic) == 6
    async with store.connection() as connection:
        counted = await connection.fetchval("select messages from tally where stage = $1", topic)
    assert counted == 6


@pytest.mark.parametrize("stale", [0, 4, 7])
async def test_a_recorder_that_another_overtook_writes_nothing(store: Store, stale: int) -> None:
    """Neither rows nor figures, nor the partitions it alone has: it looks up where to go on."""
    recording, topic = Recording(store), f"customs.zz.{uuid4().hex[:6]}"
    await recording.record([], {("ZZ", topic, "Raw"): 5}, {(topic, 0): (0, 5), (topic, 1): (0, 2)})
    with pytest.raises(StoreUnavailable, match="another recorder was here"):
        await recording.record(
            [recorded(topic, stale)],
            {("ZZ", topic, "Raw"): 1},
            {(topic, 0): (stale, stale + 1), (topic, 1): (2, 3)},
        )

    positions = await recording.positions()
    assert (positions[topic, 0], positions[topic, 1]) == (5, 2)
    assert await count(store, topic) == 0
    async with store.connection() as connection:
        counted = await connection.fetchval("select messages from tally where stage = $1", topic)
    assert counted == 5


async def test_of_two_recorders_at_once_one_writes(store: Store) -> None:
    """Also where nobody has recorded the partition before."""
    topic = f"customs.zz.{uuid4().hex[:6]}"
    ended = await asyncio.gather(
        *(
            Recording(store).record(
                [recorded(topic)], {("ZZ", topic, "Raw"): 1}, {(topic, 0): (0, 1)}
            )
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in ended) == ["NoneType", "StoreUnavailable"]
    assert await count(store, topic) == 1


# --- search -----------------------------------------------------------------


class Consignment:
    """An export of ZZ and its import of YY, as router and recorder wrote them down."""

    def __init__(self) -> None:
        self.number = uuid4().hex.upper()
        self.export, self.imported = f"ZZ:E{self.number}", f"YY:I{self.number}"
        self.ucr, self.lrn = f"4ZZ{self.number}-1", f"L{self.number}"
        self.cause, self.canonical, self.sent = (str(uuid4()) for _ in range(3))

    async def write(self, store: Store) -> None:
        """Write everything."""
        topic, posted = f"customs.zz.{self.number[:8]}", str(uuid4())
        of_export = {"declaration_key": self.export, "correlation_id": self.cause}
        rows = [
            recorded(topic, 0, message_id=self.cause, correlation_id=self.cause),
            recorded(
                topic,
                1,
                message_id=self.canonical,
                kind="Declaration",
                stage="canonical",
                **of_export,
            ),
            recorded(
                topic,
                2,
                message_id=self.sent,
                kind="Declaration",
                stage="outbound",
                country="YY",
                **of_export,
            ),
            recorded(
                topic,
                3,
                message_id=str(uuid4()),
                kind="Declaration",
                stage="canonical",
                country="YY",
                declaration_key=self.imported,
                correlation_id=str(uuid4()),
            ),
        ]
        await Recording(store).record(rows, {("ZZ", topic, "x"): 1}, {(topic, 0): (0, 4)})
        posting = PostingRow(f"UC|{self.ucr}", self.export, "ZZ", "EXPORT", posted, "{}")
        names = (f"E{self.number}", self.lrn)
        aliases = [AliasRow("ZZ", name, self.export) for name in names]
        link = LinkRow(self.export, self.imported, "T2", "MATCHED", "[]", NOW)
        async with Decisions(store).session() as session:
            await session.store(NOTHING._replace(postings=[posting], aliases=aliases, links=[link]))


async def test_a_consignment_is_found_by_any_of_its_names(store: Store) -> None:
    """Message id of any step, key of either declaration, number, reference, and UCR as typed."""
    found = Consignment()
    await found.write(store)
    search = Search(store)
    whole = await search.trace(found.export)
    assert whole.declarations == (found.imported, found.export)
    assert [step.stage for step in whole.steps] == [
        "inbound",
        "canonical",
        "canonical",
        "outbound",
    ]
    assert [match.tier for match in whole.matches] == ["T2"]
    assert [(each.country, each.kind) for each in whole.waiting] == [("YY", "Declaration")]
    names = [found.imported, f"E{found.number}", found.lrn, found.ucr, f" {found.ucr.lower()} "]
    for name in [*names, found.cause, found.canonical, found.sent]:
        assert await search.trace(name) == whole, name


@pytest.mark.parametrize(
    "key", ["", " ", "NO", "nobody", "\0", "'; drop table message; --", str(uuid4())]
)
async def test_what_nobody_knows_is_an_empty_trace(store: Store, key: str) -> None:
    """Any text may be asked for; a filler is no name of all that has none."""
    await Consignment().write(store)
    found = await Search(store).trace(key)
    assert (found.steps, found.matches, found.waiting) == ((), (), ())


async def test_figures_say_what_waits_by_country(store: Store) -> None:
    """Outbound less what arrived or is parked; a parked original was never outbound."""
    country, topic = uuid4().hex[:6].upper(), f"customs.zz.{uuid4().hex[:6]}"
    before = (await Search(store).figures())["matches"]
    tallies = {
        (country, "inbound", "Raw"): 7,
        (country, "canonical", "Declaration"): 5,
        (country, "outbound", "Declaration"): 4,
        (country, "outbound", "Refusal"): 2,
        (country, "delivered", "DeliveryReport"): 3,
        (country, "parked", "Declaration"): 1,
        (country, "parked", "Raw"): 1,
        ("", "matches", "MatchResult"): 2,
    }
    await Recording(store).record([], tallies, {(topic, 0): (0, 1)})

    figures = await Search(store).figures()
    assert figures["countries"][country] == {
        "inbound": 7,
        "canonical": 5,
        "outbound": 6,
        "refused": 2,
        "delivered": 3,
        "parked": 2,
        "parkedOutbound": 1,
        "waiting": 2,
    }
    assert "" not in figures["countries"]
    assert figures["matches"] >= before + 2


async def test_what_is_parked_is_listed_newest_first(store: Store) -> None:
    """With its reason; never more than asked for."""
    topic, ids = f"customs.zz.{uuid4().hex[:6]}", [str(uuid4()) for _ in range(3)]
    rows = [
        recorded(
            topic,
            place,
            message_id=identity,
            stage="parked",
            happened_at=NOW + timedelta(seconds=place),
            detail='{"reason": "no form"}',
        )
        for place, identity in enumerate(ids)
    ]
    await Recording(store).record(rows, {("ZZ", topic, "x"): 3}, {(topic, 0): (0, 3)})

    parked = await Search(store).parked(1000)
    ours = [step for step in parked if step.message_id in ids]
    assert [step.message_id for step in ours] == ids[::-1]
    assert ours[0].detail == '{"reason": "no form"}'
    assert len(await Search(store).parked(1)) == 1


# --- connections ------------------------------------------------------------


async def test_preparing_again_keeps_what_is_there(store: Store) -> None:
    """Every start applies the schema."""
    receipts, row = Receipts(store), ReceiptRow("GB", uuid4().hex, b"1", 5, NOW)
    await receipts.keep([row])
    await asyncio.gather(prepare(store), prepare(store))
    assert await receipts.find([row[:2]]) == {row[:2]: row}


@pytest.mark.parametrize(("durable", "commit"), [(True, "on"), (False, "off")])
async def test_only_what_can_be_made_again_is_not_on_disk_at_once(
    machine: Machine, durable: bool, commit: str
) -> None:
    """And no plan made on empty tables is a sequential scan for ever."""
    found = Store(machine.env["HUB_POSTGRES"], 1, durable=durable)
    async with found.connection() as connection:
        assert await connection.fetchval("show synchronous_commit") == commit
        assert await connection.fetchval("show enable_seqscan") == "off"
    await found.close()


async def test_a_database_that_is_not_there_is_a_wrong_setting(machine: Machine) -> None:
    """Waiting for it would help nobody."""
    parts = urlsplit(machine.env["HUB_POSTGRES"])
    found = Store(urlunsplit(parts._replace(path="/nobody")), 1)
    with pytest.raises(Misconfigured, match="HUB_POSTGRES"):
        await prepare(found)


async def test_a_connection_that_the_server_ends_is_an_outage(store: Store) -> None:
    """And the next question finds a new connection."""

    async def cut() -> None:
        async with store.connection() as connection, store.connection() as other:
            own = await connection.fetchval("select pg_backend_pid()")
            await other.execute("select pg_terminate_backend($1)", own)
            await connection.fetchval("select 1")

    with pytest.raises(StoreUnavailable, match="PostgreSQL"):
        await cut()
    await asyncio.sleep(0.2)
    async with store.connection() as connection:
        assert await connection.fetchval("select 1") == 1


async def test_a_lease_that_ran_out_is_free(store: Store) -> None:
    """Its owner died, or was away for too long; until then others wait."""
    lane = uuid4().hex
    one, two = Leases(store, "one", seconds=1), Leases(store, "two")
    assert await one.take(lane)
    assert not await two.take(lane)
    await asyncio.sleep(1.1)
    assert await two.take(lane)
    assert not await one.take(lane)
    await one.give_back([lane])
    assert not await one.take(lane), "nobody gives back what is another's"


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
