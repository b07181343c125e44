"""`hub`: the customs data exchange hub from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli import fault, kit, schemas, tail, topics, trace
from hub.cli.output import plain_errors

app = typer.Typer(
    help="Customs data exchange hub: run its stations, watch messages, trace a declaration.\n\n"
    "Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 fenced by another owner.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(kit.app, name="connector")
app.add_typer(schemas.app, name="schemas")
app.command("fault")(fault.fault)
app.command("tail")(tail.tail)
app.command("trace")(trace.trace)
app.command("parked")(trace.parked)
app.command("topics")(topics.topics)


@app.command()
def run(
    station: Annotated[
        str, typer.Argument(help="intake, connector, router, delivery, recorder or api")
    ],
    countries: Annotated[
        list[str] | None, typer.Argument(help="countries to serve; all when none is named")
    ] = None,
) -> None:
    """Run one station until it is told to stop. Settings come from HUB_ variables.

    Example: [bold]hub run connector gb cn[/bold]
    """
    from hub import app as composition

    with plain_errors():
        code = composition.run(station, tuple(countries or ()))
    raise typer.Exit(code)


@app.command()
def prepare() -> None:
    """Make topics and tables and register the schemas. May run at any time, any number of times."""
    import asyncio

    from hub import app as composition

    with plain_errors():
        asyncio.run(composition.prepare())


@app.command()
def up(
    fresh: Annotated[bool, typer.Option(help="forget what an earlier run stored")] = False,
) -> None:
    """Run the whole hub on this machine, without traffic, until Ctrl-C."""
    from hub.local.hub import up as run_all

    with plain_errors():
        raise typer.Exit(run_all(fresh=fresh))


@app.command()
def demo(
    duration: Annotated[
        float | None, typer.Option(help="seconds of traffic; until Ctrl-C when not given")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="write the figures as JSON")] = None,
    rate: Annotated[float, typer.Option(help="messages a second over all countries")] = 20.0,
    seed: Annotated[int, typer.Option(help="same seed, same consignments")] = 1,
) -> None:
    """Let declarations travel between simulated national systems, and show it.

    With --duration it stops by itself, drains, and exits 0 only if nothing is missing.
    """
    from hub.local.demo import demo as run_demo

    with plain_errors():
        raise typer.Exit(run_demo(duration, report, rate, seed))


@app.command()
def kills(
    rounds: Annotated[int, typer.Option(help="how many kills")] = 20,
    seed: Annotated[int, typer.Option(help="same seed, same victims and moments")] = 1,
    rate: Annotated[float, typer.Option(help="messages a second meanwhile")] = 50.0,
) -> None:
    """Kill processes at random moments under load and count what is lost or doubled."""
    from hub.local.kills import kills as run_kills

    with plain_errors():
        raise typer.Exit(run_kills(rounds, seed, rate))


def main() -> None:
    """Entry of the console script."""
    app()
