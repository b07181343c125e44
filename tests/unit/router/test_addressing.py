"""Who is told what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.catalogue import STATES
from hub.router.addressing import (
    SHARED_STATES,
    change_recipients,
    declaration_recipients,
    status_recipients,
)

SERVED = {"CN", "GB", "VN"}
COUNTRIES = st.sampled_from(["CN", "GB", "VN", "XX", ""])


@pytest.mark.parametrize(
    ("side", "recipients"),
    [("EXPORT", ("GB",)), ("IMPORT", ("CN",)), ("TRANSIT", ("CN", "GB")), ("", ()), ("X", ())],
)
def test_a_declaration_goes_to_the_other_end_of_its_lane(
    side: str, recipients: tuple[str, ...]
) -> None:
    """An export to its destination, an import to its origin, a transit to both."""
    body = {"country": "VN", "side": side, "exportCountry": "CN", "destinationCountry": "GB"}
    assert declaration_recipients(body, SERVED) == recipients


@given(COUNTRIES, st.sampled_from(["EXPORT", "IMPORT", "TRANSIT", ""]), COUNTRIES, COUNTRIES)
def test_nobody_hears_of_it_but_partners_named_in_it(
    country: str, side: str, origin: str, destination: str
) -> None:
    """Never its own sender, never a country that is not served, in one fixed order."""
    body = {
        "country": country,
        "side": side,
        "exportCountry": origin,
        "destinationCountry": destination,
    }
    found = declaration_recipients(body, SERVED)
    assert set(found) <= SERVED & {origin, destination} - {country}
    assert list(found) == sorted(set(found))


@given(st.sets(COUNTRIES), st.sets(COUNTRIES), COUNTRIES)
def test_a_change_goes_to_every_holder_and_counterpart_once(
    holders: set[str], linked: set[str], sender: str
) -> None:
    """Whoever has it must hear, except who says it."""
    found = change_recipients(sender, holders, linked)
    assert set(found) == (holders | linked) - {sender}
    assert list(found) == sorted(found)


@pytest.mark.parametrize("status", [*STATES, "", "NO SUCH STATE"])
def test_only_shared_states_leave_the_country(status: str) -> None:
    """What is not known to be shared stays at home."""
    found = status_recipients(status, "GB", {"CN"}, {"VN"})
    assert found == (("CN", "VN") if status in SHARED_STATES else ())


@pytest.mark.parametrize("status", ["REJECTED", "DOCS_REQUIRED", "LODGED", "UNMAPPED", "RECEIVED"])
def test_what_is_between_a_trader_and_his_customs_is_not_shared(status: str) -> None:
    """Rejections, requests for documents and unknown codes are nobody else's business."""
    assert status not in SHARED_STATES
