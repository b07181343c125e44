"""`hub connector`: list them, read and write with them, survey a folder of samples."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.markup import escape
from rich.table import Table

from hub.cli.output import USAGE, as_json, console, fail, plain_errors
from hub.domain.catalogue import KINDS

if TYPE_CHECKING:
    from hub.connector.manifest import Manifest

app = typer.Typer(help="Connectors of the countries.", no_args_is_help=True)
SAMPLE_ENDINGS = frozenset({".edi", ".xml", ".json", ".txt"})

Json = Annotated[bool, typer.Option("--json", help="for machines")]


@app.command("list")
def list_(
    json: Json = False,
    markdown: Annotated[bool, typer.Option(help="as docs/countries.md")] = False,
) -> None:
    """List the connectors with what they claim."""
    from hub.connector import discovery

    with plain_errors():
        manifests = [discovery.manifest(country) for country in discovery.folders()]
    if json:
        as_json([manifest.model_dump() for manifest in manifests])
        return
    if markdown:
        typer.echo(countries(manifests), nl=False)
        return
    table = Table("code", "country", "system", "family", "spec", "stage", "zone")
    for m in manifests:
        table.add_row(m.code, m.name, m.system, m.family, m.spec, m.stage, m.zone)
    console.print(table)


def countries(manifests: Sequence[Manifest]) -> str:
    """Return docs/countries.md."""
    lines = [
        "# Countries",
        "",
        "Made by `hub connector list --markdown`. The grade says how sure a connector is of its",
        "specification: `official` and `public-sample` rest on a national specification, schema or",
        "real message; with `family` only the format family is sure and national codes are to be",
        "confirmed; with `assumed` the family itself is an assumption. Each connector's docstring",
        "says what it does not cover; [losses.svg](losses.svg) shows what each format loses of",
        "what the others say.",
        "",
        "![Percentage of values lost, a row a sender, a column a recipient](losses.svg)",
        "",
        "| code | country | system | authority | family | grade | specification | stage |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for m in manifests:
        cells = (m.code, m.name, m.system, m.authority, m.family, m.spec, m.specification, m.stage)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


@app.command()
def read(
    country: Annotated[str, typer.Argument(help="code of the country, for example gb")],
    file: Annotated[Path, typer.Argument(help="a national message; - for standard input")],
) -> None:
    """Read a national message: one JSON document with messages, refusals and warnings.

    Exit code 0 when it was read, 1 when it is refused.
    """
    from hub.connector import discovery
    from hub.connector.document import dumps, reading_document

    with plain_errors():
        reading = discovery.connector(country.lower()).read(_bytes(file))
    sys.stdout.buffer.write(dumps(reading_document(reading)) + b"\n")
    raise typer.Exit(1 if reading.refusals else 0)


@app.command()
def write(
    country: Annotated[str, typer.Argument(help="code of the recipient")],
    file: Annotated[Path, typer.Argument(help='canonical JSON: {"kind", "body"}, or a reading')],
    sender: Annotated[str, typer.Option(help="country it comes from")] = "HUB",
) -> None:
    """Write the national message for a canonical one; what it cannot carry goes to stderr."""
    from datetime import UTC, datetime

    from hub.connector import discovery
    from hub.connector.document import message_from
    from hub.domain.identifiers import HUB
    from hub.domain.reading import Envelope

    with plain_errors():
        connector = discovery.connector(country.lower())
        try:
            document = orjson.loads(_bytes(file))
            message = message_from(_first(document))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            fail(f"{file} holds no canonical message: {error!r}", USAGE)
        envelope = Envelope(str(HUB), sender, country.upper(), str(HUB), datetime.now(UTC))
        written = connector.write(message, envelope)
    sys.stdout.buffer.write(written.body)
    for loss in written.losses:
        typer.echo(f"lost: {loss}", err=True)


def _first(document: dict[str, Any]) -> dict[str, Any]:
    found = dict(document["messages"][0] if "messages" in document else document)
    if found["kind"] not in KINDS or not isinstance(found["body"], dict):
        raise ValueError(f"kind is one of {', '.join(KINDS)}, body an object")
    return found


def _bytes(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


@app.command()
def survey(
    pairs: Annotated[
        list[str] | None,
        typer.Argument(help="cc=FOLDER: read every sample in it; none: all that are published"),
    ] = None,
    published: Annotated[Path, typer.Option(help="folder of published samples")] = Path(
        "../shared/samples"
    ),
    json: Json = False,
    each: Annotated[bool, typer.Option(help="one line a sample")] = False,
) -> None:
    """Read every sample in the folders and print the table sample × outcome.

    Example: [bold]hub connector survey gb=../shared/samples/wco_hmrc_cds[/bold]
    """
    with plain_errors():
        asked = [row for pair in pairs for row in _asked(pair)] if pairs else _published(published)
    rows = [_row(country, root, path) for country, root, path in asked]
    if json:
        as_json(rows)
        return
    if each:
        table = Table("connector", "sample", "outcome", "first fault")
        for row in rows:
            table.add_row(
                row["connector"], escape(row["sample"]), row["outcome"], escape(row["fault"])
            )
        console.print(table)
    counted = Counter((row["connector"], row["folder"], row["outcome"]) for row in rows)
    table = Table("connector", "folder", "outcome", "samples")
    for (connector, folder, outcome), count in sorted(counted.items()):
        table.add_row(connector, escape(folder), outcome, str(count))
    console.print(table)


Asked = tuple[str, Path, Path]
"""Country, folder of samples, one sample in it."""


def _asked(pair: str) -> list[Asked]:
    country, _, folder = pair.partition("=")
    root = Path(folder)
    if not folder or not root.exists():
        fail(f"{pair!r}: write cc=FOLDER with a folder that exists", USAGE)
    files = [root] if root.is_file() else sorted(root.rglob("*"))
    return [(country.lower(), root.parent, path) for path in files if _is_sample(path)]


def _published(root: Path) -> list[Asked]:
    """Return every published message of every country that names where its own lie."""
    from hub.connector import discovery
    from hub.connector.kit import quality

    if not root.is_dir():
        fail(f"{root} is no folder: --published names it", USAGE)
    return [
        (country, root, path)
        for country, folder in discovery.folders().items()
        for pattern in quality.load(folder).published_in
        for path in sorted(root.glob(pattern))
        if _is_sample(path)
    ]


def _is_sample(path: Path) -> bool:
    return path.suffix in SAMPLE_ENDINGS and "directories" not in path.parts


def _row(country: str, root: Path, path: Path) -> dict[str, str]:
    from hub.connector import discovery

    with plain_errors():
        reading = discovery.connector(country).read(path.read_bytes())
    fault = reading.refusals[0].faults[0] if reading.refusals else None
    said = " ".join(f"{fault.code} {fault.pointer} {fault.text}".split()) if fault else ""
    return {
        "connector": country.upper(),
        "folder": str(path.parent.relative_to(root)),
        "sample": path.name,
        "outcome": _outcome(reading),
        "fault": said[:120],
    }


def _outcome(reading: Any) -> str:
    told = Counter(_told(message) for message in reading.messages)
    parts = [f"{count}× {name}" if count > 1 else name for name, count in sorted(told.items())]
    if reading.refusals:
        codes = sorted({part.faults[0].code for part in reading.refusals})
        parts.append(f"refused {' '.join(codes)}")
    if reading.warnings:
        parts.append("warnings")
    return ", ".join(parts)


def _told(message: Any) -> str:
    body = message.body
    if message.kind == "Declaration":
        names = {"1": "cancellation", "4": "amendment", "5": "amendment"}
        name = names.get(body.get("functionCode", "9"), "declaration")
        return f"{name} {body.get('side', '').lower()}".strip()
    return f"{message.kind} {body.get('status', '')}".strip()
