"""Classes of the WCO Data Model that stand in several places, in the order of the DEC schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.connector.formats.wco.leaves import (
    Leaf,
    code,
    country,
    element,
    fill,
    number,
    sheet,
    text,
)
from hub.connector.formats.wco.markup import node
from hub.domain.declaration import Body

Parties = dict[str, Body]

_PARTY = sheet(
    text("Name", "name", 70),
    code("ID", "id", 17),
    code("FunctionCode", "functionCode", 3),
    text("CityName", "city", 35),
    country("CountryCode", "country"),
    text("Line", "address", 70),
    code("PostcodeID", "postcode", 9),
    besides="role",
)
_CATEGORY = code("CategoryCode", "categoryCode", 3)
_NUMBER = code("ID", "id", 70)
_KIND = code("TypeCode", "typeCode", 3)


def _date(stated: str) -> str:
    """Return the day of a date as written (20260110, 2026-01-10T09:30); this century only."""
    digits = stated[:10].replace("-", "")
    return digits if len(digits) == 8 and digits.isdigit() and digits[:2] == "20" else ""


_DATE = Leaf(
    "issueDate",
    0,
    '<EffectiveDateTime><p1:DateTimeString formatCode="102">',
    "</p1:DateTimeString></EffectiveDateTime>",
    fit=_date,
    cut=True,
)
_DOCUMENT = sheet(_CATEGORY, _NUMBER, _KIND)
_OF_ITEM = sheet(_CATEGORY, _DATE, _NUMBER, text("Name", "name", 35), _KIND)
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
    name, identity, function, *address = fill(_PARTY, row, lost, path)
    if function and role != "Agent":
        lost.add(f"{path}functionCode")
        function = ""
    written = node(role, name, identity, function, node("Address", *address))
    if not written:
        lost.add(path + role)
    return written


def document(row: Body, lost: set[str]) -> str:
    """Return an AdditionalDocument of the declaration."""
    return element("AdditionalDocument", _DOCUMENT, row, lost, "documents/")


def item_document(row: Body, lost: set[str], path: str) -> str:
    """Return an AdditionalDocument of a goods item: there it may have a name and a date."""
    return element("AdditionalDocument", _OF_ITEM, row, lost, path)


def previous(rows: Sequence[Body], lost: set[str], path: str = "") -> str:
    """Return PreviousDocument elements."""
    path = f"{path}previousDocuments/"
    return "".join([element("PreviousDocument", _PREVIOUS, row, lost, path) for row in rows])


def statements(rows: Sequence[Body], lost: set[str], path: str = "") -> str:
    """Return AdditionalInformation elements."""
    path = f"{path}statements/"
    return "".join([element("AdditionalInformation", STATEMENT, row, lost, path) for row in rows])


def sequence(place: int) -> str:
    """Return the number of an element among its like."""
    return f"<SequenceNumeric>{place}</SequenceNumeric>"
