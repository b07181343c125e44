"""The store in memory keeps the promises of PostgreSQL (tests/integration/test_postgres.py)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.errors import StoreUnavailable
from hub.store.decisions import AliasRow, DecisionRow, Learned, LinkRow, PostingRow
from hub.store.memory import MemoryDecisions, MemoryReceipts
from hub.store.receipts import ReceiptRow

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DECISION = DecisionRow("m1", "t/0/1", "ab", "GB:1", "{}", NOW)
POSTING = PostingRow("UC|U1", "GB:1", "GB", "IMPORT", "m1", "{}")
ALIAS = AliasRow("GB", "1", "GB:1")
LINK = LinkRow("CN:E1", "GB:1", "T1", "MATCHED", "[]", NOW)
NOTHING = Learned([], [], [], [], [], [])


async def test_the_first_receipt_stays() -> None:
    """A second row for the same message changes nothing and gets the first one back."""
    receipts = MemoryReceipts()
    first = ReceiptRow("GB", "s1", b"1", 5, NOW)
    assert await receipts.keep([first]) == {}
    assert await receipts.keep([first._replace(sha256=b"2")]) == {("GB", "s1"): first}
    assert await receipts.find([("GB", "s1"), ("CN", "s1")]) == {("GB", "s1"): first}


async def test_within_one_batch_the_first_receipt_stays_too() -> None:
    """Two messages of one id at once: the promise is the first one's."""
    receipts = MemoryReceipts()
    first = ReceiptRow("GB", "s1", b"1", 5, NOW)
    await receipts.keep([first, first._replace(sha256=b"2")])
    assert await receipts.find([("GB", "s1")]) == {("GB", "s1"): first}


async def test_what_a_batch_learns_is_found_by_whoever_asks() -> None:
    """By key, by any name, by either side of a link; nothing that was not asked for."""
    decisions = MemoryDecisions()
    await decisions.store(Learned([DECISION], [POSTING], [ALIAS], [("GB:1", "CN")], [LINK], []))
    assert await decisions.load(["m1", "m2"], ["UC|U1"], ["1"]) == (
        {"m1": DECISION},
        [POSTING],
        [ALIAS],
    )
    assert await decisions.load(["m2"], ["UC|U2"], ["2"]) == ({}, [], [])
    for side in ("CN:E1", "GB:1"):
        assert (await decisions.load_declarations([side]))[1] == [LINK]
    assert await decisions.load_declarations([]) == ([], [])


async def test_a_withdrawn_declaration_stands_under_no_key() -> None:
    """Unless the same batch declares it again: withdrawing comes first."""
    decisions = MemoryDecisions()
    await decisions.store(NOTHING._replace(postings=[POSTING]))
    await decisions.store(NOTHING._replace(withdrawn=["GB:1"]))
    assert (await decisions.load([], ["UC|U1"], []))[1] == []
    await decisions.store(NOTHING._replace(postings=[POSTING], withdrawn=["GB:1"]))
    assert (await decisions.load([], ["UC|U1"], []))[1] == [POSTING]


async def test_a_link_has_one_outcome() -> None:
    """The newest word on a pair replaces the older one."""
    decisions = MemoryDecisions()
    await decisions.store(NOTHING._replace(links=[LINK]))
    await decisions.store(NOTHING._replace(links=[LINK._replace(outcome="VOID")]))
    (found,) = (await decisions.load_declarations(["GB:1"]))[1]
    assert found.outcome == "VOID"


async def test_nothing_is_decided_twice() -> None:
    """A second decision for one message is a fault of the router, and is not taken."""
    decisions = MemoryDecisions()
    await decisions.store(NOTHING._replace(decisions=[DECISION]))
    with pytest.raises(AssertionError, match="m1"):
        await decisions.store(NOTHING._replace(decisions=[DECISION._replace(verdict="other")]))
    assert decisions.decisions == {"m1": DECISION}


async def test_a_store_that_is_away_says_so() -> None:
    """Every question and every answer to keep."""
    receipts, decisions = MemoryReceipts(), MemoryDecisions()
    receipts.down = decisions.down = True
    with pytest.raises(StoreUnavailable):
        await receipts.find([])
    with pytest.raises(StoreUnavailable):
        await receipts.keep([])
    with pytest.raises(StoreUnavailable):
        async with decisions.session():
            pass
