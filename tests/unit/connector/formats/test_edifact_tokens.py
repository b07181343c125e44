"""Tokens: release characters are exact, deviations met in practice are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact import charset, tokens
from hub.domain.faults import CHARSET

TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x4E30, exclude_characters="\x7f"))
SEGMENTS = st.lists(
    st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)


def _written(segments: list[list[list[str]]]) -> str:
    return "".join(
        "+".join(":".join(map(tokens.escape, element)) for element in segment) + "'"
        for segment in segments
    )


@given(SEGMENTS)
def test_what_is_escaped_is_split_into_the_same_again(segments: list[list[list[str]]]) -> None:
    """Any text in any component survives escaping and splitting."""
    for segment in segments:
        segment.insert(0, ["TAG"])
    text = _written(segments)

    pieces = tokens.segments(text, tokens.DEFAULT)

    assert pieces.pop() == ""
    assert tokens.message(pieces, tokens.DEFAULT, "?" in text) == segments
    assert [tokens.elements(piece) for piece in pieces] == segments


@given(SEGMENTS)
def test_starts_point_at_the_tags(segments: list[list[list[str]]]) -> None:
    """Every offset is where a segment of the text begins."""
    for segment in segments:
        segment.insert(0, ["TAG"])
    text = _written(segments)

    found = tokens.starts(text, tokens.DEFAULT)

    assert len(found) == len(segments)
    assert all(text.startswith("TAG", offset) for offset in found)


@given(st.text(alphabet="UNABH?+:'. ABC\n", max_size=60))
def test_no_text_stops_the_tokenizer(text: str) -> None:
    """Splitting never raises, whatever the text."""
    marks = tokens.service(text)
    if marks:
        for piece in tokens.segments(text, marks):
            tokens.elements(piece, marks)
        tokens.starts(text, marks)


@pytest.mark.parametrize("una", ["UNA:+.? '", "UNA:+.?'", "UNA:+.? '\r\n", "\r\nUNA:+.? '"])
def test_una_is_taken_with_five_or_six_characters(una: str) -> None:
    """UNA without its reserved character, or with a line end, is the same as the full one."""
    marks = tokens.service(una + "UNB+UNOC:3'")

    assert marks is not None
    assert tokens.segments(una + "UNB+UNOC:3'", marks)[0] == "UNB+UNOC:3"


@pytest.mark.parametrize("una", ["UNA++.? '", "UNAABCDEF", "UNA:+.? ':::::::::::::::::"])
def test_una_that_cannot_serve_is_none(una: str) -> None:
    """The same character twice, or letters, do not separate anything."""
    assert tokens.service(una + "UNB+UNOC:3'") is None


def test_other_service_characters_are_obeyed() -> None:
    """UNA changes what separates, releases and ends."""
    text = "UNA*|,\\ ~UNB|UNOC*3|A\\|B~"
    marks = tokens.service(text)

    assert marks is not None
    assert tokens.elements(tokens.segments(text, marks)[0], marks) == [
        ["UNB"],
        ["UNOC", "3"],
        ["A|B"],
    ]


def test_latin_letters_under_unoa_are_a_warning() -> None:
    """Letters outside the declared set are read as Latin-1 and named."""
    text, faults, warnings = charset.decode("UNB+UNOA:2+PEÑA'".encode("latin-1"))

    assert "PEÑA" in text
    assert not faults
    assert [warning.code for warning in warnings] == [CHARSET]
