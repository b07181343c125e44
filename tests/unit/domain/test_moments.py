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


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-24", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        ("2026-11-24T09:30:00", datetime(2026, 11, 24, 2, 30, tzinfo=UTC)),
        ("2026-11-24T09:30:00Z", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("2026-11-24T09:30:00.5-03:30", datetime(2026, 11, 24, 13, 0, 0, 500000, tzinfo=UTC)),
    ],
)
def test_iso_times_without_an_offset_are_local(text: str, utc: datetime) -> None:
    """A stated offset goes before the country's zone, which is Jakarta here."""
    moment = moments.iso(text, "Asia/Jakarta")
    assert moment is not None
    assert (moment["utc"], moment["text"]) == (utc, text)


def test_a_national_pattern_is_read_in_the_national_zone() -> None:
    """Day and month stand where the country puts them; a 31st of February is none."""
    moment = moments.pattern("03/02/26", "%d/%m/%y", "Asia/Bangkok")
    assert moment is not None
    assert moment["utc"] == datetime(2026, 2, 2, 17, 0, tzinfo=UTC)
    assert moments.pattern("31/02/26", "%d/%m/%y", "Asia/Bangkok") is None


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/London", "America/Jamaica"])
@pytest.mark.parametrize("text", ["99991231235959Z", "00010101000000Z"])
def test_the_ends_of_time_can_be_written_everywhere(text: str, zone: str) -> None:
    """`99991231` means without end; no zone may push it over the edge."""
    moment = moments.compact(text, "UTC")
    assert moment is not None
    assert len(moments.written(moment, zone, "%d.%m.%H")) == 8


@pytest.mark.parametrize(
    ("text", "whole"),
    [("20261124", True), ("20261124000001", False), ("20261123170000Z", True)],
)
def test_a_day_is_whole_where_it_begins_in_its_zone(text: str, whole: bool) -> None:
    """Midnight in Jakarta is 17:00 UTC of the day before."""
    moment = moments.compact(text, "Asia/Jakarta")
    assert moment is not None
    assert moments.is_midnight(moment, "Asia/Jakarta") is whole


def test_the_end_of_time_is_no_midnight_beyond_it() -> None:
    """`99991231235959Z` lies after the calendar of Tokyo and is still answered."""
    moment = moments.compact("99991231235959Z", "UTC")
    assert moment is not None
    assert not moments.is_midnight(moment, "Asia/Tokyo")
