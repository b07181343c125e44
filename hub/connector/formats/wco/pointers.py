"""Pointers (WCO 97A): where in a message something is meant.

In the canonical form the steps stand one after the other: document section, number among its
like after a slash, data element after a hash. `42A → 67A → 68A/3 → 79A#112` is the item charge
amount (112) of the third goods item.
"""

from __future__ import annotations

import re

from hub.connector.formats.walk import Element
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.xml import local

BETWEEN = " → "
_STEP = re.compile(r"([0-9]{2}[A-Z])?(?:/([0-9]{1,5}))?(?:#([0-9A-Z]{1,4}))?").fullmatch


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


def _element(section: str, place: str, tag: str) -> str:
    return node(
        "Pointer",
        leaf("SequenceNumeric", place),
        leaf("DocumentSectionCode", section),
        leaf("TagID", tag),
    )
