"""What to do about an answer, and how long to wait before the next try: pure."""

from __future__ import annotations

from enum import Enum

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 150.0

_AWAY_FOR_NOW = frozenset({408, 425, 429})


class Outcome(Enum):
    """What an answer means for a message."""

    DELIVERED = "the national system has it"
    PARK = "this message is at fault: a person looks, the others go on"
    HOLD = "the national system is away: hold everything for it, try with one pilot message"


def judge(status: int) -> Outcome:
    """Judge an HTTP status: 2xx delivered, 4xx park, anything else hold.

    >>> [judge(status).name for status in (202, 422, 503, 429)]
    ['DELIVERED', 'PARK', 'HOLD', 'HOLD']
    """
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if 400 <= status < 500 and status not in _AWAY_FOR_NOW:
        return Outcome.PARK
    return Outcome.HOLD


def pause(attempt: int) -> float:
    """Return the seconds before try `attempt + 1`: doubling from 0.5 s to 150 s.

    The ceiling is HMRC's push interval for a recipient that answers 5xx (2.5 minutes).
    """
    return float(min(FIRST_PAUSE * 2 ** min(attempt - 1, 16), LONGEST_PAUSE))
