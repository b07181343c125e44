"""`hub fault`: let a simulated national system of the running demo go wrong, and right again."""

from __future__ import annotations

from typing import Annotated, Any

import httpx
import orjson
import typer

from hub.cli.output import USAGE, fail


def fault(
    orders: Annotated[
        list[str] | None,
        typer.Argument(help="cc=fault, for example vn=slow; cc=none ends it"),
    ] = None,
) -> None:
    """Switch faults of simulated national systems in the demo that runs in this folder.

    Without arguments it lists the faults there are.
    """
    from hub.local.machine import DEFAULT
    from hub.local.twins.manners import SPEAKING
    from hub.local.twins.server import LISTENING

    if not orders:
        for name, what in LISTENING.items():
            typer.echo(f"listening  {name:10} {what}")
        for name, what in SPEAKING.items():
            typer.echo(f"speaking   {name:10} {what}")
        return
    path = DEFAULT / "twins.json"
    if not path.is_file():
        fail("no demo runs here: make demo", USAGE)
    port = orjson.loads(path.read_bytes())["port"]
    try:
        answer = httpx.post(
            f"http://127.0.0.1:{port}/control", json=command_of(orders), timeout=10, trust_env=False
        )
    except httpx.HTTPError as error:
        fail(f"the demo's national systems do not answer: {error}")
    if answer.status_code != 200:
        fail(answer.json()["error"], USAGE)


def command_of(orders: list[str]) -> dict[str, Any]:
    """Return the order for the twins: several faults of one country are spoken all at once."""
    from hub.local.twins.manners import SPEAKING

    listening: dict[str, str | None] = {}
    speaking: dict[str, list[str]] = {}
    for order in orders:
        country, _, name = order.partition("=")
        if name == "none":
            listening[country], speaking[country] = None, []
        elif name in SPEAKING:
            speaking.setdefault(country, []).append(name)
        elif name:
            listening[country] = name
        else:
            fail(f"{order!r}: write cc=fault; hub fault lists them", USAGE)
    return {"fault": listening, "speak": speaking}
