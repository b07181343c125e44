"""A trader in one text: the name, and below it the address, one part a line.

`Exporter_name` and its like hold name and address together; how the lines are used differs from
trader to trader. Only where the last line is a country, as the hub writes it (`NP` or, with the
postcode, `NP-44600`), city and address can be told apart; else all lines are the address. To be
confirmed per country.
"""

from __future__ import annotations

from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body

PARTS = ("name", "address", "city", "postcode", "country")


def parted(text: str) -> dict[str, str]:
    """Return what the lines of a trader's text say: name, address, city, postcode, country.

    >>> parted("Himal Traders\\nDurbar Marg 3\\nKathmandu\\nNP-44600")["city"]
    'Kathmandu'
    >>> parted("Himal Traders\\nDurbar Marg 3\\nKathmandu")["address"]
    'Durbar Marg 3, Kathmandu'
    """
    lines = [line for part in text.split("\n") if (line := part.strip())]
    if not lines:
        return {}
    said, rest = {"name": lines[0]}, lines[1:]
    country, _, postcode = rest[-1].partition("-") if rest else ("", "", "")
    if country in ALPHA2 and (postcode == "" or _has_digit(postcode)):
        said["country"] = country
        if postcode:
            said["postcode"] = postcode
        rest.pop()
        if len(rest) == 2:
            said["city"] = rest.pop()
    if rest:
        said["address"] = ", ".join(rest)
    return said


def joined(party: Body) -> str:
    """Return a trader's text; without a name there is none, as the first line is one."""
    name, country, postcode = party.get("name"), party.get("country", ""), party.get("postcode", "")
    if not name:
        return ""
    last = f"{country}-{postcode}" if country and _has_digit(postcode) else country
    parts = (name, party.get("address"), party.get("city"), last)
    return "\n".join([" ".join(part.split("\n")) for part in parts if part])


def unsaid(party: Body, text: str) -> list[str]:
    """Return the parts of a party that its text does not say as they are."""
    said = parted(text)
    return [part for part in PARTS if party.get(part) and said.get(part) != party[part]]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
