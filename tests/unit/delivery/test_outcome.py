"""What an answer means and how long to wait after it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.delivery.outcome import Outcome, judge, pause, pause_after

NOW = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((200, 202, 204, 299), Outcome.DELIVERED),
        ((400, 404, 409, 422, 499), Outcome.PARK),
        ((0, 302, 401, 403, 407, 408, 425, 429, 500, 503, 599), Outcome.HOLD),
    ],
)
def test_a_status_says_what_to_do(statuses: tuple[int, ...], outcome: Outcome) -> None:
    """2xx is delivered, 4xx parked; `not now`, `not you` and everything else held."""
    assert {judge(status) for status in statuses} == {outcome}


def test_pauses_double_up_to_the_longest() -> None:
    """From half a second to two and a half minutes."""
    assert [pause(n) for n in (1, 2, 3, 9, 10, 500)] == [0.5, 1.0, 2.0, 128.0, 150.0, 150.0]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.5),
        ("9" * 5000, 150.0),
        ("Tue, 24 Nov 2026 10:00:20 GMT", 20.0),
        ("Tue, 24 Nov 2026 10:00:20 -0000", 20.0),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 0.5),
        ("Wed, 25 Nov 2026 10:00:00 GMT", 150.0),
        ("", 4.0),
        ("-5", 4.0),
        ("²", 4.0),
        ("soon", 4.0),
        ("Tue, 99 Nov 2026 10:00:20 GMT", 4.0),
    ],
)
def test_a_partner_may_say_when_to_come_again(asked: str, seconds: float) -> None:
    """`Retry-After` in seconds or as a date counts within our bounds; nonsense does not."""
    assert pause_after(asked, 4.0, NOW) == seconds
