"""Goods lines of a job: one block of items for each."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector.formats.naccs.findings import Findings
from hub.connector.formats.naccs.placing import Place, placed
from hub.connector.formats.naccs.profile import Job, Profile
from hub.domain.declaration import Body
from hub.domain.faults import RULE

KILOGRAM = "KGM"
_KILOGRAMS = frozenset({KILOGRAM, "KG"})


def read_goods(
    job: Job, lines: list[str], body: Body, profile: Profile, findings: Findings
) -> Iterator[Body]:
    """Yield the goods items; a blank block is none, the others are numbered as they come."""
    start, size = len(job.header.items), len(job.goods.items)
    count = 0
    while size and start < len(lines):
        block = lines[start : start + size]
        if any(line and not line.isspace() for line in block):
            goods: Body = {}
            place = Place(goods, profile)
            placed(job.goods, block, 0, place, _Shifted(findings, start))
            count += 1
            if count == profile.max_items + 1:
                text = f"more than {profile.max_items} goods lines"
                findings.add(RULE, start, job.goods.items[0].name, text, "")
            yield _settled({"sequenceNumeric": count, **goods}, place, job, body, profile)
        start += size


class _Shifted(Findings):
    """Findings of a block, told at their lines in the message."""

    __slots__ = ("_of", "_start")

    def __init__(self, of: Findings, start: int) -> None:
        self._of, self._start = of, start

    def add(self, code: str, place: int, name: str, text: str, original: str) -> None:
        self._of.add(code, self._start + place, name, text, original)


def _settled(goods: Body, place: Place, job: Job, body: Body, profile: Profile) -> Body:
    """State the units and currencies that the layout leaves unsaid."""
    national = place.national
    if "netMassUnit" in job.goods.slots:
        _second_quantity(goods, job, national)
    if "netMass" in goods:
        goods["netMassUnit"] = KILOGRAM
    if "itemAmount" in goods and "itemCurrency" not in goods and body.get("invoiceCurrency"):
        goods["itemCurrency"] = body["invoiceCurrency"]
    if "customsValue" in goods:
        goods.setdefault("customsValueCurrency", profile.currency)
    if national:
        goods["nationalData"] = national
    return goods


def _second_quantity(goods: Body, job: Job, national: dict[str, str]) -> None:
    """Only a second quantity in kilograms is a net mass."""
    if goods.get("netMassUnit") in _KILOGRAMS:
        return
    for path in ("netMass", "netMassUnit"):
        value = goods.pop(path, None)
        if value:
            national[job.goods.items[job.goods.slots[path][0].line].name] = value
