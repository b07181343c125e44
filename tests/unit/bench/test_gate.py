"""The gate of the benchmark: each way a run can be void."""

from __future__ import annotations

from typing import Any

import pytest

from bench.gate import compared, restarted, shortfalls, unequal, verdict

TOTAL = {
    "sent": 1000,
    "receipted": 990,
    "turned away": 10,
    "turned away as due": 10,
    "hostile receipted": 70,
    "understood": 5,
    "delivered": 2000,
}


def heard(**changes: int) -> dict[str, Any]:
    """Return what twins say of a right run, but for some totals."""
    found = {"total": TOTAL | changes, "expected": 1950, "met": 1950}
    return found | {name: changes[name] for name in ("expected", "met") if name in changes}


def told(**changes: int) -> dict[str, Any]:
    """Return what the hub says of a right run, but for some counts."""
    counts = {"outbound": 1000, "delivered": 1000}
    of_gb = counts | {name: changes[name] for name in counts if name in changes}
    decisions = changes.get("decisions", 925)
    return {"countries": {"GB": of_gb, "VN": counts}, "decisions": decisions}


def test_a_right_run_is_equal_everywhere_and_says_its_numbers() -> None:
    """990 receipted and 10 turned away of 1000; 920 honest and 5 understood were decided."""
    numbers = compared(heard(), told())

    assert unequal(numbers) == []
    assert numbers == {
        "sent": 1000,
        "receipted": 990,
        "turned_away_as_due": 10,
        "decisions_due": 925,
        "decided": 925,
        "deliveries_expected": 1950,
        "deliveries_expected_heard": 1950,
        "deliveries_heard": 2000,
        "deliveries_recorded": 2000,
        "outbound_recorded": 2000,
    }


@pytest.mark.parametrize(
    ("twins", "hub", "says"),
    [
        ({"receipted": 989, "hostile receipted": 69}, {}, "sent 1000, receipted or rightly"),
        ({"turned away as due": 9}, {}, "sent 1000, receipted or rightly turned away 999"),
        ({}, {"decisions": 924}, "decisions due 925, decided 924"),
        ({}, {"decisions": 926}, "decisions due 925, decided 926"),
        ({"met": 1949}, {}, "deliveries expected 1950, deliveries expected heard 1949"),
        ({}, {"delivered": 999}, "deliveries heard 2000, deliveries recorded 1999"),
        ({}, {"delivered": 1001}, "deliveries heard 2000, deliveries recorded 2001"),
        ({}, {"outbound": 1001}, "deliveries heard 2000, outbound recorded 2001"),
    ],
)
def test_each_inequality_is_named(twins: dict[str, int], hub: dict[str, int], says: str) -> None:
    """Sent = receipted = decided = delivered, in both directions."""
    found = unequal(compared(heard(**twins), told(**hub)))

    assert len(found) == 1
    assert says in found[0]


def test_a_hub_that_cannot_say_voids() -> None:
    """Missing figures are never equal to anything, also where nothing was heard."""
    assert len(unequal(compared(heard(delivered=0), {}))) == 4
    nothing = {"total": {}, "expected": 0, "met": 0}
    none_decided = {"countries": {}, "decisions": 0}
    assert unequal(compared(nothing, none_decided)) == ["nothing was decided"]


def test_a_load_that_was_kept_up_with_has_no_shortfall() -> None:
    """As many declarations as ordered, less than two seconds' messages under way."""
    assert shortfalls(500, 10, 5000, 5500, 1100, set()) == []


@pytest.mark.parametrize(
    ("declarations", "backlog", "again", "says"),
    [
        (4899, 0, set(), "load generator sent 490 declarations/s, not 500/s"),
        (5000, 1101, set(), "fell behind: 1101"),
        (5000, 0, {"router"}, "restarted while measuring: router"),
    ],
)
def test_each_shortfall_is_named(
    declarations: int, backlog: int, again: set[str], says: str
) -> None:
    """Too little sent, too much unanswered, a process that died."""
    found = shortfalls(500, 10, declarations, 5500, backlog, again)

    assert len(found) == 1
    assert says in found[0]


def test_a_process_with_another_id_was_restarted() -> None:
    """Or is gone."""
    assert restarted({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 9}) == {"b", "c"}


def test_any_reason_voids() -> None:
    """The gate holds or it does not."""
    assert verdict([])["gate"] == "held"
    assert verdict(["doubled: 1"]) == {"gate": "VOID", "reasons": ["doubled: 1"]}
