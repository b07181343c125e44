"""`hub topics`: the topic table."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from hub.bus.topics import COUNTRY_KINDS, HUB_KINDS
from hub.cli.output import as_json, console

COLUMNS = ("name", "key", "value", "written by", "days kept", "partitions")


def rows() -> list[tuple[str, ...]]:
    """Return the topic table as text."""
    return [
        (
            kind.name.format(cc="<cc>"),
            kind.key,
            kind.value,
            kind.written_by,
            str(kind.retention_days),
            "one a lane" if kind.by_lane else "1",
        )
        for kind in (*COUNTRY_KINDS, *HUB_KINDS)
    ]


def markdown() -> str:
    """Return docs/topics.md."""
    lines = [
        "# Topics",
        "",
        "Made by `hub topics --markdown` from `hub/bus/topics.py`; a test holds the two together.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|{'---|' * len(COLUMNS)}",
        *(
            f"| {' | '.join(f'`{c}`' if n == 0 else c for n, c in enumerate(row))} |"
            for row in rows()
        ),
    ]
    return "\n".join(lines) + "\n"


def topics(
    json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
    in_markdown: Annotated[bool, typer.Option("--markdown", help="as docs/topics.md")] = False,
) -> None:
    """Show every topic, its key, who writes it and how long it is kept."""
    if in_markdown:
        typer.echo(markdown(), nl=False)
    elif json:
        as_json([dict(zip(COLUMNS, row, strict=True)) for row in rows()])
    else:
        table = Table(*COLUMNS)
        for row in rows():
            table.add_row(*row)
        console.print(table)
