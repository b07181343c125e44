"""Classes of the WCO Data Model that stand in several places, in the order of the DEC schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.connector.formats.wco.leaves import (
    amount,
    code,
    country,
    element,
    leaves,
    missed,
    number,
    sheet,
    text,
)
from hub.connector.formats.wco.markup import leaf, node
from hub.domain.declaration import Body

Parties = dict[str, Body]

_PARTY = sheet(
    text("Name", "name", 70),
    code("ID", "id", 17),
    besides="role city country address postcode functionCode",
)
_FUNCTION = sheet(code("FunctionCode", "functionCode", 3))
_ADDRESS = sheet(
    text("CityName", "city", 35),
    country("CountryCode", "country"),
    text("Line", "address", 70),
    code("PostcodeID", "postcode", 9),
)
_CATEGORY = code("CategoryCode", "categoryCode", 3)
_NUMBER = code("ID", "id", 70)
_KIND = code("TypeCode", "typeCode", 3)
_DOCUMENT = sheet(_CATEGORY, _NUMBER, _KIND)
_OF_ITEM = sheet(_CATEGORY, _NUMBER, text("Name", "name", 35), _KIND)
_BEFORE_DATE, _AFTER_DATE = sheet(_CATEGORY), sheet(*_OF_ITEM.leaves[1:])
_PREVIOUS = sheet(
    code("CategoryCode", "categoryCode", 3),
    code("ID", "id", 70),
    code("TypeCode", "typeCode", 3),
    number("LineNumeric", "lineNumeric", 5, 0),
)
STATEMENT = sheet(
    code("StatementCode", "statementCode", 17),
    text("StatementDescription", "statementDescription", 512),
    code("StatementTypeCode", "statementTypeCode", 3),
)
AMENDMENT = sheet(code("ChangeReasonCode", "changeReasonCode", 3), besides="pointer text")
RATE = sheet(
    code("CurrencyTypeCode", "currency", 3, "[A-Za-z]{3}"), number("RateNumeric", "rate", 12, 5)
)
FREIGHT = sheet(amount("FreightChargeAmount", "freightAmount", "freightCurrency"))


def by_role(parties: Iterable[Body], roles: frozenset[str], lost: set[str], path: str) -> Parties:
    """Return parties by their class; a class of no form, or a second party of one, is lost."""
    found: Parties = {}
    for row in parties:
        role = row["role"]
        if role in roles and role not in found:
            found[role] = row
        else:
            lost.add(f"{path}/{role}")
    return found


def party(role: str, parties: Parties, lost: set[str], path: str = "") -> str:
    """Return the party of a role, nothing where there is none."""
    row = parties.get(role)
    if not row:
        return ""
    path = f"{path}parties/"
    missed(_PARTY.carried, row, lost, path)
    function = leaves(_FUNCTION, row, lost, path) if role == "Agent" else ""
    if row.get("functionCode") and not function:
        lost.add(f"{path}functionCode")
    address = node("Address", leaves(_ADDRESS, row, lost, path))
    return node(role, leaves(_PARTY, row, lost, path), function, address)


def document(row: Body, lost: set[str]) -> str:
    """Return an AdditionalDocument of the declaration."""
    return element("AdditionalDocument", _DOCUMENT, row, lost, "documents/")


def item_document(row: Body, lost: set[str], path: str) -> str:
    """Return an AdditionalDocument of a goods item: there it may have a name and a date."""
    date = _date(row["issueDate"]) if row.get("issueDate") else ""
    if not date:
        return element("AdditionalDocument", _OF_ITEM, row, lost, path)
    missed(_OF_ITEM.carried | {"issueDate"}, row, lost, path)
    before = leaves(_BEFORE_DATE, row, lost, path)
    return node("AdditionalDocument", before, date, leaves(_AFTER_DATE, row, lost, path))


def _date(text: str) -> str:
    digits = text[:10].replace("-", "")
    if not (len(digits) == 8 and digits.isdigit() and digits[:2] == "20"):
        return ""
    inner = f'<p1:DateTimeString formatCode="102">{digits}</p1:DateTimeString>'
    return f"<EffectiveDateTime>{inner}</EffectiveDateTime>"


def previous(rows: Sequence[Body], lost: set[str], path: str = "") -> str:
    """Return PreviousDocument elements."""
    path = f"{path}previousDocuments/"
    return "".join(element("PreviousDocument", _PREVIOUS, row, lost, path) for row in rows or ())


def statements(rows: Sequence[Body], lost: set[str], path: str = "") -> str:
    """Return AdditionalInformation elements."""
    path = f"{path}statements/"
    return "".join(
        element("AdditionalInformation", STATEMENT, row, lost, path) for row in rows or ()
    )


def sequence(place: int) -> str:
    """Return the number of an element among its like."""
    return leaf("SequenceNumeric", str(place))
