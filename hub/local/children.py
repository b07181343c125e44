"""Child processes by name: started, killed, ended, and restarted when they die unasked.

None outlives us: the kernel signals each when we die (`setpriv --pdeathsig`, tied to the thread
that started it, so only the main thread starts), and a watcher process does it a second time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hub.local.folder import MARK, RunFolder, wait_until

WATCHER = Path(__file__).with_name("watcher.py")
FIRST_DELAY, LONGEST_DELAY, STEADY_AFTER = 0.2, 5.0, 10.0


@dataclass(frozen=True, kw_only=True)
class Command:
    """What to run, as whom (options of `setpriv`), and the signals that end it.

    `farewell` asks it to end, `orphaned` is what it gets when we are gone.
    """

    argv: tuple[str, ...]
    env: Mapping[str, str]
    identity: tuple[str, ...] = ()
    farewell: int = signal.SIGTERM
    orphaned: int = signal.SIGKILL
    keep: bool = True


@dataclass(kw_only=True)
class Child:
    """One child: its command, its process, and how often it died lately."""

    command: Command
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    due: float | None = None

    def delay(self) -> float:
        """Seconds before the next restart: longer with every early death."""
        return float(min(LONGEST_DELAY, FIRST_DELAY * 2**self.deaths))


class Children:
    """The children of one run folder, in the order they were started."""

    def __init__(self, folder: RunFolder, lock: int) -> None:
        self._folder = folder
        self._children: dict[str, Child] = {}
        self._watcher = subprocess.Popen(  # noqa: S603 - our own script and interpreter
            [sys.executable, "-I", "-S", str(WATCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(lock,),
        )

    def __contains__(self, name: str) -> bool:
        return name in self._children

    def names(self) -> list[str]:
        """Names in the order of their start."""
        return list(self._children)

    def pids(self) -> dict[str, int]:
        """Process ids of those that live."""
        return {name: self._children[name].process.pid for name, up in self.alive().items() if up}

    def alive(self) -> dict[str, bool]:
        """Which of the children live."""
        return {name: child.process.poll() is None for name, child in self._children.items()}

    def exit_code(self, name: str) -> int | None:
        """How a child ended; None while it lives."""
        return self._children[name].process.poll()

    def log(self, name: str) -> Path:
        """File that holds what the child wrote."""
        return self._folder.logs / f"{name}.log"

    def start(self, name: str, command: Command) -> None:
        """Start a child under a name that no living child has."""
        if self.alive().get(name):
            raise ValueError(f"{name} is already running")
        self._children.pop(name, None)
        process = self._spawn(name, command)
        self._children[name] = Child(command=command, process=process, started=time.monotonic())

    def restart(self, name: str) -> None:
        """Start a child again with the same command; a living one is killed first."""
        child = self._children[name]
        self.kill(name)
        child.process = self._spawn(name, child.command)
        child.started, child.due = time.monotonic(), None

    def kill(self, name: str) -> None:
        """SIGKILL to the child and to all its group, and wait until it is gone."""
        self._signal([name], signal.SIGKILL)
        self._reap(name)

    def stop(self, names: Iterable[str], seconds: float) -> list[str]:
        """Ask children to end, last started first; kill the late ones. Returns the late ones."""
        wanted = [name for name in reversed(self._children) if name in set(names)]
        for name in wanted:
            self._signal([name], self._children[name].command.farewell)
        wait_until(lambda: not any(self.alive()[name] for name in wanted), seconds)
        late = [name for name in wanted if self.alive()[name]]
        self._signal(late, signal.SIGKILL)
        for name in wanted:
            self._reap(name)
            del self._children[name]
        return late

    def tend(self) -> list[str]:
        """One look at all: restart those that died unasked when their delay is over."""
        now, told = time.monotonic(), []
        for name, child in self._children.items():
            code = child.process.poll()
            if code is None or not child.command.keep:
                continue
            if child.due is None:
                child.deaths = 0 if now - child.started > STEADY_AFTER else child.deaths + 1
                child.due = now + child.delay()
                self._tell_watcher(f"-{child.process.pid}")
                told.append(f"{name} died ({_reason(code)}), restart in {child.delay():.1f} s")
            elif now >= child.due:
                self.restart(name)
                told.append(f"{name} restarted as process {child.process.pid}")
        return told

    def close(self) -> None:
        """Let the watcher end what is left, if anything is, and wait for it."""
        with suppress(BrokenPipeError):
            assert self._watcher.stdin is not None
            self._watcher.stdin.close()
        self._watcher.wait()

    def _spawn(self, name: str, command: Command) -> subprocess.Popen[bytes]:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(
                "children die with the thread that started them: use the main thread"
            )
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - commands of this program and its user
                [*tied(command), *command.argv],
                env={**command.env, MARK: str(self._folder.path)},
                cwd=self._folder.path,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._tell_watcher(f"+{process.pid} {int(command.orphaned)}")
        return process

    def _signal(self, names: Iterable[str], number: int) -> None:
        for name in names:
            with suppress(ProcessLookupError):
                os.killpg(self._children[name].process.pid, number)

    def _reap(self, name: str) -> None:
        process = self._children[name].process
        process.wait()
        self._tell_watcher(f"-{process.pid}")

    def _tell_watcher(self, line: str) -> None:
        assert self._watcher.stdin is not None
        with suppress(BrokenPipeError):
            self._watcher.stdin.write(f"{line}\n".encode())
            self._watcher.stdin.flush()


def tied(command: Command) -> tuple[str, ...]:
    """Words before a command that tie its life to ours; none where `setpriv` is missing."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return ()
    return (setpriv, "--pdeathsig", signal.Signals(command.orphaned).name, *command.identity, "--")


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
