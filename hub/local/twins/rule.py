"""A promise of every connector: it understands the simulated system of its own country."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector import discovery
from hub.connector.kit import sanity
from hub.connector.kit.papers import Finding
from hub.connector.kit.shortfall import Rule
from hub.domain.reading import Message, Reading
from hub.local.twins import templates
from hub.local.twins.templates import KINDS, Numbers, Renderer, Twin

SERIAL, VARIANTS = 7, 6
_LANE = ("exportCountry", "destinationCountry")


def understood(country: str) -> Iterator[Finding]:
    """Yield what is not understood of the twin's messages: refused, misread or unnumbered."""
    other = "gb" if country != "gb" else "id"
    twins = {code.upper(): templates.load(code) for code in (country, other)}
    renderer, own = Renderer(twins, 1), twins[country.upper()]
    for kind in KINDS:
        for side in ("export", "import"):
            if kind in ("export", "import") and kind != side:
                continue
            lane = (country.upper(), other.upper())
            lane = lane if side == "export" else lane[::-1]
            for variant in range(VARIANTS):
                numbers = numbers_of(own, twins[lane[0]], side)
                raw = renderer.message(kind, side, *lane, variant, numbers)
                reading = discovery.connector(country).read(raw)
                for doubt in _doubts(reading, country, kind, side, lane, numbers):
                    where = f"connectors/{country}/twin: {kind} of an {side}, variant {variant}"
                    yield where, doubt, "hub connector read shows how it is read"


def numbers_of(own: Twin, exporter: Twin, side: str) -> Numbers:
    """Return the numbers of a message of this side, an import naming its export."""
    counterpart = exporter.number(exporter.declaration_id, SERIAL) if side == "import" else ""
    return Numbers(
        "20261124000042",
        own.number(own.declaration_id, SERIAL),
        own.number(own.functional_reference_id, SERIAL),
        counterpart,
        "6GBTWIN0000000000042",
    )


def _doubts(
    reading: Reading, country: str, kind: str, side: str, lane: tuple[str, str], numbers: Numbers
) -> Iterator[str]:
    yield from sanity.doubts(reading, country)
    if reading.refusals:
        yield f"is refused: {reading.refusals[0].faults[0]}"
        return
    if len(reading.messages) != 1:
        yield f"gives {len(reading.messages)} messages"
        return
    (message,) = reading.messages
    if numbers.declaration_id not in message.body["declarationKey"]:
        yield f"is read as {message.body['declarationKey']}, not {numbers.declaration_id}"
    yield from _told(message, kind, side, lane)


def _told(message: Message, kind: str, side: str, lane: tuple[str, str]) -> Iterator[str]:
    body = message.body
    due = "StatusChange" if kind == "status" else "Declaration"
    if message.kind != due:
        yield f"is read as {message.kind}"
    if kind in ("export", "import"):
        if body.get("side") != side.upper():
            yield f"is read as {body.get('side')}"
        if tuple(body.get(name) for name in _LANE) != lane:
            yield f"goes from {body.get(_LANE[0])} to {body.get(_LANE[1])}, not {lane}"
    function = body.get("functionCode", "")
    if kind == "cancellation" and function != "1":
        yield f"has function {function}, not 1"
    if kind == "amendment" and function not in ("4", "5"):
        yield f"has function {function}, not 4 or 5"


TWIN = Rule("twin", "the simulated national system is understood", understood)
