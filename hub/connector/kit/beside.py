"""A national message beside its canonical reading: which value came from which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from hub.connector.formats import xml
from hub.domain.reading import Message, Reading

CERTAIN = 5
"""Characters from which on a value is looked for inside longer texts as well."""


class Field(NamedTuple):
    """A canonical value with its path, and the source line it most likely came from (0: none)."""

    path: str
    value: str
    line: int


def lines(raw: bytes, charset: str) -> list[str]:
    """Return a message as lines for people: a segment, an element or an item each."""
    text = _decoded(raw, charset)
    if text.lstrip().startswith("<"):
        return _elements(raw, text)
    if text.startswith(("UNA", "UNB")):
        return [part for part in re.sub(r"(?<!\?)'[\r\n]*", "'\n", text).split("\n") if part]
    return text.splitlines()


def fields(message: Message, source: list[str]) -> list[Field]:
    """Return every value of a message with the line it stands in, searched from the last one on."""
    found: list[Field] = []
    last = 0
    for path, value in _values(message.body, ""):
        line = _line(value, source, last)
        last = line or last
        found.append(Field(path, value, line))
    return found


def _values(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if "utc" in value:
            yield path, str(value.get("text") or value["utc"])
            return
        for name, part in value.items():
            yield from _values(part, f"{path}/{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for position, part in enumerate(value):
            yield from _values(part, f"{path}/{position}")
    elif value is not None and str(value).strip():
        yield path, str(value).strip()


def _line(value: str, source: list[str], start: int) -> int:
    """Return the number of the next line with this text, from `start` on, else from the top."""
    begun = max(start - 1, 0)
    text = re.escape(value.splitlines()[0])
    # Short values stand in many places: only where the syntax ends on both sides.
    edge = r"\w" if len(value) >= CERTAIN else r"[^<>+:'\"\s,]"
    stands = re.compile(rf"(?<!{edge}){text}(?!{edge})").search
    places = chain(range(begun, len(source)), range(begun))
    return next((place + 1 for place in places if stands(source[place])), 0)


def _elements(raw: bytes, text: str) -> list[str]:
    root, _ = xml.parse(raw)
    if root is None:
        return text.splitlines()
    written = etree.tostring(root, pretty_print=True, encoding="unicode")
    return str(written).splitlines()


def _decoded(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")


def unplaced(reading: Reading) -> list[tuple[str, str]]:
    """Return what has no canonical place and is kept as national data: path and value."""
    rows: list[tuple[str, str]] = []
    for message in reading.messages:
        rows += message.body.get("nationalData", {}).items()
        for item in message.body.get("goodsItems", ()):
            number = item.get("sequenceNumeric", "?")
            rows += [(f"item {number}: {k}", v) for k, v in item.get("nationalData", {}).items()]
    return rows
