"""The country's folder and lists, and the messages of TradeNet 4.1 that declare."""

from __future__ import annotations

from typing import NamedTuple

from hub.connector import country

HERE = country.of(__file__)
ZONE, CURRENCY = HERE.zone, HERE.currency
TRANSPORT = HERE.codes["transport"]
UPDATES = HERE.codes["updates"]
STATUS = HERE.codes["status"]
INDICATORS = {"1": "CNL", "4": "AME", "5": "AME"}
"""WCO 017 to the update indicator; TradeNet knows no replacement."""

APPLICATION, RESPONSE = "TradenetDeclaration", "TradenetResponse"
INBOUND, OUTBOUND = "InboundMessage", "OutboundMessage"
VERSION = "041"


class Family(NamedTuple):
    """A message and what belongs to it: side, prefix, names of application, update and permits."""

    side: str
    prefix: str
    code: str
    plain: str
    update: str
    permit: str
    updated: str
    types: str = ""
    """The list of its declaration types, where it is known."""


FAMILIES = (
    Family(
        "IMPORT",
        "ipt",
        "IPT",
        "InPayment",
        "InPaymentUpdate",
        "InPaymentPermit",
        "InPaymentUpdatePermit",
        "in_payment",
    ),
    Family(
        "IMPORT",
        "inp",
        "INP",
        "InNonPayment",
        "InNonPaymentUpdate",
        "InNonPaymentPermit",
        "InNonPaymentUpdatePermit",
        "in_non_payment",
    ),
    Family(
        "EXPORT",
        "out",
        "OUT",
        "OutwardDeclaration",
        "OutwardUpdate",
        "OutwardDeclarationPermit",
        "OutwardUpdatePermit",
    ),
    Family(
        "TRANSIT",
        "tnp",
        "TNP",
        "TranshipmentMovement",
        "TranshipmentMovementUpdate",
        "TranshipmentMovementPermit",
        "TranshipmentMovementUpdatePermit",
    ),
)
OTHER_NAMES = {"OutwardPermit": "OutwardDeclarationPermit"}
"""Names found in one public source only."""

MESSAGES = {
    name: family
    for family in FAMILIES
    for name in (family.plain, family.update, family.permit, family.updated)
}
MESSAGES |= {name: MESSAGES[usual] for name, usual in OTHER_NAMES.items()}

BILLS = {"1": "705", "4": "741"}
"""EDIFACT 1001 of transport documents by mode: sea and air have one, the others a UCR."""
ALIKE = {"705": ("705", "704"), "741": ("741", "740")}
"""Transport documents that share an element: what is read is the first."""
HOUSE_BILLS = {"1": "714", "4": "703"}
"""EDIFACT 1001 of house bills by mode: sea and air have one, the others a UCR."""
LICENCES = {"IMPORT": "911", "EXPORT": "811", "TRANSIT": "911"}
UNKNOWN_PORT = "ZZZ"
MARK = "UCR:"
"""At the head of a remark: the unique consignment reference. Traders write `INV:` so."""


def family_of(side: str, type_code: str) -> Family:
    """Return the message of a side; goods that come in pay, unless their type says otherwise."""
    import_types = HERE.codes["in_non_payment"].keys() - HERE.codes["in_payment"].keys()
    if side == "IMPORT" and type_code in import_types:
        return FAMILIES[1]
    return next((family for family in FAMILIES if family.side == side), FAMILIES[0])


def mailbox(code: str) -> str:
    """Return the mailbox of a partner's customs at TradeNet: ours, until one is given.

    >>> mailbox("GB")
    'CUSGB.CUSGB001'
    """
    return f"CUS{code}.CUS{code}001"


def mailbox_country(text: str) -> str:
    """Return the country of a mailbox made by `mailbox`, else Singapore."""
    code = text[3:5]
    return code if len(text) == 14 and text == mailbox(code) else HERE.code
