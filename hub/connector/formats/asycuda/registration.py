"""The number of a registered declaration: unique with its office and year, as `BRJ01-2026-C41`."""

from __future__ import annotations

from typing import NamedTuple

MAX_COUNTER = 9
"""Digits of the counter of an office, at most; longer numbers are whole in themselves."""


class Registration(NamedTuple):
    """A number taken apart into the elements it is stated in."""

    office: str
    year: str
    serial: str
    number: str


def composed(office: str, year: str, serial: str, number: str) -> str:
    """Return the number that is unique in the country.

    A counter with its serial letter, or with a date or year beside it, counts within an office and
    a year. Anything else is a number in itself, as the hub forwards a partner's.

    >>> composed("BRJ01", "2026", "C", "41"), composed("BRJ01", "2026", "", "26GBA4ZYBWXU1BSA00")
    ('BRJ01-2026-C41', '26GBA4ZYBWXU1BSA00')
    """
    if not serial and not is_counter(number):
        return number
    return "-".join(part for part in (office, year, f"{serial}{number}") if part)


def is_counter(number: str) -> bool:
    """Say whether a number only counts within an office and a year."""
    return len(number) <= MAX_COUNTER and number.isascii() and number.isdigit()


def split(number: str) -> Registration | None:
    """Take a number apart that `composed` has put together; None for any other.

    >>> split("BRJ01-2026-C41")
    Registration(office='BRJ01', year='2026', serial='C', number='41')
    >>> split("26GBA4ZYBWXU1BSA00")
    """
    office, year, tail = [*number.rsplit("-", 2), "", ""][:3]
    known = len(year) == 4 and year.isascii() and year.isdigit()
    if not (office and known and tail[:1].isalpha() and tail[1:]):
        return None
    return Registration(office, year, tail[0], tail[1:])
