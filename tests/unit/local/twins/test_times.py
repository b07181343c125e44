"""A histogram of times against the times themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.local.twins.times import Times


@given(st.lists(st.floats(0.0002, 600), min_size=1, max_size=300))
def test_percentiles_are_right_to_two_per_cent(values: list[float]) -> None:
    """Half the values are at most p50, up to the width of a bucket."""
    times = Times()
    for value in values:
        times.add(value)
    ordered = sorted(values)
    exact = ordered[max(0, -(-len(ordered) // 2) - 1)] * 1000

    found = times.percentiles()

    assert exact * 0.98 - 0.11 <= found["p50"] <= exact * 1.021 + 0.11
    assert found["max"] == round(max(values) * 1000, 1)
    assert found["p50"] <= found["p99"] <= found["max"]


def test_nothing_measured_is_nothing_said() -> None:
    """An empty histogram has no percentiles, and clearing makes it empty."""
    times = Times()
    assert times.percentiles() == {}
    times.add(1.0)
    times.clear()
    assert times.percentiles() == {}


def test_times_outside_the_buckets_are_counted_at_their_ends() -> None:
    """No time is too short or too long."""
    times = Times()
    for value in (0.0, -1.0, 1e9):
        times.add(value)

    assert times.percentiles()["max"] == 1e12
