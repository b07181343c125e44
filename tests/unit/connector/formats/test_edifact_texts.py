"""Long text in several components: cut at spaces, and what does not fit is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact.texts import joined, laid_out, wrap
from hub.connector.formats.edifact.tokens import DEFAULT, elements, segments


def test_a_text_that_fits_is_one_component() -> None:
    """Short text is escaped and whole."""
    assert laid_out("O'NEILL", 35, 5) == ("O?'NEILL", True)


def test_a_text_that_does_not_fit_is_cut_and_told() -> None:
    """What is beyond the last component is not whole any more."""
    assert laid_out("AAAA BBBB CCCC", 5, 2) == ("AAAA:BBBB", False)
    assert wrap("AAAABBBB", 4, 5) == (["AAAA", "BBBB"], "")


@given(st.text("ab:+'? ", max_size=120), st.integers(1, 40), st.integers(1, 6))
def test_components_are_never_wider_or_more_than_allowed(text: str, width: int, most: int) -> None:
    """Whatever the text, its components stay within the directory's lengths and number."""
    words, whole = laid_out(text, width, most)
    ((_, components),) = [elements(f"X+{words}") for words in segments(f"{words}'", DEFAULT)[:1]]

    assert len(components) <= most
    assert all(len(component) <= width for component in components)
    if whole:
        assert "".join(components).replace(" ", "") == text.replace(" ", "")


@given(st.text("ab茶 ", max_size=200), st.integers(2, 40))
def test_what_is_wrapped_is_joined_again_letter_by_letter(text: str, width: int) -> None:
    """A text in pieces comes back as it was: with or without blanks, in any script."""
    pieces, rest = wrap(text, width, 500)

    assert rest == ""
    assert all(len(piece) <= width for piece in pieces)
    assert joined(pieces, width) == text


def test_a_word_cut_at_the_width_goes_on_without_a_blank() -> None:
    """As SARS cuts descriptions: in the middle of a word after seventy characters."""
    first = "CUTLERY, " * 7 + "SPOONS "

    assert joined([first, "AND FORKS"], 70) == f"{first}AND FORKS"
    assert joined(["AND", "FORKS"], 70) == "AND FORKS"
