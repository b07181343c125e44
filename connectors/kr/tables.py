"""What the tables of the 830 and the 929 share: parties, details of goods, rows told by a type.

Names are those of the published instances; elements without a canonical place are kept as
national data under their path, attributes behind `@`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hub.connector import country
from hub.connector.formats.walk import Element, Findings, Handler, Table, add, walk
from hub.domain.declaration import Body
from hub.domain.numbers import decimal

HERE = country.of(__file__)
KRW, USD = "KRW", "USD"
Placing = Callable[[Body, Body], None]

SCHEMES = ("380", "ZZZ", "KTS")
"""Whose number a party's ID is: customs, business registration, place of business."""

CARGO, EXPORT_DECLARATION, IMPORT_DECLARATION = "785", "830", "929"
"""DE 1001 of a cargo number (화물관리번호); the national numbers of both declarations."""
LETTER_OF_CREDIT, EXPORT_LICENCE, INVOICE, ORIGIN_CERTIFICATE = "465", "811", "380", "861"
ORDER = "220"


def stated(element: Element) -> str:
    """Return the text of an element without the blanks around it."""
    return (element.text or "").strip()


def kept(path: str, attribute: str) -> Handler:
    """Return a handler that keeps an element's text and one attribute as national data."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if text := stated(element):
            found.put(path, text)
            if unit := element.get(attribute):
                found.put(f"{path}@{attribute}", unit)

    return handle


def named(path: str, attribute: str) -> Handler:
    """Return a handler that keeps texts told apart by an attribute: `path@value`."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if text := stated(element):
            found.put(f"{path}@{element.get(attribute, '')[:32]}", text)

    return handle


def typed(
    path: str, entries: Mapping[str, Any], key: str = "TypeCode", place: Placing | None = None
) -> Handler:
    """Return a handler of rows that only their type tells apart: kept as `path/CUD/…`.

    `place` takes from a row what has a canonical place; the type stands in it as `typeCode`.
    """
    table = Table({**entries, key: "typeCode"})

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {}
        before = found.separate()
        walk(element, table, row, found)
        found.resume(before, row)
        national, kind = row.pop("nationalData", {}), row.get("typeCode", "")
        if kind and not national:
            found.put(f"{path}/TypeCode", kind)
        for name, text in national.items():
            found.put(f"{path}/{kind[:32]}/{name}", text)
        if place:
            place(row, target)

    return handle


def line(element: Element, target: Body, found: Findings) -> None:
    """Read the number of a line, written `001`."""
    if text := stated(element):
        target["lineNumeric"] = text.lstrip("0") or "0"


def sequence(element: Element, target: Body, found: Findings) -> None:
    """Read the number of a goods item, written `001`."""
    text = stated(element)
    if text.isascii() and text.isdigit():
        target["sequenceNumeric"] = int(text[:9])
    elif text:
        found.doubt(element, "is no sequence number")


def amount_of_item(element: Element, target: Body, found: Findings) -> None:
    """Add up what the details of an item cost; every further one is kept beside."""
    text = stated(element)
    if not text:
        return
    exact = decimal(text)
    if exact is None:
        found.doubt(element, "is no decimal number")
    elif "itemAmount" not in target:
        target["itemAmount"] = exact
        return
    else:
        target["itemAmount"] = format(Decimal(target["itemAmount"]) + Decimal(exact), "f")
    found.put("Commodity/DetailedCommodity/ValueAmount", text)


def remark(element: Element, target: Body, found: Findings) -> None:
    """Add a free remark of the declarant."""
    if text := stated(element):
        add(target, "statements", {"statementDescription": text})


def number(path: str, type_code: str, field: str = "documents") -> Handler:
    """Return a handler of an element that is the number of a document of a known type."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if text := stated(element):
            add(target, field, {"id": text, "typeCode": type_code})

    return handle


def _scheme(element: Element, target: Body, found: Findings) -> None:
    if text := stated(element):
        scheme = element.get("schemeAgencyID", "")[:17]
        target.setdefault("_numbers", {}).setdefault(scheme, text)


def party(role: str, path: str) -> Handler:
    """Return a handler of a party with several numbers and a postal address in two parts.

    The number given by customs (380) is its id; a number that names a natural person is withheld.
    """
    address = {"Description": "_first", "Line": "_second", "PostcodeID": "postcode"}
    entries = {"ID": _scheme, "Name": "name", "RoleCode": "_role", "Address": address}
    table = Table(entries, f"{path}/")

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {}
        walk(element, table, row, found)
        numbers, kind = row.pop("_numbers", {}), row.pop("_role", "")
        if kind:
            found.put(f"{path}/RoleCode", kind)
        if kind in HERE.codes["persons"] and numbers.pop("ZZZ", ""):
            found.put(f"{path}/ID@ZZZ", "withheld")
        parts = (row.pop("_first", ""), row.pop("_second", ""))
        if address := " ".join(filter(None, parts)):
            row["address"] = address
        for scheme in dict.fromkeys((*SCHEMES, *numbers)):
            if text := numbers.get(scheme):
                _identify(row, scheme, text, f"{path}/ID@{scheme}", found)
        if row:
            add(target, "parties", {"role": role, **row})

    return handle


def _identify(row: Body, scheme: str, text: str, path: str, found: Findings) -> None:
    if "id" not in row:
        row["id"] = text
        if scheme:
            row["idType"] = scheme
    elif row.get("idType") != scheme:
        found.put(path[:128], text)


def item(entries: Mapping[str, Any]) -> Handler:
    """Return a handler of a goods item; what has no canonical place stays with its item."""
    table = Table(entries)

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {}
        before = found.separate()
        walk(element, table, row, found)
        found.resume(before, row)
        add(target, "goodsItems", row)

    return handle
