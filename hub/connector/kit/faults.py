"""Rules on bad input: all its faults at once, each with its place; its neighbours go on.

`hostile/expected.toml` of a family or a country lists in `[all]` every fault code of a message with
several, and in `[beside]` how many messages of a document are taken although others in it are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hub.connector import discovery
from hub.connector.kit.papers import Finding, folder_of
from hub.domain import faults
from hub.domain.faults import Fault
from hub.domain.reading import Reading

SEVERAL = 3
"""Faults and places a message must have at least, to show that reading goes on."""
VALUED = frozenset(
    {
        faults.CODE_LIST,
        faults.INVALID_MRN,
        faults.NOT_SUPPORTED,
        faults.PLAUSIBILITY,
        faults.RULE,
        faults.UNKNOWN_KIND,
        faults.WRONG_COUNTRY,
    }
)
"""Codes that find fault with a value: it is told as it was received."""
_PLACES = {
    ".xml": r"/.+ \(line \d+\)|line \d+(?:, column \d+)?(?:, offset \d+)?",
    ".json": r"/.* \(line \d+, column \d+\)|line \d+, (?:column|offset) \d+",
    ".edi": r"(?:(?:SG\d+/)?[A-Z]{3}(?:\+\d+(?::\d+)?)?, (?:segment \d+, )?)?offset \d+",
    ".txt": r"line \d+, (?:.+, )?offset \d+",
}
FORMS = {suffix: re.compile(form).fullmatch for suffix, form in _PLACES.items()}
"""How the place of a fault is told, by the kind of file it is in."""


def several(country: str) -> Iterator[Finding]:
    """Yield the faults of messages with several that are not told, or not where they are."""
    listed = discovery.listed(country, "all")
    if not any(len(codes) >= SEVERAL for _, codes in listed):
        text = f"no message with {SEVERAL} faults in [all]"
        yield f"{folder_of(country)}/hostile", text, "add one, with all its fault codes"
    connector, charset = discovery.connector(country), discovery.manifest(country).charset
    for path, _ in discovery.hostile(country):
        for fault in all_of(connector.read(path.read_bytes())):
            for doubt in unplaced(fault, path):
                yield str(path), doubt, "say where in the message it is"
    for path, codes in listed:
        raw = path.read_bytes()
        told = all_of(connector.read(raw))
        # A country with lists of its own may doubt more than its family does.
        if untold := Counter(codes) - Counter(fault.code for fault in told):
            text = f"tells {[fault.code for fault in told]}, not {sorted(untold.elements())}"
            yield str(path), text, "go on reading after a fault, and tell all of them at once"
        if len({fault.pointer for fault in told}) < min(SEVERAL, len(codes)):
            yield str(path), "tells several faults of one place", "point at each on its own"
        for fault in told:
            for doubt in vague(fault, path, raw.decode(charset, "replace")):
                yield str(path), doubt, "say where in the message, and what stands there"


def all_of(reading: Reading) -> list[Fault]:
    """Return all that is told of a message: the faults of its refusals, then the warnings."""
    return [*(fault for part in reading.refusals for fault in part.faults), *reading.warnings]


def vague(fault: Fault, path: Path, text: str) -> Iterator[str]:
    """Yield what a fault does not say: its place in the form of `path`, the value of `text`."""
    yield from unplaced(fault, path)
    if fault.code in VALUED and not fault.original:
        yield f"{fault.code} {fault.text} at {fault.pointer}: without the value at fault"
    if not all(word in text for word in fault.original.split()):
        yield f"{fault.code} at {fault.pointer}: {fault.original!r} was not received"


def unplaced(fault: Fault, path: Path) -> Iterator[str]:
    """Yield a pointer that is none in a file of the kind of `path`."""
    form = FORMS.get(path.suffix)
    if form is None:
        yield f"no place is known in a file *{path.suffix}: see {__name__}.FORMS"
    elif not form(fault.pointer):
        yield f"{fault.code} {fault.text}: {fault.pointer!r} is no place in it"


def beside(country: str) -> Iterator[Finding]:
    """Yield the documents in which a broken message takes others with it, or is not told of."""
    for path, taken in discovery.listed(country, "beside"):
        reading = discovery.connector(country).read(path.read_bytes())
        if len(reading.messages) != taken:
            text = f"{len(reading.messages)} messages are taken instead of {taken}"
            yield str(path), text, "a broken message stops none of its neighbours"
        if not reading.refusals:
            yield str(path), "nothing in it is refused", "nothing is dropped without an answer"
