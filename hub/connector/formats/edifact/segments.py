"""CUSDEC segments that read alike at header and at item: parties, documents, texts, packages."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact import texts
from hub.connector.formats.edifact.tokens import MAX_TEXT, Segment, at, qualified
from hub.connector.formats.edifact.vocabulary import (
    ID_TYPES,
    LISTED,
    OTHER_REFERENCES,
    PREVIOUS,
    PREVIOUS_DOCUMENTS,
    REFERENCES,
    TAX_AMOUNTS,
)
from hub.connector.formats.edifact.walk import Walk, keep, note, number, put, warn
from hub.domain.faults import CODE_LIST

_NAME = 35
"""Characters of one component of a name, an address or marks: NAD 3036, 3042, PCI 7102."""


def joined(segment: Segment, element: int, width: int = _NAME) -> str:
    """Join the components of an element that are one text in pieces of `width`."""
    if len(segment) <= element:
        return ""
    components = segment[element]
    if len(components) == 1:
        return components[0]
    return texts.joined(components, width)


def continued(walk: Walk, before: str, segment: Segment, element: int, width: int) -> str:
    """Return a text with what this segment says in continuation of it."""
    text, goes_on = joined(segment, element, width), walk.full
    walk.full = len(segment) > element and len(segment[element][-1]) >= width
    if not before:
        return text
    return f"{before}{text}" if goes_on else f"{before} {text}"


_ID_TYPES = {listed: scheme for scheme, listed in ID_TYPES.items()}
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
        if len(identifier) > 1:
            listed = ":".join(identifier[1:3])
            if scheme := _ID_TYPES.get(listed) or listed.partition(":")[2]:
                found["idType"] = scheme
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
    source, category = at(segment, 2, 2), at(segment, 1, 1)
    if not identifier and not code:
        note(walk, segment)
        walk.document = None
    elif identifier and (code in PREVIOUS_DOCUMENTS or source == PREVIOUS):
        _previous(walk, identifier, code or name)
        walk.document = None
    else:
        found: dict[str, Any] = {"id": identifier} if identifier else {}
        put(found, typeCode=code or name, categoryCode=category, name=name if code else "")
        walk.target.setdefault("documents", []).append(found)
        walk.document = found
    walk.party = ""


def _previous(walk: Walk, identifier: str, code: str, line: str = "", category: str = "") -> None:
    found = {"id": identifier}
    put(found, typeCode=code, categoryCode=category, lineNumeric=line)
    walk.target.setdefault("previousDocuments", []).append(found)


def reference(walk: Walk, segment: Segment) -> bool:
    """RFF of a document or of the consignment; False where the qualifier is not of that kind."""
    code, identifier = qualified(segment)
    walk.document = None
    if not identifier:
        return False
    if code == "UCN":
        walk.target["ucr"] = identifier
    elif code in walk.profile.previous:
        _previous_declaration(walk, segment, code, identifier)
    elif walk.party:
        note(walk, segment, f"NAD[{walk.party}]/")
    elif code in REFERENCES:
        _reference_document(walk, {"id": identifier, "typeCode": REFERENCES[code]})
    elif code in OTHER_REFERENCES:
        _reference_document(walk, {"id": identifier, "typeCode": code, "categoryCode": LISTED})
    else:
        return False
    return True


def _previous_declaration(walk: Walk, segment: Segment, code: str, identifier: str) -> None:
    # RFF+ED:number:line:category/type; the type where the qualifier does not tell it.
    stated = at(segment, 1, 3)
    category, _, kind = stated.partition("/") if "/" in stated else ("", "", stated)
    known = walk.profile.previous[code]
    if known == code:
        category = LISTED
    _previous(walk, identifier, kind or known, at(segment, 1, 2), category)


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
    subject, code = at(segment, 1), at(segment, 3)
    text = joined(segment, 4, walk.profile.text_width)
    spoken(walk, segment)
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


def spoken(walk: Walk, segment: Segment) -> None:
    """FTX 3453: the language of the text is that of the declaration."""
    if len(segment) > 5 and segment[5][0]:
        walk.body.setdefault("contentLanguage", segment[5][0])


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
    put(walk.tax, amount=amount, currency=at(segment, 1, 2) or walk.profile.currency)
    return True


def package_marks(walk: Walk, segment: Segment) -> None:
    """PCI: marks of the package before it."""
    packages = walk.target.get("packages")
    if packages and len(segment) > 2 and len(packages[-1].get("marks", "")) <= MAX_TEXT:
        packages[-1]["marks"] = continued(walk, packages[-1].get("marks", ""), segment, 2, _NAME)
    else:
        note(walk, segment)
