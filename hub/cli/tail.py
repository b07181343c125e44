"""`hub tail`: messages of a topic as they come, decoded and filtered."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.markup import escape

from hub.cli.output import USAGE, as_json, console, fail, plain_errors
from hub.settings import Settings, settings

OPERATORS = ("!=", "=", "~")


def conditions(text: str) -> list[tuple[str, str, str]]:
    """Parse `kind=Declaration and sender!=GB and body.ucr~4GB` into (field, operator, value).

    Raises ValueError naming the part that is none.
    """
    found = []
    for part in filter(None, (p.strip() for p in text.split(" and "))):
        # The leftmost divides: a value may hold the others. `!=` goes before the `=` within it.
        there = [operator for operator in OPERATORS if operator in part]
        operator = min(there, key=part.index, default="")
        field, _, value = part.partition(operator) if operator else ("", "", "")
        if not field.strip():
            raise ValueError(f"{part!r}: write field=value, field!=value or field~part")
        found.append((field.strip(), operator, value.strip()))
    return found


def holds(document: dict[str, Any], wanted: list[tuple[str, str, str]]) -> bool:
    """Say whether a decoded message meets every condition."""
    return all(_meets(_value(document, field), op, value) for field, op, value in wanted)


def _value(document: Any, field: str) -> str:
    for step in field.split("."):
        if isinstance(document, list):
            place = int(step) if step.isdigit() else -1
            document = document[place] if 0 <= place < len(document) else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return "" if document is None else str(document)


def _meets(found: str, operator: str, value: str) -> bool:
    if operator == "~":
        return value.lower() in found.lower()
    return (found == value) == (operator == "=")


def tail(
    topic: Annotated[str, typer.Argument(help="vn.outbound, hub.matches or a whole topic name")],
    where: Annotated[str, typer.Option(help="kind=Declaration and body.ucr~4GB")] = "",
    from_beginning: Annotated[bool, typer.Option("--from-beginning")] = False,
    limit: Annotated[int, typer.Option(help="stop after so many; 0: never")] = 0,
    json: Annotated[bool, typer.Option("--json", help="one JSON document a message")] = False,
) -> None:
    """Show messages of a topic as they come, decoded.

    Fields: kind, id, subject, sender, recipient, correlationId, and body.… for the message itself.
    """
    try:
        wanted = conditions(where)
    except ValueError as error:
        fail(str(error), USAGE)
    with plain_errors():
        name = topic if topic.startswith("customs.") else f"customs.{topic}"
        asyncio.run(_follow(settings(), name, wanted, from_beginning, limit, json))


async def _follow(
    found: Settings,
    topic: str,
    wanted: list[tuple[str, str, str]],
    from_beginning: bool,
    limit: int,
    json: bool,
) -> None:
    from hub.app import make_codec
    from hub.bus import kafka, topics
    from hub.store.postgres import Store

    store = Store(found.postgres.get_secret_value(), 1)
    codec = await make_codec(found, store)
    await store.close()
    partitions = topics.partitions(topic, found.lanes)
    shown = 0
    async for record in kafka.tail(found.kafka, topic, partitions, from_beginning):
        document = describe(record, codec)
        if holds(document, wanted):
            _show(document, json)
            shown += 1
            if shown == limit:
                return


def describe(record: Any, codec: Any) -> dict[str, Any]:
    """Return a record with its headers by short names and its body decoded where it is Avro."""
    from hub.bus.events import kind_of
    from hub.bus.records import header
    from hub.errors import HubError

    try:
        _, body = codec.decode(record.value)
    except HubError:
        body = record.value[:2000].decode("utf-8", "replace")
    names = {"id": "ce_id", "subject": "ce_subject", "sender": "ce_sender"}
    names |= {"recipient": "ce_recipient", "correlationId": "ce_correlationid", "time": "ce_time"}
    return {
        "topic": record.topic,
        "offset": record.offset,
        "kind": kind_of(record.headers),
        **{name: header(record.headers, key) for name, key in names.items()},
        "reason": header(record.headers, "hub_reason"),
        "body": body,
    }


def _show(document: dict[str, Any], json: bool) -> None:
    if json:
        as_json(document)
        return
    lane = f"{document['sender'] or '-'} → {document['recipient'] or '-'}"
    title = f"[bold]{escape(document['kind'])}[/bold] {escape(lane)}  {escape(document['subject'])}"
    console.print(
        f"{title}  [dim]{document['topic']}@{document['offset']} {document['time']}[/dim]"
    )
    if document["reason"]:
        console.print(f"  parked: {document['reason']}", markup=False)
    console.print(document["body"], markup=False)
