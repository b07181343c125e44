"""A short run of the fuzzer over every country; `make fuzz` makes the long one."""

from __future__ import annotations

import time

import pytest

from hub.connector import discovery
from hub.domain.reading import Reading
from tests.fuzz.mutations import Mutator
from tests.fuzz.watch import Watch

MESSAGES = 150


@pytest.mark.parametrize("country", list(discovery.folders()))
def test_mutated_messages_are_answered(country: str) -> None:
    """No exception, no hang, no memory without bound: always an answer that is sound."""
    watch, mutator = Watch(country, discovery.connector(country).read), Mutator(country, 7)
    wrong = [found for found in (watch.look(mutator.next()) for _ in range(MESSAGES)) if found]
    assert wrong == []
    assert watch.refused > MESSAGES / 10, "the messages are not hostile enough"


def test_the_same_seed_makes_the_same_messages() -> None:
    """A failure can be looked at again."""
    one, two, other = Mutator("gb", 1), Mutator("gb", 1), Mutator("gb", 2)
    assert [one.next() for _ in range(50)] == [two.next() for _ in range(50)]
    assert one.next() != other.next()


def test_the_watch_sees_what_must_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something raised, no answer, a hang."""

    def raising(raw: bytes) -> Reading:
        raise ZeroDivisionError("division by zero")

    def hanging(raw: bytes) -> Reading:
        while True:
            time.sleep(0.001)

    monkeypatch.setattr("tests.fuzz.watch.MOST_SECONDS", 0.05)
    assert Watch("gb", raising).look(b"") == "raises ZeroDivisionError: division by zero"
    assert "without an answer" in Watch("gb", lambda raw: Reading()).look(b"")
    assert Watch("gb", hanging).look(b"").startswith("hangs")
