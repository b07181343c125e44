"""Pointers into a message as people and CONTRL need them: `SG30/CST+3:1, segment 18, offset 512`.

Elements count from 1 after the tag, components from 1; segments count from 1 at UNH. The group is
named where the tag alone gives it away (CUSDEC and CUSRES of D.96B and D.99B).
"""

from __future__ import annotations

import re

_HEADER = {
    "RFF": "SG1",
    "PAC": "SG2",
    "PCI": "SG3",
    "TDT": "SG4",
    "DOC": "SG5",
    "NAD": "SG6",
    "TOD": "SG7",
    "MOA": "SG8",
    "CUX": "SG9",
}
_ITEM = dict.fromkeys(("CST", "FTX", "LOC", "DTM", "MEA", "NAD", "TDT"), "SG30") | {
    "PAC": "SG31",
    "PCI": "SG32",
    "MOA": "SG33",
    "CUX": "SG34",
    "RFF": "SG35",
    "IMD": "SG36",
    "DOC": "SG37",
    "TOD": "SG38",
    "GDS": "SG39",
    "GIS": "SG40",
    "GEI": "SG40",
    "TAX": "SG41",
}
_SUMMARY = {"TAX": "SG49", "AUT": "SG50"}
GROUPS = {"header": _HEADER, "item": _ITEM, "summary": _SUMMARY}

_POINTER = re.compile(
    r"(?:(?P<group>SG\d+)/)?(?P<tag>[A-Z]{3})(?:\+(?P<element>\d+))?(?::(?P<component>\d+))?"
    r"(?:, segment (?P<segment>\d+))?"
).match


def pointer(
    section: str, tag: str, place: str = "", segment: int = 0, offset: int | None = None
) -> str:
    """Return a pointer; `place` is `+element` or `+element:component`.

    >>> pointer("item", "CST", "+3", 18, 512)
    'SG30/CST+3, segment 18, offset 512'
    """
    group = GROUPS.get(section, {}).get(tag, "")
    text = f"{group}/{tag}{place}" if group else f"{tag}{place}"
    if segment:
        text += f", segment {segment}"
    return text if offset is None else f"{text}, offset {offset}"


def position(text: str) -> tuple[int, int, int]:
    """Return segment, element and component of a pointer as CONTRL counts them; 0: not stated.

    CONTRL element 0098 counts the tag as 1 [ISO 9735, from memory].

    >>> position("SG30/CST+3:1, segment 18, offset 512")
    (18, 4, 1)
    """
    found = _POINTER(text)
    if not found:
        return 0, 0, 0
    element = int(found["element"] or 0)
    return int(found["segment"] or 0), element + 1 if element else 0, int(found["component"] or 0)


def tag(text: str) -> str:
    """Return the segment tag of a pointer; "" where it has none."""
    found = _POINTER(text)
    return found["tag"] if found else ""
