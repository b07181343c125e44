"""One conformance suite over every connector there is: whoever adds a country adds no test here.

The promises are those of `hub connector check`; what needs hypothesis is tried here beside them.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.connector import discovery
from hub.connector.kit import check, quality, samples, sanity
from hub.connector.kit.behaviour import lost_unnamed
from hub.connector.kit.shortfall import Rule
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.local.twins.rule import TWIN

COUNTRIES = list(discovery.folders())
RULES = (*check.RULES, TWIN)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_promise_is_kept(rule: Rule, country: str) -> None:
    """Each promise of a connector, for each country: no shortfall."""
    assert rule.shortfalls(country) == []


def faithful() -> list[str]:
    """Return the countries that claim to name whatever they lose."""
    return [
        country
        for country, folder in discovery.folders().items()
        if quality.load(folder).round_trip == "faithful"
    ]


@pytest.mark.parametrize("country", faithful())
@settings(max_examples=60, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    script=st.sampled_from(sorted(SCRIPTS)),
    fullness=st.sampled_from([0.2, 0.6, 1.0]),
    items=st.integers(1, 6),
    function=st.sampled_from("9951"),
)
def test_nothing_is_dropped_silently(
    country: str, chance: random.Random, script: str, fullness: float, items: int, function: str
) -> None:
    """Whatever is declared comes back from the national format, or is named as lost."""
    body = Author(chance, country.upper(), script, fullness).declaration(items, function)
    assert lost_unnamed(discovery.connector(country), body) == []


@pytest.mark.parametrize("country", COUNTRIES)
@settings(max_examples=150)
@given(noise=st.binary(max_size=600))
def test_noise_is_answered(country: str, noise: bytes) -> None:
    """Whatever the bytes are, there is an answer and no exception."""
    assert list(sanity.doubts(discovery.connector(country).read(noise), country)) == []


@pytest.mark.parametrize("country", COUNTRIES)
@settings(max_examples=40, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_injured_samples_are_answered(country: str, chance: random.Random) -> None:
    """Messages with bytes cut, doubled, swapped and changed are read or refused, never lost."""
    connector = discovery.connector(country)
    _, sample, _ = chance.choice(samples.of(country))
    raw = sanity.mutilated(sample.read_bytes(), chance)
    assert list(sanity.doubts(connector.read(raw), country)) == []
