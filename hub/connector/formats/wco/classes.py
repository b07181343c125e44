"""Classes of the WCO Data Model that stand in several places: what each element of them means."""

from __future__ import annotations

from hub.connector.formats.walk import Element, Findings, Number, Rows, Table, add, row
from hub.domain.declaration import Body

_PARTY = {"ID": "id", "Name": "name", "FunctionCode": "functionCode", "RoleCode": "functionCode"}
_ADDRESS = {
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
PARTIES = {
    role: Rows("parties", {**_PARTY, "Address": _ADDRESS}, f"{role}/", role=role)
    for role in _PARTIES
}
"""Every party class is a row of `parties` with its class name as role."""


def _issue_date(element: Element, target: Body, found: Findings) -> None:
    text = "".join(str(part) for part in element.itertext()).strip()
    if text:
        target["issueDate"] = text[:32]


_DOCUMENT = {
    "ID": "id",
    "TypeCode": "typeCode",
    "CategoryCode": "categoryCode",
    "Name": "name",
    "IssueDateTime": _issue_date,
    "EffectiveDateTime": _issue_date,
}
_INVOICE = Table(_DOCUMENT, "Invoice/")


def _invoice(element: Element, target: Body, found: Findings) -> None:
    document = row(element, _INVOICE, found)
    if document:
        add(target, "documents", {"typeCode": "380", **document})


DOCUMENT = {"AdditionalDocument": Rows("documents", _DOCUMENT, "AdditionalDocument/")}
CONTRACT = {"TransportContractDocument": Rows("documents", _DOCUMENT, "TransportContractDocument/")}
INVOICE = {"Invoice": _invoice}
"""A commercial invoice (DE 1001 code 380) where the element does not say its type itself."""
PREVIOUS = {
    "PreviousDocument": Rows(
        "previousDocuments",
        {
            "ID": "id",
            "TypeCode": "typeCode",
            "CategoryCode": "categoryCode",
            "LineNumeric": "lineNumeric",
        },
        "PreviousDocument/",
    )
}
STATEMENT = {
    "StatementCode": "statementCode",
    "StatementDescription": "statementDescription",
    "StatementTypeCode": "statementTypeCode",
}
UCR = {"UCR": {"TraderAssignedReferenceID": "ucr", "ID": "ucr"}}


def means(name: str, stage: str) -> dict[str, Rows]:
    """Return the table entry of a class of transport means at a stage."""
    entries = {
        "ID": "id",
        "Name": "name",
        "IdentificationTypeCode": "idType",
        "ModeCode": "modeCode",
        "RegistrationNationalityCode": "nationality",
        "JourneyID": "journeyId",
    }
    return {name: Rows("transport", entries, f"{name}/", stage=stage)}


def _seal(element: Element, target: Body, found: Findings) -> None:
    for child in element:
        text = child.text
        if text and child.tag.endswith("ID") and (text := text.strip()):
            add(target, "seals", text)


EQUIPMENT = {
    "TransportEquipment": Rows(
        "equipment",
        {
            "ID": "id",
            "SequenceNumeric": None,
            "CharacteristicCode": "sizeType",
            "FullnessCode": "fullness",
            "Seal": _seal,
        },
        "TransportEquipment/",
    )
}
PACKAGING = {
    "Packaging": Rows(
        "packages",
        {
            "QuantityQuantity": Number("quantity"),
            "TypeCode": "typeCode",
            "MarksNumbersID": "marks",
            "SequenceNumeric": None,
        },
        "Packaging/",
    )
}
