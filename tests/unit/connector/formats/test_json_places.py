"""Lines and columns of JSON pointers: found whatever the layout, and never in the way."""

from __future__ import annotations

import random

import orjson
import pytest

from hub.connector.formats.json_places import located
from hub.domain.faults import Fault

DOCUMENT = b"""{
  "barang": [
    {"netto": 1},
    {"netto": "x", "a/b~c": {"tarif": "y"}}
  ],
  "bruto": "12,5"
}"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/", "line 1, column 1"),
        ("/barang", "line 2, column 13"),
        ("/barang/1/netto", "line 4, column 15"),
        ("/barang/1/a~1b~0c/tarif", "line 4, column 39"),
        ("/bruto", "line 6, column 12"),
        ("/barang/0/posTarif", "line 3, column 5"),
        ("/barang/7/netto", "line 2, column 13"),
        ("/nomorAju", "line 1, column 1"),
    ],
)
def test_a_pointer_has_its_line_and_column(pointer: str, place: str) -> None:
    """What is there is placed where its value begins, what is missing where it should stand."""
    (fault,) = located(DOCUMENT, [Fault("14", pointer)])

    assert fault.pointer == f"{pointer} ({place})"


def test_a_name_stated_twice_is_placed_where_the_value_taken_stands() -> None:
    """The last one counts, as in the reading itself."""
    (fault,) = located(b'{"a": 1,\n"a": 2}', [Fault("14", "/a")])

    assert fault.pointer == "/a (line 2, column 6)"


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a": ', b"[1,", b"\xff", b'{"a" 1}', b"{1: 2}"])
def test_what_cannot_be_read_raises_nothing(raw: bytes) -> None:
    """A pointer leads as far as the text goes; other places are never touched."""
    faults = [Fault("S01", "line 1, column 2"), Fault("13", "/a")]

    first, second = located(raw, faults)

    assert first == faults[0]
    assert second.pointer in ("/a", "/a (line 1, column 1)", "/a (line 1, column 7)")


def test_every_value_of_a_document_is_found() -> None:
    """From each place on stands the value the pointer means, in any layout."""
    chance = random.Random(7)
    document = {"a": [{"b": [chance.random(), 'x\n"y']}, None, True], "c d": {"é": -1, "": []}}
    raw = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    lines = raw.decode().split("\n")
    for pointer, value in (("/a/0/b/1", 'x\n"y'), ("/a/2", True), ("/c d/é", -1), ("/a/1", None)):
        (fault,) = located(raw, [Fault("14", pointer)])
        line, column = (int(word.strip(",)")) for word in fault.pointer.split()[-3::2])

        assert lines[line - 1][column - 1 :].startswith(orjson.dumps(value).decode())
