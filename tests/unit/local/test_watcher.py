"""The watcher's bookkeeping, and what it does to groups that stay."""

from __future__ import annotations

import signal
import subprocess

import pytest

from hub.local import watcher


def test_follow_knows_who_is_left() -> None:
    """A child that was started and not reaped is left, with its last signal."""
    assert watcher.follow(["+10 9\n", "+11 2\n", "-10\n"]) == {11: 2}


def test_clean_kills_what_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that ignores its last signal is killed after the grace."""
    monkeypatch.setattr(watcher, "GRACE", 0.2)
    deaf = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done"],
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    assert deaf.stdout is not None
    with deaf.stdout:
        deaf.stdout.readline()

    watcher.clean({deaf.pid: signal.SIGTERM})

    assert deaf.wait(5) == -signal.SIGKILL
