"""Dates and times as national systems write them, turned into instants with their text kept."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from hub.domain.declaration import Moment

_FORMATS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone `name`; ValueError's sibling `ZoneInfoNotFoundError` if unknown."""
    return ZoneInfo(name)


def compact(text: str, zone_name: str) -> Moment | None:
    """Read `CCYYMMDD[HHMM[SS[mmm]]]` with optional `Z` or `+hh[mm]` (2379: 102, 203, 204, 304).

    Return None where the text is not such a time. Without an offset `zone_name` is assumed.
    """
    digits, offset = text, ""
    if not text.isdigit():
        for mark in ("Z", "+", "-"):
            cut = text.find(mark, 8)
            if cut > 0:
                digits, offset = text[:cut], text[cut:]
                break
    if not (digits.isascii() and digits.isdigit()):
        return None
    try:
        when = _civil(digits)
        stated = _offset(offset) if offset else None
    except (ValueError, KeyError):
        return None
    return _moment(when, text, zone_name, stated)


def _civil(digits: str) -> datetime:
    if len(digits) == 17:
        return datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(
            microsecond=int(digits[14:]) * 1000
        )
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    hour, minute, second = (int(digits[i : i + 2] or 0) for i in (8, 10, 12))
    if len(digits) not in _FORMATS:
        raise ValueError(digits)
    return datetime(year, month, day, hour, minute, second)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    clean = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(clean[:2]), minutes=int(clean[2:4] or 0)))


def iso(text: str, zone_name: str) -> Moment | None:
    """Read an ISO 8601 date or time; without an offset `zone_name` is assumed. None if none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _moment(when, text, zone_name, when.tzinfo)


def pattern(text: str, form: str, zone_name: str) -> Moment | None:
    """Read a time by a `strptime` pattern (`%m/%d/%y`, `%d-%m-%Y` …) in `zone_name`."""
    try:
        when = datetime.strptime(text, form)
    except ValueError:
        return None
    return _moment(when, text, zone_name, None)


def _moment(when: datetime, text: str, zone_name: str, stated: object) -> Moment | None:
    try:
        if stated is None:
            local = when.replace(tzinfo=zone(zone_name))
            return Moment(utc=local.astimezone(UTC), text=text, zone=zone_name)
        aware = when if when.tzinfo else when.replace(tzinfo=stated)  # type: ignore[arg-type]
        return Moment(utc=aware.astimezone(UTC), text=text, zone=str(stated))
    except OverflowError:
        return None


def written(moment: Moment | None, zone_name: str, form: str) -> str:
    """Write a moment as `form` (strftime) in the recipient's zone; empty where there is none.

    99991231, for "without end", stays in UTC where the zone would push it out of the calendar.
    """
    if not moment:
        return ""
    when = moment["utc"]
    with suppress(OverflowError):
        when = when.astimezone(zone(zone_name))
    return when.strftime(form)


def is_midnight(moment: Moment, zone_name: str) -> bool:
    """Say whether a moment begins a day in the zone: as a day of the calendar it is whole."""
    local = moment["utc"]
    with suppress(OverflowError):
        local = local.astimezone(zone(zone_name))
    return not (local.hour or local.minute or local.second)
