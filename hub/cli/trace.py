"""`hub trace` and `hub parked`: the life of one consignment, and what needs a person."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

import orjson
import typer
from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from hub.cli.output import FAILED, as_json, console, fail, plain_errors
from hub.domain.tracing import Step, Trace
from hub.settings import settings

Json = Annotated[bool, typer.Option("--json", help="for machines")]

_WORTH_SAYING = ("status", "nationalText", "outcome", "counterpartKey", "reason", "senderMessageId")
_WORDS = {
    "inbound": "received from {country}",
    "canonical": "read",
    "outbound": "for {country}",
    "delivered": "delivered to {country}",
    "parked": "PARKED at {country}",
    "matches": "matched",
}


def trace(
    key: Annotated[str, typer.Argument(help="message id, declaration key, MRN, LRN or UCR")],
    json: Json = False,
) -> None:
    """Show the whole life of a consignment over both countries, and who is waited for."""
    with plain_errors():
        found = asyncio.run(_ask("trace", key))
    if json:
        as_json(_document(found))
    elif found.steps:
        _show(found)
    if not found.steps:
        fail(f"nothing is known under {key!r}", FAILED)


def parked(
    limit: Annotated[int, typer.Option(help="how many, newest first")] = 50, json: Json = False
) -> None:
    """List the messages that need a person, newest first."""
    with plain_errors():
        found: list[Step] = asyncio.run(_ask("parked", limit))
    if json:
        as_json([step._asdict() for step in found])
        return
    table = Table("when", "country", "kind", "declaration", "reason")
    for step in found:
        table.add_row(
            _clock(step.happened_at),
            step.country,
            escape(step.kind),
            escape(step.declaration_key),
            escape(step.detail),
        )
    console.print(table)


async def _ask(question: str, *arguments: Any) -> Any:
    from hub.store.postgres import Store
    from hub.store.search import Search

    store = Store(settings().postgres.get_secret_value(), 1)
    try:
        return await getattr(Search(store), question)(*arguments)
    finally:
        await store.close()


def _document(found: Trace) -> dict[str, Any]:
    return {
        "declarations": found.declarations,
        "matches": [match._asdict() for match in found.matches],
        "steps": [step._asdict() for step in found.steps],
        "waiting": [each._asdict() for each in found.waiting],
    }


def _clock(moment: datetime) -> str:
    return moment.strftime("%d %b %H:%M:%S.%f")[:-3]


def _told(step: Step) -> str:
    """Return what a row says besides its kind: status, reason, faults, in plain words."""
    try:
        detail = orjson.loads(step.detail) if step.detail else {}
    except orjson.JSONDecodeError:
        return step.detail[:80]
    told = [str(detail[name]) for name in _WORTH_SAYING if detail.get(name)]
    told += [f"{f.get('code', '')} {f.get('pointer', '')}" for f in detail.get("faults", ())[:3]]
    return " ".join(told)[:160]


def _show(found: Trace) -> None:
    # What strangers wrote is never mark-up: `[/x]` in a number would end the command.
    console.print(f"[bold]Consignment[/bold] {escape(', '.join(found.declarations))}")
    for match in found.matches:
        console.print(
            f"  {match.outcome.lower()} by {match.tier}:"
            f" {escape(match.export_key)} = {escape(match.import_key)}"
            f"  [dim]{escape(match.evidence)}[/dim]"
        )
    first = found.steps[0].happened_at
    table = Table(pad_edge=False, box=SIMPLE, title=first.strftime("%d %B %Y, UTC"))
    for name in ("when", "declaration", "what", "message", "detail"):
        table.add_column(name, overflow="fold" if name == "declaration" else "ellipsis")
    for step in found.steps:
        what = _WORDS.get(step.stage, step.stage).format(country=step.country)
        style = {"parked": "red", "delivered": "green"}.get(step.stage)
        table.add_row(
            step.happened_at.strftime("%H:%M:%S.%f")[:-3],
            escape(step.declaration_key),
            what,
            escape(step.kind),
            escape(_told(step)),
            style=style,
        )
    console.print(table)
    for each in found.waiting:
        since = _clock(each.since)
        console.print(f"[yellow]waiting[/yellow] for {each.country}: {each.kind} since {since}")
    if not found.waiting:
        console.print("[green]nobody is waited for[/green]")
