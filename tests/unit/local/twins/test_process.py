"""The order of the twins' process, as `Hub.start_twins` writes it."""

from __future__ import annotations

from hub.local.twins.ledger import Ledger
from hub.local.twins.process import sender_of, variants_for
from tests.unit.local.twins.test_templates import COUNTRIES

SETTINGS = {
    "rate": 5,
    "hostile": 0.1,
    "seed": 3,
    "countries": COUNTRIES,
    "intake": ["127.0.0.1", 1],
    "tokens": {code: f"token of {code}" for code in COUNTRIES},
}


async def test_a_rate_is_in_messages_unless_it_is_said_to_be_in_declarations() -> None:
    """The demo's order has neither word, the benchmark's both."""
    plain = sender_of(SETTINGS, Ledger()).order
    measured = sender_of({**SETTINGS, "declarations": True, "statuses": False}, Ledger()).order

    assert (plain.declarations, plain.statuses, plain.rate) == (False, True, 5)
    assert (measured.declarations, measured.statuses) == (True, False)
    assert plain.countries == tuple(code.upper() for code in COUNTRIES)


async def test_each_country_has_its_own_head() -> None:
    """Token and path are the country's."""
    heads = sender_of(SETTINGS, Ledger())._transport._heads  # type: ignore[attr-defined]

    assert b"POST /v1/gb/messages " in heads["GB"]
    assert b"Bearer token of gb\r\n" in heads["GB"]


def test_many_lanes_need_few_variants_each() -> None:
    """Twelve of two, one of 650: what is rendered stays the same."""
    assert [variants_for(countries) for countries in (2, 7, 26)] == [250, 11, 1]
