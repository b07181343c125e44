"""All promises in one list."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector.kit import check
from hub.connector.kit.shortfall import Rule


def test_every_shortfall_is_reported_at_once() -> None:
    """One broken rule does not hide another."""

    def broken(country: str) -> Iterator[tuple[str, str, str]]:
        yield country, "a", "b"
        yield country, "c", "d"

    rules = [Rule("one", "", broken), Rule("none", "", lambda _: iter(())), Rule("two", "", broken)]
    found = check.check("gb", rules)
    assert [row.rule for row in found] == ["one", "one", "two", "two"]


def test_promises_have_names_of_their_own() -> None:
    """A certificate lists them by name; speed is measured apart."""
    names = [rule.name for rule in (*check.RULES, check.SPEED)]
    assert len(set(names)) == len(names)
    assert check.SPEED not in check.RULES
    assert all(rule.promise for rule in check.RULES)
