"""Rules on what a connector does: with its samples, made-up declarations, answers and noise."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hub.connector import discovery
from hub.connector.contract import Connector
from hub.connector.kit import quality, samples, sanity
from hub.connector.kit.answers import ENVELOPE, minimal
from hub.connector.kit.fidelity import loss, unnamed
from hub.connector.kit.papers import Finding, folder_of
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.declaration import Body
from hub.domain.reading import Message
from hub.errors import Parked

ROUND_TRIPS, INJURIES, NOISES = 60, 20, 100
MANY_ITEMS = (1, 999, 1999)
LANGUAGE_SCRIPTS = {
    "zh": "chinese", "ja": "japanese", "ko": "hangul", "vi": "vietnamese", "th": "thai",
    "lo": "lao", "km": "khmer", "my": "burmese", "ru": "cyrillic", "kk": "cyrillic",
    "ky": "cyrillic", "ne": "devanagari", "bn": "bengali", "si": "sinhala",
}  # fmt: skip
"""The script an administration writes in, where it is not Latin."""


def sane(country: str) -> Iterator[Finding]:
    """Yield what the readings of the samples lack, whole, injured and as plain noise."""
    connector, chance = discovery.connector(country), random.Random(country)  # noqa: S311
    noises = [chance.randbytes(chance.randrange(600)) for _ in range(NOISES)]
    messages = [sample.read_bytes() for _, sample, _ in samples.of(country)]
    injured = [sanity.mutilated(raw, chance) for raw in messages for _ in range(INJURIES)]
    for raw in (*messages, *injured, *noises):
        for doubt in sanity.doubts(connector.read(raw), country):
            yield f"connectors/{country}: read({raw[:60]!r} …)", doubt, "see hub/domain/reading.py"


def hostile(country: str) -> Iterator[Finding]:
    """Yield the broken inputs that are not refused with their fault first."""
    listed = discovery.hostile(country)
    if len(listed) < 10:
        where = f"{folder_of(country)}/hostile"
        yield where, f"only {len(listed)} broken inputs", "add some, listed in expected.toml"
    for path, code in listed:
        reading = discovery.connector(country).read(path.read_bytes())
        found = reading.refusals[0].faults[0].code if reading.refusals else "no refusal"
        if found != code:
            yield str(path), f"{found} instead of {code}", "the first fault names the cause"


def answers(country: str) -> Iterator[Finding]:
    """Yield the kinds that are not written, or not the same from a sparse and from a full body."""
    connector = discovery.connector(country)
    for kind in discovery.manifest(country).writes:
        where = f"connectors/{country}: write({kind})"
        _, sparse = sanity.codec().decode(sanity.codec().encode(kind, minimal(kind)))
        written = connector.write(Message(kind, sparse), ENVELOPE)
        if not written.body or not written.content_type:
            yield where, "is empty", "say it in the nearest form the format has"
        full = {**sanity.unstated(kind), **sparse}
        if connector.write(Message(kind, full), ENVELOPE) != written:
            yield where, "differs when unstated fields are there and empty", "absent means empty"


def round_trip(country: str) -> Iterator[Finding]:
    """Yield what specimens lose on the way through the format without a loss naming it."""
    if quality.load(folder_of(country)).round_trip != "faithful":
        where = f"{folder_of(country)}/quality.yaml"
        yield where, "round_trip is partial", "carry each field, or name it in Written.losses"
        return
    connector, found = discovery.connector(country), set[str]()
    for seed in range(ROUND_TRIPS):
        chance = random.Random(seed)  # noqa: S311 - a specimen must be repeatable
        script, fullness = chance.choice(sorted(SCRIPTS)), chance.choice((0.2, 0.6, 1.0))
        author = Author(chance, country.upper(), script, fullness)
        body = author.declaration(chance.randrange(1, 6), chance.choice("9951"))
        found.update(loss(path) for path in lost_unnamed(connector, body))
    for path in sorted(found):
        where = f"connectors/{country}: write(Declaration)"
        yield where, f"{path} is dropped silently", "carry it, or name it in Written.losses"


def lost_unnamed(connector: Connector, body: Body) -> list[str]:
    """Return what a declaration loses unnamed; a refusal of what was written counts as all."""
    written = connector.write(Message("Declaration", body), ENVELOPE)
    reading = connector.read(written.body)
    if reading.refusals or len(reading.messages) != 1:
        faults = reading.refusals[0].faults[:1] if reading.refusals else ()
        return [f"everything: {len(reading.messages)} messages, {faults}"]
    return unnamed(body, reading.messages[0].body, written.losses)


def many_items(country: str) -> Iterator[Finding]:
    """Yield the numbers of goods items that are not carried, from 1 to 1,999."""
    connector = discovery.connector(country)
    for number in MANY_ITEMS:
        body = Author(random.Random(number), country.upper(), "ascii", 0.3).declaration(number)  # noqa: S311
        try:
            lost = lost_unnamed(connector, body)
        except Parked:
            continue  # said aloud, and a person looks: nothing is dropped
        if lost:
            where = f"connectors/{country}: {number} goods items"
            yield where, f"{lost[0]} is dropped silently", "carry, name as lost, or raise Parked"


def own_script(country: str) -> Iterator[Finding]:
    """Yield the texts of the country's own language that do not survive its own format."""
    script = LANGUAGE_SCRIPTS.get(discovery.manifest(country).language, "latin")
    text = " ".join(SCRIPTS["ascii"][:3] if script == "latin" else SCRIPTS[script][:3])
    connector = discovery.connector(country)
    body = {**minimal("Declaration"), "country": country.upper(), "side": "EXPORT"}
    body |= {"exportCountry": country.upper(), "destinationCountry": "CN"}
    body["goodsItems"] = [{"sequenceNumeric": 1, "commodityCode": "640419", "description": text}]
    written = connector.write(Message("Declaration", body), ENVELOPE)
    messages = connector.read(written.body).messages
    items = messages[0].body.get("goodsItems", [{}]) if messages else [{}]
    if items[0].get("description") != text:
        where, charset = f"connectors/{country}: {text}", discovery.manifest(country).charset
        yield where, f"does not survive {charset}", "its own administration cannot read it"
