"""`hub` as a whole: what it runs and how it ends."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from hub import app as composition
from hub.errors import HubError, Misconfigured
from tests.unit.cli.commands import complaint, hub


def test_without_words_it_explains_itself() -> None:
    """Every command with one line, and what the exit codes mean."""
    said = hub()
    assert "Exit codes: 0 done" in said.output
    for command in ("run", "prepare", "demo", "tail", "trace", "parked", "topics", "connector"):
        assert command in said.output


@pytest.mark.parametrize("words", [["rnu"], ["run"], ["demo", "--rate", "fast"], ["trace"]])
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    """And says on standard error what is wrong."""
    ended = hub(*words)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert ended.stderr


@pytest.mark.parametrize("code", [0, 3])
def test_a_stations_exit_code_is_the_commands(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """3 reaches whoever supervises the process; countries reach the station."""
    asked: list[Any] = []

    def run(station: str, countries: tuple[str, ...]) -> int:
        asked.append((station, countries))
        return code

    monkeypatch.setattr(composition, "run", run)
    assert hub("run", "connector", "gb", "cn").exit_code == code
    assert hub("run", "router").exit_code == code
    assert asked == [("connector", ("gb", "cn")), ("router", ())]


@pytest.mark.parametrize("function", ["run", "prepare"])
def test_a_wrong_setting_is_one_line(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback for a typing error in an environment file."""

    def wrong(*_: Any) -> Any:
        raise Misconfigured("HUB_LANES: Input should be greater than or equal to 1")

    monkeypatch.setattr(composition, function, wrong)
    ended = hub(*(["run", "router"] if function == "run" else ["prepare"]))
    assert ended.exit_code == 2
    assert complaint(ended) == "HUB_LANES: Input should be greater than or equal to 1"


LOCAL = [
    ("hub.local.hub", "up", ["up", "--fresh"], (), {"fresh": True}),
    ("hub.local.demo", "demo", ["demo", "--duration", "5"], (5.0, None, 20.0, 1), {}),
    ("hub.local.kills", "kills", ["kills", "--rounds", "2", "--rate", "9"], (2, 1, 9.0), {}),
]


@pytest.mark.parametrize(("module", "function", "words", "args", "named"), LOCAL)
def test_the_one_machine_runtime_is_told_what_was_asked(
    module: str,
    function: str,
    words: list[str],
    args: tuple[Any, ...],
    named: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its exit code is the command's, so that a script can rely on `hub demo`."""
    asked: list[Any] = []

    def run(*given: Any, **options: Any) -> int:
        asked.append((given, options))
        return 1

    monkeypatch.setattr(importlib.import_module(module), function, run)
    assert hub(*words).exit_code == 1
    assert asked == [(args, named)]


@pytest.mark.parametrize(("module", "function", "words", "args", "named"), LOCAL)
def test_what_this_machine_lacks_is_one_line(
    module: str,
    function: str,
    words: list[str],
    args: tuple[Any, ...],
    named: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Java that is missing is no crash of the hub."""

    def run(*_: Any, **__: Any) -> int:
        raise HubError("kafka ended with code 1: see kafka.log")

    monkeypatch.setattr(importlib.import_module(module), function, run)
    ended = hub(*words)
    assert (ended.exit_code, complaint(ended)) == (1, "kafka ended with code 1: see kafka.log")
