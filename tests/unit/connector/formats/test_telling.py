"""A fault in one line of limited length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.telling import told

FAULT = {
    "code": "12",
    "pointer": "/Declaration[1]/Item[7]/Code[1] (line 31)",
    "text": "is not in the code list of the country | không có trong danh mục",
    "original": "QX",
}


def test_a_fault_that_fits_is_told_whole() -> None:
    """In the order asked for, nothing between where a part is missing."""
    assert told(FAULT, 200).line.startswith("12 /Declaration[1]")
    assert told(FAULT, 200).cut == frozenset()
    assert told({"code": "13", "text": "is missing"}, 99, between=" | ").line == "13 | is missing"
    assert told(FAULT, 200, ("text", "code")).line.endswith("mục 12")


@pytest.mark.parametrize(
    ("room", "cut"),
    [
        (110, {"text"}),
        (60, {"text", "original"}),
        (30, {"text", "original", "pointer"}),
    ],
)
def test_parts_give_way_in_their_order(room: int, cut: set[str]) -> None:
    """First the end of the text, then the value, then the front of the pointer."""
    line, lost = told(FAULT, room)
    assert len(line) <= room
    assert line.startswith("12 ")
    assert "(line 31)" in line
    assert "is not" in line
    assert lost == cut


def test_bytes_count_where_the_room_is_in_bytes() -> None:
    """No character is halved."""
    line, cut = told({"code": "12", "text": "靴" * 40}, 21, charset="utf-8")
    assert line == "12 " + "靴" * 6
    assert cut == {"text"}


@given(
    st.dictionaries(st.sampled_from(["code", "pointer", "text", "original"]), st.text(max_size=90)),
    st.integers(0, 120),
    st.sampled_from(["", "utf-8", "cp932"]),
)
def test_a_line_is_never_longer_than_its_room(
    fault: dict[str, str], room: int, charset: str
) -> None:
    """Whatever the parts are."""
    line, _ = told(fault, room, charset=charset)
    assert len(line.encode(charset, "replace") if charset else line) <= room
