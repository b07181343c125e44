"""CUSDEC segments that read alike at header and at item: parties, documents, texts, packages."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact.tokens import Segment, at, qualified
from hub.connector.formats.edifact.vocabulary import (
    OTHER_REFERENCES,
    PREVIOUS,
    PREVIOUS_DOCUMENTS,
    REFERENCES,
    TAX_AMOUNTS,
)
from hub.connector.formats.edifact.walk import Walk, keep, note, number, put, warn
from hub.domain.faults import CODE_LIST


def joined(segment: Segment, element: int, separator: str = " ") -> str:
    """Join the components of an element that are one text in pieces."""
    if len(segment) <= element:
        return ""
    components = segment[element]
    if len(components) == 1:
        return components[0]
    return separator.join(part for part in components if part)


_PLACE = ((6, "city"), (8, "postcode"), (9, "country"))


def party(walk: Walk, segment: Segment) -> None:
    """NAD: a party with its role by 3035; an unknown qualifier becomes the role, with a warning."""
    code = at(segment, 1)
    role = walk.profile.parties.get(code)
    if role is None:
        warn(walk, CODE_LIST, segment, "+1", "party qualifier without a canonical role", code)
        role = code
    found: dict[str, str] = {"role": role}
    identifier = segment[2] if len(segment) > 2 else [""]
    if identifier[0]:
        found["id"] = identifier[0]
        if len(identifier) > 2 and identifier[2]:
            found["idType"] = identifier[2]
    if name := joined(segment, 4) or joined(segment, 3):
        found["name"] = name
    if address := joined(segment, 5):
        found["address"] = address
    for element, field in _PLACE:
        if len(segment) > element and (text := segment[element][0]):
            found[field] = text
    if len(segment) > 7:
        keep(walk, f"NAD[{code}]/C819", ":".join(segment[7]))
    if found.get("name") and len(segment) > 4 and any(segment[4]) and any(segment[3]):
        keep(walk, f"NAD[{code}]/C058", joined(segment, 3))
    walk.target.setdefault("parties", []).append(found)
    walk.party, walk.document = code, None


def document(walk: Walk, segment: Segment) -> None:
    """DOC: a previous document where 1001 (or the hub's own mark in 1366) says so, else any."""
    code, name, identifier = at(segment, 1), at(segment, 1, 3), at(segment, 2)
    source = at(segment, 2, 2)
    if not identifier:
        note(walk, segment)
        walk.document = None
    elif code in PREVIOUS_DOCUMENTS or source == PREVIOUS:
        _previous(walk, identifier, code or name)
        walk.document = None
    else:
        found: dict[str, Any] = {"id": identifier}
        put(found, typeCode=code or name, name=name if code else "")
        walk.target.setdefault("documents", []).append(found)
        walk.document = found
    walk.party = ""


def _previous(walk: Walk, identifier: str, code: str, line: str = "") -> None:
    found = {"id": identifier}
    put(found, typeCode=code, lineNumeric=line)
    walk.target.setdefault("previousDocuments", []).append(found)


def reference(walk: Walk, segment: Segment) -> bool:
    """RFF of a document or of the consignment; False where the qualifier is not of that kind."""
    code, identifier = qualified(segment)
    walk.document = None
    if not identifier:
        return False
    if code == "UCN":
        walk.target["ucr"] = identifier
    elif code == "ED":
        _previous(walk, identifier, "830", at(segment, 1, 2))
    elif walk.party:
        note(walk, segment, f"NAD[{walk.party}]/")
    elif code in REFERENCES:
        _reference_document(walk, {"id": identifier, "typeCode": REFERENCES[code]})
    elif code in OTHER_REFERENCES:
        _reference_document(walk, {"id": identifier, "typeCode": code, "categoryCode": "1153"})
    else:
        return False
    return True


def _reference_document(walk: Walk, found: dict[str, Any]) -> None:
    walk.target.setdefault("documents", []).append(found)
    walk.document = found


def document_date(walk: Walk, segment: Segment) -> bool:
    """DTM after DOC or RFF: the issue date of that document; False where there is none."""
    if walk.document is None or "issueDate" in walk.document:
        return False
    put(walk.document, issueDate=at(segment, 1, 1))
    return True


def statement(walk: Walk, segment: Segment) -> None:
    """FTX that is no goods description: a statement; AAI is general and left unsaid."""
    subject, code, text = at(segment, 1), at(segment, 3), joined(segment, 4)
    found: dict[str, str] = {}
    put(
        found,
        statementCode=code,
        statementDescription=text,
        statementTypeCode="" if subject == "AAI" else subject,
    )
    if code or text:
        walk.target.setdefault("statements", []).append(found)
    else:
        note(walk, segment)


def tax(walk: Walk, segment: Segment) -> None:
    """TAX of an item; the amount follows in MOA."""
    found: dict[str, str] = {}
    put(
        found,
        typeCode=at(segment, 2),
        base=number(walk, segment, "+4", at(segment, 4)),
        rate=number(walk, segment, "+5:4", at(segment, 5, 3)),
        methodCode=at(segment, 6),
    )
    walk.target.setdefault("taxes", []).append(found)
    walk.tax, walk.document = found, None


def tax_amount(walk: Walk, segment: Segment) -> bool:
    """MOA after TAX: its amount; False where there is no TAX before."""
    if walk.tax is None or at(segment, 1) not in TAX_AMOUNTS:
        return False
    amount = number(walk, segment, "+1:2", at(segment, 1, 1))
    put(walk.tax, amount=amount, currency=at(segment, 1, 2))
    return True


def package_marks(walk: Walk, segment: Segment) -> None:
    """PCI: marks of the package before it."""
    packages = walk.target.get("packages")
    marks = joined(segment, 2)
    if packages and marks and "marks" not in packages[-1]:
        packages[-1]["marks"] = marks
    else:
        note(walk, segment)
