"""The run folder: one owner, nothing left of a former one, emptied only when asked."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.local import folder
from hub.local.folder import MARK, RunFolder


def test_second_owner_is_told_of_the_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two machines never share a folder: the second is told who has it."""
    monkeypatch.setattr(folder, "PATIENCE", 0.1)
    first = RunFolder(tmp_path)
    first.claim(fresh=False)

    with pytest.raises(Misconfigured, match=f"in use by process {os.getpid()}"):
        RunFolder(tmp_path).claim(fresh=False)

    first.release()


def test_a_released_folder_can_be_claimed_again(tmp_path: Path) -> None:
    """After release the next owner comes in."""
    for _ in range(2):
        owned = RunFolder(tmp_path)
        owned.claim(fresh=False)
        owned.release()


@pytest.mark.parametrize("fresh", [True, False])
def test_only_fresh_forgets(tmp_path: Path, fresh: bool) -> None:
    """Data stays unless a fresh start is asked for; the folder of logs is always there."""
    (tmp_path / "kafka").mkdir()
    owned = RunFolder(tmp_path)

    owned.claim(fresh=fresh)

    assert (tmp_path / "kafka").exists() is not fresh
    assert owned.logs.is_dir()
    owned.release()


def test_what_a_former_owner_left_is_ended(tmp_path: Path) -> None:
    """A process that carries the folder's mark is killed; one of another folder is left alone."""
    left = subprocess.Popen(["sleep", "60"], env={MARK: str(tmp_path), "PATH": os.environ["PATH"]})
    other = subprocess.Popen(["sleep", "60"], env={MARK: "/else", "PATH": os.environ["PATH"]})

    found = RunFolder(tmp_path).evict()

    assert found == [left.pid]
    assert left.wait(5) == -signal.SIGKILL
    assert other.poll() is None
    other.kill()
    other.wait()
