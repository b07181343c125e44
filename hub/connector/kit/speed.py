"""What reading costs: CPU microseconds for a declaration of five goods items."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from statistics import median

from hub.connector import discovery
from hub.connector.kit import quality
from hub.connector.kit.answers import ENVELOPE
from hub.connector.kit.papers import Finding, folder_of
from hub.connector.kit.specimen import Author
from hub.domain.reading import Message

ITEMS, ROUNDS, READS = 5, 7, 60
TOLERANCE = 2.0
"""A shared or slow machine: a claim is only broken where the cost is this many times the limit."""


def declaration(country: str) -> bytes:
    """Return a national declaration of five goods items, two thirds of all fields stated."""
    body = Author(random.Random(5), country.upper(), "ascii", 0.6).declaration(ITEMS)  # noqa: S311
    return discovery.connector(country).write(Message("Declaration", body), ENVELOPE).body


def reading(country: str) -> float:
    """Return the median CPU time of one reading, in microseconds."""
    read, raw = discovery.connector(country).read, declaration(country)
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(READS):
            read(raw)
        rounds.append((time.process_time() - began) / READS * 1e6)
    return median(rounds)


def within_claim(country: str) -> Iterator[Finding]:
    """Yield where reading costs far more than `read_us` of the claims."""
    limit = quality.load(folder_of(country)).read_us
    cost = reading(country)
    if cost > limit * TOLERANCE:
        where = f"connectors/{country}: read"
        yield where, f"takes {cost:.0f} us, {limit} claimed", "profile it; walk the message once"
