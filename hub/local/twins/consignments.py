"""Consignments that cross a border, by seed: the same seed makes the same trade again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Protocol

IMPORTED, NAMED, RELEASED, AMENDED, CANCELLED = 0.8, 0.7, 0.35, 0.06, 0.03
EVERYTHING = (
    *(("export", "export"), ("export", "amendment"), ("import", "import")),
    *(("export", "status"), ("import", "status"), ("export", "cancellation")),
)
"""All that can be declared of a consignment: (side, kind)."""

_GOODS = (
    ("851713", "smartphones", "PCE", 0.4, 180.0),
    ("611020", "cotton pullovers", "PCE", 0.35, 6.5),
    ("080390", "fresh bananas", "KGM", 1.0, 0.7),
    ("870323", "passenger cars 1500-3000 cc", "PCE", 1450.0, 14500.0),
    ("100630", "milled rice", "KGM", 1.0, 0.55),
    ("940360", "wooden furniture", "PCE", 21.0, 64.0),
    ("271019", "gas oils", "LTR", 0.84, 0.62),
    ("300490", "medicaments in doses", "KGM", 1.0, 95.0),
    ("220421", "wine in bottles of 2 l or less", "LTR", 1.6, 4.2),
    ("040690", "cheese, other", "KGM", 1.0, 8.9),
)


@dataclass(frozen=True, slots=True)
class Consignment:
    """One consignment and what will be declared of it, in order."""

    number: int
    export_country: str
    import_country: str
    variant: int
    named: bool
    events: tuple[tuple[str, str], ...]
    """(side, kind): side `export` or `import`; kind export, import, amendment, status …"""


def consignments(
    seed: int, countries: Sequence[str], variants: int, *, statuses: bool = True
) -> Iterator[Consignment]:
    """Yield consignments for ever; countries in upper case, at least two of them.

    Without `statuses` it is the same trade, of which no status is told.
    """
    random = Random(seed)  # noqa: S311 - a simulation must be repeatable
    countries = list(countries)
    number = 0
    while True:
        number += 1
        export, imported = random.sample(countries, 2)
        yield Consignment(
            number,
            export,
            imported,
            random.randrange(variants),
            random.random() < NAMED,
            tuple(event for event in _events(random) if statuses or event[1] != "status"),
        )


def _events(random: Random) -> Iterator[tuple[str, str]]:
    yield "export", "export"
    if random.random() < AMENDED:
        yield "export", "amendment"
    imported = random.random() < IMPORTED
    if imported:
        yield "import", "import"
    if random.random() < RELEASED:
        yield "export", "status"
    if imported and random.random() < RELEASED:
        yield "import", "status"
    if random.random() < CANCELLED:
        yield "export", "cancellation"


class Home(Protocol):
    """What a consignment needs to know of a country."""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        ...

    @property
    def currency(self) -> str:
        """ISO 4217."""
        ...

    @property
    def traders(self) -> Sequence[Mapping[str, str]]:
        """Name, address and city of its traders."""
        ...


def contents(
    seed: int, exporter: Home, importer: Home, variant: int, declaring: Home
) -> dict[str, Any]:
    """Return the variables of a template that describe goods, parties and transport."""
    export, imported = exporter.country, importer.country
    random = Random(f"{seed}/{export}/{imported}/{variant}")  # noqa: S311 - as above
    items = [
        _item(random, n, export) for n in range(1, random.choice((1, 1, 2, 2, 3, 4, 5, 8)) + 1)
    ]
    return {
        "export_country": export,
        "destination_country": imported,
        "exporter": _party(random, exporter),
        "consignee": _party(random, importer),
        "declarant": _party(random, declaring),
        "currency": declaring.currency,
        "items": items,
        "total_amount": _sum(items, "amount"),
        "total_gross": _sum(items, "gross"),
        "total_packages": str(sum(int(item["packages"]) for item in items)),
        "transport": {
            "mode": random.choice("134"),
            "id": f"MV PILOT {random.randrange(100)}",
            "voyage": f"V{random.randrange(1000):03}",
            "nationality": export,
            "document": f"BL{random.randrange(10**9):09}",
        },
        "container": f"TWNU{random.randrange(10**6):06}0",
        "seal": f"S{random.randrange(10**6):06}",
        "version": 2,
        "reason": "quantity corrected after weighing",
    }


def _item(random: Random, n: int, origin: str) -> dict[str, Any]:
    hs6, text, unit, weight, price = random.choice(_GOODS)
    quantity = random.randrange(5, 900)
    net = quantity * weight
    return {
        "n": n,
        "hs6": hs6,
        "hs8": f"{hs6}00",
        "description": text,
        "quantity": str(quantity),
        "unit": unit,
        "net": f"{net:.3f}",
        "gross": f"{net * 1.06:.3f}",
        "amount": f"{quantity * price:.2f}",
        "origin": origin,
        "packages": str(max(1, quantity // 20)),
        "package_type": "CT",
    }


def _sum(items: list[dict[str, Any]], name: str) -> str:
    return str(sum((Decimal(item[name]) for item in items), Decimal()))


def _party(random: Random, home: Home) -> dict[str, str]:
    trader = random.choice(home.traders)
    number = f"{home.country}{random.randrange(10**12):012}"
    return {**trader, "id": number, "country": home.country}
