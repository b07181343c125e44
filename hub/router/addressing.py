"""Who is told what: pure functions over a message and who holds its declaration."""

from __future__ import annotations

from collections.abc import Collection

from hub.domain.declaration import Body

SHARED_STATES = frozenset(
    {
        "ACCEPTED",
        "UNDER_CONTROL",
        "RELEASED",
        "EXITED",
        "IN_TRANSIT",
        "INCIDENT",
        "ARRIVED",
        "CLEARED",
        "CLOSED",
        "CANCELLED",
        "EXPIRED",
        "SEIZED",
        "AMENDED",
    }
)
"""States other customs are told of; the rest (rejections, documents, payment) stay at home."""


def declaration_recipients(body: Body, served: Collection[str]) -> tuple[str, ...]:
    """Return the countries a new declaration is forwarded to: the other end of its lane."""
    ends = {
        "EXPORT": (body.get("destinationCountry", ""),),
        "IMPORT": (body.get("exportCountry", ""),),
        "TRANSIT": (body.get("destinationCountry", ""), body.get("exportCountry", "")),
    }.get(body.get("side", ""), ())
    return tuple(sorted({cc for cc in ends if cc in served and cc != body["country"]}))


def change_recipients(
    sender: str, holders: Collection[str], linked: Collection[str]
) -> tuple[str, ...]:
    """Return who must hear of a change: whoever holds the declaration or its counterpart."""
    return tuple(sorted((set(holders) | set(linked)) - {sender}))


def status_recipients(
    status: str, sender: str, holders: Collection[str], linked: Collection[str]
) -> tuple[str, ...]:
    """Return who hears of a status: nobody else where the state is not shared."""
    return change_recipients(sender, holders, linked) if status in SHARED_STATES else ()
