"""Hostile messages: every kind comes, each says what must come of it, and the connectors agree."""

from __future__ import annotations

from itertools import islice

import pytest

from hub.connector import discovery
from hub.local.twins import templates
from hub.local.twins.hostile import OVERSIZED_BYTES, Hostile, Malice, changed, files
from hub.local.twins.templates import Renderer
from tests.unit.local.twins.test_templates import COUNTRIES


def malice(seed: int) -> Malice:
    """Return a fresh source."""
    twins = {code.upper(): templates.load(code) for code in COUNTRIES}
    return Malice(twins, Renderer(twins, seed), seed)


def some(seed: int, number: int) -> list[Hostile]:
    """Return the first ones of a seed."""
    source = malice(seed)
    return list(islice((source.next(serial) for serial in range(number)), number))


@pytest.mark.parametrize("code", [code for code in COUNTRIES if files(code.upper())])
def test_files_are_listed_and_stop_where_they_say(code: str) -> None:
    """The hub's reader refuses each; an empty one does not pass the door."""
    found = files(code.upper())

    assert len(found) >= 8
    for hostile in found:
        if hostile.door:
            assert (hostile.body, hostile.door) == (b"", 400)
            continue
        reading = discovery.connector(code).read(hostile.body)
        assert reading.refusals, hostile.name


def test_what_is_made_up_leads_to_the_answer_it_states() -> None:
    """Whatever must be refused is refused, the rest is answered one way or the other."""
    for hostile in some(1, 400):
        if hostile.door:
            continue
        reading = discovery.connector(hostile.country.lower()).read(hostile.body)
        assert reading.refusals or reading.messages, hostile.name
        if hostile.answer == "Refusal":
            assert reading.refusals, (hostile.country, hostile.name)


def test_every_kind_comes_and_oversized_seldom() -> None:
    """Truncated, noise, other charset, bombs; one in a thousand above 10 MB."""
    found = some(2, 6000)
    names = {hostile.name for hostile in found}

    assert {"truncated", "noise", "other charset", "entity bomb", "oversized"} <= names
    large = [hostile for hostile in found if hostile.name == "oversized"]
    assert len(large) < 20
    assert all((len(h.body), h.door) == (OVERSIZED_BYTES, 413) for h in large)


def test_the_same_seed_makes_the_same_malice() -> None:
    """Repeatable, noise included."""
    first, second = some(3, 60), some(3, 60)

    assert [(h.country, h.name) for h in first] == [(h.country, h.name) for h in second]
    assert [h.body for h in first if h.name == "noise"] == [
        h.body for h in second if h.name == "noise"
    ]


def test_changed_content_differs_from_what_it_was() -> None:
    """Else it would be a repeat."""
    assert changed(b"<x/>") != b"<x/>"


def test_a_country_without_hostile_files_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A young connector does not stop the demo."""
    monkeypatch.setattr(discovery, "shelves", lambda country, name: [])

    assert files("XX") == []
