"""Where the values of a JSON document stand: line and column, for faults only.

Values that no pointer leads into are passed over by the scanner of the standard library, in C.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hub.domain.faults import Fault

Scanner = Callable[[str, int], tuple[Any, int]]

# The scanner in C that the decoder itself uses; the stubs do not know it.
_scan: Scanner = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_blanks = re.compile(r"[ \t\n\r]*").match

Wanted = dict[str, Any]
"""Steps of pointers as a tree: step → the steps below it."""


def located(raw: bytes, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults, ` (line 3, column 9)` behind each JSON pointer.

    What is missing is placed where it should stand in: its object or list. A pointer that is
    none, and every pointer of a document that cannot be read, stays as it is.

    >>> located(b'{"a": [1,\\n {"b": 2}]}', [Fault("12", "/a/1/b"), Fault("13", "/a/0/c")])[0]
    Fault(code='12', pointer='/a/1/b (line 2, column 8)', text='', original='')
    """
    found = tuple(faults)
    pointers = [fault.pointer for fault in found if fault.pointer.startswith("/")]
    if not pointers:
        return found
    text = raw.decode("utf-8", "replace")
    offsets = _offsets(text, pointers)
    return tuple(
        fault._replace(pointer=f"{fault.pointer} ({_place(text, offsets, fault.pointer)})")
        if fault.pointer.startswith("/") and offsets
        else fault
        for fault in found
    )


def _place(text: str, offsets: Mapping[str, int], pointer: str) -> str:
    path = pointer
    while path and path not in offsets:
        path = path.rpartition("/")[0]
    offset = offsets[path]
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"


def _offsets(text: str, pointers: Iterable[str]) -> dict[str, int]:
    wanted: Wanted = {}
    for pointer in pointers:
        tree = wanted
        for step in pointer.split("/")[1:]:
            tree = tree.setdefault(step, {})
    found: dict[str, int] = {}
    try:
        _descend(text, _after(text, 0), wanted, "", found)
    except (ValueError, StopIteration, IndexError, RecursionError):
        return {}
    return found


def _descend(text: str, at: int, wanted: Wanted, path: str, found: dict[str, int]) -> None:
    """Note where a value begins and go on into what is wanted of it."""
    found[path] = at
    opening = text[at]
    if not wanted or opening not in "{[":
        return
    count, at = 0, _after(text, at + 1)
    while text[at] not in "}]":
        name = str(count)
        if opening == "{":
            name, at = _scan(text, at)
            name, at = (
                str(name).replace("~", "~0").replace("/", "~1"),
                _after(text, _after(text, at) + 1),
            )
        if name in wanted:
            _descend(text, at, wanted[name], f"{path}/{name}", found)
        count, at = count + 1, _after(text, _scan(text, at)[1])
        if text[at] == ",":
            at = _after(text, at + 1)


def _after(text: str, at: int) -> int:
    """Return where the next character stands that is no blank."""
    blanks = _blanks(text, at)
    return blanks.end() if blanks else at
