"""Classes of the WCO Data Model that stand in several places: what each element of them means."""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco.walk import Findings, Table, ignored, inside, listed, number
from hub.domain.declaration import Body

Element = etree._Element

_PARTY: Table = {
    "ID": "id",
    "Name": "name",
    "FunctionCode": "functionCode",
    "RoleCode": "functionCode",
}
_ADDRESS: Table = {
    "Line": "address",
    "CityName": "city",
    "CountryCode": "country",
    "PostcodeID": "postcode",
}
_PARTIES = (
    "Agent",
    "Buyer",
    "Carrier",
    "Consignee",
    "Consignor",
    "Declarant",
    "Exporter",
    "Importer",
    "NotifyParty",
    "Payer",
    "Seller",
    "Submitter",
    "Surety",
)


def _party(role: str) -> Table:
    return {**_PARTY, "Address": inside(_ADDRESS, f"{role}/Address")}


PARTIES: Table = {role: listed("parties", _party(role), role, role=role) for role in _PARTIES}
"""Every party class is a row of `parties` with its class name as role."""


def _issue_date(element: Element, target: Body, found: Findings) -> None:
    text = "".join(str(part) for part in element.itertext()).strip()
    if text:
        target["issueDate"] = text[:32]


DOCUMENT: Table = {
    "ID": "id",
    "TypeCode": "typeCode",
    "CategoryCode": "categoryCode",
    "Name": "name",
    "IssueDateTime": _issue_date,
    "EffectiveDateTime": _issue_date,
}
PREVIOUS: Table = {
    "ID": "id",
    "TypeCode": "typeCode",
    "CategoryCode": "categoryCode",
    "LineNumeric": "lineNumeric",
}
STATEMENT: Table = {
    "StatementCode": "statementCode",
    "StatementDescription": "statementDescription",
    "StatementTypeCode": "statementTypeCode",
}
MEANS: Table = {
    "ID": "id",
    "Name": "name",
    "IdentificationTypeCode": "idType",
    "ModeCode": "modeCode",
    "RegistrationNationalityCode": "nationality",
    "JourneyID": "journeyId",
}
UCR: Table = {"TraderAssignedReferenceID": "ucr", "ID": "ucr"}


def _seal(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        if child.text and child.tag.endswith("ID"):
            target.setdefault("seals", []).append(child.text.strip())


EQUIPMENT: Table = {
    "ID": "id",
    "SequenceNumeric": ignored,
    "CharacteristicCode": "sizeType",
    "FullnessCode": "fullness",
    "Seal": _seal,
}
PACKAGING: Table = {
    "QuantityQuantity": number("quantity"),
    "TypeCode": "typeCode",
    "MarksNumbersID": "marks",
    "SequenceNumeric": ignored,
}


def means(name: str, stage: str) -> dict[str, object]:
    """Return the table entry of a class of transport means at a stage."""
    return {name: listed("transport", MEANS, name, stage=stage)}
