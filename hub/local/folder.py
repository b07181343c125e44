"""The run folder: one owner at a time, and nothing of a former owner left running in it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from hub.errors import Misconfigured

MARK = "CUSTOMS_HUB_RUN"
PATIENCE = 12.0
PROC = Path("/proc")


class RunFolder:
    """Data, logs and lock of one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.logs = self.path / "logs"
        self._lock: int | None = None

    def claim(self, *, fresh: bool) -> int:
        """Lock the folder, end what a former owner left, empty it if asked. Returns the lock."""
        self.logs.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self.path / "lock", PATIENCE)
        self.evict()
        if fresh:
            self.empty()
        return self._lock

    def release(self) -> None:
        """Let others have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def evict(self, part: Path | None = None) -> list[int]:
        """Kill processes that belong to this folder, or one below, and wait until they are gone."""
        found = list(leftovers(part or self.path))
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(_running(pid) for pid in found), 5.0)
        return found

    def empty(self) -> None:
        """Forget all data and logs."""
        for entry in self.path.iterdir():
            if entry.name != "lock":
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self.logs.mkdir()


def lock(path: Path, patience: float) -> int:
    """Take an exclusive lock. Raises `Misconfigured` naming the process that has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    if not wait_until(lambda: _taken(descriptor), patience):
        owner = path.read_text().strip() or "unknown"
        os.close(descriptor)
        raise Misconfigured(
            f"{path.parent} is in use by process {owner}: end it, or choose another folder"
        )
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def leftovers(folder: Path) -> Iterator[int]:
    """Processes of this folder: those carrying its mark, and PostgreSQL's working inside it."""
    mark = f"{MARK}={folder}".encode()
    for entry in PROC.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0") or _works_in(
                    entry, folder
                ):
                    yield int(entry.name)


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Look every 20 ms; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _works_in(process: Path, folder: Path) -> bool:
    """PostgreSQL writes its title over its environment, but stands in its data folder."""
    program = (process / "exe").readlink().name.removesuffix(" (deleted)")
    return program == "postgres" and (process / "cwd").readlink().is_relative_to(folder)


def _running(pid: int) -> bool:
    """Whether the process still does anything; a zombie does not."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
