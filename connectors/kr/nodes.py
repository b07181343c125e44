"""Elements to write, as a table in the order of the published instance.

A `Node` writes what a row states of it and names what it cannot carry: texts are cut, identifiers,
codes and numbers that do not fit are left out, since a cut one would mean something else. The
instances state no lengths: those of the WCO Data Model are kept, to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from connectors.kr.tables import HERE
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Body

Write = Callable[[Body, set[str], str], str]

_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,8})?").fullmatch
_UNIT = re.compile(r"[A-Z0-9]{1,3}").fullmatch
_DAY = re.compile(r"[0-9]{8}").fullmatch
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Node(NamedTuple):
    """Writes an element of a row (adding what is lost under a path), and the fields it carries."""

    write: Write
    fields: frozenset[str] = frozenset()


def element(tag: str, inner: str, attributes: str = "") -> str:
    """Return an element, nothing where there is nothing in it."""
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def text(tag: str, field: str, limit: int) -> Node:
    """Return the node of a free text, cut where it is longer than `limit`."""

    def write(row: Body, lost: set[str], path: str) -> str:
        value = row.get(field)
        if not value:
            return ""
        shown = fitting(value, limit)
        if shown != value:
            lost.add(path + field)
        return element(tag, escape(shown))

    return Node(write, frozenset({field}))


def fitting(value: str, limit: int) -> str:
    """Return a text without what XML cannot hold, cut at the limit."""
    shown = value if value.isprintable() else _CONTROLS.sub(" ", value)
    return shown[:limit].strip()


def code(
    tag: str, field: str, limit: int, pattern: str = "", codes: Mapping[str, str] | None = None
) -> Node:
    """Return the node of an identifier or code, translated where there are `codes`."""
    match = re.compile(pattern).fullmatch if pattern else None

    def write(row: Body, lost: set[str], path: str) -> str:
        value = row.get(field)
        if not value:
            return ""
        national = codes.get(value, "") if codes is not None else value
        fits = len(national) <= limit and national == fitting(national, limit)
        if not national or not fits or (match and not match(national)):
            lost.add(path + field)
            return ""
        return element(tag, escape(national))

    return Node(write, frozenset({field}))


def number(
    tag: str,
    field: str,
    unit: str = "",
    attribute: str = "",
    codes: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
) -> Node:
    """Return the node of a number; `attribute` takes its unit or currency.

    Without an attribute, and where `only` names them, no other unit can be carried. A unit that
    means something else in Korea is written, and named as lost.
    """

    def write(row: Body, lost: set[str], path: str) -> str:
        value = row.get(field)
        if not value:
            return ""
        stated = row.get(unit, "") if unit else ""
        national = codes.get(stated, stated) if codes else stated
        carried = (not only or stated in only) and (not stated or _UNIT(national))
        if not _NUMBER(value) or (stated and not carried):
            lost.update((path + field, path + unit) if stated else (path + field,))
            return ""
        if codes and HERE.codes["units"].get(national, national) != stated:
            lost.add(path + unit)
        attributes = f' {attribute}="{national}"' if attribute and national else ""
        return element(tag, value, attributes)

    return Node(write, frozenset({field, unit} - {""}))


def count(tag: str, field: str, digits: int) -> Node:
    """Return the node of a whole number of at most so many digits."""
    return code(tag, field, digits, "[0-9]+")


def day(tag: str, field: str) -> Node:
    """Return the node of a moment, written as a day in Korea (CCYYMMDD): its time is lost."""

    def write(row: Body, lost: set[str], path: str) -> str:
        moment = row.get(field)
        shown = moments.written(moment, HERE.zone, "%Y%m%d")
        if not moment:
            return ""
        if not _DAY(shown) or not moments.is_midnight(moment, HERE.zone):
            lost.add(path + field)
        return element(tag, shown) if _DAY(shown) else ""

    return Node(write, frozenset({field}))


def date(tag: str, field: str) -> Node:
    """Return the node of a date that is a text (CCYYMMDD)."""

    def write(row: Body, lost: set[str], path: str) -> str:
        value = row.get(field)
        if not value:
            return ""
        shown = value[:10].replace("-", "")
        if shown != value:
            lost.add(path + field)
        if not _DAY(shown):
            lost.add(path + field)
            return ""
        return element(tag, shown)

    return Node(write, frozenset({field}))


def made(function: Write, fields: str = "") -> Node:
    """Return a node of its own making, and the fields it answers for."""
    return Node(function, frozenset(fields.split()))


def fixed(tag: str, value: str) -> Node:
    """Return the node of a value that is always the same."""
    return Node(lambda row, lost, path: f"<{tag}>{value}</{tag}>")


def group(tag: str, *nodes: Node) -> Node:
    """Return an element of several, left out where all of them are empty."""
    writers = [node.write for node in nodes]

    def write(row: Body, lost: set[str], path: str) -> str:
        return element(tag, "".join([each(row, lost, path) for each in writers]))

    return Node(write, fields_of(nodes))


def fields_of(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the fields some nodes carry between them."""
    return frozenset().union(*(node.fields for node in nodes))


class Sheet:
    """Nodes of one row in their order; what the row states beyond them is named as lost."""

    __slots__ = ("_known", "_writers")

    def __init__(self, *nodes: Node, besides: str = "") -> None:
        self._writers = [node.write for node in nodes]
        self._known = fields_of(nodes) | frozenset(besides.split())

    def write(self, row: Body, lost: set[str], path: str = "") -> str:
        """Return all elements of a row, without an element around them."""
        if not self._known.issuperset(row):
            lost.update([path + name for name in row.keys() - self._known if row[name]])
        return "".join([each(row, lost, path) for each in self._writers])


def rows(
    tag: str, sheet: Sheet, listed: Sequence[Body], lost: set[str], path: str, most: int
) -> list[str]:
    """Return the elements of a list's rows; beyond `most`, or empty, they are lost by position."""
    written: list[str] = []
    for place, row in enumerate(listed):
        inner = sheet.write(row, lost, f"{path}/") if place < most else ""
        if not inner:
            lost.add(f"{path}/{place}")
            break
        written.append(element(tag, inner))
    return written


def reverse(codes: Mapping[str, str]) -> dict[str, str]:
    """Return a code list the other way round; of several national codes, the first."""
    found: dict[str, str] = {}
    for national, canonical in codes.items():
        found.setdefault(canonical, national)
    return found
