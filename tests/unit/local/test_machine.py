"""A machine that is not up, and the end by a polite signal."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from hub.errors import HubError, Misconfigured
from hub.local import machine
from hub.local.machine import Machine


def test_nothing_is_asked_of_a_machine_that_is_not_up(tmp_path: Path) -> None:
    """Before `up` there are no settings, nobody lives, and `stop` does nothing."""
    found = Machine(tmp_path)

    with pytest.raises(HubError, match="the machine is not up"):
        _ = found.env
    assert found.alive() == {}
    assert found.tend() == []
    found.stop()


def test_missing_tools_leave_the_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is said before anything is locked, emptied or started."""

    def missing(report: machine.Report) -> None:
        raise Misconfigured("Java is missing")

    monkeypatch.setattr(machine, "resolve", missing)

    with pytest.raises(Misconfigured):
        Machine(tmp_path / "run", fresh=True).up()
    assert not (tmp_path / "run").exists()


def test_sigterm_is_left_to_whoever_has_it(tmp_path: Path) -> None:
    """A program with its own SIGTERM handler keeps it."""
    former = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    found = Machine(tmp_path)

    found._take_signal()
    found._give_signal_back()

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    signal.signal(signal.SIGTERM, former)


def test_sigterm_becomes_an_ordinary_end() -> None:
    """SIGTERM leaves through the `with` block, with the usual exit code."""
    with pytest.raises(SystemExit) as left:
        machine._leave(signal.SIGTERM, None)

    assert left.value.code == 143
