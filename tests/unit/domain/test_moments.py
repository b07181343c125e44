"""Dates and times of national systems."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain import moments


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("20231016010000+01", datetime(2023, 10, 16, 0, 0, tzinfo=UTC)),
        ("20210719150757Z", datetime(2021, 7, 19, 15, 7, 57, tzinfo=UTC)),
        ("20261124", datetime(2026, 11, 23, 16, 0, tzinfo=UTC)),
        ("202611240930", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("20261124093000123", datetime(2026, 11, 24, 1, 30, 0, 123000, tzinfo=UTC)),
    ],
)
def test_compact_times_without_an_offset_are_local(text: str, utc: datetime) -> None:
    """Formats 102, 203, 204 and 304 with and without an offset, in Shanghai."""
    moment = moments.compact(text, "Asia/Shanghai")
    assert moment is not None
    assert moment["utc"] == utc
    assert moment["text"] == text


@pytest.mark.parametrize(
    "text", ["", "2026", "20261324", "yesterday", "20261124+99:99:99", "２０２６"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    """A reader warns; it never guesses."""
    assert moments.compact(text, "UTC") is None


@given(st.text(max_size=24))
def test_no_text_raises(text: str) -> None:
    """Whatever was typed, the answer is a moment or None."""
    moments.compact(text, "Europe/London")
    moments.iso(text, "Europe/London")
    moments.pattern(text, "%m/%d/%y", "Europe/London")


def test_a_moment_is_written_in_the_recipients_zone() -> None:
    """The same instant, another clock on the wall."""
    moment = moments.compact("20261124120000Z", "UTC")
    assert moments.written(moment, "Asia/Jakarta", "%Y-%m-%d %H:%M") == "2026-11-24 19:00"
    assert moments.written(None, "Asia/Jakarta", "%Y") == ""
