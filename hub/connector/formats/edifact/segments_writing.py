"""CUSDEC segments that are written alike at header and at item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hub.connector.formats.edifact import vocabulary
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.texts import laid_out
from hub.connector.formats.edifact.tokens import composite, escape, segment

_REFERENCE_OF = {document: code for code, document in vocabulary.REFERENCES.items()}
_PREVIOUS_EXPORT = frozenset({"830", "N830"})

PARTY = frozenset({"role", "id", "idType", "name", "address", "city", "postcode", "country"})
DOCUMENT = frozenset({"id", "typeCode", "categoryCode", "name", "issueDate"})
PREVIOUS_DOCUMENT = frozenset({"id", "typeCode"})
STATEMENT = frozenset({"statementCode", "statementDescription", "statementTypeCode"})


class Sheet:
    """A message being written: its segments in order and the paths that did not fit."""

    __slots__ = ("lost", "means", "profile", "qualifiers", "segments", "units")

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.segments: list[str] = []
        self.lost: set[str] = set()
        self.qualifiers, self.units, self.means = reversed_tables(profile)


@cache
def reversed_tables(profile: Profile) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return role → 3035, Rec 20 → national unit, Rec 19 → 8179; the first code is written."""
    return _reversed(profile.parties), _reversed(profile.units), _reversed(profile.means)


def _reversed(table: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, meaning in table.items():
        found.setdefault(meaning, code)
    return found


def parties(sheet: Sheet, records: list[dict[str, Any]], path: str, most: int) -> None:
    """Write NAD; a role without a qualifier and what is beyond `most` is lost."""
    written = 0
    for record in records:
        get = record.get
        code = sheet.qualifiers.get(get("role", ""), "")
        if not code or written >= most:
            sheet.lost.add(path)
            continue
        written += 1
        name, street = get("name") or "", get("address") or ""
        if name:
            name = _fitted(sheet, f"{path}/name", name, 35, 5)
        if street:
            street = _fitted(sheet, f"{path}/address", street, 35, 4)
        identifier, scheme = escape(get("id") or ""), get("idType")
        if identifier and scheme:
            if len(scheme) <= 3:
                identifier = f"{identifier}::{escape(scheme)}"
            else:
                sheet.lost.add(f"{path}/idType")
        city, postcode, country = get("city") or "", get("postcode") or "", get("country") or ""
        place = (escape(city), "", escape(postcode), escape(country))
        sheet.segments.append(segment("NAD", code, identifier, "", name, street, *place))


def _fitted(sheet: Sheet, path: str, text: str, width: int, most: int) -> str:
    words, whole = laid_out(text, width, most)
    if not whole:
        sheet.lost.add(path)
    return words


def split_documents(
    records: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Part documents into those written as RFF and those written as DOC."""
    by_reference: list[dict[str, Any]] = []
    by_document: list[dict[str, Any]] = []
    for record in records:
        if not record.get("id"):
            continue
        listed = record.get("categoryCode") == "1153"
        known = record.get("typeCode") in _REFERENCE_OF and not record.get("categoryCode")
        (by_reference if listed or known else by_document).append(record)
    return by_reference, by_document


def reference_documents(sheet: Sheet, records: list[dict[str, Any]], path: str) -> None:
    """Write documents that RFF names by a code of 1153."""
    for record in records:
        code = record.get("typeCode") or ""
        code = _REFERENCE_OF.get(code, code)
        sheet.segments.append(f"RFF+{escape(code)}:{escape(record['id'])}'")
        _issue_date(sheet, record, path)
        if record.get("name"):
            sheet.lost.add(f"{path}/name")


def documents(sheet: Sheet, records: list[dict[str, Any]], path: str) -> None:
    """Write documents as DOC: the type in 1001, or in 1000 where it is longer than 1001 may be."""
    for record in records:
        code, name = record.get("typeCode") or "", record.get("name") or ""
        # A code that reads as a previous document goes where only its text is looked at.
        if len(code) > 3 or code in vocabulary.PREVIOUS_DOCUMENTS:
            if name:
                sheet.lost.add(f"{path}/name")
            code, name = "", code
        if record.get("categoryCode"):
            sheet.lost.add(f"{path}/categoryCode")
        if len(name) > 35:
            name = name[:35]
            sheet.lost.add(f"{path}/name")
        kind = f"{escape(code)}:::{escape(name)}" if name else escape(code)
        sheet.segments.append(f"DOC+{kind}+{escape(record['id'])}'")
        _issue_date(sheet, record, path)


def _issue_date(sheet: Sheet, record: dict[str, Any], path: str) -> None:
    date = record.get("issueDate")
    if not date:
        return
    date = date.replace("-", "")
    if len(date) == 8 and date.isdecimal():
        sheet.segments.append(f"DTM+137:{date}:102'")
    else:
        sheet.lost.add(f"{path}/issueDate")


def previous_references(sheet: Sheet, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write export declarations as RFF+ED with the item number; return the other documents."""
    rest = []
    for record in records:
        if not record.get("id"):
            continue
        if record.get("typeCode") in _PREVIOUS_EXPORT:
            line = escape(record.get("lineNumeric") or "")
            named = composite("ED", escape(record["id"]), line)
            sheet.segments.append(f"RFF+{named}'")
        else:
            rest.append(record)
    return rest


def previous_documents(sheet: Sheet, records: list[dict[str, Any]], path: str) -> None:
    """Write the other previous documents as DOC with the hub's mark in 1366."""
    for record in records:
        code = record.get("typeCode") or ""
        kind = escape(code) if len(code) <= 3 else f":::{escape(code)}"
        identifier = f"{escape(record['id'])}::{vocabulary.PREVIOUS}"
        sheet.segments.append(segment("DOC", kind, identifier))
        if record.get("lineNumeric"):
            sheet.lost.add(f"{path}/lineNumeric")
    for record in records:
        if record.get("categoryCode"):
            sheet.lost.add(f"{path}/categoryCode")


def statements(sheet: Sheet, records: list[dict[str, Any]], path: str, most: int) -> None:
    """Write statements as FTX; a type longer than 4451 may be is lost, as is what is too many."""
    for count, record in enumerate(records):
        if count >= most:
            sheet.lost.add(path)
            return
        subject = record.get("statementTypeCode") or "AAI"
        if len(subject) > 3 or subject in ("AAA", "CHG"):
            sheet.lost.add(f"{path}/statementTypeCode")
            subject = "AAI"
        code = record.get("statementCode") or ""
        if len(code) > 17:
            sheet.lost.add(f"{path}/statementCode")
            code = ""
        text = record.get("statementDescription") or ""
        words = _fitted(sheet, f"{path}/statementDescription", text, sheet.profile.text_width, 5)
        sheet.segments.append(segment("FTX", escape(subject), "", escape(code), words))


def carried_at(path: str) -> dict[str, frozenset[str]]:
    """Return what these segments carry, under the path of the record they belong to."""
    return {
        f"{path}parties": PARTY,
        f"{path}documents": DOCUMENT,
        f"{path}previousDocuments": PREVIOUS_DOCUMENT | {"lineNumeric", "categoryCode"},
        f"{path}statements": STATEMENT,
    }
