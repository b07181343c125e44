"""What every reading promises."""

from __future__ import annotations

from random import Random

import pytest

from hub.connector.kit.answers import minimal
from hub.connector.kit.sanity import doubts, mutilated, unstated
from hub.domain.faults import Fault
from hub.domain.reading import Message, Reading, RefusedPart

GOOD = {"declarationKey": "GB:1", "country": "GB", "side": "EXPORT"}


def declared(**changes: object) -> Reading:
    """Return a reading of one declaration."""
    return Reading((Message("Declaration", {**GOOD, **changes}),))


def test_a_good_reading_gives_no_doubt() -> None:
    """A declaration under its key, or a refusal with a known fault."""
    assert list(doubts(declared(), "gb")) == []
    refusal = Reading(refusals=(RefusedPart((Fault("13"),)),))
    assert list(doubts(refusal, "gb")) == []


@pytest.mark.parametrize(
    ("reading", "doubt"),
    [
        (Reading(), "without an answer"),
        (declared(country="FR"), "speaks for 'FR'"),
        (declared(declarationKey="GB:"), "no declaration key"),
        (declared(declarationKey="FR:1"), "no declaration key"),
        (declared(colour="red"), "has no field colour"),
        (declared(goodsItems=[{"weight": "1"}]), "GoodsItem has no field weight"),
        (declared(version="one"), "does not fit"),
        (Reading((Message("Dream", GOOD),)), "unknown kind"),
        (Reading((Message("StatusChange", {**GOOD, "status": "FINE"}),)), "no canonical state"),
        (Reading(refusals=(RefusedPart(()),)), "0 faults"),
        (Reading(refusals=(RefusedPart((Fault("X9"),)),)), "unknown fault code"),
    ],
)
def test_what_is_wrong_is_said(reading: Reading, doubt: str) -> None:
    """No answer, another country, no identity, fields no schema knows, unknown codes."""
    assert any(doubt in text for text in doubts(reading, "gb"))


def test_injuries_change_a_message_and_can_be_repeated() -> None:
    """By the same chance the same injuries."""
    raw = b"<a>" * 100
    assert mutilated(raw, Random(1)) == mutilated(raw, Random(1))
    assert sum(mutilated(raw, Random(seed)) != raw for seed in range(50)) > 40
    assert all(len(mutilated(b"", Random(seed))) <= 20 for seed in range(50))


@pytest.mark.parametrize("kind", ["StatusChange", "Refusal", "MatchResult"])
def test_an_unstated_body_has_what_the_schema_supposes(kind: str) -> None:
    """Every field with a default, as a general Avro reader would give it."""
    body = unstated(kind)
    assert body.keys() & minimal(kind).keys()
    assert not any(part for part in body.values() if isinstance(part, str | list | dict))
