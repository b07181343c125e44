"""The simulated national systems as one process: `python -m hub.local.twins.process ORDER.json`.

The order: rate (messages/s), hostile (share), seed, countries, intake ([host, port]), port (ours),
tokens; and where wanted seconds (then it stops sending) and report (file for the last figures).
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import uvloop

from hub.delivery.http import Pool
from hub.local.twins.ledger import Ledger
from hub.local.twins.sender import Order, Sender
from hub.local.twins.server import Ear, Fault, faults_of

CONNECTIONS = 64


async def serve(settings: dict[str, Any]) -> None:
    """Listen, send as ordered, and stay until told to go.

    Orders to `/control`: {"rate": n}, {"mark": true}, {"stop": true}, {"fault": {"VN": 503}}.
    """
    ledger, faults = Ledger(), dict[str, Fault | None]()
    host, port = settings["intake"]
    pool = Pool(host, port, CONNECTIONS)
    countries = tuple(cc.upper() for cc in settings["countries"])
    order = Order(settings["rate"], settings["hostile"], settings["seed"], countries)
    sender = Sender(order, ledger, pool, settings["tokens"])

    def control(command: dict[str, Any]) -> None:
        if "rate" in command:
            sender.order = replace(sender.order, rate=float(command["rate"]))
        if command.get("mark"):
            ledger.mark()
        if command.get("stop"):
            sender.stopped = True
        faults.update(faults_of(command.get("fault", {})))

    loop = asyncio.get_running_loop()
    gone = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, gone.set)
    server = await loop.create_server(
        lambda: Ear(ledger, faults, control), "127.0.0.1", settings["port"]
    )
    if settings.get("seconds"):
        loop.call_later(settings["seconds"], control, {"stop": True})
    sending = asyncio.create_task(sender.run())
    await gone.wait()
    await _end(sending, server)
    _report(ledger, settings.get("report"))


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
    gc.set_threshold(50_000, 50, 1000)
    uvloop.run(serve(orjson.loads(Path(sys.argv[1]).read_bytes())))


if __name__ == "__main__":
    main()
