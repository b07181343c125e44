"""Naming losses: fields without a place, and rows from the first that does not come back."""

from __future__ import annotations

from typing import Any

import pytest

from hub.connector.formats.losses import beyond, unlike


def test_only_stated_fields_beyond_the_form_are_named() -> None:
    """An empty field is no loss."""
    lost: set[str] = set()
    beyond({"name": "A", "city": "B", "phone": ""}, frozenset({"name"}), "parties/", lost)
    assert lost == {"parties/city"}


@pytest.mark.parametrize(
    ("again", "named"),
    [
        ([{"id": "1"}, {"id": "2"}], set()),
        ([{"id": "1"}, {"id": "3"}], {"documents/1"}),
        ([], {"documents"}),
    ],
)
def test_rows_are_named_from_the_first_that_differs(
    again: list[dict[str, Any]], named: set[str]
) -> None:
    """All of them without a position: nothing of the list came back."""
    lost: set[str] = set()
    unlike([{"id": "1"}, {"id": "2"}], again, "documents", lost)
    assert lost == named
