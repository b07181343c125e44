"""The simulated trade: the same seed, the same consignments, numbers that add up."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice

import pytest

from hub.local.twins import templates
from hub.local.twins.consignments import consignments, contents

COUNTRIES = ("GB", "VN", "CN")
CHINA, VIETNAM = templates.load("CN"), templates.load("VN")
FIRST = list(islice(consignments(1, COUNTRIES, 5), 1500))


def test_the_same_seed_makes_the_same_trade() -> None:
    """Twice the same, and another seed another trade."""
    assert list(islice(consignments(1, COUNTRIES, 5), 1500)) == FIRST
    assert list(islice(consignments(2, COUNTRIES, 5), 1500)) != FIRST


def test_every_consignment_crosses_a_border_and_begins_with_an_export() -> None:
    """Two different countries, the export first, nothing after a cancellation."""
    for consignment in FIRST:
        assert consignment.export_country != consignment.import_country
        assert consignment.events[0] == ("export", "export")
        kinds = [kind for _, kind in consignment.events]
        assert "cancellation" not in kinds[:-1]
        for side, _ in consignment.events:
            assert (side, side) in consignment.events


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [("import", 0.75, 0.85), ("amendment", 0.03, 0.09), ("cancellation", 0.01, 0.05)],
)
def test_shares_are_as_planned(kind: str, low: float, high: float) -> None:
    """Most are imported, some amended, few cancelled."""
    share = sum(any(k == kind for _, k in c.events) for c in FIRST) / len(FIRST)

    assert low < share < high


@pytest.mark.parametrize("variant", range(8))
def test_totals_are_the_sums_of_the_items(variant: int) -> None:
    """Amounts and masses are exact decimal strings; 1 to 8 items."""
    body = contents(1, CHINA, VIETNAM, variant, CHINA)

    assert 1 <= len(body["items"]) <= 8
    assert Decimal(body["total_amount"]) == sum(Decimal(i["amount"]) for i in body["items"])
    assert Decimal(body["total_gross"]) == sum(Decimal(i["gross"]) for i in body["items"])
    assert all(Decimal(i["net"]) <= Decimal(i["gross"]) for i in body["items"])
    assert body == contents(1, CHINA, VIETNAM, variant, CHINA)


def test_without_statuses_it_is_the_same_trade() -> None:
    """Nothing but the statuses is missing."""
    some = islice(consignments(1, COUNTRIES, 5, statuses=False), 300)

    for without, with_them in zip(some, FIRST, strict=False):
        assert without.number == with_them.number
        assert without.events == tuple(e for e in with_them.events if e[1] != "status")
