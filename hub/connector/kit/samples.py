"""A country's samples: national messages with the canonical document expected of each beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from hub.connector import discovery
from hub.connector.document import dumps, reading_document
from hub.connector.kit.papers import Finding, folder_of

NEEDED = ("export", "import", "amendment", "cancellation", "status", "refused")
EXPECTED = ".expected.json"
_REPAIR = "compare by eye, then: hub connector read {country} {sample} > {expected}"


def of(country: str) -> list[tuple[str, Path, Path]]:
    """Return name, national message and expected document of every sample, in order."""
    folder = folder_of(country) / "samples"
    return [
        (path.stem, path, path.with_name(f"{path.stem}{EXPECTED}"))
        for path in sorted(folder.glob("*"))
        if path.is_file() and not path.name.endswith(EXPECTED)
    ]


def complete(country: str) -> Iterator[Finding]:
    """Yield the samples a country lacks."""
    names = {name for name, _, _ in of(country)}
    for name in NEEDED:
        if name not in names:
            where = f"{folder_of(country)}/samples/{name}.*"
            yield where, "is missing", "invent a message; never copy a real trader's"


def read_as_expected(country: str) -> Iterator[Finding]:
    """Yield the samples that give another document than the one beside them."""
    connector = discovery.connector(country)
    for name, sample, expected in of(country):
        reading = connector.read(sample.read_bytes())
        repair = _REPAIR.format(country=country, sample=sample, expected=expected)
        if not expected.is_file():
            yield str(expected), "is missing", repair
            continue
        if bool(reading.refusals) != (name == "refused"):
            faults = reading.refusals[0].faults if reading.refusals else ()
            text = f"is refused: {faults[0]}" if faults else "is read, a refusal is expected"
            yield str(sample), text, "hub connector try shows why"
        difference = _difference(
            dumps(reading_document(reading)).decode(), expected.read_text(encoding="utf-8")
        )
        if difference:
            yield str(expected), difference, repair


def _difference(found: str, expected: str) -> str:
    pairs = zip_longest(found.strip().splitlines(), expected.strip().splitlines(), fillvalue="")
    for number, (ours, theirs) in enumerate(pairs, 1):
        if ours != theirs:
            return f"line {number}: read {ours.strip()!r}, expected {theirs.strip()!r}"
    return ""
