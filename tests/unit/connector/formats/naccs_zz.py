"""An invented country of the NACCS family, with a short layout, and messages around its items."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.items import layout
from hub.connector.formats.naccs.profile import Job, Profile
from hub.domain.reading import Envelope

HEADER = layout(
    [
        ["ICN", 12, "A", "declarationId"],
        ["MTC", 1, "A", "transport/nationalModeCode"],
        ["EPC", 10, "A", "parties/Exporter/id"],
        ["EPN", 20, "W", "parties/Exporter/name"],
        ["EPA", 10, "W", "parties/Exporter/address"],
        ["EP2", 10, "W", "parties/Exporter/address"],
        ["EPO", 2, "A", "parties/Exporter/country"],
        ["IMA", 10, "W", "parties/Importer/address"],
        {"repeat": 2, "items": [["BL#", 10, "A", "documents/bill/id"]]},
        ["GW", 10, "F", "totalGrossMass"],
        ["GWT", 3, "A", "totalGrossMassUnit"],
        ["ARR", 8, "D", "arrivalDateTime"],
        ["PSC", 5, "P", "loadingPlace"],
        ["DST", 3, "P", "unloadingPlace"],
        {
            "repeat": 2,
            "items": [
                ["S_#", 4, "A", "documents/paper/typeCode"],
                ["N_#", 9, "A", "documents/paper/id"],
            ],
        },
        ["IV3", 10, "A", "documents/invoice/id"],
        ["IVD", 8, "A", "documents/invoice/issueDate"],
        ["IP3", 3, "A", "invoiceCurrency"],
        ["IP4", 12, "F", "invoiceAmount"],
        ["XX", 5, "A"],
        ["NT1", 60, "W", "note"],
        ["REF", 20, "A", "functionalReferenceId"],
    ]
)
GOODS = layout(
    [
        ["CMD", 9, "H", "commodityCode"],
        ["CM2", 1, "H", "commodityCode"],
        ["CMN", 30, "W", "description"],
        ["NET", 10, "F", "netMass"],
        ["BPR", 12, "F", "itemAmount"],
        ["DPR", 12, "F", "customsValue"],
        ["YY", 5, "A"],
    ]
)
PROFILE = Profile(
    country="ZZ",
    zone="UTC",
    system="ZZCIS",
    currency="ZZD",
    jobs={
        "IDC": Job("IDC", "IMPORT", "9", HEADER, GOODS),
        "EDC": Job("EDC", "EXPORT", "9", HEADER, GOODS),
        "EDD": Job("EDD", "EXPORT", "5", HEADER, GOODS),
    },
    transport={"1": "4", "2": "1", "3": "1", "9": ""},
    channels={"1": "RELEASED", "3": "UNDER_CONTROL"},
    max_items=5,
)
NOW = datetime(2026, 3, 12, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("0b0e2c8e-0000-4000-8000-000000000000", "GB", "ZZ", "", NOW)


def lines(**items: str) -> list[str]:
    """Return the lines of a form, in order, with these items stated."""
    return [items.get(item.name, "") for item in HEADER.items]


def goods(**items: str) -> list[str]:
    """Return the lines of one goods item."""
    return [items.get(item.name, "") for item in GOODS.items]


def message(rows: list[str], **fields: str) -> bytes:
    """Return header and lines as one message."""
    return header.write({"job": "EDC", **fields}, "\r\n".join([*rows, ""]).encode())
