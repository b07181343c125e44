"""What each format loses of what each other says: the matrix of translation losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hub.connector import discovery
from hub.connector.kit import coverage, samples
from hub.domain.declaration import Body


class Cell(NamedTuple):
    """From one country to another: values carried, values stated, and the fields that are lost."""

    carried: int
    stated: int
    lost: frozenset[str]

    @property
    def share(self) -> float:
        """Share of the values that is lost, 0 to 1."""
        return 1 - self.carried / self.stated if self.stated else 0.0


def declarations(country: str) -> list[Body]:
    """Return the declarations among a country's own samples, as its connector reads them."""
    connector = discovery.connector(country)
    return [
        message.body
        for name, sample, _ in samples.of(country)
        if name in ("export", "import")
        for message in connector.read(sample.read_bytes()).messages
        if message.kind == "Declaration"
    ]


def matrix(countries: Sequence[str]) -> Mapping[tuple[str, str], Cell]:
    """Return the cell of every (sender, recipient) of these countries, itself included."""
    found = {}
    for sender in countries:
        said = declarations(sender)
        for recipient in countries:
            rows = [coverage.carried(recipient, body) for body in said]
            lost = frozenset[str]().union(*(row[2] for row in rows))
            found[sender, recipient] = Cell(
                sum(row[0] for row in rows), sum(row[1] for row in rows), lost
            )
    return found
