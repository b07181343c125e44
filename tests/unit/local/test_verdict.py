"""The verdict on a run: each thing that can be wrong, and nothing else, fails it."""

from __future__ import annotations

from typing import Any

import pytest

from hub.local.verdict import decisions_due, reasons, settle
from tests.unit.local.figures import heard, told


def test_a_run_in_which_all_agree_has_no_reason_against_it() -> None:
    """The national systems and the hub say the same."""
    assert reasons(heard(), told()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"open": 3}, "receipted and never fully answered: 3"),
        ({"unreceipted": 2}, "sent and never receipted: 2"),
        ({"unmatched": 1}, "match was never told to both customs: 1"),
        ({"doubtful": {"doubled": 4}}, "doubled: 4"),
        ({"doubtful": {"out of order": 5}}, "out of order: 5"),
        ({"total": {}}, "nothing was receipted"),
    ],
)
def test_what_a_national_system_complains_of_is_a_reason(
    changes: dict[str, Any], says: str
) -> None:
    """Lost, unanswered, doubled, disordered."""
    found = reasons(heard(**changes), told())

    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"waiting": 7}, "outbound for GB and neither delivered nor parked: 7"),
        ({"inbound": 1_233_999}, "recorded inbound only 1233999"),
        ({"delivered": 7_654_320}, "recorded delivered only 7654320"),
    ],
)
def test_what_the_hub_itself_cannot_account_for_is_a_reason(
    changes: dict[str, int], says: str
) -> None:
    """The twins may be content and the tables not."""
    found = reasons(heard(), told(**changes))

    assert len(found) == 1
    assert says in found[0]


def test_what_was_declined_must_be_parked() -> None:
    """A message a national system answered with 4xx is not forgotten."""
    declined = heard()
    declined["total"] = {**declined["total"], "declined": 2}

    assert reasons(declined, told(parkedOutbound=2)) == []
    assert "declined 2, recorded parked only 1" in reasons(declined, told(parkedOutbound=1))[0]


@pytest.mark.parametrize(("decided", "right"), [(99, False), (100, True), (101, False)])
def test_what_was_decided_is_what_was_due(decided: int, right: bool) -> None:
    """Honest messages receipted and hostile ones understood, by the hub's own count."""
    total = {"sent": 111, "receipted": 110, "hostile receipted": 15, "understood": 5}
    assert decisions_due(total) == 100

    found = reasons(heard(total=total), told() | {"decisions": decided})
    assert found == ([] if right else [f"decisions due 100, decided {decided}"])


def test_a_hub_that_cannot_say_is_not_believed() -> None:
    """No figures is a reason, whatever the national systems say."""
    assert reasons(heard(), {}) == ["the hub's own figures are missing"]


class Slowly:
    """A hub that is quiet after some looks, and a clock that ticks with each."""

    def __init__(self, quiet_after: int, **figures: int) -> None:
        self.looks, self._quiet_after, self._figures = 0, quiet_after, figures

    def heard(self) -> dict[str, Any]:
        """One more look."""
        self.looks += 1
        return heard(open=0 if self.looks > self._quiet_after else 1)

    def figures(self) -> dict[str, Any]:
        """Always the same."""
        return told(**self._figures)

    def clock(self) -> float:
        """Return a quarter of a second a look."""
        return self.looks / 4


@pytest.mark.parametrize(("after", "quiet"), [(0, True), (10, True), (1000, False)])
def test_settling_waits_until_it_is_quiet_or_late(after: int, quiet: bool) -> None:
    """Three quiet looks in a row, within the time."""
    hub = Slowly(after)

    assert settle(hub, 10.0, lambda: None, hub.clock) is quiet  # type: ignore[arg-type]
    assert hub.looks >= min(after, 40)


@pytest.mark.parametrize("behind", ["inbound", "delivered"])
def test_settling_waits_for_the_recorder(behind: str) -> None:
    """As long as it has recorded less than was heard, the figures are not the last."""
    hub = Slowly(0, **{behind: 1})

    assert settle(hub, 3.0, lambda: None, hub.clock) is False  # type: ignore[arg-type]
