"""`hub trace` and `hub parked`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from hub.cli import trace as command
from hub.domain.tracing import Match, Step, Trace, trace
from hub.errors import StoreUnavailable
from tests.unit.cli.commands import complaint, hub

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def step(stage: str, country: str, seconds: int, kind: str, detail: str = "") -> Step:
    """Return a step of CN:E1."""
    when = NOW + timedelta(seconds=seconds)
    return Step(f"{stage}{country}", kind, stage, country, "CN", "", "CN:E1", "m1", when, detail)


FOUND = trace(
    [
        step("canonical", "CN", 0, "Declaration"),
        step("outbound", "GB", 1, "Declaration"),
        step("outbound", "CN", 2, "Refusal", '{"faults":[{"code":"12","pointer":"/a"}]}'),
        step("parked", "CN", 3, "Refusal", '{"reason":"no [form] for [/it]"}'),
        step("canonical", "CN", 4, "StatusChange", "no JSON"),
    ],
    [Match("CN:E1", "GB:I1", "T1", "MATCHED", '["PD|CN|E1"]', NOW)],
)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put an answer in the place of the store; return a list of what it is asked."""

    def install(answer: Any) -> list[Any]:
        asked: list[Any] = []

        async def ask(*question: Any) -> Any:
            asked.append(question)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(command, "_ask", ask)
        return asked

    return install


def test_a_consignment_is_told_in_plain_words(answering: Any, monkeypatch: Any) -> None:
    """Both declarations, why they match, each step in order, and who is waited for since when."""
    monkeypatch.setattr(command.console, "width", 200)
    asked = answering(FOUND)
    shown = hub("trace", "4CN/1").stdout
    assert asked == [("trace", "4CN/1")]
    told = [
        "CN:E1, GB:I1",
        "matched by T1: CN:E1 = GB:I1",
        "24 November 2026",
        "for GB",
        "12 /a",
        "PARKED at CN",
        "no [form] for [/it]",
        "no JSON",
        "waiting for GB: Declaration since 24 Nov 09:30:01.000",
    ]
    places = [shown.find(words) for words in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_machines_read_all_of_it(answering: Any) -> None:
    """The same keys as the API."""
    answering(FOUND)
    told = orjson.loads(hub("trace", "x", "--json").stdout)
    assert told["declarations"] == ["CN:E1", "GB:I1"]
    assert [each["stage"] for each in told["steps"]] == [s.stage for s in FOUND.steps]
    assert [each["country"] for each in told["waiting"]] == ["GB"]
    assert told["matches"][0]["tier"] == "T1"


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_an_unknown_key_fails(words: list[str], answering: Any) -> None:
    """Exit code 1, the key quoted; machines get an empty document as well."""
    answering(Trace((), (), (), ()))
    ended = hub("trace", "nobody", *words)
    assert (ended.exit_code, complaint(ended)) == (1, "nothing is known under 'nobody'")
    if words:
        assert orjson.loads(ended.stdout)["steps"] == []


@pytest.mark.parametrize("words", [["trace", "x"], ["parked"]])
def test_a_store_that_is_away_is_one_line(words: list[str], answering: Any) -> None:
    """Exit code 1."""
    answering(StoreUnavailable("PostgreSQL: away"))
    ended = hub(*words)
    assert (ended.exit_code, complaint(ended)) == (1, "PostgreSQL: away")


def test_what_is_parked_is_listed_with_its_reason(answering: Any, monkeypatch: Any) -> None:
    """As many as asked for, for people and for machines."""
    monkeypatch.setattr(command.console, "width", 200)
    parked = [each for each in FOUND.steps if each.stage == "parked"]
    asked = answering(parked)
    shown = hub("parked", "--limit", "3").stdout
    assert asked == [("parked", 3)]
    assert "no [form] for [/it]" in shown
    assert orjson.loads(hub("parked", "--json").stdout)[0]["country"] == "CN"
