"""Lines filled: texts are cut between characters, numbers and codes never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs.items import layout
from hub.connector.formats.naccs.sheet import Sheet

LAYOUT = layout(
    [
        ["ID", 5, "A", "id"],
        ["GW", 5, "F", "mass"],
        ["NM", 5, "W", "name"],
        ["A1", 8, "W", "address"],
        ["A2", 8, "W", "address"],
        ["H1", 4, "H", "code"],
        ["H2", 2, "H", "code"],
    ]
)


def sheet(charset: str = "utf-8") -> Sheet:
    """Return blank lines."""
    return Sheet(LAYOUT, charset, set())


@pytest.mark.parametrize(
    ("path", "text", "line", "lost"),
    [
        ("id", "12345", b"12345", set()),
        ("id", "123456", b"     ", {"id"}),
        ("mass", "1234.5", b"     ", {"mass"}),
        ("mass", "1,5", b"     ", {"mass"}),
        ("name", "longer", b"longe", {"name"}),
        ("name", "ủaủ", "ủa".encode() + b" ", {"name"}),
        ("name", "a\r\nb", b"a  b ", {"name"}),
        ("name", " a ", b"a    ", {"name"}),
        ("name", "   ", b"     ", {"name"}),
        ("nothing", "x", None, {"nothing"}),
    ],
)
def test_one_item(path: str, text: str, line: bytes | None, lost: set[str]) -> None:
    """What does not fit its item is named; only a text is cut."""
    filled = sheet()
    filled.put(path, text)

    assert filled.lost == lost
    if line is not None:
        assert filled.lines[LAYOUT.slots[path][0].line] == line + b"\r\n"


@pytest.mark.parametrize(
    ("text", "first", "second", "whole"),
    [
        ("Dock 12", "Dock 12", "", True),
        ("12 Dock Road", "12 Dock", "Road", True),
        ("12345678 Road", "12345678", "Road", True),
        ("Longstreetname", "Longstre", "", False),
        ("1 Long street 5", "1 Long", "street 5", True),
    ],
)
def test_a_text_is_broken_between_words(text: str, first: str, second: str, whole: bool) -> None:
    """Two items read with a blank between them say the same text again."""
    filled = sheet()
    filled.put("address", text)

    assert [filled.lines[n].decode().strip() for n in (3, 4)] == [first, second]
    assert filled.lost == (set() if whole else {"address"})


@pytest.mark.parametrize(
    ("code", "first", "second", "whole"),
    [("0803", "0803", "", True), ("080390", "0803", "90", True), ("0803901", "0803", "90", False)],
)
def test_a_commodity_code_loses_its_last_digits_only(
    code: str, first: str, second: str, whole: bool
) -> None:
    """The digits of the Harmonized System come first: they are never lost."""
    filled = sheet()
    filled.put("code", code)

    assert [filled.lines[n].decode().strip() for n in (5, 6)] == [first, second]
    assert filled.lost == (set() if whole else {"code"})


@given(st.text(max_size=12), st.sampled_from(["utf-8", "cp932", "euc_jp"]))
def test_every_line_keeps_its_length_and_its_characters(text: str, charset: str) -> None:
    """Whatever the text and the character set, bytes are exact and no character is cut in two."""
    filled = sheet(charset)
    for path in ("id", "name", "address", "code"):
        filled.put(path, text)

    for line, item in zip(filled.lines, LAYOUT.items, strict=True):
        assert len(line) == item.length + 2
        line.decode(charset)


@pytest.mark.parametrize(("charset", "length"), [("cp932", 4), ("euc_jp", 4), ("utf-8", 3)])
def test_japanese_is_cut_by_the_bytes_of_its_character_set(charset: str, length: int) -> None:
    """Five bytes hold two characters of two bytes, or one of three."""
    filled = sheet(charset)
    filled.put("name", "運動靴")

    line = filled.lines[2].removesuffix(b"\r\n")
    assert line.decode(charset).strip() == "運動靴"[: length // 2]
    assert len(line.rstrip()) == length
    assert filled.lost == {"name"}


def test_what_a_character_set_lacks_is_named() -> None:
    """Vietnamese has no place in Shift_JIS: question marks, and a loss."""
    filled = sheet("cp932")
    filled.put("name", "Huế")

    assert filled.lines[2] == b"Hu?  \r\n"
    assert filled.lost == {"name"}
