"""First samples of a new country: what its simulated system says, with how that is read."""

from __future__ import annotations

from pathlib import Path

from hub.connector import discovery
from hub.connector.document import dumps, reading_document
from hub.connector.kit.samples import EXPECTED
from hub.domain.faults import MISSING, UNKNOWN_KIND
from hub.local.twins import templates
from hub.local.twins.rule import numbers_of
from hub.local.twins.templates import KINDS, Renderer


def samples(country: str) -> list[Path]:
    """Write an invented message of every kind with its expected document; return the messages.

    They are a beginning: replace them with messages that show what is the country's own.
    """
    other = "gb" if country != "gb" else "id"
    twins = {code.upper(): templates.load(code) for code in (country, other)}
    renderer, folder = Renderer(twins, 1), discovery.folders()[country] / "samples"
    folder.mkdir(exist_ok=True)
    written = []
    for kind in KINDS:
        side = "import" if kind == "import" else "export"
        lane = (
            (country.upper(), other.upper())
            if side == "export"
            else (other.upper(), country.upper())
        )
        numbers = numbers_of(twins[country.upper()], twins[lane[0]], side)
        raw = renderer.message(kind, side, *lane, 0, numbers)
        written.append(_keep(country, folder / f"{kind}{_ending(country)}", raw))
    path, _ = next(row for row in discovery.hostile(country) if row[1] in (MISSING, UNKNOWN_KIND))
    written.append(_keep(country, folder / f"refused{path.suffix}", path.read_bytes()))
    return written


def _ending(country: str) -> str:
    """Return the file ending of the family's templates, `.xml` of `export.xml.j2`."""
    names = [
        path.name
        for shelf in discovery.shelves(country, "twin")
        for path in shelf.glob("export.*.j2")
    ]
    return Path(names[0].removesuffix(".j2")).suffix


def _keep(country: str, path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    reading = discovery.connector(country).read(raw)
    expected = path.with_name(f"{path.stem}{EXPECTED}")
    expected.write_bytes(dumps(reading_document(reading)) + b"\n")
    return path
