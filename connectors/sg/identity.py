"""Numbers of TradeNet: who a declaration is, and what an answer to it must quote."""

from __future__ import annotations

from typing import Any


def identity(notes: dict[str, Any]) -> tuple[str, str]:
    """Return permit number and unique reference number: UEN, date, sequence."""
    number = (notes.get("urn.id"), notes.get("urn.date"), notes.get("urn.sequence"))
    own = notes.get("permit.number") or notes.get("update.permit") or ""
    return own, "-".join(filter(None, number))


_QUOTED = (
    ("SG.MessageReference", "header.reference"),
    ("SG.DeclarantID", "header.declarant"),
    ("SG.CommonAccessReference", "header.access"),
)


def quoted(notes: dict[str, Any], sender: str) -> dict[str, str]:
    """Return what an answer must quote."""
    found = {name: notes[note] for name, note in _QUOTED if note in notes}
    return found | ({"SG.SenderID": sender} if sender else {})


def unique_reference(text: str) -> tuple[str, str, str]:
    """Return UEN, date and sequence number; what is no number of Singapore's stands as the first.

    >>> unique_reference("201900001K-20261124-0042"), unique_reference("GBTWN26K00000042")
    (('201900001K', '20261124', '0042'), ('GBTWN26K00000042', '', ''))
    """
    parts = text.rsplit("-", 2)
    if len(parts) == 3 and len(parts[1]) == 8 and (parts[1] + parts[2]).isdecimal():
        return parts[0], parts[1], parts[2]
    return text, "", ""
