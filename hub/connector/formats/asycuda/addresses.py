"""A trader in one text: the name, and below it the address, one part a line.

`Exporter_name` and its like hold name and address together; how the lines are used differs from
trader to trader. Only where the last line is a country, as the hub writes it (`NP` or, with the
postcode, `NP-44600`), city and address can be told apart; else all lines are the address. To be
confirmed per country.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body

PARTS = ("name", "address", "city", "postcode", "country")


def parted(text: str) -> Iterator[tuple[str, str]]:
    """Yield what the lines of a trader's text say: name, address, city, postcode, country.

    >>> dict(parted("Himal Traders\\nDurbar Marg 3\\nKathmandu\\nNP-44600"))["city"]
    'Kathmandu'
    >>> dict(parted("Himal Traders\\nDurbar Marg 3\\nKathmandu"))["address"]
    'Durbar Marg 3, Kathmandu'
    """
    name, *rest = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    yield "name", name
    country, _, postcode = rest[-1].partition("-") if rest else ("", "", "")
    if country in ALPHA2 and (postcode == "" or _has_digit(postcode)):
        yield from (("country", country), ("postcode", postcode))
        rest.pop()
        if len(rest) == 2:
            yield "city", rest.pop()
    yield "address", ", ".join(rest)


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
    said = dict(parted(text))
    return [part for part in PARTS if party.get(part) and said.get(part) != party[part]]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
