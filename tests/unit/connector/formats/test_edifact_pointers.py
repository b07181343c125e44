"""Pointers: what a person reads is what CONTRL counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact.pointers import GROUPS, pointer, position, tag


def test_a_pointer_names_group_element_segment_and_offset() -> None:
    """The group is named where the tag alone gives it away."""
    assert pointer("item", "MOA", "+1:2", 18, 512) == "SG33/MOA+1:2, segment 18, offset 512"
    assert pointer("header", "BGM", "+3") == "BGM+3"
    assert pointer("", "UNT", "", 7, 90) == "UNT, segment 7, offset 90"


def test_text_that_is_no_pointer_has_no_position() -> None:
    """Pointers of other families are answered without a position."""
    assert position("/Declaration[1]/ID[1] (line 4)") == (0, 0, 0)
    assert tag("/Declaration[1]") == ""


@given(
    st.sampled_from(["", *GROUPS]),
    st.sampled_from(["BGM", "CST", "RFF", "MOA", "TAX"]),
    st.integers(0, 99),
    st.integers(0, 9),
    st.integers(0, 99_999),
    st.none() | st.integers(0, 10**7),
)
def test_a_position_is_read_back_from_its_pointer(
    section: str, name: str, element: int, component: int, segment: int, offset: int | None
) -> None:
    """Segment, element and component survive the text; elements count the tag as 1."""
    component = component if element else 0
    place = f"+{element}" if element else ""
    place += f":{component}" if component else ""

    text = pointer(section, name, place, segment, offset)

    assert position(text) == (segment, element + 1 if element else 0, component)
    assert tag(text) == name
