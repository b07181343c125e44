"""The dictionary of fields (`fields.toml`): what a value must look like to have its place.

Formats as in the e-Import manual of 2018: `an13` exactly 13 characters, `an..35` at most 35,
`n..16,2` a number of at most 16 digits, 2 of them behind the point.
"""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple


class Form(NamedTuple):
    """The format of a field."""

    numeric: bool
    fixed: bool
    size: int
    places: int

    def code(self, value: str) -> str:
        """Return a code or number of something where it fits, else nothing: half a code is none.

        >>> form("an..17").code("0105536000315"), form("n4").code("12"), form("a2").code("TH")
        ('0105536000315', '', 'TH')
        """
        if len(value) != self.size if self.fixed else len(value) > self.size:
            return ""
        return value if not self.numeric or (value.isascii() and value.isdigit()) else ""

    def text(self, value: str) -> str:
        """Return a text, cut where it is longer than its place."""
        return value if len(value) <= self.size else value[: self.size].rstrip()

    def number(self, value: str) -> str:
        """Return a number, rounded to its decimal places; nothing where its digits do not fit.

        >>> form("n..11,3").number("12.50"), form("n..11,3").number("0.12345")
        ('12.50', '0.123')
        """
        whole, _, fraction = value.partition(".")
        if len(whole.lstrip("-")) > self.size - self.places:
            return ""
        if len(fraction) <= self.places:
            return value
        try:
            cut = Decimal(value).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        except InvalidOperation:
            return ""
        return format(cut, "f") if len(str(int(cut))) <= self.size - self.places else ""


def form(text: str) -> Form:
    """Read a format of the manual: kind, dots where the length is a maximum, length, places."""
    kind = text.rstrip("0123456789,.")
    size, _, places = text[len(kind) :].strip(".").partition(",")
    return Form(kind == "n", ".." not in text, int(size), int(places or 0))


def _load() -> dict[str, dict[str, Form]]:
    text = Path(__file__).with_name("fields.toml").read_text(encoding="utf-8")
    return {
        part: {name: form(written) for name, written in fields.items()}
        for part, fields in tomllib.loads(text).items()
    }


FIELDS = _load()
"""Part → element → format, in the order of the manual."""

EXPORT = {
    "CIFValueBaht": "FOBValueBaht",
    "CIFValueForeign": "FOBValueForeign",
    "DischargePort": "LoadPort",
    "ConsignorName": "ConsigneeName",
    "ConsignorStatus": "ConsigneeStatus",
}
"""Elements that have another name where goods leave: the export form, to be confirmed."""

BEYOND = {
    "DestinationCountryCode": form("a2"),
    "PurchaseCountryCode": form("a2"),
}
"""Elements of Control that only the export form has, to be confirmed."""
FIELDS["Control"] |= BEYOND
