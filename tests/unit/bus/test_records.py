"""Records, places and headers."""

from __future__ import annotations

from hub.bus.records import Place, header
from tests.unit.records import record


def test_a_record_is_known_by_where_it_stands() -> None:
    """Topic, partition and offset name this very record, never another one."""
    found = record("customs.gb.inbound", offset=7)
    assert found.source == "customs.gb.inbound/0/7"
    assert found.place == Place("customs.gb.inbound", 0)


def test_a_header_is_text_whatever_its_bytes() -> None:
    """Absent is empty, foreign bytes are replaced, the first of two wins."""
    headers = [("a", b"\xff1"), ("b", b"first"), ("b", b"second")]
    assert header(headers, "a") == "\ufffd1"
    assert header(headers, "b") == "first"
    assert header(headers, "B") == ""
