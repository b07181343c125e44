"""What to do about an answer, and how long to wait before the next try: pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 150.0

_AWAY_FOR_NOW = frozenset({401, 403, 407, 408, 425, 429})
"""4xx that say nothing of the message: our credentials are refused, or it is not the time."""


class Outcome(Enum):
    """What an answer means for a message."""

    DELIVERED = "the national system has it"
    PARK = "this message is at fault: a person looks, the others go on"
    HOLD = "away, or we are not let in: hold everything for it, try with one pilot message"


def judge(status: int) -> Outcome:
    """Judge an HTTP status: 2xx delivered, 4xx park, anything else hold.

    A revoked credential (401, 403, 407) holds: the message is not at fault, all the others would
    meet with the same.

    >>> [judge(status).name for status in (202, 422, 503, 429, 401)]
    ['DELIVERED', 'PARK', 'HOLD', 'HOLD', 'HOLD']
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


def pause_after(retry_after: str, otherwise: float, now: datetime | None = None) -> float:
    """Return the pause a partner asks for by `retry-after`, within our bounds; else `otherwise`.

    It is a number of seconds or an HTTP date (RFC 9110 §10.2.3).

    >>> [pause_after(text, 2.0) for text in ("30", "0", "86400", "", "soon")]
    [30.0, 0.5, 150.0, 2.0, 2.0]
    """
    try:
        if retry_after.isdigit():
            asked = float(retry_after)
        else:
            then = parsedate_to_datetime(retry_after)
            utc = then if then.tzinfo else then.replace(tzinfo=UTC)
            asked = (utc - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return otherwise
    return min(max(asked, FIRST_PAUSE), LONGEST_PAUSE)
