"""Making hostile messages from honest ones: bytes, tokens, splices, charsets, poisoned values."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import orjson
from lxml import etree

from hub.connector import discovery
from hub.connector.formats import json, xml
from hub.connector.kit import samples, sanity
from hub.connector.kit.answers import ENVELOPE
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.reading import Message
from hub.errors import Parked

_TOKENS = re.compile(rb"([<>\"'+:&;=,{}\[\]\r\n ?/]+)")
POISON = (
    b"", b"0", b"-1", b"9" * 400, b"1e999", b"NaN", b"0.0000000000000001", b"\x00", b"\xff\xfe",
    b"%s%n", b"'; DROP TABLE declaration; --", b"&#0;", b"&#x10FFFF;", b"&lt;", b"]]>", b"<!--",
    b"?", b"'", b"+", b":", b"\\u0000", b"\\ud800", "\u202e".encode(), "\U0001f6c3".encode(),
    b"99991231235959Z", b"20260230", b"00000000", b"../../etc/passwd", b"A" * 5000, b"{" * 200,
    b"<a>" * 200, b"[" * 200, b"\r\n" * 50, b"true", b"null", b"{}", b"[]",
)  # fmt: skip
"""Values that have broken a parser somewhere."""

LONGEST = 2_000_000
"""Bytes of a message: mutations of mutations would else fill the memory themselves."""

_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "gb18030", "shift_jis", "windows-1251", "latin-1")


STRANGE: tuple[Any, ...] = (None, True, -1, 1e300, 0.1, 2**63, "", [], {}, [[]], [None], {"a": 1})
"""JSON values where others are expected."""


def _told(poison: bytes) -> str:
    """Return a poison as text that XML and JSON can hold."""
    text = poison.decode("utf-8", "replace")
    return "".join(c for c in text if c.isprintable() or c in "\r\n\t")


class Mutator:
    """Makes messages for one country. The same seed makes the same messages."""

    def __init__(self, country: str, seed: int) -> None:
        self._country = country
        self._random = Random(f"{country} {seed}")
        self._honest = corpus(country)
        others = [cc for cc in discovery.folders() if cc != country]
        self._strange = [raw for cc in others for raw in corpus(cc)[:2]]
        self._ways: Sequence[Callable[[bytes], bytes]] = (
            lambda raw: sanity.mutilated(raw, self._random),
            self._tokens,
            self._structure,
            self._structure,
            self._structure,
            self._poisoned,
            self._spliced,
            self._encoded,
            self._grown,
            self._foreign,
            self._generated,
        )

    def next(self) -> bytes:
        """Return the next message, injured in one to three ways."""
        raw = self._random.choice(self._honest)
        for _ in range(self._random.choice((1, 1, 1, 2, 3))):
            raw = self._random.choice(self._ways)(raw)[:LONGEST]
        return raw

    def _tokens(self, raw: bytes) -> bytes:
        """Swap, double, drop tokens: what is between the marks of the syntax, or the marks."""
        parts, random = _TOKENS.split(raw), self._random
        for _ in range(random.randrange(1, 6)):
            one, two = random.randrange(len(parts)), random.randrange(len(parts))
            way = random.randrange(4)
            if way == 0:
                parts[one], parts[two] = parts[two], parts[one]
            elif way == 1:
                parts[one] = parts[one] * random.choice((2, 3, 50))
            elif way == 2:
                parts[one] = b""
            else:
                parts[one] = parts[two]
        return b"".join(parts)

    def _structure(self, raw: bytes) -> bytes:
        """Change a message and leave it whole, so that what is wrong lies deep inside."""
        if raw.lstrip().startswith(b"<"):
            return self._elements(raw)
        if raw.lstrip().startswith(b"{"):
            return self._values(raw)
        return self._tokens(raw)

    def _elements(self, raw: bytes) -> bytes:
        """Poison, drop, double, move and rename elements of an XML message."""
        root, _ = xml.parse(raw)
        if root is None:
            return raw
        random = self._random
        for _ in range(random.randrange(1, 7)):
            found = [element for element in root.iter() if element is not root]
            if not found:
                break
            one, two = random.choice(found), random.choice(found)
            way, parent = random.randrange(5), one.getparent()
            if way == 0:
                one.text = _told(random.choice(POISON))
            elif way == 1 and parent is not None:
                parent.remove(one)
            elif way == 2:
                two.addnext(copy.deepcopy(one))
            elif way == 3:
                one.tag = two.tag
            else:
                one.set("unit", _told(random.choice(POISON)))
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    def _values(self, raw: bytes) -> bytes:
        """Put values of other types into a JSON message."""
        document, _ = json.parse(raw)
        if document is None:
            return raw
        random = self._random
        for _ in range(random.randrange(1, 7)):
            place: Any = document
            while isinstance(place, dict | list) and place:
                key = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
                if not isinstance(place[key], dict | list) or random.random() < 0.2:
                    strange = random.choice((*STRANGE, _told(random.choice(POISON))))
                    place[key] = copy.deepcopy(strange)
                    break
                place = place[key]
        return orjson.dumps(document)

    def _poisoned(self, raw: bytes) -> bytes:
        """Put a value that has broken a parser in the place of a value."""
        parts = _TOKENS.split(raw)
        for _ in range(self._random.randrange(1, 4)):
            parts[self._random.randrange(len(parts))] = self._random.choice(POISON)
        return b"".join(parts)

    def _spliced(self, raw: bytes) -> bytes:
        """Begin as one message and end as another."""
        other = self._random.choice(self._honest)
        return (
            raw[: self._random.randrange(len(raw) + 1)]
            + other[self._random.randrange(len(other) + 1) :]
        )

    def _encoded(self, raw: bytes) -> bytes:
        """Write it in another encoding than it says, or say another than it is written in."""
        name = self._random.choice(_ENCODINGS)
        if self._random.random() < 0.5:
            return re.sub(rb"encoding=.[\w-]+.", b'encoding="%b"' % name.encode(), raw)
        return raw.decode("utf-8", "replace").encode(name, "replace")

    def _grown(self, raw: bytes) -> bytes:
        """Repeat a stretch many times: rows without end, or depth."""
        start = self._random.randrange(len(raw) + 1)
        end = min(len(raw), start + self._random.randrange(1, 400))
        return raw[:end] + raw[start:end] * self._random.choice((5, 50, 500)) + raw[end:]

    def _foreign(self, raw: bytes) -> bytes:
        """Send what belongs to another country."""
        return self._random.choice(self._strange)

    def _generated(self, raw: bytes) -> bytes:
        """Write a made-up declaration whose texts hold the marks of every syntax."""
        random = self._random
        script = random.choice(sorted(SCRIPTS))
        author = Author(random, self._country.upper(), script, random.random())
        body = author.declaration(random.randrange(1, 8), random.choice("9951"))
        for item in body["goodsItems"]:
            item["description"] = random.choice(POISON).decode("utf-8", "replace")
        try:
            connector = discovery.connector(self._country)
            return connector.write(Message("Declaration", body), ENVELOPE).body
        except Parked:
            return raw


def corpus(country: str) -> list[bytes]:
    """Return a country's honest messages and its known attacks."""
    honest = [sample.read_bytes() for _, sample, _ in samples.of(country)]
    return honest + [path.read_bytes() for path, _ in discovery.hostile(country)]
