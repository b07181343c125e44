"""Settling a goods item that was walked: what its elements mean together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hub.connector.formats import xml
from hub.connector.formats.eaeu.codes import (
    CURRENCIES,
    KILOGRAM,
    NO_FEATURE,
    UCR,
    UNITS,
    document,
)
from hub.connector.formats.eaeu.numbers import Number
from hub.connector.formats.walk import Element, Findings, Handler, Table, add, walk
from hub.domain.declaration import Body

CHUNK = 250
"""Length of a line of the description: a longer text goes on in the next one."""
STATISTICS = "USD"
"""Statistical values are in US dollars in the whole Union."""
WHOLE = "0"
"""Line number of a document that belongs to the declaration, not to the item it stands with."""


def tax(table: Table) -> Handler:
    """Return a handler for a duty or tax; its currency may be one of the Union's numbers."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        stated: Body = {}
        walk(element, table, stated, found)
        if "currency" in stated:
            stated["currency"] = CURRENCIES.get(stated["currency"], stated["currency"])
        if stated:
            add(target, "taxes", stated)

    return handle


def lister(field: str) -> Handler:
    """Return a handler that adds the text of an element to a list."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if text:
            add(target, field, text)

    return handle


def lines(field: str) -> Handler:
    """Return a handler that adds a line of text as it is, with the blanks at its ends."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if element.text and not element.text.isspace():
            add(target, field, element.text)

    return handle


def day(field: str) -> Handler:
    """Return a handler for a date, kept as CCYYMMDD."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()[:10]
        digits = text.replace("-", "")
        if len(digits) == 8 and digits.isdigit():
            target[field] = digits
        elif text:
            found.doubt(element, "is no date")
            found.put(xml.local(element.tag), text)

    return handle


def joined(texts: list[str]) -> str:
    """Return the lines of a description as one text: a full line goes on without a blank."""
    whole = texts[0]
    for before, after in pairwise(texts):
        whole += after if len(before) >= CHUNK else f" {after.strip()}"
    return whole.strip()


def item(table: Table) -> Handler:
    """Return a handler of a goods item.

    Number 0 is no item but bears the documents of a declaration without any.
    """

    def handle(element: Element, target: Body, found: Findings) -> None:
        one: Body = {}
        before = found.separate()
        walk(element, table, one, found)
        number = one.pop("item.number", "")
        place = len(target.get("goodsItems", ())) + 1
        one["sequenceNumeric"] = int(number) if number.isdecimal() and len(number) <= 5 else place
        settle(one, target, found)
        found.resume(before, one)
        if number != "0":
            add(target, "goodsItems", one)

    return handle


def settle(item: Body, whole: Body, found: Findings) -> None:
    """Complete a walked item; documents of line 0 go to `whole`, the declaration."""
    texts = item.pop("item.texts", None)
    if texts:
        item["description"] = texts[0].strip() if len(texts) == 1 else joined(texts)
    for mass in ("grossMass", "netMass"):
        if mass in item:
            item.setdefault(f"{mass}Unit", KILOGRAM)
    if "statisticalValue" in item:
        item.setdefault("statisticalValueCurrency", STATISTICS)
    feature = item.pop("item.feature", "")
    if feature and feature != NO_FEATURE:
        item["additionalProcedures"] = [feature]
    _unit(item)
    _packages(item)
    if "previousDocuments" in item:
        _previous(item, whole)
    if "documents" in item:
        _documents(item, whole)


def _unit(item: Body) -> None:
    """Return the unit of Rec 20: by name where one stands there, else by its OKEI code."""
    code, name = item.pop("item.unit", ""), item.pop("item.unit.name", "")
    if name and name.isascii() and name.isalnum() and len(name) <= 3:
        item["tariffQuantityUnit"] = name
    elif code or name:
        item["tariffQuantityUnit"] = UNITS[code][0] if code in UNITS else code or name


def _packages(item: Body) -> None:
    total = item.pop("item.packages", "")
    for row in item.get("packages", ()):
        row.pop("kind", None)
        marks = row.pop("texts", None)
        if marks:
            row["marks"] = joined(marks)
    if total and "packages" not in item:
        item["packages"] = [{"quantity": total}]


def _split(item: Body, whole: Body, field: str, rows: list[Any]) -> None:
    """Put rows of line 0 with the declaration, the others with the item."""
    own = []
    for row in rows:
        if row.pop("note.line", "") == WHOLE:
            add(whole, field, row)
        else:
            own.append(row)
    if own:
        item[field] = own
    else:
        item.pop(field, None)


def _previous(item: Body, whole: Body) -> None:
    rows = item["previousDocuments"]
    for row in rows:
        parts = [row.pop(f"note.{part}", "") for part in ("office", "day", "serial")]
        if any(parts) and "id" not in row:
            row["id"] = Number(*parts).text() if all(parts) else "/".join(filter(None, parts))
        if "typeCode" in row:
            row["typeCode"] = document(row["typeCode"])
    _split(item, whole, "previousDocuments", rows)


def _documents(item: Body, whole: Body) -> None:
    """Settle box 44; a document named UCR is one, of the item or, in line 0, of the whole."""
    rows = []
    for row in item["documents"]:
        if "typeCode" in row:
            row["typeCode"] = document(row["typeCode"])
        if row.get("name") == UCR and row.get("id"):
            target = whole if row.get("note.line") == WHOLE else item
            if "ucr" not in target:
                target["ucr"] = row["id"]
                continue
        rows.append(row)
    _split(item, whole, "documents", rows)
