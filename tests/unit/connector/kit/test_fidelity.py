"""What came back from a national format, held against what was said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.connector.kit.fidelity import changed, covered, loss, same, unnamed

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_rows_with_a_role_are_compared_among_their_like() -> None:
    """A format may write parties in its own order; rows without a role keep theirs."""
    before = {"parties": [{"role": "Agent", "name": "A"}, {"role": "Exporter", "name": "E"}]}
    after = {"parties": [{"role": "Exporter", "name": "E"}, {"role": "Agent", "name": "B"}]}
    assert changed(before, after) == ["parties[0,Agent]/name"]
    assert changed({"containers": ["A", "B"]}, {"containers": ["B", "A"]}) == [
        "containers[0]",
        "containers[1]",
    ]


def test_what_belongs_to_one_format_only_is_not_compared() -> None:
    """References, national data and the key follow from the format; additions do not count."""
    before = {"references": {"a": "b"}, "nationalData": {"x": "y"}, "declarationKey": "GB:1"}
    assert changed(before, {"goodsItemQuantity": "2"}) == []


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_what_is_not_stated_cannot_be_lost(empty: object) -> None:
    """Absent, empty string, list or map all mean the same."""
    assert changed({"ucr": empty}, {}) == []


def test_a_moment_is_compared_by_its_instant() -> None:
    """How it was written is its source's own; a second's fraction does not count, a second does."""
    before = {"issueDateTime": {"utc": NOON, "text": "202611251200", "zone": "UTC"}}
    same_instant = {"utc": NOON.replace(microsecond=5), "text": "11/25/26", "zone": "Asia/Tokyo"}
    assert changed(before, {"issueDateTime": same_instant}) == []
    later = {"utc": NOON.replace(second=1)}
    assert changed(before, {"issueDateTime": later}) == ["issueDateTime/utc"]


@pytest.mark.parametrize(
    ("before", "after", "name", "equal"),
    [
        ("1.50", "1.5", "netMass", True),
        ("010", "10", "base", True),
        ("01", "1", "typeCode", False),
        ("A", "1", "netMass", False),
        ("1", None, "netMass", False),
    ],
)
def test_only_numbers_are_compared_by_value(
    before: str, after: str | None, name: str, equal: bool
) -> None:
    """A code keeps its leading zero; what is no number is no amount."""
    assert same(before, after, name) is equal


@pytest.mark.parametrize(
    ("path", "named", "is_covered"),
    [
        ("ucr", "ucr", True),
        ("documents[0]/id", "documents", True),
        ("documents[0]/id", "documents/id", True),
        ("documents[0]/id", "documents/issueDate", False),
        ("goodsItems[3]/netMass", "goodsItems/netMass", True),
        ("goodsItems[3]/packages[1]/marks", "goodsItems/packages/1", True),
        ("goodsItems[3]/packages[0]/marks", "goodsItems/packages/1", False),
        ("transport[1,INLAND]/id", "transport/INLAND", True),
        ("transport[1,INLAND]/id", "transport/INLAND/id", True),
        ("transport[1,INLAND]/id", "transport/BORDER", False),
        ("tradeTermsPlace", "tradeTerms", False),
    ],
)
def test_a_loss_covers_what_it_names(path: str, named: str, is_covered: bool) -> None:
    """The whole field, rows beyond a number, rows of a role, and everything below."""
    assert covered(path, (named,)) is is_covered
    assert not covered(path, ())


def test_only_what_no_loss_names_is_left() -> None:
    """A silent loss is what nobody said."""
    assert unnamed({"ucr": "1", "side": "EXPORT"}, {}, ("side",)) == ["ucr"]
    assert loss("parties[0,Agent]/name") == "parties/Agent/name"
