"""Identifiers."""

from __future__ import annotations

from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.identifiers import (
    HUB,
    declaration_key,
    derived_id,
    is_mrn,
    message_id,
    normal_reference,
)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=20, alphabet="abc/>"))
def test_ids_are_uuid5(source: str, purpose: str) -> None:
    """Whoever knows the namespace can compute the hub's ids with any library."""
    assert derived_id(source, purpose) == str(uuid5(HUB, f"{source}>{purpose}"))
    assert message_id(source, purpose) == str(uuid5(HUB, f"{source}/{purpose}"))


def test_a_declaration_is_known_by_its_number_else_by_its_reference() -> None:
    """The MRN wins over the LRN."""
    assert declaration_key("GB", "MRN", "LRN") == "GB:MRN"
    assert declaration_key("GB", "", "LRN") == "GB:LRN"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" 4gb-1 ", "4GB-1"),
        ("无", ""),
        ("no", ""),
        ("ＡＢ１", "AB1"),
        ("a b", "AB"),
        ("a/b-c", "A/B-C"),
    ],
)
def test_references_are_compared_in_normal_form(text: str, normal: str) -> None:
    """Width, case and blanks do not matter; fillers are nothing; slashes and dashes stay."""
    assert normal_reference(text) == normal


def test_mrn_check_character() -> None:
    """One changed character is noticed."""
    numbers = [f"24GB9JLC3HU1LFGVR{digit}" for digit in "0123456789"]
    assert sum(map(is_mrn, numbers)) == 1
    assert not is_mrn("24GB")
