"""References in the item for notes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs import notes

WORD = st.text("ABC0123456789-/", min_size=1, max_size=12)
TAGS = {"declarationId": "DN", "ucr": "UCR", "exportCountry": "EXP", "destinationCountry": "DES"}


@pytest.mark.parametrize(
    "note",
    [
        "handle with care",
        "[fragile] glass",
        "[UCR:",
        "[UCR:] x",
        "[MRN:1] x",
        "[DN:1 and so on] x",
        "][",
    ],
)
def test_a_free_text_is_no_reference(note: str) -> None:
    """Brackets that do not hold tags alone are text, whole."""
    assert notes.read(note) == ({}, note)


@given(
    st.dictionaries(st.sampled_from(sorted(TAGS)), WORD),
    st.lists(
        st.fixed_dictionaries({"id": WORD}, optional={"typeCode": st.just("830")}), max_size=2
    ),
    st.sampled_from(["", "free text"]),
)
def test_what_is_written_is_read(
    fields: dict[str, str], previous: list[dict[str, str]], text: str
) -> None:
    """Numbers with any punctuation but blanks and brackets come back whole."""
    tags = [(TAGS[name], value, name) for name, value in fields.items()]
    tags += [(notes.PREVIOUS, notes.previous(row), "previousDocuments") for row in previous]

    note, lost = notes.write(tags, 400)
    found, rest = notes.read(f"{note} {text}".strip() if note else text)

    expected: dict[str, Any] = {**fields, **({"previousDocuments": previous} if previous else {})}
    assert (lost, found, rest) == ([], expected, text)


@pytest.mark.parametrize("value", ["two words", "a]b", "số", "X" * 30, ""])
def test_what_is_no_word_or_has_no_room_is_lost(value: str) -> None:
    """Nothing is cut: a reference stands whole or is named."""
    note, lost = notes.write([("UCR", value, "ucr"), ("EXP", "LA", "exportCountry")], 30)

    assert (note, lost) == (("[UCR: EXP:LA]", []) if not value else ("[EXP:LA]", ["ucr"]))


@given(st.lists(st.tuples(st.just("UCR"), WORD, st.just("ucr"))), st.integers(0, 60))
def test_the_note_keeps_to_its_room(tags: list[tuple[str, str, str]], size: int) -> None:
    """However much there is to say, the brackets fit the item."""
    note, lost = notes.write(tags, size)

    assert len(note) <= size
    assert note.count("UCR:") + len(lost) == len(tags)
