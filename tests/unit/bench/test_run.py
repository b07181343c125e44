"""The command line of the benchmark: phases, rates, and a result a person can read."""

from __future__ import annotations

import pytest

from bench.document import phase
from bench.load import Load
from bench.run import loads, parser, show
from tests.unit.bench.test_document import BEGIN, END, drained


def test_two_phases_by_default() -> None:
    """850 declarations/s for two minutes, then 425 for one, without statuses."""
    assert loads(parser().parse_args([])) == [
        Load("sustained", 850, 120, 1),
        Load("latency", 425, 60, 1),
    ]


def test_phases_are_as_ordered() -> None:
    """Rate in declarations; statuses and the profile where they are asked for."""
    words = "--rate 700 --seconds 10 --latency-rate 0 --statuses --profile --warm-up 5 --seed 3"

    assert loads(parser().parse_args(words.split())) == [
        Load("sustained", 700, 10, 3, 5, statuses=True, profile=True)
    ]


def test_a_phase_is_told_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """The gate with what it compared, rates, times, costs and the profile."""
    show(phase("sustained", 50, BEGIN, END, drained(met=4), profile=True))
    shown = capsys.readouterr().out

    for text in (
        "gate VOID deliveries expected 5, deliveries expected heard 4",
        "decided 1234000",
        "50.0 declarations/s sustained of 50 offered (100.0 messages/s, 200.0 deliveries/s)",
        "whole_ms",
        "intake       2500.0   1250.0        1 MB",
        "voluntary_switches_per_message 1.0",
    ):
        assert text in shown
