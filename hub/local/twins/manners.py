"""How badly a national system speaks: faults of its sending side, switched by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hub.local.twins.consignments import Consignment

DUPLICATE, DISORDER, MALFORMED = "duplicate", "disorder", "malformed"
TARDY, BARRED = "tardy", "barred"
SPEAKING = {
    DUPLICATE: "sends every message twice",
    DISORDER: "its imports are declared before the exports they follow",
    MALFORMED: "every other message is broken",
    TARDY: "amendments and statuses come much later than they should",
    BARRED: "its credentials no longer count at the hub",
}
MALFORMED_SHARE, TARDINESS = 0.5, 10.0


class Manners:
    """The faults each country speaks with now; none at first."""

    def __init__(self) -> None:
        self._bad: dict[str, frozenset[str]] = {}

    def order(self, told: Mapping[str, Iterable[str]]) -> None:
        """Take `{"VN": ["duplicate"], "CN": []}`. Raises KeyError for a name of no fault."""
        for country, names in told.items():
            unknown = set(names) - SPEAKING.keys()
            if unknown:
                raise KeyError(f"{sorted(unknown)}: faults of speaking are {', '.join(SPEAKING)}")
            self._bad[country.upper()] = frozenset(names)

    def has(self, country: str, fault: str) -> bool:
        """Say whether a country speaks with this fault."""
        return bool(self._bad) and fault in self._bad.get(country, frozenset())

    def patience(self, country: str) -> float:
        """Return how many times longer a follow-up of this country takes."""
        return TARDINESS if self.has(country, TARDY) else 1.0

    def arranged(self, consignment: Consignment) -> Consignment:
        """Return a consignment in the order its countries declare it."""
        imported = ("import", "import")
        events = consignment.events
        if imported in events and self.has(consignment.import_country, DISORDER):
            others = tuple(event for event in events if event != imported)
            return replace(consignment, events=(imported, *others))
        return consignment
