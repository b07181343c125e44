"""The demo: declarations travel between simulated national systems, and a table shows it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.live import Live
from rich.table import Table

from hub.app import countries_of
from hub.local.hub import Hub
from hub.local.machine import DEFAULT, Machine
from hub.local.verdict import reasons, settle
from hub.settings import Settings

HOSTILE = 0.03
DRAIN_SECONDS = 60.0
REFRESH = 1.0
WIDE = 100
SPEED = 600.0
"""Simulated seconds in one: an office day passes in less than a minute."""

_COLUMNS = ("sent", "receipted", "refused", "delivered", "waiting", "parked")


def demo(
    duration: float | None,
    report: Path | None,
    rate: float,
    seed: int,
    path: Path = DEFAULT,
) -> int:
    """Run the demo. Returns 0 when everything sent was receipted, and delivered or parked.

    `duration` in seconds of traffic, None until Ctrl-C; `rate` in messages a second.
    """
    console = Console(highlight=False)
    with Machine(path, fresh=True, report=lambda line: console.print(line)) as machine:
        hub = Hub(machine, countries_of(Settings()), lambda line: console.print(line))
        hub.start()
        hub.start_twins(rate, HOSTILE, seed, speed=SPEED)
        console.print(
            f"intake http://127.0.0.1:{hub.intake}  console http://127.0.0.1:{hub.api}/  "
            f"Kafka {machine.env['HUB_KAFKA']}  registry {machine.env['HUB_REGISTRY']}"
        )
        show = _Show(hub, console)
        try:
            show.run(duration)
        except KeyboardInterrupt:
            console.print("stopping")
            return 0
        return _finish(hub, show, report, console)


class _Show:
    """The live table; plain lines now and then where nobody can see a table."""

    def __init__(self, hub: Hub, console: Console) -> None:
        self._hub, self._console = hub, console
        self._began = time.monotonic()
        self._last = 0.0

    def run(self, duration: float | None) -> None:
        """Refresh until the time is over."""
        live = Live(console=self._console, refresh_per_second=2, transient=False)
        self._live = live if self._console.is_terminal else None
        with self._live or nullcontext():
            while duration is None or time.monotonic() - self._began < duration:
                self.tick()
            self._hub.control({"stop": True})
            self.tick()
            self.settled = settle(self._hub, DRAIN_SECONDS, self.tick, time.monotonic)

    def tick(self) -> None:
        """Look after the processes, and show the figures once a second."""
        time.sleep(0.25)
        for line in self._hub.machine.tend():
            self._console.print(line)
        now = time.monotonic()
        every = REFRESH if self._live else 5.0
        if now - self._last < every:
            return
        self._last = now
        heard, figures = self._hub.heard(), self._hub.figures()
        if self._live:
            seconds = now - self._began
            self._live.update(table(heard, figures, seconds, self._console.width))
        else:
            line = line_of(heard, figures, now - self._began)
            self._console.print(line, soft_wrap=True)


def _row(heard: Mapping[str, Any], own: Mapping[str, Any]) -> list[str]:
    values = {
        "sent": heard.get("sent", 0),
        "receipted": heard.get("receipted", 0),
        "refused": own.get("refused", 0) + heard.get("turned away", 0),
        "delivered": heard.get("delivered", 0),
        "waiting": own.get("waiting", 0),
        "parked": own.get("parked", 0),
    }
    return [f"{values[name]:,}" for name in _COLUMNS]


def _office(told: Mapping[str, Any]) -> str:
    """Return a country's simulated local time, dim while its office is closed."""
    if not told:
        return ""
    return str(told["time"]) if told["open"] else f"[dim]{told['time']} closed[/dim]"


def table(
    heard: Mapping[str, Any], figures: Mapping[str, Any], seconds: float, width: int
) -> Table:
    """Return the live table: the sum first, for a low window cuts off what comes last."""
    own = figures.get("countries", {})
    sent = heard["total"].get("sent", 0)
    rate = sent / seconds if seconds else 0.0
    latency = heard["latency_ms"]
    shown = Table(
        title=f"Customs data exchange hub   {seconds:,.0f} s   {rate:,.0f} messages/s",
        caption=(
            f"{figures.get('matches', 0):,} match decisions   receipt to delivery "
            f"p50 {latency.get('p50', 0):,.0f} ms  p99 {latency.get('p99', 0):,.0f} ms"
        ),
    )
    shown.add_column("country")
    wide = width >= WIDE and "offices" in heard
    if wide:
        shown.add_column("office")
    for name in _COLUMNS:
        shown.add_column(name, justify="right")
    total_own = {
        name: sum(counts.get(name, 0) for counts in own.values())
        for name in ("refused", "waiting", "parked")
    }
    middle = [""] if wide else []
    shown.add_row("all", *middle, *_row(heard["total"], total_own), style="bold", end_section=True)
    for country in sorted({*heard["countries"], *own}):
        if wide:
            middle = [_office(heard["offices"].get(country, {}))]
        counts = _row(heard["countries"].get(country, {}), own.get(country, {}))
        shown.add_row(country, *middle, *counts)
    return shown


def line_of(heard: Mapping[str, Any], figures: Mapping[str, Any], seconds: float) -> str:
    """Return the figures as one plain line."""
    total, latency = heard["total"], heard["latency_ms"]
    own = figures.get("countries", {}).values()
    waiting = sum(counts["waiting"] for counts in own)
    return (
        f"{seconds:4.0f} s  sent {total.get('sent', 0):,}  receipted {total.get('receipted', 0):,}"
        f"  delivered {total.get('delivered', 0):,}  waiting {waiting:,}"
        f"  matches {figures.get('matches', 0):,}"
        f"  p50 {latency.get('p50', 0):,.0f} ms  p99 {latency.get('p99', 0):,.0f} ms"
    )


def _finish(hub: Hub, show: _Show, report: Path | None, console: Console) -> int:
    heard, figures = hub.heard(), hub.figures(decisions=True)
    wrong = reasons(heard, figures)
    if not show.settled and not wrong:
        wrong = [f"not quiet after {DRAIN_SECONDS:.0f} s"]
    document: dict[str, Any] = {"verdict": "failed" if wrong else "complete", "reasons": wrong}
    document |= {"twins": heard, "hub": figures}
    if report:
        report.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    for reason in [*wrong, *heard["doubts"], *heard["lacking"]]:
        console.print(reason, style="red", markup=False)
    if not wrong:
        console.print(
            f"[green]complete[/green]: {heard['total'].get('receipted', 0):,} receipted, "
            f"{heard['total'].get('delivered', 0):,} delivered, nothing lost, nothing twice"
        )
    return 1 if wrong else 0
