"""One country's share of a long run, in a process of its own."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from hub.connector import discovery
from hub.settings import ROOT
from tests.fuzz.mutations import Mutator
from tests.fuzz.watch import Watch

KEPT = ROOT / ".local" / "fuzz"
MOST_FAILURES = 5


class Result(NamedTuple):
    """What became of one country's messages."""

    country: str
    messages: int
    read: int
    refused: int
    slowest: float
    grown_mb: int
    failures: tuple[str, ...]


def run(country: str, messages: int, seed: int) -> Result:
    """Read so many mutated messages of a country."""
    watch = Watch(country, discovery.connector(country).read)
    mutator, failures = Mutator(country, seed), list[str]()
    for _ in range(messages):
        raw = mutator.next()
        wrong = watch.look(raw)
        if wrong:
            failures.append(f"{keep(country, raw)}: {wrong}")
            if len(failures) == MOST_FAILURES:
                break
    return Result(
        country,
        watch.messages,
        watch.read,
        watch.refused,
        watch.slowest,
        watch.grown_mb,
        tuple(failures),
    )


def keep(country: str, raw: bytes) -> str:
    """Keep a message that broke a promise, and return where."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{country}-{sha256(raw).hexdigest()[:12]}"
    path.write_bytes(raw)
    return str(path.relative_to(ROOT))
