"""How far a partition is done without a gap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.delivery.watermark import Watermark


def test_a_gap_keeps_the_watermark_back() -> None:
    """What is finished after a gap is committed only when the gap closes."""
    watermark = Watermark()
    for offset in (5, 6, 9):
        watermark.take(offset)
    watermark.finish(9)
    watermark.finish(6)
    assert (watermark.committable(), watermark.pending, watermark.unfinished) == (None, 3, 1)
    watermark.finish(5)
    assert (watermark.committable(), watermark.pending, watermark.unfinished) == (10, 0, 0)


def test_an_offset_is_committable_once() -> None:
    """Nothing is committed twice."""
    watermark = Watermark()
    watermark.take(0)
    watermark.finish(0)
    assert (watermark.committable(), watermark.committable()) == (1, None)


@given(st.permutations(range(8)), st.integers(0, 8))
def test_it_never_passes_what_is_unfinished(order: list[int], done: int) -> None:
    """In whatever order offsets are finished, the watermark is the first unfinished one."""
    watermark = Watermark()
    for offset in range(8):
        watermark.take(offset)
    for offset in order[:done]:
        watermark.finish(offset)
    first_open = min(order[done:], default=8)
    assert watermark.committable() == (first_open or None)
    assert (watermark.pending, watermark.unfinished) == (8 - first_open, 8 - done)
