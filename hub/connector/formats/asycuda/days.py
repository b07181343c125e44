"""Days as a SAD writes them: a date without a time, in the country's own form and zone."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from hub.connector.formats.asycuda.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Moment

_COMPACT = "%Y%m%d"


def moment(text: str, profile: Profile) -> Moment | None:
    """Return a date in the first of the country's forms that fits it."""
    found = _moment(text, profile.dates, profile.zone) if text else None
    return found.copy() if found else None


@lru_cache(maxsize=1024)
def _moment(text: str, forms: tuple[str, ...], zone: str) -> Moment | None:
    """Dates of one day are in every message of that day, and strptime is slow."""
    return next((m for form in forms if (m := moments.pattern(text, form, zone))), None)


def year(text: str, profile: Profile) -> str:
    """Return the year of a date where it was written; nothing where it is no date."""
    return _year(text, profile.dates, profile.zone)


@lru_cache(maxsize=1024)
def _year(text: str, forms: tuple[str, ...], zone: str) -> str:
    found = _moment(text, forms, zone)
    return str(found["utc"].astimezone(moments.zone(zone)).year) if found else ""


def day(when: Moment | None, profile: Profile) -> tuple[str, bool]:
    """Return the day of a moment as text, and whether that is all the moment says."""
    return _day(when["utc"], profile.zone, profile.dates) if when else ("", True)


@lru_cache(maxsize=1024)
def _day(utc: datetime, zone: str, forms: tuple[str, ...]) -> tuple[str, bool]:
    text = moments.written({"utc": utc}, zone, forms[0])
    again = _moment(text, forms, zone)
    return text, again is not None and again["utc"] == utc.replace(microsecond=0)


@lru_cache(maxsize=1024)
def compact(text: str, forms: tuple[str, ...]) -> str:
    """Return a document's date as CCYYMMDD where it is one with slashes, else as it is.

    >>> compact("1/15/26", ("%m/%d/%y",)), compact("2026-01-15", ("%m/%d/%y",))
    ('20260115', '2026-01-15')
    """
    found = _moment(text, forms, "UTC") if "/" in text else None
    return found["utc"].strftime(_COMPACT) if found else text


@lru_cache(maxsize=1024)
def slashed(text: str, forms: tuple[str, ...]) -> str:
    """Return CCYYMMDD in the country's form where it can be read back, else as it is."""
    found = moments.pattern(text, _COMPACT, "UTC") if len(text) == 8 else None
    written = found["utc"].strftime(forms[0]) if found else text
    return written if compact(written, forms) == text else text
