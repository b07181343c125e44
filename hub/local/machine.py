"""A whole machine in one run folder: Kafka, PostgreSQL, the registry, and any stations on top.

    with Machine(folder, fresh=True) as machine:
        machine.start("router", [sys.executable, "-m", "hub.cli.main", "run", "router"])
        machine.tend()  # again and again

Everything is called from the main thread, and nothing is left running, however we end.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from hub.errors import HubError
from hub.local.artifacts import resolve
from hub.local.children import Children, Command
from hub.local.folder import RunFolder, wait_until
from hub.local.parts import NAMES, Parts
from hub.native import ALLOCATION
from hub.settings import ROOT

DEFAULT = ROOT / ".local" / "run"
START_DEADLINE, STOP_DEADLINE = 90.0, 15.0

Report = Callable[[str], None]


class Machine:
    """The runtime of one machine. `up` starts the parts, `stop` ends everything.

    `fresh` empties the folder first; otherwise what a former machine stored is there again, even
    after it was killed. `quick` suits tests: Kafka starts sooner and bears less.
    """

    def __init__(
        self,
        path: Path = DEFAULT,
        *,
        fresh: bool = False,
        quick: bool = False,
        report: Report = lambda line: None,
    ) -> None:
        self.folder = RunFolder(path)
        self._fresh, self._quick, self._report = fresh, quick, report
        self._running: tuple[Parts, Children] | None = None
        self._took_signal = False

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def env(self) -> dict[str, str]:
        """HUB_ settings that lead a station to this machine. Holds the database password."""
        return self._parts.env()

    def up(self) -> None:
        """Start the three parts and return when each answers. On failure nothing is left."""
        began = time.monotonic()
        artifacts = resolve(self._report)
        lock = self.folder.claim(fresh=self._fresh)
        try:
            parts = Parts.planned(self.folder, artifacts, quick=self._quick)
            self._running = parts, Children(self.folder, lock)
            self._take_signal()
            self._start_parts(began)
        except BaseException:
            self.stop()
            raise

    def start(
        self,
        name: str,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        keep: bool = True,
    ) -> None:
        """Start a station: our environment, this machine's settings, then `env` over both.

        With `keep`, `tend` restarts it whenever it ends by itself.
        """
        whole = {**ALLOCATION, **os.environ, **self.env, **(env or {})}
        self._children.start(name, Command(argv=tuple(argv), env=whole, keep=keep))

    def kill(self, name: str) -> None:
        """SIGKILL a part or station. `tend` restarts it in its own time, `restart` at once."""
        self._children.kill(name)
        if name == "postgres":  # its backends outlive it for a moment, and its restart refuses them
            self.folder.evict(self._parts.postgres.data)

    def restart(self, name: str) -> None:
        """Start it again, killing it first if it lives; a part is ready when this returns."""
        self.kill(name)
        self._children.restart(name)
        if name in NAMES:
            self.wait_ready(name)

    def end(self, name: str, seconds: float = STOP_DEADLINE) -> None:
        """Ask one to end, kill it when it is late, and forget it."""
        self._children.stop([name], seconds)

    def tend(self) -> list[str]:
        """Look once after all children, restarting the dead; returns what happened. Never waits."""
        return self._children.tend() if self._running else []

    def wait_ready(self, name: str, seconds: float = START_DEADLINE) -> None:
        """Return when a part answers. Raises `HubError` when it died or took too long."""
        came = wait_until(
            lambda: self.exit_code(name) is not None or self._parts.ready(name), seconds
        )
        if (code := self.exit_code(name)) is not None:
            raise HubError(f"{name} ended with code {code}: see {self.log(name)}")
        if not came:
            raise HubError(f"{name} is not ready after {seconds:.0f} s: see {self.log(name)}")

    def alive(self) -> dict[str, bool]:
        """Which parts and stations live."""
        return self._children.alive() if self._running else {}

    def pids(self) -> dict[str, int]:
        """Process ids of the living."""
        return self._children.pids() if self._running else {}

    def exit_code(self, name: str) -> int | None:
        """How one ended; None while it lives."""
        return self._children.exit_code(name)

    def log(self, name: str) -> Path:
        """File that holds what a part or station wrote."""
        return self.folder.logs / f"{name}.log"

    def stop(self) -> None:
        """End all in reverse order: stations, the registry, Kafka with PostgreSQL."""
        if self._running:
            children = self._children
            stations = [name for name in children.names() if name not in NAMES]
            for group in (stations, ["registry"], ["kafka", "postgres"]):
                for name in children.stop(group, STOP_DEADLINE):
                    self._report(f"{name} did not end in {STOP_DEADLINE:.0f} s and was killed")
            children.close()
            self._running = None
            self._give_signal_back()
        self.folder.release()

    @property
    def _parts(self) -> Parts:
        return self._up()[0]

    @property
    def _children(self) -> Children:
        return self._up()[1]

    def _up(self) -> tuple[Parts, Children]:
        if self._running is None:
            raise HubError("the machine is not up")
        return self._running

    def _take_signal(self) -> None:
        """Where nobody else handles SIGTERM, it ends the `with` block, which stops the machine."""
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _leave)
            self._took_signal = True

    def _give_signal_back(self) -> None:
        if self._took_signal and signal.getsignal(signal.SIGTERM) is _leave:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _start_parts(self, began: float) -> None:
        """Kafka and PostgreSQL together, the registry as soon as it has its database."""
        self._parts.prepare()
        for name in ("kafka", "postgres"):
            self._children.start(name, self._parts.command(name))
        self._announce("postgres", began)
        self._parts.create_databases()
        self._children.start("registry", self._parts.command("registry"))
        self._announce("kafka", began)
        self._announce("registry", began)

    def _announce(self, name: str, began: float) -> None:
        self.wait_ready(name)
        self._report(f"{name} ready after {time.monotonic() - began:.1f} s")


def _leave(number: int, frame: FrameType | None) -> None:
    """Turn SIGTERM into an ordinary end."""
    raise SystemExit(128 + number)
