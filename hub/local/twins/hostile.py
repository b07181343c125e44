"""Hostile messages: the files of a country and of its family, and what is made up on the spot.

Each says what must come of it: a refusal in the country's format, any answer at all, or the HTTP
status it must be turned away with at the door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hub.connector import discovery
from hub.local.twins.sent import ANY_ANSWER
from hub.local.twins.templates import Numbers, Renderer, Twin

OVERSIZED_BYTES = 10_000_001
FROM_FILES, OVERSIZED = 0.7, 0.001
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha">'
    b'<!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]><b>&c;</b>'
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A message that means no good. `answer`: kind that must be heard; `door`: status or 0."""

    country: str
    name: str
    body: bytes
    answer: str = ANY_ANSWER
    door: int = 0


def files(country: str) -> list[Hostile]:
    """Return the hostile files kept for a country; an empty one stops at the door."""
    return [_from_file(country, path) for path, _ in discovery.hostile(country.lower())]


def _from_file(country: str, path: Path) -> Hostile:
    body = path.read_bytes()
    return Hostile(country, path.name, body, "Refusal", 0 if body else 400)


class Malice:
    """Chooses hostile messages by seed: mostly files, else made from an honest message."""

    def __init__(self, twins: Mapping[str, Twin], renderer: Renderer, seed: int) -> None:
        self._twins, self._renderer = twins, renderer
        self._random = Random(f"malice {seed}")  # noqa: S311 - a simulation must be repeatable
        self._countries = sorted(twins)
        self._files: Sequence[Hostile] = [
            hostile for cc in self._countries for hostile in files(cc)
        ]

    def next(self, serial: int) -> Hostile:
        """Return the next one; `serial` numbers what is made up."""
        random = self._random
        if random.random() < OVERSIZED:
            return Hostile(random.choice(self._countries), "oversized", b"x" * OVERSIZED_BYTES,
                           door=413)  # fmt: skip
        if self._files and random.random() < FROM_FILES:
            return random.choice(self._files)
        return self._made(random.choice(self._countries), serial)

    def of(self, country: str, serial: int) -> Hostile:
        """Return one that this country sends, made from an honest message of its own."""
        return self._made(country, serial)

    def _made(self, country: str, serial: int) -> Hostile:
        random = self._random
        what = random.choice(("truncated", "noise", "other charset", "entity bomb"))
        if what == "noise":
            return Hostile(country, what, b"\x00\xff\xfe" + random.randbytes(400), "Refusal")
        if what == "entity bomb":
            return Hostile(country, what, _BOMB, "Refusal")
        honest = self._honest(country, serial)
        if what == "truncated":
            return Hostile(country, what, honest[: max(1, len(honest) // random.randint(2, 9))])
        text = honest.decode(self._twins[country].charset, "replace")
        return Hostile(country, what, text.encode("utf-16"))

    def _honest(self, country: str, serial: int) -> bytes:
        """Return an export under a number no consignment reaches."""
        twin, other = self._twins[country], self._other(country)
        number = 10**15 - 1 - serial
        numbers = Numbers(
            f"{number % 10**14:014}",
            twin.number(twin.declaration_id, number),
            twin.number(twin.functional_reference_id, number),
            "",
            f"6{country}HOST{number % 10**13:013}",
        )
        return self._renderer.message("export", "export", country, other, 0, numbers)

    def _other(self, country: str) -> str:
        place = self._countries.index(country)
        return self._countries[place - 1]


def changed(body: bytes) -> bytes:
    """Return other content for an id that was used before: the hub must turn it away."""
    return body + b" "
