"""What a message and its elements may hold, by UN/EDIFACT directory (segments.xml, cusdec.xml).

Repeats are the same in D.96B and D.99B but for the number of items; lengths that differ stand in
`Limits`.
"""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Lengths and repeats that are not the same in every directory."""

    items: int
    place_name: int
    """LOC 3224."""
    postcode: int
    """NAD 3251."""
    amount: int
    """MOA 5004."""


LIMITS = {"96B": Limits(9_999, 70, 9, 18), "99B": Limits(99_999, 256, 17, 35)}


def limits(directory: str) -> Limits:
    """Return the limits of a directory; of one not known here, the narrower."""
    return LIMITS.get(directory, LIMITS["96B"])


IDENTIFIER, NAME, CODE, REFERENCE_CODE = 35, 35, 3, 17
"""1004, 1154, 3039 · 1000, 3036, 3042, 3164, 8212 · 1153, 3055, 6411 … · 4441, 7187, 8028."""

PLACE, COMMODITY, NUMBER, SEAL, EQUIPMENT, SIZE_TYPE, MEANS = 25, 18, 18, 10, 17, 10, 9
"""LOC 3225, CST 7361, MEA 6314 and CNT 6066, SEL 9308, EQD 8260, EQD 8155, TDT 8213."""

RATE, QUANTITY, PACKAGE, LINE, VERSION = 12, 8, 17, 6, 9
"""CUX 5402, PAC 7224, PAC 7065, RFF 1156, BGM 1056."""

MOST_TEXTS, MOST_REFERENCES, MOST_TRANSPORT, MOST_DOCUMENTS, MOST_PARTIES = 99, 99, 5, 10, 10
MOST_AMOUNTS, MOST_EQUIPMENT, MOST_SEALS, MOST_INDICATORS = 25, 999, 999, 25
"""Header: FTX, RFF, TDT, DOC, NAD, MOA, EQD, SEL, GIS."""

ITEM_TEXTS, ITEM_PARTIES, ITEM_PACKAGES, ITEM_REFERENCES, ITEM_DOCUMENTS = 9, 5, 10, 999, 25
ITEM_CODES, ITEM_INDICATORS, PACKAGE_MARKS = 5, 25, 999
"""Item: FTX, NAD, PAC, RFF, DOC, composites of CST, GIS, PCI of a PAC."""

ANSWER_TEXTS, ANSWER_ERRORS = 9, 99
"""CUSRES: FTX of the header; ERP groups."""
