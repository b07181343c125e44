"""Long interchanges: split block by block, they read as if they were split at once."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import edifact
from hub.connector.formats.edifact import blocks, tokens
from hub.connector.formats.edifact.blocks import Blocks
from tests.unit.connector.formats.edifact_zz import BEGIN, PROFILE, interchange

TEXT = st.text(alphabet="UNHT'+?:\n\r A1", max_size=80)
ITEM = (
    "CST+{n}+61102000:122+1000:117",
    "FTX+AAA+++COTTON PULLOVERS O?'NEILL {n}",
    "LOC+27+BD::5",
    "MEA+WT+G+KGM:{n}.5",
    "PAC+{n}++CT",
    "MOA+38:{n}.25:USD",
    "RFF+UCN:UCR{n}",
)


def goods(number: int) -> list[str]:
    """Return the segments of so many goods items."""
    return [segment.format(n=n) for n in range(1, number + 1) for segment in ITEM]


@given(TEXT, st.integers(1, 40))
def test_blocks_are_the_text_split_at_once(text: str, size: int) -> None:
    """Same segments, same numbers, same rest, wherever a block ends; release characters too."""
    whole = tokens.segments(text, tokens.DEFAULT)
    rest = whole.pop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        found = Blocks(text, tokens.DEFAULT)

        assert (found.count, found.rest) == (len(whole), rest)
        assert found.bounds == [(n, s) for n, s in enumerate(whole) if s[:3] in blocks.BOUNDS]
        expected = tokens.message(whole, tokens.DEFAULT, "?" in text) if whole else []
        for begin, end in ((0, len(whole)), (len(whole) // 3, len(whole) // 2)):
            if begin < end:
                assert list(found.segments(begin, end)) == expected[begin:end]


def test_a_fault_far_behind_is_found_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """All faults at once, with segment and offset, in whatever block; the same as in one block."""
    segments = [BEGIN, "UNS+D", *goods(40), BEGIN, *goods(40), "UNS+S", "UNS+D", BEGIN]
    raw = interchange("CUSDEC", *segments).replace(b"UNT+568", b"UNT+567")
    whole = edifact.read(raw, PROFILE)
    monkeypatch.setattr(blocks, "BLOCK", 100)

    parted = edifact.read(raw, PROFILE)

    assert parted == whole
    (refused,) = parted.refusals
    pointers = [fault.pointer for fault in refused.faults]
    assert pointers[0] == f"UNT+1, segment {len(segments) + 2}, offset {raw.rfind(b'UNT')}"


def test_many_messages_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message may lie in several blocks, and several in one."""
    one = interchange("CUSDEC", BEGIN, "UNS+D", *goods(3), "UNS+S")
    message = one[one.find(b"UNH") : one.find(b"UNZ")]
    raw = one.replace(message, message * 30).replace(b"UNZ+1", b"UNZ+30")
    for size in (50, 700, 5000, len(raw)):
        monkeypatch.setattr(blocks, "BLOCK", size)

        reading = edifact.read(raw, PROFILE)

        assert (len(reading.messages), reading.refusals, reading.warnings) == (30, (), ())
        assert all(len(m.body["goodsItems"]) == 3 for m in reading.messages)


def test_memory_beside_the_canonical_body_does_not_grow_with_the_message() -> None:
    """One block is split at a time; only the text itself is held whole."""
    raw = interchange("CUSDEC", BEGIN, "UNS+D", *goods(4000), "UNS+S")
    edifact.read(raw[:1000], PROFILE)
    tracemalloc.start()
    try:
        reading = edifact.read(raw, PROFILE)
        body, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(reading.messages[0].body["goodsItems"]) == 4000
    assert peak - body < 2 * len(raw) + 40 * blocks.BLOCK
