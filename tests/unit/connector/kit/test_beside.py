"""A national message beside its canonical reading."""

from __future__ import annotations

import pytest

from hub.connector.kit import beside
from hub.domain.reading import Message, Reading


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"<a><b>1</b></a>", ["<a>", "  <b>1</b>", "</a>"]),
        (b"UNB+UNOC:3'\r\nBGM+1?'2'", ["UNB+UNOC:3'", "BGM+1?'2'"]),
        (b"one\r\ntwo", ["one", "two"]),
        (b"<a><b", ["<a><b"]),
        ("größe".encode("latin-1"), ["größe"]),
    ],
)
def test_a_message_is_cut_into_lines_for_people(raw: bytes, lines: list[str]) -> None:
    """An element, a segment or an item a line; what is broken is shown as it is."""
    assert beside.lines(raw, "utf-8") == lines


def test_values_point_at_the_line_they_stand_in() -> None:
    """In order of the message; a part of a word is no value; what is worked out has no line."""
    source = ["<id>GB14</id>", "<qty>4</qty>", "<qty>9</qty>", "<qty>4</qty>"]
    body = {
        "declarationId": "GB14",
        "items": [{"n": "4"}, {"n": "9"}, {"n": "4"}],
        "side": "EXPORT",
    }
    found = [(field.path, field.line) for field in beside.fields(Message("D", body), source)]
    assert found == [
        ("declarationId", 1),
        ("items/0/n", 2),
        ("items/1/n", 3),
        ("items/2/n", 4),
        ("side", 0),
    ]


def test_what_has_no_canonical_place_is_listed() -> None:
    """Of the head and of each item."""
    item = {"sequenceNumeric": 2, "nationalData": {"b": "2"}}
    reading = Reading((Message("D", {"nationalData": {"a": "1"}, "goodsItems": [item]}),))
    assert beside.unplaced(reading) == [("a", "1"), ("item 2: b", "2")]
