"""Office hours, weekends and holidays of a national system."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector import discovery
from hub.local.twins import templates
from hub.local.twins.calendar import Calendar, Clock

TABLE = {"weekend": [6, 7], "office_hours": ["08:00", "17:00"], "holidays": ["2026-11-26"]}
LAOS = Calendar.read("Asia/Vientiane", TABLE)  # UTC+7
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def at(text: str) -> datetime:
    """Return a moment of November 2026 in UTC, `25 03:00`."""
    return datetime.fromisoformat(f"2026-11-{text}+00:00")


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("25 03:00", "25 03:00"),  # Wednesday, ten in the morning
        ("25 00:30", "25 01:00"),  # before hours
        ("25 10:00", "27 01:00"),  # after hours, the next day is a holiday
        ("26 03:00", "27 01:00"),  # the holiday itself
        ("27 10:00", "30 01:00"),  # Friday evening: Monday
        ("28 03:00", "30 01:00"),  # Saturday
    ],
)
def test_an_office_opens_in_its_own_zone(moment: str, opening: str) -> None:
    """In hours at once; after hours, on weekends and holidays at the next opening."""
    assert LAOS.opening(at(moment)) == at(opening)
    assert LAOS.open(at(moment)) == (moment == opening)


def test_without_a_calendar_it_is_always_open() -> None:
    """A machine has no weekend."""
    assert Calendar.read("UTC", {}).open(at("28 23:59"))


def test_a_calendar_that_never_opens_is_given_up() -> None:
    """A mistake in a table must not stop the demo."""
    never = Calendar.read("UTC", {**TABLE, "weekend": [1, 2, 3, 4, 5, 6, 7]})
    assert never.opening(at("25 03:00")) == at("25 03:00")


@given(moment=MOMENTS, country=st.sampled_from(sorted(discovery.folders())))
def test_every_country_opens_within_two_weeks(moment: datetime, country: str) -> None:
    """Whenever it is asked, the office is open at the moment that is named."""
    calendar = templates.load(country).calendar
    opening = calendar.opening(moment)
    assert moment <= opening <= moment + timedelta(days=14)
    assert calendar.open(opening)


@given(seconds=st.floats(0, 1e6), speed=st.floats(0.1, 1e4))
def test_simulated_time_runs_at_its_speed(seconds: float, speed: float) -> None:
    """There and back it is the same reading."""
    clock = Clock(at("25 00:00"), 100.0, speed)
    assert clock.when(clock.at(100.0 + seconds)) == pytest.approx(100.0 + seconds, abs=1e-3)
    assert clock.at(100.0) == at("25 00:00")
