"""An invented country of the NACCS family, with a short layout, and messages around its items."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.profile import Item, Job, Profile, form
from hub.domain.reading import Envelope

HEADER = (
    Item("ICN", 12, "A"),
    Item("MTC", 1, "A"),
    Item("EPN", 20, "W"),
    Item("EPO", 2, "A"),
    Item("IMO", 2, "A"),
    Item("BL1", 10, "A"),
    Item("GW", 10, "F"),
    Item("GWT", 3, "A"),
    Item("ARR", 8, "A"),
    Item("PSC", 5, "A"),
    Item("DST", 5, "A"),
    Item("IP2", 3, "A"),
    Item("IP4", 12, "F"),
    Item("XX", 5, "A"),
)
GOODS = (
    Item("CMD", 10, "A"),
    Item("CMN", 30, "W"),
    Item("NET", 10, "F"),
    Item("BPR", 12, "F"),
    Item("DPR", 12, "F"),
    Item("YY", 5, "A"),
)
FORMS = (HEADER, GOODS, form(HEADER), form(GOODS))
PROFILE = Profile(
    country="ZZ",
    zone="UTC",
    system="ZZCIS",
    currency="ZZD",
    jobs={
        "IDC": Job("IDC", "IMPORT", "9", *FORMS),
        "EDC": Job("EDC", "EXPORT", "9", *FORMS),
        "EDD": Job("EDD", "EXPORT", "5", *FORMS),
    },
    transport={"1": "4", "2": "1", "3": "1", "9": ""},
    channels={"1": "RELEASED", "3": "UNDER_CONTROL"},
)
NOW = datetime(2026, 3, 12, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("0b0e2c8e-0000-4000-8000-000000000000", "GB", "ZZ", "", NOW)


def lines(**items: str) -> list[str]:
    """Return the lines of a form, in order, with these items stated."""
    return [items.get(item.name, "") for item in HEADER]


def goods(**items: str) -> list[str]:
    """Return the lines of one goods item."""
    return [items.get(item.name, "") for item in GOODS]


def message(rows: list[str], **fields: str) -> bytes:
    """Return header and lines as one message."""
    return header.write({"job": "EDC", **fields}, "\r\n".join([*rows, ""]).encode())
