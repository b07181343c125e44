"""The life of a consignment as one timeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.tracing import Match, Step, trace

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def step(
    stage: str, country: str, seconds: float = 0, kind: str = "Declaration", **of: str
) -> Step:
    """Return a step of consignment GB:1, caused by m1."""
    after = START + timedelta(seconds=seconds)
    identity, cause = of.get("identity", f"{stage}-{country}-{kind}"), of.get("cause", "m1")
    key = of.get("key", "GB:1")
    return Step(identity, kind, stage, country, "GB", "", key, cause, after, "")


INBOUND = step("inbound", "GB", kind="Raw", identity="m1", key="")
WHOLE = [
    INBOUND,
    step("canonical", "GB", 1),
    step("outbound", "CN", 2),
    step("outbound", "GB", 2, kind="Acknowledgement"),
    step("delivered", "CN", 3),
    step("delivered", "GB", 3, kind="Acknowledgement"),
]


@given(st.permutations(WHOLE))
def test_the_timeline_does_not_depend_on_the_order_of_rows(steps: list[Step]) -> None:
    """Rows come from the database as they like; twice the same row is one step."""
    found = trace([*steps, *steps[:2]], [])
    assert found == trace(WHOLE, [])
    assert [s.stage for s in found.steps][:3] == ["inbound", "canonical", "outbound"]
    assert found.waiting == ()


def test_steps_of_one_moment_follow_the_path_of_a_message() -> None:
    """Within one millisecond: received, read, decided, sent on, delivered, parked."""
    stages = ["parked", "delivered", "outbound", "matches", "canonical", "inbound"]
    found = trace([step(stage, "GB") for stage in stages], [])
    assert [s.stage for s in found.steps] == stages[::-1]


def test_what_went_out_and_did_not_arrive_is_waited_for() -> None:
    """Per country, kind and cause, with the time since when."""
    found = trace(WHOLE[:-2], [])
    assert {(w.country, w.kind) for w in found.waiting} == {
        ("CN", "Declaration"),
        ("GB", "Acknowledgement"),
    }
    assert found.waiting[0].since == START + timedelta(seconds=2)


def test_each_delivery_answers_one_message_only() -> None:
    """Two match results to one country, one report: one is still waited for."""
    twice = [step("outbound", "CN", n, kind="MatchResult", identity=f"r{n}") for n in (1, 2)]
    once = step("delivered", "CN", 3, kind="MatchResult")
    other_cause = step("delivered", "CN", 3, kind="MatchResult", cause="m2")
    assert len(trace([*twice, once], []).waiting) == 1
    assert len(trace([*twice, once, other_cause], []).waiting) == 1
    assert len(trace([*twice, once, step("parked", "CN", 4, kind="MatchResult")], []).waiting) == 0


def test_what_came_in_and_was_not_read_waits_for_the_hub() -> None:
    """A refusal answers it as well as a canonical message; being parked ends the wait."""
    assert [(w.country, w.kind) for w in trace([INBOUND], []).waiting] == [("HUB", "reading")]
    for stage, kind in (("canonical", "Declaration"), ("outbound", "Refusal"), ("parked", "Raw")):
        waiting = trace([INBOUND, step(stage, "GB", 1, kind=kind)], []).waiting
        assert "HUB" not in {each.country for each in waiting}


def test_both_sides_of_a_match_belong_to_the_consignment() -> None:
    """The counterpart's declaration is named even before any step of it is found."""
    match = Match("CN:E1", "GB:1", "T1", "MATCHED", "[]", START)
    assert trace(WHOLE, [match]).declarations == ("CN:E1", "GB:1")
    assert trace([], []).declarations == ()
