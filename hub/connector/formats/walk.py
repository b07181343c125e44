"""Walking an XML message once: a table says of every element what it means.

Elements are found by local name, in any order; the namespace does not count. What no table knows,
and what stands twice where one value has its place, is kept as national data under its path, so
that nothing is lost. Every element is touched once, and a pointer is worked out only for a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, final

from lxml import etree

from hub.connector.formats import xml
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, PLAUSIBILITY, Fault
from hub.domain.numbers import decimal

Element = etree._Element

MAX_NATIONAL = 500
MAX_TEXT = 512
MAX_TAGS, MAX_TAG = 512, 128
"""Full tags a table remembers, and the longest of them: strangers choose the tags."""

WITHHELD = frozenset({"AccessCode"})
"""Never leave their owner: that they were stated is kept, what was stated is not."""

MAX_WHOLE, MAX_FRACTION = 18, 12
"""Digits of a number written as it is meant, before the point and after it."""


# What a table means is said by classes of their own, not by tuples and a dictionary. Compiled, a
# field of theirs is read and a class is told in a step of C.
@final
class Number:
    """An exact decimal number, and the field of the unit or currency in an attribute of it."""

    __slots__ = ("attribute", "default", "field", "unit")

    def __init__(self, field: str, unit: str = "", attribute: str = "", default: str = "") -> None:
        self.field, self.unit = field, unit
        self.attribute, self.default = attribute, default


@final
class Unplaced:
    """An element without a canonical place, and its path in the national data."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class Table:
    """Local name of a child → what it means.

    A name of a field takes the text, a `Number` checks it, a `Table` goes on inside with the same
    target, `Rows` with a row of its own, None is passed over (it repeats what stands elsewhere), a
    function takes the element. A plain dictionary becomes a table whose path is one step longer.

    >>> table = Table({"Nbers": {"Forms": None}}, "Property/")
    >>> table["Nbers"].path, table["{urn:x}Nbers"] is table["Nbers"], table["{urn:x}CAP"].path
    ('Property/Nbers/', True, 'Property/CAP')
    """

    __slots__ = ("known", "names", "path")

    def __init__(self, entries: Mapping[str, Any], path: str = "") -> None:
        self.path = path
        self.names: dict[str, Any] = {
            name: Table(meaning, f"{path}{name}/") if type(meaning) is dict else meaning
            for name, meaning in entries.items()
        }
        self.known: dict[str, Any] = self.names.copy()
        """The names, and what was worked out of the tags met."""

    def __getitem__(self, tag: str) -> Any:
        """Return what a tag means, with a namespace or without."""
        meaning = self.known.get(tag, self)
        return self.learned(tag) if meaning is self else meaning

    def learned(self, tag: str) -> Any:
        """Work out once what a tag with a namespace or an unknown one means, and remember it."""
        name = xml.local(tag)
        meaning = self.names.get(name, self)
        if meaning is self:
            meaning = Unplaced(f"{self.path}{name}"[:MAX_TEXT])
        if len(tag) <= MAX_TAG:
            if len(self.known) >= MAX_TAGS:
                self.known = self.names.copy()
            self.known[tag] = meaning
        return meaning

    def place(self, child: Element) -> str:
        """Return the path of a child in the national data."""
        return f"{self.path}{xml.local(child.tag)}"


@final
class Rows(Table):
    """The table of an element that is a row of a list; `fixed` stands in every row."""

    __slots__ = ("field", "fixed")

    def __init__(
        self, field: str, entries: Mapping[str, Any], path: str = "", **fixed: str
    ) -> None:
        super().__init__(entries, path)
        self.field = field
        self.fixed: Body = dict(fixed)


Handler = Callable[[Element, Body, "Findings"], None]


class Findings:
    """What comes up while walking: warnings, and what has no canonical place."""

    __slots__ = ("_counts", "national", "warnings", "zone")

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.warnings: list[Fault] = []
        self.national: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def separate(self) -> tuple[dict[str, str], dict[str, int]]:
        """Begin the national data of an item; return what `resume` needs to go on after it."""
        before = (self.national, self._counts)
        self.national, self._counts = {}, {}
        return before

    def resume(self, before: tuple[dict[str, str], dict[str, int]], item: Body) -> None:
        """Give an item its national data and go on with that of the document."""
        if self.national:
            item["nationalData"] = self.national
        self.national, self._counts = before

    def keep(self, path: str, element: Element) -> None:
        """Keep an element that has no canonical place, with all that is in it."""
        text = element.text
        if text and (text := text.strip()):
            self.put(path, "withheld" if path.rpartition("/")[2] in WITHHELD else text)
        if len(element):
            self.keep_inside(path, element)

    def keep_inside(self, path: str, element: Element) -> None:
        """Keep what is in an element, not its own text."""
        for child in element:
            if child.text or len(child):
                self.keep(f"{path}/{xml.local(child.tag)}"[:MAX_TEXT], child)

    def put(self, path: str, text: str) -> None:
        """Keep a text; a path met again gets its number: `Item_tax_total[2]`."""
        national = self.national
        if len(national) >= MAX_NATIONAL:
            return
        if path in national:
            count = self._counts[path] = self._counts.get(path, 1) + 1
            path = f"{path}[{count}]"
        national[path] = text[:MAX_TEXT]

    def doubt(self, element: Element, text: str) -> None:
        """Warn of an implausible value; its place is only worked out while warnings count."""
        if len(self.warnings) < MAX_FAULTS:
            original = (element.text or "").strip()
            self.warn(PLAUSIBILITY, xml.pointer(element), text, original)

    def warn(self, code: str, pointer: str, text: str, original: str = "") -> None:
        """Warn of what was read leniently, a hundred times at most."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Fault(code, pointer, text, original))


def walk(element: Element, table: Table, target: Body, found: Findings) -> None:
    """Put every child of an element where the table says; what no table knows is kept."""
    known = table.known
    # A slice makes all children in one step of C, at a fraction of what an iterator costs.
    children: list[Element] = element[:]  # type: ignore[index, assignment]  # no slices in its stubs
    for child in children:
        tag = child.tag
        meaning = known.get(tag, table)
        if meaning is table:
            meaning = table.learned(tag)
            known = table.known
        if isinstance(meaning, str):
            text = child.text
            if text and (text := text.strip()):
                if meaning in target:
                    found.put(table.place(child), text)
                else:
                    target[meaning] = text
            elif len(child):
                found.keep_inside(table.place(child), child)
        elif isinstance(meaning, Number):
            text = child.text
            if text and (text := text.strip()):
                _number(child, text, meaning, table, target, found)
        elif isinstance(meaning, Rows):
            row = meaning.fixed.copy()
            walk(child, meaning, row, found)
            if len(row) > len(meaning.fixed):
                add(target, meaning.field, row)
        elif isinstance(meaning, Table):
            walk(child, meaning, target, found)
        elif isinstance(meaning, Unplaced):
            if child.text or len(child):
                found.keep(meaning.path, child)
        elif meaning is not None:
            meaning(child, target, found)


def _number(
    child: Element, text: str, number: Number, table: Table, target: Body, found: Findings
) -> None:
    """Put a number in its field; keep what is none or stands there twice."""
    exact = text if is_exact(text) else decimal(text)
    if exact is None:
        found.doubt(child, "is no decimal number")
    if exact is None or number.field in target:
        found.put(table.place(child), text)
        return
    target[number.field] = exact
    if number.unit:
        stated = child.get(number.attribute) or number.default
        if stated:
            target[number.unit] = stated


def is_exact(text: str) -> bool:
    """Say whether a number is written as it is meant; telling so costs less than a pattern.

    >>> is_exact("12.50"), is_exact("0"), is_exact("-0.5"), is_exact("012"), is_exact("1.")
    (True, True, True, False, False)
    """
    whole, point, fraction = text.partition(".")
    if whole[:1] == "-":
        whole = whole[1:]
    if not whole.isdigit() or not text.isascii() or len(whole) > MAX_WHOLE:
        return False
    if len(whole) > 1 and whole[0] == "0":
        return False
    return not point or (fraction.isdigit() and len(fraction) <= MAX_FRACTION)


def row(element: Element, table: Table, found: Findings) -> Body:
    """Return an element walked into a row of its own."""
    new: Body = {}
    walk(element, table, new, found)
    return new


def add(target: Body, field: str, value: Any) -> None:
    """Add a value to a list of the target."""
    if field in target:
        target[field].append(value)
    else:
        target[field] = [value]


def moment(field: str) -> Handler:
    """Return a handler for a time in an element or in its DateTimeString (102, 203, 204, 304)."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        for part in (element, *element):
            text = (part.text or "").strip()
            if text:
                value = moments.compact(text, found.zone) or moments.iso(text, found.zone)
                if value is None:
                    found.doubt(part, "is no date or time")
                else:
                    target[field] = value
                return

    return handle
