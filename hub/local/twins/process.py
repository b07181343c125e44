"""The simulated national systems as one process: `python -m hub.local.twins.process ORDER.json`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from pathlib import Path
from typing import Any

import orjson
import uvloop

from hub.delivery.http import Pool
from hub.local.twins.ledger import Ledger
from hub.local.twins.sender import Order, Sender
from hub.local.twins.server import Ear

CONNECTIONS = 64


async def serve(settings: dict[str, Any]) -> None:
    """Listen, send as ordered, and stay until told to go.

    `settings`: rate, hostile, seed, countries, intake ([host, port]), port, tokens. Orders to
    `/control`: {"rate": n}, {"stop": true}, {"fault": {"VN": 503}}.
    """
    ledger, faults = Ledger(), dict[str, int]()
    host, port = settings["intake"]
    pool = Pool(host, port, CONNECTIONS)
    order = Order(
        settings["rate"],
        settings["hostile"],
        settings["seed"],
        tuple(cc.upper() for cc in settings["countries"]),
    )
    sender = Sender(order, ledger, pool, settings["tokens"])

    def control(command: dict[str, Any]) -> None:
        if "rate" in command:
            sender.order = Order(float(command["rate"]), *_rest(sender.order))
        if command.get("mark"):
            ledger.mark()
        if command.get("stop"):
            sender.stopped = True
        faults.update(command.get("fault", {}))

    loop = asyncio.get_running_loop()
    gone = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, gone.set)
    server = await loop.create_server(
        lambda: Ear(ledger, faults, control), "127.0.0.1", settings["port"]
    )
    sending = asyncio.create_task(sender.run())
    await gone.wait()
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    server.close()


def _rest(order: Order) -> tuple[Any, ...]:
    return order.hostile, order.seed, order.countries, order.variants, order.limit


def main() -> None:
    """Read the order and serve."""
    # Millions of small long-lived objects: full collections would be heard as late answers.
    gc.set_threshold(50_000, 50, 1000)
    uvloop.run(serve(orjson.loads(Path(sys.argv[1]).read_bytes())))


if __name__ == "__main__":
    main()
