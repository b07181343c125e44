"""When a national system's officers are at work: zone, weekend, office hours, public holidays.

A simulated day may pass quickly; what only an officer decides waits for the next opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONGEST_CLOSURE = 60
"""Days after which a calendar that never opens is given up."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One administration's calendar; without hours its office never closes."""

    zone: ZoneInfo
    weekend: frozenset[int] = frozenset()
    """ISO weekdays, 1 Monday to 7 Sunday."""
    opens: time = time.min
    closes: time = time.max
    holidays: frozenset[date] = frozenset()

    @classmethod
    def read(cls, zone: str, table: Mapping[str, Any]) -> Calendar:
        """Read `[calendar]` of a `twin.toml`. Raises KeyError, ValueError for a broken table."""
        if not table:
            return cls(ZoneInfo(zone))
        opens, closes = (time.fromisoformat(text) for text in table["office_hours"])
        return cls(
            ZoneInfo(zone),
            frozenset(table["weekend"]),
            opens,
            closes,
            frozenset(date.fromisoformat(day) for day in table["holidays"]),
        )

    def open(self, moment: datetime) -> bool:
        """Say whether the office is open at a moment (aware)."""
        local = moment.astimezone(self.zone)
        return self._works(local.date()) and self.opens <= local.time() < self.closes

    def opening(self, moment: datetime) -> datetime:
        """Return the moment itself where the office is open, else that of its next opening."""
        if self.open(moment):
            return moment
        local = moment.astimezone(self.zone)
        day = local.date()
        if local.time() >= self.opens:
            day += timedelta(days=1)
        for _ in range(LONGEST_CLOSURE):
            if self._works(day):
                return datetime.combine(day, self.opens, self.zone).astimezone(moment.tzinfo)
            day += timedelta(days=1)
        return moment

    def _works(self, day: date) -> bool:
        return day.isoweekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Clock:
    """Simulated time: `speed` simulated seconds pass in one real second, from `start` on."""

    start: datetime
    began: float
    """The monotonic clock at `start`."""
    speed: float = 1.0

    def at(self, monotonic: float) -> datetime:
        """Return the simulated time at a reading of the monotonic clock."""
        return self.start + timedelta(seconds=(monotonic - self.began) * self.speed)

    def when(self, moment: datetime) -> float:
        """Return the reading of the monotonic clock at a simulated moment."""
        return self.began + (moment - self.start).total_seconds() / self.speed
