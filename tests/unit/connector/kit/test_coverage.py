"""How much of the model a connector carries."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.connector.kit import coverage

BODY = {
    "ucr": "1",
    "side": "",
    "issueDateTime": {"utc": datetime(2026, 1, 1, tzinfo=UTC), "text": "x"},
    "parties": [{"role": "Agent", "name": "A"}],
    "goodsItems": [{"containers": ["A", "B"]}],
    "nationalData": {"x": "y"},
}


def test_values_are_counted_where_they_stand() -> None:
    """What is not stated, and what is national, does not count; a moment is one value."""
    assert list(coverage.paths(BODY)) == [
        "ucr",
        "issueDateTime",
        "parties[0,Agent]/role",
        "parties[0,Agent]/name",
        "goodsItems[0]/containers[0]",
        "goodsItems[0]/containers[1]",
    ]


def test_fields_are_carried_always_or_not() -> None:
    """No field is both, and none of the model is left out."""
    always, sometimes = coverage.fields("gb")
    assert not always & sometimes
    assert "goodsItems/commodityCode" in always
    carried, stated, lost = coverage.carried("gb", {"ucr": "1", "contentLanguage": "en"})
    assert (carried, stated) == (2 - len(lost), 2)
