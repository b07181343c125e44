"""JSON from strangers, read safely: bounded depth and count, numbers kept exact.

Not a mapping: a country says what its keys mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import orjson

from hub.domain.faults import CHARSET, MAX_FAULTS, TOO_MANY, TRUNCATED, UNPARSEABLE, Fault

MAX_DEPTH = 32
MAX_VALUES = 200_000
MAX_MARKS = 4 * MAX_VALUES


def parse(raw: bytes) -> tuple[dict[str, Any] | None, tuple[Fault, ...]]:
    """Return the object, or None and why not, with line and column."""
    # Every value costs at least a comma or a colon: a cheap bound before they are made, with room
    # for those in texts, and only asked of a message long enough to pass it.
    if len(raw) > MAX_MARKS and raw.count(b",") + raw.count(b":") > MAX_MARKS:
        text = f"more than {MAX_MARKS} commas and colons"
        return None, (Fault(TOO_MANY, "line 1, column 1", text),)
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return None, (_syntax_fault(raw, error),)
    if not isinstance(document, dict):
        return None, (Fault(UNPARSEABLE, "/", "an object is expected"),)
    if _beyond(document):
        text = f"nested deeper than {MAX_DEPTH} or more than {MAX_VALUES} values"
        return None, (Fault(TOO_MANY, "/", text),)
    # No store and no other format holds a NUL, which JSON can only say escaped.
    if b"\\u0000" in raw and (found := tuple(_nuls(document, ""))):
        return None, found[:MAX_FAULTS]
    return document, ()


def _syntax_fault(raw: bytes, error: orjson.JSONDecodeError) -> Fault:
    text = str(error)
    code = UNPARSEABLE
    if "UTF-8" in text or "surrogate" in text:
        at = _first_foreign_byte(raw)
        line = raw.count(b"\n", 0, at) + 1
        return Fault(CHARSET, f"line {line}, offset {at}", "is no UTF-8")
    if "recursion" in text or "depth" in text:
        code = TOO_MANY
    elif "unexpected end" in text or error.pos >= len(raw.decode("utf-8", "ignore")) > 0:
        code = TRUNCATED
    return Fault(code, f"line {error.lineno}, column {error.colno}", text)


def _first_foreign_byte(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


_CONTAINERS = frozenset({dict, list})


def _beyond(document: Any) -> bool:
    level, values = [document], 0
    for _ in range(MAX_DEPTH):
        values += sum(map(len, level))
        if values > MAX_VALUES:
            return True
        level = [
            part
            for value in level
            for part in (value.values() if type(value) is dict else value)
            if type(part) in _CONTAINERS
        ]
        if not level:
            return False
    return True


def _nuls(value: Any, pointer: str) -> Iterator[Fault]:
    if type(value) is str:
        if "\0" in value:
            yield Fault(CHARSET, pointer, "holds the character NUL", value)
    elif type(value) is dict:
        for name, part in value.items():
            if "\0" in name:
                yield Fault(CHARSET, pointer or "/", "a name holds the character NUL", name)
            yield from _nuls(part, f"{pointer}/{name}")
    elif type(value) is list:
        for place, part in enumerate(value):
            yield from _nuls(part, f"{pointer}/{place}")


def text(value: Any) -> str:
    """Return a scalar as text: numbers as plain decimal strings, null and containers as nothing.

    A JSON number is a binary float on the way in; its shortest form gives back up to 15 digits
    exactly, which is more than any amount or mass a declaration states.
    """
    kind = type(value)
    if kind is str:
        stated: str = value
        return stated.strip()
    if kind is int:
        return str(value)
    if kind is float:
        return number(value)
    if kind is bool:
        return "true" if value else "false"
    return ""


def number(value: float) -> str:
    """Return a float as a plain decimal string without an exponent or a trailing `.0`."""
    shown = repr(value)
    if "e" in shown:
        shown = format(Decimal(shown), "f")
    return shown[:-2] if shown.endswith(".0") else shown


def rows(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a list of objects, whatever stands there; anything else in it is passed over."""
    found = document.get(name)
    return [row for row in found if type(row) is dict] if type(found) is list else []
