"""How commands speak."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import typer

from hub.cli.output import as_json, fail, plain_errors
from hub.errors import BusUnavailable, HubError, Misconfigured


def _missing() -> None:
    Path("/nowhere/at-all").read_bytes()


@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        (Misconfigured("HUB_LANES: too few"), 2, "HUB_LANES: too few"),
        (BusUnavailable("Kafka is away"), 1, "Kafka is away"),
        (HubError("not known"), 1, "not known"),
        (FileNotFoundError(2, "No such file or directory", "x.edi"), 2, "x.edi No such file"),
        (OSError("broken pipe of some kind"), 2, "broken pipe of some kind"),
    ],
)
def test_expected_trouble_is_one_line_and_an_exit_code(
    trouble: Exception, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 where the command or a setting is wrong, 1 where the work failed."""
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise trouble
    said = capsys.readouterr()
    assert ended.value.exit_code == code
    assert said.out == ""
    assert said.err.startswith(f"hub: {words}")
    assert said.err.count("\n") == 1


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    """Nobody can repair a bug from one polite line."""
    with pytest.raises(ZeroDivisionError), plain_errors():
        raise ZeroDivisionError


def test_an_exit_code_of_a_command_is_left_alone() -> None:
    """`fail` within `plain_errors` is not reported twice."""
    with pytest.raises(typer.Exit) as ended, plain_errors():
        fail("no", 7)
    assert ended.value.exit_code == 7


def test_json_holds_times_paths_and_chinese(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One document and a line end, in UTF-8 whatever the terminal's locale is."""
    as_json({"at": datetime(2026, 11, 24, tzinfo=UTC), "path": Path("/x"), "name": "无"})
    out = capsysbinary.readouterr().out
    assert out.endswith(b"}\n")
    assert orjson.loads(out) == {"at": "2026-11-24T00:00:00Z", "path": "/x", "name": "无"}
