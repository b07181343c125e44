"""`hub connector new, check, try, certify, losses`: the kit of a partner integrator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.markup import escape
from rich.table import Table

from hub.cli.connector import Json, app
from hub.cli.output import USAGE, as_json, console, fail, plain_errors

if TYPE_CHECKING:  # a command that only prints its help loads no connector
    from hub.connector.kit.beside import Field
    from hub.connector.kit.losses import Cell
    from hub.domain.faults import Fault
    from hub.domain.reading import Message

__all__ = ["app"]

Code = Annotated[str, typer.Argument(help="code of the country, for example gb")]
LEAST_WIDTH = 100


@app.command()
def new(
    country: Code,
    family: Annotated[str, typer.Option(help="format family; see hub/connector/formats/")],
    name: Annotated[str, typer.Option(help="English short name of the country")],
    system: Annotated[str, typer.Option(help="national system, by its own name")],
    authority: Annotated[str, typer.Option(help="customs administration")],
    zone: Annotated[str, typer.Option(help="IANA time zone, for example Asia/Dhaka")],
    currency: Annotated[str, typer.Option(help="ISO 4217 code")],
    language: Annotated[str, typer.Option(help="ISO 639 code of the administration")] = "en",
) -> None:
    """Write the folder of a new country, with first samples, and check it.

    Nothing outside the folder changes. What it lacks is listed at the end, each with its repair.
    """
    from hub.connector import discovery
    from hub.connector.kit import scaffolding
    from hub.connector.kit.certificate import clock
    from hub.local.twins import beginnings

    code = country.lower()
    plan = scaffolding.Plan(
        code=code.upper(), name=name, system=system, authority=authority, family=family,
        zone=zone, currency=currency.upper(), language=language, today=clock().date(),
    )  # fmt: skip
    with plain_errors():
        folder = scaffolding.write(plan, discovery.root())
        beginnings.samples(code)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            console.print(f"  {path.relative_to(folder.parent.parent)}")
    check([code])


@app.command()
def check(
    countries: Annotated[list[str] | None, typer.Argument(help="none: every country")] = None,
    json: Json = False,
) -> None:
    """Hold connectors to every promise and report all shortfalls at once, each with its repair.

    Exit code 0 when there is none, 1 otherwise.
    """
    from hub.connector import discovery
    from hub.connector.kit import check as kit
    from hub.local.twins.rule import TWIN

    rules = (*kit.RULES, TWIN, kit.SPEED)
    asked = [country.lower() for country in countries or discovery.folders()]
    found = []
    for country in asked:
        with console.status(f"checking {country.upper()}"):
            shortfalls = kit.check(country, rules)
        found += [{"country": country.upper(), **row._asdict()} for row in shortfalls]
        if not json:
            lacking = {row.rule for row in shortfalls}
            held = len(rules) - len(lacking)
            mark = "[red]✗[/red]" if shortfalls else "[green]✓[/green]"
            console.print(f"{mark} {country.upper()}: {held} of {len(rules)} promises kept")
            for row in shortfalls:
                console.print(f"  [bold]{row.rule}[/bold]  {escape(row.where)}: {escape(row.text)}")
                console.print(f"     → {escape(row.repair)}", style="dim")
    if json:
        as_json(found)
    raise typer.Exit(1 if found else 0)


@app.command("try")
def try_(
    country: Code,
    file: Annotated[Path, typer.Argument(help="a national message")],
    to: Annotated[str, typer.Option(help="also show what this recipient's format loses")] = "",
) -> None:
    """Show a national message and its canonical reading side by side, with pointers and losses."""
    from hub.connector import discovery
    from hub.connector.kit import beside

    with plain_errors():
        connector = discovery.connector(country.lower())
        raw = file.read_bytes()
        reading = connector.read(raw)
        source = beside.lines(raw, discovery.manifest(country.lower()).charset)
        recipient = to.lower() or country.lower()
        discovery.connector(recipient)
    for message in reading.messages:
        _side_by_side(message.kind, source, beside.fields(message, source))
        _losses(recipient, message)
    if not reading.messages:
        _source(source)
    _list("kept as national data, without a canonical place", beside.unplaced(reading))
    _list("warnings", ((f"{f.code} {f.pointer}", _told(f)) for f in reading.warnings))
    for part in reading.refusals:
        _list("REFUSED", ((f"{f.code} {f.pointer}", _told(f)) for f in part.faults))
    raise typer.Exit(1 if reading.refusals else 0)


def _told(fault: Fault) -> str:
    body = fault.as_body()
    return f"{body['text']}{' — ' + body['original'] if body['original'] else ''}"


def _side_by_side(kind: str, source: list[str], fields: Iterable[Field]) -> None:
    by_line: dict[int, list[str]] = {}
    for field in fields:
        by_line.setdefault(field.line, []).append(f"{field.path} = {field.value}")
    narrow = console.width < LEAST_WIDTH
    table = Table("", "as received", kind, expand=True, show_lines=False, padding=(0, 1))
    for column in table.columns:
        column.overflow = "fold"
    table.columns[0].justify = "right"
    table.columns[1].ratio, table.columns[2].ratio = (1, 1) if narrow else (6, 5)
    for number, line in enumerate(source, 1):
        if line.strip():
            table.add_row(str(number), escape(line), escape("\n".join(by_line.get(number, ()))))
    if by_line.get(0):
        table.add_section()
        table.add_row("", "[dim]worked out, not written so[/dim]", escape("\n".join(by_line[0])))
    console.print(table)


def _source(source: list[str]) -> None:
    for number, line in enumerate(source[:200], 1):
        console.print(f"[dim]{number:>4}[/dim] {escape(line)}")


def _losses(recipient: str, message: Message) -> None:
    from hub.connector import discovery
    from hub.connector.kit.answers import ENVELOPE
    from hub.errors import Parked

    try:
        losses = discovery.connector(recipient).write(message, ENVELOPE).losses
    except Parked as parked:
        losses = (str(parked),)
    _list(f"lost when written for {recipient.upper()}", ((loss, "") for loss in losses))


def _list(title: str, rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    if listed:
        console.print(f"\n[bold]{title}[/bold]")
        for name, value in listed:
            console.print(f"  {escape(name)}{': ' if value else ''}{escape(value)}")


@app.command()
def losses(
    json: Json = False,
    svg: Annotated[Path | None, typer.Option(help="write the matrix as a picture")] = None,
    sender: Annotated[str, typer.Option("--from", help="only this sender, with fields")] = "",
    recipient: Annotated[str, typer.Option("--to", help="only this recipient, with fields")] = "",
) -> None:
    """Show what each format loses of what each other says: percent of the values stated.

    A row a sender, a column a recipient, over the declarations among the senders' samples.
    """
    from hub.connector import discovery
    from hub.connector.kit import losses as kit
    from hub.connector.kit import picture

    with plain_errors(), console.status("translating every country's samples for every other"):
        countries = list(discovery.folders())
        cells = kit.matrix(countries)
    if svg:
        svg.write_text(picture.svg(cells, countries), encoding="utf-8")
    chosen = {
        pair: cell
        for pair, cell in cells.items()
        if sender.lower() in ("", pair[0]) and recipient.lower() in ("", pair[1])
    }
    if json:
        as_json([{"from": a.upper(), "to": b.upper(), "carried": c.carried, "stated": c.stated,
                  "lost": sorted(c.lost)} for (a, b), c in chosen.items()])  # fmt: skip
    elif sender or recipient:
        for (a, b), cell in chosen.items():
            rows = ((name, "") for name in sorted(cell.lost))
            _list(f"{a.upper()} → {b.upper()}: {cell.share:.0%} of {cell.stated} values", rows)
    else:
        _print_matrix(cells, countries)


def _print_matrix(cells: Mapping[tuple[str, str], Cell], countries: list[str]) -> None:
    console.print("percent of the values stated that is lost; a row a sender, a column a recipient")
    console.print("    " + "".join(f"{code.upper():>4}" for code in countries), soft_wrap=True)
    for sender in countries:
        shares = (cells[sender, other].share for other in countries)
        row = "".join(f"{round(share * 100):>4}" for share in shares)
        console.print(f"{sender.upper():>4}{row}", soft_wrap=True)


@app.command()
def certify(
    country: Code,
    out: Annotated[Path | None, typer.Option(help="none: certificate.json in the folder")] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="until it expires")] = 90,
) -> None:
    """Write a signed scorecard with an expiry date for a connector that keeps every promise.

    It lapses as soon as the schemas, the samples, the connector or its family change. The key is
    HUB_CERTIFIER_KEY; `hub connector key` makes one.
    """
    from hub.connector import discovery
    from hub.connector.kit import certificate
    from hub.connector.kit import check as kit
    from hub.connector.kit import losses as matrix
    from hub.connector.kit.digests import CERTIFICATE
    from hub.local.twins.rule import TWIN
    from hub.settings import settings

    code = country.lower()
    with plain_errors():
        key = settings().certifier_key
        if key is None:
            fail("HUB_CERTIFIER_KEY is not set; hub connector key makes one", USAGE)
        with console.status(f"checking {code.upper()}"):
            rules = (*kit.RULES, TWIN, kit.SPEED)
            shortfalls = kit.check(code, rules)
        if shortfalls:
            fail(f"{len(shortfalls)} shortfalls: hub connector check {code} lists them")
        with console.status("measuring losses and speed"):
            cells = matrix.matrix(list(discovery.folders()))
            received = [c for (a, b), c in cells.items() if b == code and a != code]
            card = certificate.scorecard(code, rules, received, certificate.clock(), days)
            told = certificate.signed(card, key.get_secret_value())
        path = out or discovery.folders()[code] / CERTIFICATE
        path.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    covered, speed = told["coverage"], told["speed"]
    console.print(f"[green]✓[/green] {told['name']}: certified until {told['expires'][:10]}")
    console.print(f"  {len(told['conformance'])} promises kept, grade {told['grade']}")
    console.print(f"  {covered['always carried']} of {covered['fields']} fields always carried")
    console.print(f"  reading five items: {speed['read_us']} µs of {speed['claimed_us']} claimed")
    console.print(f"  written to {path}, signed by {told['signer'][:16]}…")


@app.command()
def key() -> None:
    """Make a key pair for certificates: the secret for the certifier, the public one for all."""
    from hub.connector.kit.certificate import new_key

    secret, public = new_key()
    typer.echo(f"HUB_CERTIFIER_KEY={secret}")
    typer.echo(f"HUB_CERTIFIERS='[\"{public}\"]'")


@app.command()
def certificates(json: Json = False) -> None:
    """Show how every connector's certificate stands: valid, expired, lapsed, untrusted or none."""
    from hub.connector import discovery
    from hub.connector.kit import certificate
    from hub.settings import settings

    with plain_errors():
        trusted, now = settings().certifiers, certificate.clock()
        states = {cc: certificate.state(cc, now, trusted) for cc in discovery.folders()}
    if json:
        as_json({country.upper(): state for country, state in states.items()})
        return
    for country, state in states.items():
        console.print(f"{country.upper()}  {escape(state)}")
