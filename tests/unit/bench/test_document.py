"""The figures of a phase: what grew while it was measured, and everything that voids it."""

from __future__ import annotations

from typing import Any

import pytest

from bench.document import MEASURED, Drained, Moment, costs, phase
from bench.processes import Used
from tests.unit.local import figures


def at(seconds: float, sent: int, waiting: int, cpu: float, pid: int = 7) -> Moment:
    """Return a moment at which half of the messages sent are declarations, answered but 10."""
    total = {"sent": sent, "declarations": sent // 2, "delivered": 2 * sent}
    heard = {"open": waiting, "total": total, "answered_declarations": sent // 2 - 10}
    used = Used(cpu, cpu / 4, 10**6, int(1000 * cpu), int(100 * cpu))
    return Moment(seconds, heard, {"intake": used}, (cpu, seconds), {"intake": pid})


def drained(settled: bool = True, decisions: int = 1_234_000, **changes: Any) -> Drained:
    """Return the end of a run in which nothing went wrong, but for changes."""
    heard = figures.heard(expected=5, met=5, late_ms={}, whole_ms=figures.TIMES, last_heard=113.5)
    heard["total"]["turned away as due"] = heard["total"]["turned away"]
    told = figures.told() | {"decisions": decisions}
    return Drained(heard | changes, told, settled, {"inbound": 1.0})


BEGIN, END = at(100, 1000, 0, 1.0), at(110, 2000, 50, 2.0)


def test_a_phase_counts_what_grew_since_the_warm_up() -> None:
    """Declarations offered, sent and sustained; messages, deliveries, and what each cost."""
    found = phase("x", 50, BEGIN, END, drained())

    assert (found["gate"], found["reasons"]) == ("held", [])
    assert (found["messages"], found["declarations"]) == (1000, 500)
    assert found["declarations_offered_per_s"] == 50
    assert found["declarations_sent_per_s"] == found["declarations_sustained_per_s"] == 50.0
    assert (found["messages_per_s"], found["deliveries_per_s"]) == (100.0, 200.0)
    assert found["cpu_us_per_message"] == {"intake": 1250.0}
    assert found["cpu_us_per_declaration"] == {"intake": 2500.0}
    assert (found["drain_s"], found["busy_percent"]) == (3.5, 10.0)
    assert found["compared"]["decided"] == 1_234_000
    assert MEASURED.keys() <= found.keys()
    assert "profile" not in found


def test_a_profile_says_how_the_time_was_spent() -> None:
    """User and system time, waits and turns lost, for each message."""
    found = phase("x", 50, BEGIN, END, drained(), profile=True)

    assert found["profile"] == {
        "intake": {
            "user_us_per_message": 1000.0,
            "system_us_per_message": 250.0,
            "voluntary_switches_per_message": 1.0,
            "involuntary_switches_per_message": 0.1,
            "core_percent": 12.5,
        }
    }


@pytest.mark.parametrize(
    ("end", "done", "says"),
    [
        (END, drained(settled=False), "not drained in time"),
        (END, drained(decisions=1_233_999), "decisions due 1234000, decided 1233999"),
        (END, drained(met=4), "deliveries expected 5, deliveries expected heard 4"),
        (END, drained(doubtful={"doubled": 1}), "doubled: 1"),
        (END, drained(doubtful={"out of order": 2}), "out of order: 2"),
        (END, drained(unmatched=1), "match was never told"),
        (END, drained(open=1), "never fully answered: 1"),
        (END, drained(unreceipted=1), "never receipted: 1"),
        (at(110, 1500, 0, 2.0), drained(), "load generator sent 25 declarations/s"),
        (at(110, 2000, 500, 2.0), drained(), "fell behind: 500"),
        (at(110, 2000, 0, 2.0, pid=8), drained(), "restarted while measuring: intake"),
    ],
)
def test_whatever_is_wrong_voids_and_is_said(end: Moment, done: Drained, says: str) -> None:
    """Lost, doubled, disordered, undecided, late, or measured on another process."""
    found = phase("x", 50, BEGIN, end, done)

    assert found["gate"] == "VOID"
    assert any(says in reason for reason in found["reasons"])


def test_missing_figures_of_the_hub_void() -> None:
    """What cannot be checked does not hold."""
    done = drained()
    found = phase("x", 50, BEGIN, END, Drained(done.heard, {}, True, {}))

    assert found["gate"] == "VOID"
    assert "the hub's own figures are missing" in found["reasons"]


def test_costs_leave_out_who_was_not_there_before() -> None:
    """A process started later has no beginning to count from."""
    before, after = {"a": Used(1.0)}, {"a": Used(1.5, 0.5), "b": Used(9.0)}

    assert costs(before, after, 100) == {"a": 10000.0}
