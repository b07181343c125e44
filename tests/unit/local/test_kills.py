"""What the kills decide without killing: whom, in which order, and what counts as recovered."""

from __future__ import annotations

from random import Random

from hub.app import FENCED_EXIT
from hub.local.kills import (
    RECOVERY_SECONDS,
    VICTIMS,
    counts,
    never_back,
    recorded,
    said_fenced,
    victims,
)
from tests.unit.local.figures import heard, told


def test_everybody_dies_once_before_anybody_dies_twice() -> None:
    """Each station, Kafka, PostgreSQL, registry; the same seed, the same order."""
    order = victims(Random(1), 2 * len(VICTIMS) + 3)

    assert set(order[: len(VICTIMS)]) == set(order[len(VICTIMS) : 2 * len(VICTIMS)]) == set(VICTIMS)
    assert len(order) == 2 * len(VICTIMS) + 3
    assert order == victims(Random(1), len(order))
    assert {"kafka", "postgres", "registry", "router"} <= set(VICTIMS)


def test_who_never_answers_again_is_named() -> None:
    """Being restarted is not enough."""
    assert never_back({"router": [1.0, 2.0], "kafka": [9.0]}) == []
    assert never_back({"router": [1.0, RECOVERY_SECONDS]}) == [
        "router did not answer again in 60 s"
    ]


def test_only_the_first_router_leaving_by_the_fence_counts() -> None:
    """Not the second one, nor another way to die."""
    assert said_fenced(f"router died (exit code {FENCED_EXIT}), restart in 0.2 s")
    assert not said_fenced("router died (exit code 1), restart in 0.2 s")
    assert not said_fenced(f"second router died (exit code {FENCED_EXIT})")


def test_the_summary_counts_lost_doubled_and_disordered() -> None:
    """Everything that must be zero, and what may be more."""
    line = counts(heard(open=2, unreceipted=1, unmatched=4, doubtful={"doubled": 5}))

    assert "lost 3" in line
    assert "unmatched 4" in line
    assert "duplicated 5  out of order 0" in line


def test_an_api_that_does_not_answer_has_recorded_nothing() -> None:
    """So neither a dead API nor a recorder that lags passes for recovered."""
    assert recorded({}) == 0
    assert recorded(told(inbound=5)) == 5
