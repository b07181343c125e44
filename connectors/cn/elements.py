"""Flat elements of Chinese messages: fields as a dictionary, leftovers as national data."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from hub.connector.formats import xml
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, NOT_SUPPORTED, RULE, Fault

MAX_NATIONAL = 500
MAX_TEXT = 512
WITHHELD = "(withheld)"
PERSONAL = frozenset(
    {"buyerIdNumber", "buyerTelephone", "TypistNo", "ICCode", "Sign", "Certificate"}
)
"""What identifies a natural person, or signs for one: it stays in China, its place is named."""


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag: str = element.tag
    return tag[tag.rfind("}") + 1 :]


def pointer(element: etree._Element, name: str = "") -> str:
    """Return the path of `element`, or of its first child called `name` (for faults only)."""
    for child in element if name else ():
        if name_of(child) == name:
            return xml.pointer(child)
    path, line, number = xml.pointer(element).rpartition(" (line ")
    return f"{path}/{name}{line}{number}" if name else path + line + number


def warn(
    found: list[Fault], code: str, element: etree._Element, name: str, text: str, original: str = ""
) -> None:
    """Add a finding; beyond 100 nobody reads them, and pointing costs time."""
    if len(found) < MAX_FAULTS:
        found.append(Fault(code, pointer(element, name), text, original))


def fields(element: etree._Element, warnings: list[Fault]) -> dict[str, str]:
    """Return the stated fields of a flat element; parts of parts as `name/part`.

    A field stated twice keeps its first text, is warned of, and stands as `name#2` too.
    """
    found: dict[str, str] = {}
    cut = 0
    for child in element:
        text = child.text
        # Siblings share one namespace: where its name ends is looked for once.
        cut = cut or child.tag.rfind("}") + 1
        if len(child):
            _nested(child, child.tag[cut:], found)
        elif text and (text := text.strip()):
            name = child.tag[cut:]
            if found.setdefault(name, text) is not text:
                _repeat(child, name, text, found, warnings)
    return found


def _repeat(
    child: etree._Element, name: str, text: str, found: dict[str, str], warnings: list[Fault]
) -> None:
    if len(found) < MAX_NATIONAL:
        shown = WITHHELD if name in PERSONAL else text
        warn(warnings, RULE, child, "", "is stated twice", shown)
        found[_next_name(name, found)] = shown


def _nested(element: etree._Element, path: str, found: dict[str, str]) -> None:
    for leaf in element.iterdescendants():
        if len(found) > MAX_NATIONAL:
            return
        text = (leaf.text or "").strip()
        if text:
            name = name_of(leaf)
            shown = WITHHELD if name in PERSONAL or path in PERSONAL else text
            found[_next_name(f"{path}/{name}", found)] = shown


def _next_name(name: str, found: dict[str, str]) -> str:
    if name not in found:
        return name
    number = 2
    while f"{name}#{number}" in found and number < MAX_NATIONAL:
        number += 1
    return f"{name}#{number}"


def national(stated: dict[str, str], known: Collection[str], path: str = "") -> dict[str, str]:
    """Return what has no canonical place, as `path + name` to text; persons' numbers withheld."""
    found = {path + name: text[:MAX_TEXT] for name, text in stated.items() if name not in known}
    if not PERSONAL.isdisjoint(stated):
        for name in PERSONAL.intersection(stated).difference(known):
            found[path + name] = WITHHELD
    return found


def bound(body: Body, element: etree._Element, warnings: list[Fault]) -> None:
    """Keep national data of a declaration within 500 entries, from its head on; name the rest."""
    places = [body, *body.get("goodsItems", ())]
    total = sum(len(place.get("nationalData", ())) for place in places)
    if total <= MAX_NATIONAL:
        return
    room = MAX_NATIONAL
    for place in places:
        entries = place.get("nationalData", {})
        place["nationalData"] = dict(list(entries.items())[:room])
        room -= len(place["nationalData"])
    text = f"{total - MAX_NATIONAL} fields without a canonical place are not carried"
    warn(warnings, NOT_SUPPORTED, element, "", text, str(total))


def beside(
    root: etree._Element, known: Collection[str], warnings: list[Fault]
) -> tuple[dict[str, etree._Element], dict[str, str]]:
    """Split a message: its known sections, and the fields of all others as national data."""
    sections: dict[str, etree._Element] = {}
    left: dict[str, str] = {}
    seen: set[str] = set()
    for place, child in enumerate(root, 1):
        name = name_of(child)
        if name in known and name not in sections:
            sections[name] = child
        elif len(left) < MAX_NATIONAL:
            path = f"{name}[{place}]/" if name in seen else f"{name}/"
            seen.add(name)
            left |= national(fields(child, warnings), (), path)
    return sections, left
