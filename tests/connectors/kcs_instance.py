"""The rules of a KCS document, derived from its published commented instance, not from any code.

What may stand where, in which order, how often and with which attributes is read off the instance;
repeats are those its Korean comments state (반복), days those whose names or comments say so.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from lxml import etree

PUBLISHED = Path(__file__).parents[3] / "shared" / "samples" / "kr_unipass"
_REPEATS = re.compile(r"(?:\d\.\.(\d+))|(?:(\d+)번? ?반복(?! 끝))")


def name(element: etree._Element | None) -> str:
    """Return an element's name with the prefix it is written with; empty where there is none."""
    return "" if element is None else f"{element.prefix}:{etree.QName(element).localname}"


class Rules:
    """What one published instance (`EXP_830`, `IMP_929`) allows."""

    def __init__(self, document: str) -> None:
        table = PUBLISHED / f"fields_{document}.csv"
        with table.open(encoding="utf-8-sig", newline="") as file:
            self.rows = list(csv.DictReader(file))
        instance = PUBLISHED / f"KCS_DeclarationOf{document}SchemaModule_1.0_standard.xml"
        self.instance = instance.read_bytes()
        self.paths = {row["path"] for row in self.rows}
        self.attributes: dict[str, set[str]] = defaultdict(set)
        self.before: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.most: dict[str, int] = defaultdict(int)
        for row in self.rows:
            found = _REPEATS.search(row["korean_comment"])
            if found and not row["korean_comment"].startswith("3번"):
                self.most[row["path"]] = int(found[1] or found[2])
        self._learn(etree.fromstring(self.instance), "")

    def _learn(self, element: etree._Element, path: str) -> None:
        children = [child for child in element if isinstance(child.tag, str)]
        names = [name(child) for child in children]
        for place, first in enumerate(names):
            self.before[path] |= {(first, later) for later in names[place + 1 :] if later != first}
        for child, tag in zip(children, names, strict=True):
            inner = f"{path}/{tag}"
            self.attributes[inner] |= {str(key) for key in child.attrib}
            if f"{inner}/wco:SequenceNumeric" in self.paths:
                self.most[inner] = self.most[inner] or 999
            self._learn(child, inner)
        for tag, count in Counter(names).items():
            self.most[f"{path}/{tag}"] = max(self.most[f"{path}/{tag}"], count)

    def breaches(self, raw: bytes, invented: frozenset[str] = frozenset()) -> list[str]:
        """Return what a message has beyond the instance; what is `invented` is passed over."""
        return list(self._breaches(etree.fromstring(raw), "", invented))

    def _breaches(self, element: etree._Element, path: str, invented: frozenset[str]) -> list[str]:
        found: list[str] = []
        children = [child for child in element if f"{path}/{name(child)}" not in invented]
        names = [name(child) for child in children]
        for tag, count in Counter(names).items():
            inner = f"{path}/{tag}"
            if inner not in self.paths:
                found.append(f"{inner} is not in the table")
            elif count > self.most[inner]:
                found.append(f"{inner} stands {count} times, {self.most[inner]} at most")
        order = self.before[path]
        found += [
            f"{path}: {first} before {later}"
            for first, later in pairwise(names)
            if (later, first) in order and (first, later) not in order
        ]
        for child, tag in zip(children, names, strict=True):
            inner = f"{path}/{tag}"
            strange = {str(key) for key in child.attrib} - self.attributes[inner]
            found += [f"{inner}@{attribute}" for attribute in strange]
            if tag.endswith("DateTime") and not re.fullmatch(r"20\d{6}", child.text or ""):
                found.append(f"{inner} is no CCYYMMDD: {child.text}")
            found += self._breaches(child, inner, invented)
        return found
