"""Pointers (WCO 97A): where in a message something is meant.

In the canonical form the steps stand one after the other: document section, number among its
like after a slash, data element after a hash. `42A → 67A → 68A/3 → 79A#112` is the item charge
amount (112) of the third goods item. Where the hub itself finds fault it names the element by
XPath, with position and line.
"""

from __future__ import annotations

import re

from hub.connector.formats import xml
from hub.connector.formats.walk import Element
from hub.connector.formats.wco import sections
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.xml import local

BETWEEN = " → "
_STEP = re.compile(r"([0-9]{2}[A-Z])?(?:/([0-9]{1,5}))?(?:#([0-9A-Z]{1,4}))?").fullmatch


def at(element: Element, *names: str, place: int = 1) -> str:
    """Return the XPath of a descendant by local names, with the line; `place` counts the first.

    Where it is missing, its names stand after the XPath of what is there.

    >>> from lxml.etree import fromstring
    >>> root = fromstring("<a><b/><b><c>1</c></b></a>")
    >>> at(root, "b", "c", place=2), at(root, "b", "d")
    ('/a[1]/b[2]/c[1] (line 1)', '/a[1]/b[1]/d (line 1)')
    """
    for depth, name in enumerate(names):
        like = [child for child in element if local(child.tag) == name]
        if len(like) < place:
            path, _, line = xml.pointer(element).partition(" ")
            return f"{path}/{'/'.join(names[depth:])} {line}"
        element, place = like[place - 1], 1
    return xml.pointer(element)


def read(element: Element) -> str:
    """Return the path of an element's Pointer children, outermost first, in the canonical form."""
    steps = (_step(child) for child in element if local(child.tag) == "Pointer")
    return BETWEEN.join(filter(None, steps))


def _step(element: Element) -> str:
    parts = {local(child.tag): (child.text or "").strip() for child in element}
    section, tag = parts.get("DocumentSectionCode", ""), parts.get("TagID", "")
    place = parts.get("SequenceNumeric", "")
    return f"{section}{place and f'/{place}'}{tag and f'#{tag}'}"


def write(path: str) -> str:
    """Return Pointer elements, nothing for a path of another form (XPath, segment, line)."""
    steps = [_STEP(step) for step in path.split(BETWEEN)] if path else []
    if not all(step and step.group() for step in steps):
        return ""
    return "".join(_element(*step.groups(default="")) for step in steps if step)


def translated(pointer: str) -> str:
    """Return Pointer elements for a WCO path or an XPath into a Declaration, as far as known."""
    return write(sections.path(pointer) if pointer.startswith("/") else pointer)


def _element(section: str, place: str, tag: str) -> str:
    return node(
        "Pointer",
        leaf("SequenceNumeric", place),
        leaf("DocumentSectionCode", section),
        leaf("TagID", tag),
    )
