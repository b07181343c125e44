"""The gate of the benchmark: each way a run can be void."""

from __future__ import annotations

import pytest

from bench.gate import restarted, shortfalls, verdict
from bench.load import Load, Moment, costs, phase


def test_a_load_that_was_kept_up_with_has_no_shortfall() -> None:
    """As much sent as ordered, less than two seconds' messages under way."""
    assert shortfalls(500, 10, 5000, 400, set()) == []


@pytest.mark.parametrize(
    ("sent", "backlog", "again", "says"),
    [
        (4000, 0, set(), "load generator sent 400/s"),
        (5000, 1001, set(), "fell behind: 1001"),
        (5000, 0, {"router"}, "restarted while measuring: router"),
    ],
)
def test_each_shortfall_is_named(sent: int, backlog: int, again: set[str], says: str) -> None:
    """Too little sent, too much unanswered, a process that died."""
    found = shortfalls(500, 10, sent, backlog, again)

    assert len(found) == 1
    assert says in found[0]


def test_a_process_with_another_id_was_restarted() -> None:
    """Or is gone."""
    assert restarted({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 9}) == {"b", "c"}


def test_any_reason_voids() -> None:
    """The gate holds or it does not."""
    assert verdict([])["gate"] == "held"
    assert verdict(["doubled: 1"]) == {"gate": "VOID", "reasons": ["doubled: 1"]}


def test_a_phase_counts_what_grew_and_takes_over_what_is_wrong() -> None:
    """Warm-up is left out; a hub that fell behind voids whatever else holds."""

    def at(seconds: float, sent: int, waiting: int, cpu: float) -> Moment:
        heard = {"open": waiting, "total": {"sent": sent, "declarations": sent // 2}}
        return Moment(seconds, heard, {"intake": (cpu, 10**6)}, (cpu, seconds), {"intake": 7})

    done = {"doubts": [], "lacking": [], "last_heard": 113.5, "receipt_ms": {}, "latency_ms": {},
            "completed_ms": {}}  # fmt: skip
    begin = at(100, 1000, 0, 1.0)

    good = phase(Load("x", 100, 10, 1), begin, at(110, 2000, 50, 2.0), done, [], {})
    bad = phase(Load("x", 100, 10, 1), begin, at(110, 2000, 500, 2.0), done, [], {})

    assert (good["gate"], good["sent"], good["declarations_per_s"]) == ("held", 1000, 50.0)
    assert (good["drain_s"], good["cpu_us_per_message"]) == (3.5, {"intake": 1000.0})
    assert bad["gate"] == "VOID"


def test_costs_leave_out_who_was_not_there_before() -> None:
    """A process started later has no beginning to count from."""
    assert costs({"a": (1.0, 0)}, {"a": (2.0, 0), "b": (9.0, 0)}, 100) == {"a": 10000.0}
