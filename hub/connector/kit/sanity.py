"""What every reading promises, whatever the bytes were."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from hub.domain.catalogue import KINDS, STATES
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, MEANING
from hub.domain.reading import Reading
from hub.settings import ROOT
from hub.wire.codec import Codec, load_schemas


def doubts(reading: Reading, country: str) -> Iterator[str]:
    """Yield what a reading lacks: an answer, an identity, a known kind, state or fault code."""
    if not (reading.messages or reading.refusals):
        yield "no bytes go without an answer"
    for message in reading.messages:
        if message.kind not in KINDS:
            yield f"unknown kind {message.kind}"
            continue
        body, own = message.body, country.upper()
        if body.get("country") != own:
            yield f"speaks for {body.get('country')!r}, not for {own}"
        key = body.get("declarationKey", "")
        if not key.startswith(f"{own}:") or len(key) < 4:
            yield f"has no declaration key: {key!r}"
        if message.kind == "StatusChange" and body.get("status") not in STATES:
            yield f"no canonical state: {body.get('status')!r}"
        yield from _strangers(message.kind, body)
    for part in reading.refusals:
        if not 0 < len(part.faults) <= MAX_FAULTS:
            yield f"a refusal with {len(part.faults)} faults"
        for fault in part.faults:
            if fault.code not in MEANING:
                yield f"unknown fault code {fault.code!r}"


def _strangers(kind: str, body: Body) -> Iterator[str]:
    """Yield what does not fit `schemas/`: unknown fields, values of another type."""
    try:
        codec().encode(kind, body)
    except ValueError as error:
        yield str(error)


@cache
def codec() -> Codec:
    """Return a codec over `schemas/` under invented registry ids."""
    schemas = load_schemas(ROOT / "schemas")
    kinds = [(kind, n) for kind, versions in schemas.items() for n in range(1, len(versions) + 1)]
    return Codec(schemas, {pair: 100 + place for place, pair in enumerate(kinds)})


def unstated(kind: str) -> Body:
    """Return a body that states nothing, as a general Avro reader would give it."""
    newest = load_schemas(ROOT / "schemas")[kind][-1]
    return {field["name"]: field["default"] for field in newest["fields"] if "default" in field}


def mutilated(raw: bytes, chance: random.Random) -> bytes:
    """Return a message with one to four injuries: cut, doubled, thinned, changed."""
    data = bytearray(raw)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        injury = chance.randrange(5)
        if injury == 0:
            data = data[:at]
        elif injury == 1:
            data[at:at] = data[at : at + chance.randrange(60)]
        elif injury == 2:
            del data[at : at + chance.randrange(30)]
        elif injury == 3:
            data[at:at] = chance.randbytes(chance.randrange(1, 6))
        elif data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
    return bytes(data)
