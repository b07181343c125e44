"""CloudEvents headers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.bus.events import event, kind_of, received_at, timestamp
from hub.domain.catalogue import KINDS

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
REQUIRED = {"ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type"}


def made(kind: str, cause: dict[str, bytes]) -> dict[str, bytes]:
    """Return the headers of an event, each name once."""
    pairs = event(
        identity="i",
        kind=kind,
        source="/customs/hub/router",
        subject="GB:1",
        time=timestamp(NOW),
        sender="GB",
        recipient="CN",
        cause=cause,
    )
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_read_back_from_the_type(kind: str) -> None:
    """Routing and tailing need no decoding; the catalogue names the same type."""
    headers = made(kind, {})
    assert headers["ce_type"].decode() == KINDS[kind].event_type
    assert kind_of(list(headers.items())) == kind


def test_an_event_is_a_cloud_event_and_keeps_what_started_it() -> None:
    """Required attributes are there; correlation, sender's id, receipt and trace go on."""
    cause = {
        "ce_id": b"not this one",
        "ce_correlationid": b"m1",
        "ce_senderid": b"s1",
        "ce_receivedat": b"2026-11-24T09:29:59Z",
        "traceparent": b"00-aa-bb-01",
    }
    headers = made("Declaration", cause)
    assert set(headers) >= REQUIRED
    assert headers["ce_id"] == b"i"
    for carried in set(cause) - {"ce_id"}:
        assert headers[carried] == cause[carried]


@pytest.mark.parametrize("text", ["", "Raw", "hub.customs", "com.example"])
def test_a_type_that_is_not_ours_names_no_kind(text: str) -> None:
    """Somebody else's event is no error and no kind."""
    assert kind_of([("ce_type", text.encode())]) == ""
    assert kind_of([]) == ""


def test_a_time_is_written_with_microseconds_in_utc() -> None:
    """Texts of times sort as the times do, also at the full second."""
    assert timestamp(NOW) == "2026-11-24T09:30:00.000000Z"
    assert datetime.fromisoformat(timestamp(NOW)) == NOW


@pytest.mark.parametrize("text", [b"", b"yesterday", b"\xff"])
def test_a_missing_time_of_receipt_is_replaced(text: bytes) -> None:
    """A record without it, or with another's idea of time, is still answered."""
    assert received_at({"ce_receivedat": text}, NOW) == NOW
    assert received_at({}, NOW) == NOW
    earlier = datetime(2026, 11, 23, tzinfo=UTC)
    assert received_at({"ce_receivedat": timestamp(earlier).encode()}, NOW) == earlier
