"""Previous documents: cargo numbers at the header, declarations at the goods items.

The router reads them at the header; the national forms state declarations at the items only. So
what is stated at the header alone goes to the first item, and what comes back is foreseen here.
"""

from __future__ import annotations

from collections.abc import Sequence

from connectors.kr.nodes import element
from connectors.kr.row_writing import cargo_of, in_order
from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

_PATH, _OF_ITEM = "previousDocuments", "goodsItems/previousDocuments"


def placed(
    body: Body, types: frozenset[str], national: str, most: int, lost: set[str]
) -> list[Sequence[Body]]:
    """Return the declarations each item names; what does not come back is named as lost.

    `types` are what may stand there, `national` is the type all come back as.
    """
    found: list[Sequence[Body]] = []
    for item in body.get("goodsItems") or ():
        stated = item.get("previousDocuments") or ()
        fitting = [row for row in stated if _fits(row, types)][:most]
        in_order(stated, fitting, lost, _OF_ITEM)
        for row in fitting:
            _details(row, national, _line(row), _OF_ITEM, lost)
        found.append(fitting)
    header = body.get("previousDocuments") or ()
    if found and header:
        alone = [row for row in header if _fits(row, types) and not _among(row, found)]
        found[0] = [*found[0], *alone][:most]
    _header(header, _after(body, found), national, lost)
    return found


def _fits(row: Body, types: frozenset[str]) -> bool:
    number = row.get("id", "")
    plain = number.isprintable() and number == number.strip()
    return row.get("typeCode") in types and 0 < len(number) <= 35 and plain


def _among(row: Body, found: Sequence[Sequence[Body]]) -> bool:
    return any(row == other for rows in found for other in rows)


def _line(row: Body) -> str:
    stated = str(row.get("lineNumeric") or "")
    fits = stated.isascii() and stated.isdigit() and len(stated) <= 3 and stated == str(int(stated))
    return stated if fits else ""


def _after(body: Body, found: Sequence[Sequence[Body]]) -> list[tuple[str, str, bool]]:
    """Return number, line and whether it is cargo of each row the header will come back with."""
    cargo = cargo_of(body)
    keys = [(cargo["id"], "", True)] if cargo else []
    keys += [(row["id"], _line(row), False) for rows in found for row in rows]
    return list(dict.fromkeys(keys))


def _header(
    stated: Sequence[Body], after: Sequence[tuple[str, str, bool]], national: str, lost: set[str]
) -> None:
    for place, row in enumerate(stated):
        if place >= len(after) or row.get("id") != after[place][0]:
            lost.add(f"{_PATH}/{place}")
            return
        _, line, cargo = after[place]
        _details(row, str(row.get("typeCode")) if cargo else national, line, _PATH, lost)


def _details(row: Body, national: str, line: str, path: str, lost: set[str]) -> None:
    if row.get("typeCode") != national:
        lost.add(f"{path}/typeCode")
    if row.get("categoryCode"):
        lost.add(f"{path}/categoryCode")
    if str(row.get("lineNumeric") or "") != line:
        lost.add(f"{path}/lineNumeric")


def declarations(listed: Sequence[Body]) -> str:
    """Return PreviousDocument elements of an item."""
    return "".join(
        [
            element("wco:PreviousDocument", f"<wco:ID>{escape(row['id'])}</wco:ID>{_numbered(row)}")
            for row in listed
        ]
    )


def _numbered(row: Body) -> str:
    line = _line(row)
    return f"<wco:LineNumeric>{line:0>3}</wco:LineNumeric>" if line else ""
