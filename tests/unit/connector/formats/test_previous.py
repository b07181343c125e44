"""What the router looks for at the header: the declarations that items follow."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.previous import MAX_PREVIOUS, lift


def test_the_items_documents_stand_at_the_header_once() -> None:
    """Those of the header come first; the list of the items stays as it was."""
    body: dict[str, Any] = {"previousDocuments": [{"id": "A"}]}
    items = [
        {"previousDocuments": [{"id": "A"}, {"id": "B"}]},
        {"previousDocuments": [{"id": "B"}]},
    ]
    lift(body, items)
    assert body["previousDocuments"] == [{"id": "A"}, {"id": "B"}]
    assert items[0]["previousDocuments"] == [{"id": "A"}, {"id": "B"}]


def test_nothing_followed_leaves_no_list() -> None:
    """An empty list would be a statement."""
    body: dict[str, Any] = {}
    lift(body, [{}])
    assert body == {}


def test_there_is_an_end_to_it() -> None:
    """A declaration of two thousand items does not make a header of two thousand."""
    body: dict[str, Any] = {}
    lift(body, [{"previousDocuments": [{"id": str(number)}]} for number in range(2000)])
    assert len(body["previousDocuments"]) == MAX_PREVIOUS
