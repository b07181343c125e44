"""`hub schemas`: what strangers read."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

import typer

from hub.cli.output import as_json, fail, plain_errors
from hub.settings import settings

app = typer.Typer(help="Schemas of the canonical messages.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `check` a subcommand of its own."""


@app.command()
def check(json: Annotated[bool, typer.Option("--json", help="for machines")] = False) -> None:
    """Check that every released version can still be read: all versions, pair by pair."""
    from hub.wire.codec import load_schemas
    from hub.wire.compatibility import breaks

    with plain_errors():
        found = load_schemas(settings().schemas)
    problems = [
        problem
        for versions in found.values()
        for old, new in pairwise(versions)
        for problem in breaks(old, new)
    ]
    if json:
        as_json({"kinds": {kind: len(v) for kind, v in found.items()}, "problems": problems})
    elif not problems:
        count = sum(len(versions) for versions in found.values())
        typer.echo(f"{len(found)} kinds, {count} versions, all readable")
    if problems:
        fail("\n".join(problems))
