"""The registration number of a declaration in the Union: `office/ddmmyy/serial`."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_NUMBER = re.compile(r"([0-9]{2}|[0-9]{5}|[0-9]{8})/([0-9]{2})([0-9]{2})([0-9]{2})/([^/\s]{1,7})")


class Number(NamedTuple):
    """Customs office, day of registration as `CCYY-MM-DD`, and serial of the journal."""

    office: str
    day: str
    serial: str

    def text(self) -> str:
        """Return the number as people write it.

        >>> Number("10702070", "2026-05-23", "0012345").text()
        '10702070/230526/0012345'
        """
        return f"{self.office}/{self.day[8:10]}{self.day[5:7]}{self.day[2:4]}/{self.serial}"


def parse(text: str) -> Number | None:
    """Return the parts of a number of the Union, None for any other number.

    A two-digit year is one of this century.

    >>> parse("10702070/230526/0012345")
    Number(office='10702070', day='2026-05-23', serial='0012345')
    >>> parse("24GBA4ZYBWXU1BSA00")
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    office, day, month, year, serial = found.groups()
    iso = f"20{year}-{month}-{day}"
    return Number(office, iso, serial) if is_day(iso) else None


def is_day(text: str) -> bool:
    """Say whether `CCYY-MM-DD` is a day of the calendar.

    >>> is_day("2026-02-28"), is_day("2026-02-30")
    (True, False)
    """
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10 and text.isascii()
