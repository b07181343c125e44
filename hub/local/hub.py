"""The whole hub on one machine: the parts, topics and tables, and every station as a process."""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson

from hub import app
from hub.errors import HubError
from hub.local.folder import wait_until
from hub.local.machine import DEFAULT, Machine
from hub.local.ports import free_ports
from hub.settings import Settings

STATIONS = ("intake", "connector", "router", "delivery", "recorder", "api")
READY_SECONDS = 30.0

Report = Callable[[str], None]


class Hub:
    """A machine with all stations. Twins are started on top by whoever wants traffic."""

    def __init__(self, machine: Machine, countries: tuple[str, ...], report: Report) -> None:
        self.machine, self.countries, self._report = machine, countries, report
        self.intake, self.api, self.twins = free_ports(machine.folder.path, 3)
        self.tokens = {cc: secrets.token_urlsafe(18) for cc in countries}
        self.env = self._env()

    def _env(self) -> dict[str, str]:
        endpoints = {cc: f"http://127.0.0.1:{self.twins}/{cc}" for cc in self.countries}
        return {
            "HUB_COUNTRIES": orjson.dumps(self.countries).decode(),
            "HUB_INTAKE_PORT": str(self.intake),
            "HUB_API_PORT": str(self.api),
            "HUB_INTAKE_TOKENS": orjson.dumps(self.tokens).decode(),
            # One machine is short of cores, not of disk: docs/decisions/0004.
            "HUB_COMPRESSION": "snappy",
            # A restarted router is the same owner: it need not wait for its own lease to end.
            "HUB_INSTANCE": "one-machine",
            "HUB_ENDPOINTS": orjson.dumps(endpoints).decode(),
        }

    def start(self) -> None:
        """Make topics and tables, register schemas, start every station, wait for the doors."""
        began = time.monotonic()
        values = {**self.machine.env, **self.env}
        asyncio.run(app.prepare(Settings.model_validate(_fields(values))))
        self._report(f"topics, tables and schemas ready after {time.monotonic() - began:.1f} s")
        for station in STATIONS:
            self.machine.start(station, command("run", station), self.env)
        for name, port in (("intake", self.intake), ("api", self.api)):
            self._wait_for(name, port)
        self._report(f"{len(STATIONS)} stations ready after {time.monotonic() - began:.1f} s")

    def _wait_for(self, name: str, port: int) -> None:
        if not wait_until(lambda: answers(port), READY_SECONDS):
            raise HubError(f"{name} does not answer: see {self.machine.log(name)}")

    def start_twins(
        self,
        rate: float,
        hostile: float,
        seed: int,
        *,
        declarations: bool = False,
        statuses: bool = True,
        speed: float = 0.0,
    ) -> None:
        """Start the simulated national systems.

        `rate` is messages a second, or declarations a second with everything else on top; `speed`
        that of their calendars' clock, 0 for offices that never close.
        """
        order = {
            "rate": rate,
            "hostile": hostile,
            "seed": seed,
            "countries": self.countries,
            "intake": ["127.0.0.1", self.intake],
            "port": self.twins,
            "tokens": self.tokens,
            "declarations": declarations,
            "statuses": statuses,
            "speed": speed,
        }
        path = self.machine.folder.path / "twins.json"
        path.touch(mode=0o600)
        path.write_bytes(orjson.dumps(order))
        argv = [sys.executable, "-m", "hub.local.twins.process", str(path)]
        self.machine.start("twins", argv, self.env, keep=False)
        if not wait_until(lambda: answers(self.twins, "/figures"), READY_SECONDS):
            raise HubError(f"twins do not answer: see {self.machine.log('twins')}")

    def control(self, order: Mapping[str, Any]) -> None:
        """Give the twins an order: rate, mark, stop, fault. Raises `HubError` when they died."""
        self._ask_twins("POST", "/control", dict(order))

    def heard(self) -> dict[str, Any]:
        """Return what the twins sent and heard. Raises `HubError` when they died."""
        return self._ask_twins("GET", "/figures")

    def _ask_twins(self, method: str, path: str, order: Any = None) -> dict[str, Any]:
        try:
            url = f"http://127.0.0.1:{self.twins}{path}"
            return dict(httpx.request(method, url, json=order, timeout=60, trust_env=False).json())
        except httpx.HTTPError as error:
            log = self.machine.log("twins")
            raise HubError(f"twins do not answer ({error}): see {log}") from error

    def figures(self, *, decisions: bool = False) -> dict[str, Any]:
        """Return the hub's own figures, empty while it cannot say.

        With `decisions` also how many messages it decided, which it counts row by row.
        """
        found = self._ask_api("/v1/figures")
        if found and decisions:
            counted = self._ask_api("/v1/decisions")
            return found | counted if counted else {}
        return found

    def _ask_api(self, path: str) -> dict[str, Any]:
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.api}{path}", timeout=30, trust_env=False)
            return dict(answer.json()) if answer.status_code == 200 else {}
        except httpx.HTTPError:
            return {}


def command(*words: str) -> list[str]:
    """Return the command line of `hub …` in this very Python."""
    return [sys.executable, "-m", "hub.cli", *words]


def _fields(values: Mapping[str, str]) -> dict[str, Any]:
    plain = ("kafka", "replication", "postgres", "registry")
    found: dict[str, Any] = {name: values[f"HUB_{name.upper()}"] for name in plain}
    found["countries"] = tuple(orjson.loads(values["HUB_COUNTRIES"]))
    return found


def answers(port: int, path: str = "/health") -> bool:
    """Say whether somebody answers HTTP there."""
    try:
        return (
            httpx.get(f"http://127.0.0.1:{port}{path}", timeout=2, trust_env=False).status_code
            == 200
        )
    except httpx.HTTPError:
        return False


def up(*, fresh: bool, path: Path = DEFAULT) -> int:
    """Run the whole hub until Ctrl-C; without national systems, deliveries wait for them."""
    with Machine(path, fresh=fresh, report=print) as machine:
        hub = Hub(machine, app.countries_of(Settings()), print)
        hub.start()
        print(f"intake http://127.0.0.1:{hub.intake}  console http://127.0.0.1:{hub.api}/")  # noqa: T201
        try:
            while True:
                time.sleep(0.25)
                for line in machine.tend():
                    print(line, flush=True)  # noqa: T201 - this is the command's output
        except KeyboardInterrupt:
            return 0
