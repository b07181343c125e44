"""What the heads and goods of both formats say alike: fields by a table, papers, means, charges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from connectors.cn import codes
from hub.domain.declaration import Body
from hub.domain.faults import Fault

Reader = Callable[[str, etree._Element, str, list[Fault]], object]
"""Takes a text, the element it stands in, its name there, and where to put a warning."""
Table = Mapping[str, tuple[str, Reader | None]]
"""Element → canonical field and what reads it; None takes the text as it is."""
Charge = tuple[str, str, str, str]
"""Elements of an amount, its mark and its currency, and the canonical name."""

_MASSES = ("totalGrossMass", "totalNetMass")
TOTAL = "3"
"""Mark of a charge that is a total amount; 1 is a rate, 2 a price by unit: both stay national."""


def fill(
    body: Body,
    stated: Mapping[str, str],
    element: etree._Element,
    table: Table,
    warnings: list[Fault],
) -> None:
    """Put every stated field of the table into the body."""
    for name, (field, read) in table.items():
        if name in stated:
            text = stated[name]
            body[field] = text if read is None else read(text, element, name, warnings)


def weigh(body: Body) -> None:
    """State the unit of the total masses: China has them in kilograms."""
    for field in _MASSES:
        if body.get(field):
            body[f"{field}Unit"] = "KGM"


def papers(stated: Mapping[str, str], types: Mapping[str, str]) -> Iterator[Body]:
    """Yield the papers that have an element of their own, by EDIFACT 1001, under its name."""
    for name, kind in types.items():
        number = codes.identifier(stated.get(name, ""))
        if number:
            yield (
                {"id": number, "typeCode": kind, "name": name}
                if kind
                else {
                    "id": number,
                    "name": name,
                }
            )


def means(mode: str, name: str, journey: str = "") -> list[Body]:
    """Return the means of transport at the border: a ship by name, anything else by number."""
    found: Body = {
        "nationalModeCode": mode,
        "modeCode": codes.LISTS["modes"].get(mode, ""),
        "name" if mode == codes.SEA else "id": codes.identifier(name),
        "journeyId": codes.identifier(journey),
    }
    found = {field: text for field, text in found.items() if text}
    return [{"stage": "BORDER", **found}] if found else []


def charges(
    body: Body,
    stated: dict[str, str],
    element: etree._Element,
    table: tuple[Charge, ...],
    assumed: tuple[str, str],
    warnings: list[Fault],
) -> None:
    """Take the charges that are totals; `assumed`: the mark and currency of one without them."""
    mark, currency = assumed
    for amount, flag, money, field in table:
        if amount in stated and stated.get(flag, mark) == TOTAL:
            number = stated.pop(amount)
            stated.pop(flag, "")
            body[f"{field}Amount"] = codes.decimal(number, element, amount, warnings)
            unit = stated.pop(money, currency)
            unit = codes.currency(unit, element, money, warnings) if unit else ""
            body[f"{field}Currency"] = unit
