"""Countries of ISO 3166-1."""

from __future__ import annotations

from hub.connector import discovery
from hub.domain.countries import ALPHA2


def test_the_list_is_whole() -> None:
    """249 officially assigned codes of two capital letters."""
    assert len(ALPHA2) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in ALPHA2)


def test_every_partner_is_a_country_and_a_neighbours_habit_is_none() -> None:
    """Codes in use beside ISO are doubted, as their users expect."""
    assert {code.upper() for code in discovery.folders()} <= ALPHA2
    assert not ALPHA2 & {"UK", "EU", "XI", "XK", "ZL", "EL"}
