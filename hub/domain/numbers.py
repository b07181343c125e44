"""Numbers as exact decimal strings: never a float between two administrations."""

from __future__ import annotations

import re
from decimal import Decimal

_PLAIN = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,8})?").fullmatch
_LOOSE = re.compile(r"([+-]?)0*([0-9]{1,18})(?:[.]([0-9]{0,12}))?").fullmatch
_POWER = re.compile(r"(-?[1-9][.][0-9]{1,16})E(-?[0-9]{1,2})").fullmatch


def decimal(text: str, comma: bool = False) -> str | None:
    """Return the number in `text` as a plain decimal string, or None where it is not one.

    `comma`: the sender's decimal mark is a comma. Thousands separators are not guessed.

    >>> decimal("0012.50"), decimal("5,5", comma=True), decimal("1,234.5"), decimal("")
    ('12.50', '5.5', None, None)
    >>> decimal("1.0623724E7"), decimal("1e5")
    ('10623724', None)
    """
    # Nearly every number is plain already, and telling so costs a third of the pattern.
    if len(text) <= 18 and text.isascii():
        whole, point, fraction = text.partition(".")
        plain = fraction.isdigit() and len(fraction) <= 12 if point else True
        if plain and whole.isdigit() and whole[0] != "0":
            return text
    if comma:
        text = text.replace(",", ".")
    found = _LOOSE(text.strip()) or _LOOSE(_written_out(text.strip()))
    if not found:
        return None
    sign, whole, fraction = found.groups()
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if sign == "-" else number


def _written_out(text: str) -> str:
    """Return a number with a power of ten, as Java writes large ones, in full; else nothing."""
    found = _POWER(text)
    return f"{Decimal(found[1]).scaleb(int(found[2])):f}" if found else ""


def is_decimal(text: str) -> bool:
    """Say whether `text` is already a plain decimal string of canonical form."""
    return bool(_PLAIN(text))
