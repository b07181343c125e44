"""Where the values of an XML document stand: positions and line, for faults only.

What a message means together is known when all of it is walked; then a rule names the element by
its path, and the tree says where in the message that is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from hub.connector.formats import xml
from hub.domain.faults import Fault

Element = etree._Element

_step = re.compile(r"([^\[\]]+)(?:\[([0-9]{1,6})\])?").fullmatch


def located(root: Element, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults, each path with the positions of its steps and its line.

    A path begins at the root or below it, `//` at any depth; a step is a local name or several
    (`a|b`), `[n]` counts among its like, and a last step `@name` is an attribute. Where several
    elements are meant, the fault is at the one that holds the original value. What is missing
    stands behind the path of what is there.

    >>> root = etree.fromstring("<a><b><c>1</c></b>\\n<b><c>x</c></b></a>")
    >>> [f.pointer for f in located(root, [Fault("12", "/a/b/c", "", "x"), Fault("13", "//c/d")])]
    ['/a[1]/b[2]/c[1] (line 2)', '/a[1]/b[1]/c[1]/d (line 1)']
    """
    found = tuple(faults)
    if all(_placed(fault) for fault in found):
        return found
    places = _Places(root)
    return tuple(
        fault if _placed(fault) else fault._replace(pointer=places.of(fault)) for fault in found
    )


def _placed(fault: Fault) -> bool:
    return not fault.pointer.startswith("/") or fault.pointer.endswith(")")


class _Places:
    """The elements each path leads to; of those with the same value each is told once."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[str, tuple[list[Element], str]] = {}
        self._told: Counter[tuple[str, str]] = Counter()

    def of(self, fault: Fault) -> str:
        """Return the path of one element, with positions and line."""
        path, original = fault.pointer, fault.original
        if path not in self._known:
            self._known[path] = _matches(self._root, path)
        elements, rest = self._known[path]
        same = [one for one in elements if original and _text(one, rest) == original]
        place = self._told[path, original]
        self._told[path, original] += 1
        chosen = same[min(place, len(same) - 1)] if same else elements[0]
        before, _, line = xml.pointer(chosen).rpartition(" (")
        return f"{before}{rest} ({line}"


def _text(element: Element, rest: str) -> str:
    text = element.get(rest[2:]) if rest.startswith("/@") else element.text
    return (text or "").strip()


def _matches(root: Element, path: str) -> tuple[list[Element], str]:
    """Return the elements a path leads to, and the rest of it that is not there."""
    steps = [step for step in path.split("/") if step]
    level = [root]
    if path.startswith("//") and steps:
        name, place = _parted(steps.pop(0))
        if name.startswith("@"):
            holders = [one for one in root.iter("*") if name[1:] in one.attrib]
            return holders or level, f"/{name}"
        level = _counted(list(root.iter(*(f"{{*}}{one}" for one in name.split("|")))), place)
        if not level:
            return [root], _missing([name, *steps])
    elif steps and _parted(steps[0])[0] == xml.local(root.tag):
        steps.pop(0)
    for depth, step in enumerate(steps):
        name, place = _parted(step)
        children = [_counted(_children(one, name), place) for one in level]
        below = [child for row in children for child in row]
        if not below:
            return level, _missing(steps[depth:])
        level = below
    return level, ""


def _parted(step: str) -> tuple[str, int]:
    found = _step(step)
    return (found[1], int(found[2] or 0)) if found else (step, 0)


def _counted(elements: list[Element], place: int) -> list[Element]:
    return elements[place - 1 : place] if place else elements


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if xml.local(child.tag) in name.split("|")]


def _missing(steps: list[str]) -> str:
    return "".join(f"/{step.partition('|')[0]}" for step in steps)
