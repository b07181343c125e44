"""Walking a SAD once: a table says for every element what it means.

Elements are found by name and in any order. A name takes the text, `Number` and `Country` check
it, a table goes on inside, a function takes the whole element; what no table knows is kept as
national data, and so is what stands twice. `<null/>` and blanks are nothing stated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from hub.connector.formats import xml
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, PLAUSIBILITY, Fault
from hub.domain.numbers import decimal

Element = etree._Element
MAX_NATIONAL = 500
MAX_TEXT = 512


class Number(str):
    """The canonical name of an exact decimal number."""

    __slots__ = ()


class Country(str):
    """The canonical name of an ISO 3166-1 alpha-2 code."""

    __slots__ = ()


class Findings:
    """What comes up on the way: warnings, and what has no canonical place."""

    __slots__ = ("_counts", "national", "warnings")

    def __init__(self) -> None:
        self.warnings: list[Fault] = []
        self.national: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def fresh(self) -> dict[str, str]:
        """Start the national data of an item; return what was collected before."""
        before, self.national, self._counts = self.national, {}, {}
        return before

    def keep(self, element: Element, prefix: str) -> None:
        """Keep an element and all that is in it under its path."""
        text = element.text
        if text and (text := text.strip()):
            self.note(f"{prefix}{element.tag}", text)
        if len(element):
            for child in element:
                self.keep(child, f"{prefix}{element.tag}/")

    def note(self, path: str, text: str) -> None:
        """Keep one text; a path met again gets its number: `Item_tax_total[2]`."""
        count = self._counts[path] = self._counts.get(path, 0) + 1
        if len(self.national) < MAX_NATIONAL:
            key = path if count == 1 else f"{path}[{count}]"
            self.national[key[:MAX_TEXT]] = text[:MAX_TEXT]

    def doubt(self, code: str, element: Element, text: str) -> None:
        """Warn of the value of an element."""
        self.warn(code, xml.pointer(element), text, (element.text or "").strip())

    def warn(self, code: str, pointer: str, text: str, original: str) -> None:
        """Warn, a hundred times at most."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Fault(code, pointer, text, original))


Handler = Callable[[Element, Body, Findings], None]
Table = dict[str, Any]
"""Name of an element → canonical name, `Number`, `Country`, table or function; "" → its path."""


def table(entries: Table, path: str = "") -> Table:
    """Return a table that knows its own path and those of the tables in it.

    >>> table({"Nbers": {}}, "Property/")
    {'': 'Property/', 'Nbers': {'': 'Property/Nbers/'}}
    """
    known: Table = {"": path}
    for name, meaning in entries.items():
        nested = isinstance(meaning, dict)
        known[name] = table(meaning, f"{path}{name}/") if nested else meaning
    return known


def paths(known: Table) -> dict[str, str]:
    """Return canonical name → path of the element it is taken from, for names with a dot.

    >>> paths(table({"Property": {"Sad_flow": "sad.flow"}}))
    {'sad.flow': 'Property/Sad_flow'}
    """
    found: dict[str, str] = {}
    for name, meaning in known.items():
        if isinstance(meaning, dict):
            found |= paths(meaning)
        elif name and isinstance(meaning, str) and "." in meaning:
            found[meaning] = f"{known['']}{name}"
    return found


def walk(element: Element, known: Table, target: Body, found: Findings) -> None:
    """Put every child of an element where the table says."""
    get = known.get
    for child in element:
        meaning = get(child.tag)
        kind = type(meaning)
        if kind is str or kind is Number or kind is Country:
            text = child.text
            if text and (text := text.strip()):
                if meaning in target:
                    found.note(f"{known['']}{child.tag}", text)
                elif kind is str:
                    target[meaning] = text
                else:
                    _CHECKS[kind](child, text, known[""], target, found, meaning)
            if len(child) and (len(child) > 1 or child[0].tag != "null" or len(child[0])):
                for part in child:
                    found.keep(part, f"{known['']}{child.tag}/")
        elif meaning is None:
            found.keep(child, known[""])
        elif kind is dict:
            walk(child, meaning, target, found)
        else:
            meaning(child, target, found)


def _number(
    element: Element, text: str, path: str, target: Body, found: Findings, name: str
) -> None:
    # Most numbers are plain whole numbers and need no pattern.
    if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= 18:
        target[name] = text
        return
    value = decimal(text)
    if value is not None:
        target[name] = value
        return
    found.doubt(PLAUSIBILITY, element, "is no decimal number")
    found.note(f"{path}{element.tag}", text)


def _country(
    element: Element, text: str, path: str, target: Body, found: Findings, name: str
) -> None:
    if not (len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()):
        found.doubt(CODE_LIST, element, "is no ISO 3166-1 alpha-2 code")
    target[name] = text


_CHECKS = {Number: _number, Country: _country}


def rows(name: str, entries: Table, path: str) -> Handler:
    """Return a handler that reads an element into a new row of the list `name`."""
    known = table(entries, path)

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {}
        walk(element, known, row, found)
        if row:
            target.setdefault(name, []).append(row)

    return handle
