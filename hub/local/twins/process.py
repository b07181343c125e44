"""The simulated national systems as one process: `python -m hub.local.twins.process ORDER.json`.

The order: rate, hostile (share), seed, countries, intake ([host, port]), port (ours), tokens; and
where wanted declarations and statuses (see `Order`), speed (of the simulated clock, 0: offices
never close), seconds (then it stops sending) and report (file for the last figures).
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import uvloop

from hub.local.twins import templates
from hub.local.twins.calendar import Clock
from hub.local.twins.ledger import Ledger
from hub.local.twins.lines import UNKNOWN, Lines, head
from hub.local.twins.sender import Sender
from hub.local.twins.server import Ear, Fault, faults_of
from hub.local.twins.trading import Order

CONNECTIONS = 512
RENDERED = 500
"""Consignments with contents of their own, over all lanes: each is several messages in memory."""
REST = 0.005
"""Seconds between two looks at all sockets: one waking for many messages, not one for each."""


async def serve(settings: dict[str, Any]) -> None:
    """Listen, send as ordered, and stay until told to go.

    Orders to `/control`: {"rate": n}, {"mark": true}, {"stop": true}, {"fault": {"VN": "slow"}},
    {"speak": {"CN": ["duplicate"]}}.
    """
    ledger, faults = Ledger(), dict[str, Fault | None]()
    sender = sender_of(settings, ledger)

    def control(command: dict[str, Any]) -> None:
        if "rate" in command:
            sender.order = replace(sender.order, rate=float(command["rate"]))
        if command.get("mark"):
            ledger.mark()
        if command.get("stop"):
            sender.stopped = True
        faults.update(faults_of(command.get("fault", {})))
        sender.manners.order(command.get("speak", {}))

    if sender.order.declarations:  # a measurement
        sender.prepare()
    loop = asyncio.get_running_loop()
    gone = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, gone.set)
    figures = partial(_figures, ledger, sender)
    server = await loop.create_server(
        lambda: Ear(ledger, faults, control, figures), "127.0.0.1", settings["port"]
    )
    if settings.get("seconds"):
        loop.call_later(settings["seconds"], control, {"stop": True})
    sending = asyncio.create_task(sender.run())
    _rest(loop)
    await gone.wait()
    await _end(sending, server)
    _report(ledger, settings.get("report"))


def _rest(loop: asyncio.AbstractEventLoop) -> None:
    """Let what comes gather. To be woken costs more than to take a message."""
    time.sleep(REST)
    loop.call_soon(_rest, loop)


def sender_of(settings: dict[str, Any], ledger: Ledger) -> Sender:
    """Return the sender of an order."""
    twins = {cc.upper(): templates.load(cc) for cc in settings["countries"]}
    host, port = settings["intake"]
    tokens = settings["tokens"]
    heads = {}
    for cc, twin in twins.items():
        heads[cc] = head(host, port, cc, tokens[cc.lower()], twin.content_type)
        heads[cc + UNKNOWN] = head(host, port, cc, "revoked", twin.content_type)
    order = Order(
        settings["rate"],
        settings["hostile"],
        settings["seed"],
        tuple(twins),
        variants_for(len(twins)),
        declarations=settings.get("declarations", False),
        statuses=settings.get("statuses", True),
    )
    lines = Lines(host, port, heads, CONNECTIONS)
    return Sender(order, twins, ledger, lines, clock_of(settings.get("speed", 0)))


def _figures(ledger: Ledger, sender: Sender) -> dict[str, Any]:
    return ledger.figures() | {"offices": sender.offices(time.monotonic())}


def variants_for(countries: int) -> int:
    """Return how many variants of a consignment each lane has: many lanes need few each."""
    return max(1, RENDERED // (countries * (countries - 1)))


def clock_of(speed: float) -> Clock | None:
    """Return a simulated clock that starts now, None where offices never close."""
    return Clock(datetime.now(UTC), time.monotonic(), speed) if speed else None


async def _end(sending: asyncio.Task[None], server: asyncio.Server) -> None:
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    server.close()


def _report(ledger: Ledger, path: str | None) -> None:
    if path:
        Path(path).write_bytes(orjson.dumps(ledger.figures()))


def main() -> None:
    """Read the order and serve."""
    # Millions of small long-lived objects: full collections would be heard as late answers.
    gc.set_threshold(100_000, 50, 1000)
    uvloop.run(serve(orjson.loads(Path(sys.argv[1]).read_bytes())))


if __name__ == "__main__":
    main()
