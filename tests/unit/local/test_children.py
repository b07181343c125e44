"""Children: started by name, killed, ended in time, restarted with a delay, never orphaned."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.local import children
from hub.local.children import Children, Command
from hub.local.folder import RunFolder, wait_until
from hub.settings import ROOT

SLEEP = Command(argv=("sleep", "60"), env=dict(os.environ))
DEAF = Command(argv=("sh", "-c", "trap '' TERM; while :; do sleep 1; done"), env=dict(os.environ))


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Children]:
    owned = RunFolder(tmp_path)
    found = Children(owned, owned.claim(fresh=False))
    yield found
    found.stop(found.names(), 1)
    found.close()
    owned.release()


def test_start_writes_to_its_log(nursery: Children) -> None:
    """What a child writes is in the file of its name."""
    nursery.start("talker", Command(argv=("sh", "-c", "echo hello"), env=dict(os.environ)))

    assert wait_until(lambda: nursery.exit_code("talker") == 0, 5)
    assert nursery.log("talker").read_text() == "hello\n"


def test_a_living_name_is_not_started_twice(nursery: Children) -> None:
    """Two children never share a name."""
    nursery.start("sleeper", SLEEP)

    with pytest.raises(ValueError, match="sleeper is already running"):
        nursery.start("sleeper", SLEEP)


def test_kill_takes_the_whole_group(nursery: Children) -> None:
    """The children of a child die with it."""
    both = Command(argv=("sh", "-c", "sleep 60 & echo $!; wait"), env=dict(os.environ))
    nursery.start("parent", both)
    wait_until(lambda: nursery.log("parent").read_text().endswith("\n"), 5)
    grandchild = int(nursery.log("parent").read_text())

    nursery.kill("parent")

    assert nursery.exit_code("parent") == -signal.SIGKILL
    assert wait_until(lambda: not lives(grandchild), 5)


def test_restart_gives_a_new_process(nursery: Children) -> None:
    """A restarted child has the same name and another process."""
    nursery.start("sleeper", SLEEP)
    before = nursery.pids()["sleeper"]

    nursery.restart("sleeper")

    assert nursery.pids()["sleeper"] != before
    assert not lives(before)


def test_stop_kills_the_late(nursery: Children) -> None:
    """Who does not end when asked is killed and named."""
    nursery.start("sleeper", SLEEP)
    nursery.start("deaf", DEAF)
    time.sleep(0.2)

    assert nursery.stop(["sleeper", "deaf"], 0.5) == ["deaf"]
    assert nursery.names() == []


def test_tend_restarts_and_reports(nursery: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that died unasked is reported at once and restarted after its delay."""
    monkeypatch.setattr(children, "FIRST_DELAY", 0.05)
    nursery.start("sleeper", SLEEP)
    before = nursery.pids()["sleeper"]
    nursery.kill("sleeper")

    first = nursery.tend()
    time.sleep(0.2)
    second = nursery.tend()

    assert first == ["sleeper died (SIGKILL), restart in 0.1 s"]
    assert second == [f"sleeper restarted as process {nursery.pids()['sleeper']}"]
    assert nursery.pids()["sleeper"] != before
    assert nursery.tend() == []


def test_delay_grows_with_early_deaths(nursery: Children) -> None:
    """Each early death doubles the delay, up to a limit."""
    nursery.start("sleeper", SLEEP)
    child = nursery._children["sleeper"]

    delays = []
    for child.deaths in range(8):
        delays.append(child.delay())

    assert delays == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]


def test_a_child_for_once_is_not_restarted(nursery: Children) -> None:
    """What was not to be kept ends without further ado."""
    nursery.start("once", Command(argv=("true",), env=dict(os.environ), keep=False))
    wait_until(lambda: nursery.exit_code("once") == 0, 5)

    assert nursery.tend() == []


def test_only_the_main_thread_starts(nursery: Children) -> None:
    """A child dies with the thread that started it, so other threads are refused."""
    refused: list[str] = []

    def attempt() -> None:
        try:
            nursery.start("sleeper", SLEEP)
        except RuntimeError as error:
            refused.append(str(error))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()

    assert refused == ["children die with the thread that started them: use the main thread"]


PARENT = """
import os, signal, sys, time
from pathlib import Path
from hub.local import children
from hub.local.children import Children, Command
from hub.local.folder import RunFolder
if "no-setpriv" in sys.argv:
    children.shutil.which = lambda name: None
owned = RunFolder(Path(sys.argv[1]))
found = Children(owned, owned.claim(fresh=False))
if "no-watcher" in sys.argv:
    found._watcher.kill()
    found._watcher.wait()
found.start("sleeper", Command(argv=("sleep", "60"), env=dict(os.environ)))
time.sleep(0.3)
print(found.pids()["sleeper"], flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("without", ["no-setpriv", "no-watcher", "nothing"])
def test_no_orphans_when_the_parent_is_killed(tmp_path: Path, without: str) -> None:
    """After `kill -9` of the parent its child is gone, with either safeguard missing."""
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), str(tmp_path), without],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
    assert lives(child)

    parent.kill()
    parent.wait()

    assert wait_until(lambda: not lives(child), 3)
    owned = RunFolder(tmp_path)
    owned.claim(fresh=False)
    owned.release()


def lives(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
