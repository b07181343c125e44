"""CUSDEC segments that are written alike at header and at item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hub.connector.formats.edifact import vocabulary
from hub.connector.formats.edifact.directory import (
    CODE,
    IDENTIFIER,
    LINE,
    NAME,
    REFERENCE_CODE,
    Limits,
    limits,
)
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.texts import laid_out
from hub.connector.formats.edifact.tokens import composite, escape, is_altered, segment

_REFERENCE_OF = {document: code for code, document in vocabulary.REFERENCES.items()}
_PREVIOUS_EXPORT = frozenset({"830", "N830"})

PARTY = frozenset({"role", "id", "idType", "name", "address", "city", "postcode", "country"})
DOCUMENT = frozenset({"id", "typeCode", "categoryCode", "name", "issueDate"})
PREVIOUS_DOCUMENT = frozenset({"id", "typeCode", "lineNumeric", "categoryCode"})
STATEMENT = frozenset({"statementCode", "statementDescription", "statementTypeCode"})
Rows = list[dict[str, Any]]


class Sheet:
    """A message being written: its segments in order and the paths that did not fit."""

    __slots__ = (
        *("limits", "lost", "means", "places", "profile", "qualifiers"),
        *("segments", "spoken", "units"),
    )

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.limits: Limits = limits(profile.directory)
        self.segments: list[str] = []
        self.lost: set[str] = set()
        self.spoken = ""
        """FTX 3453 of the texts of this message."""
        tables = reversed_tables(profile)
        self.qualifiers, self.units, self.means, self.places = tables

    def code(self, path: str, value: str, most: int) -> str:
        """Return an escaped code or number; one longer than `most` is left out and named."""
        if len(value) > most:
            self.lost.add(path)
            return ""
        return value if value.isalnum() else self._escaped(path, value)

    def text(self, path: str, value: str, most: int) -> str:
        """Return an escaped text of one component; what is beyond `most` is cut and named."""
        if len(value) > most:
            self.lost.add(path)
            value = value[:most]
        return self._escaped(path, value)

    def words(self, path: str, text: str, width: int, most: int) -> str:
        """Return a text in at most `most` escaped components; what does not fit is named."""
        words, whole = laid_out(text, width, most)
        if not whole or is_altered(text):
            self.lost.add(path)
        return words

    def _escaped(self, path: str, value: str) -> str:
        if is_altered(value):
            self.lost.add(path)
        return escape(value)


Table = dict[str, str]


@cache
def reversed_tables(profile: Profile) -> tuple[Table, Table, Table, Table]:
    """Return role → 3035, Rec 20 → national unit, Rec 19 → 8179, field → 3227: the first code
    of each is written."""
    tables = (profile.parties, profile.units, profile.means, profile.places)
    qualifiers, units, means, places = map(_reversed, tables)
    return qualifiers, units, means, places | {"unloadingPlace": profile.discharge}


def _reversed(table: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, meaning in table.items():
        found.setdefault(meaning, code)
    return found


def parties(sheet: Sheet, records: Rows, path: str, most: int) -> None:
    """Write NAD; a role without a qualifier and what is beyond `most` is lost."""
    written = 0
    for place, record in enumerate(records):
        role = record.get("role", "")
        code = sheet.qualifiers.get(role, "")
        if not code:
            sheet.lost.add(f"{path}/{role}" if role else path)
        elif written < most:
            written += 1
            _party(sheet, record, code, path)
        else:
            sheet.lost.add(f"{path}/{place}")
            return


def _party(sheet: Sheet, record: dict[str, Any], code: str, path: str) -> None:
    get, fit = record.get, sheet.code
    name, street, identifier = get("name") or "", get("address") or "", get("id") or ""
    if name:
        name = sheet.words(f"{path}/name", name, NAME, 5)
    if street:
        street = sheet.words(f"{path}/address", street, NAME, 4)
    if identifier:
        identifier = fit(f"{path}/id", identifier, IDENTIFIER)
    if scheme := get("idType"):
        identifier += _scheme(sheet, scheme, identifier, path)
    city = get("city") or ""
    if city:
        city = sheet.text(f"{path}/city", city, NAME)
    postcode = fit(f"{path}/postcode", get("postcode") or "", sheet.limits.postcode)
    country = fit(f"{path}/country", get("country") or "", CODE)
    parts = ("NAD", code, identifier, "", name, street, city, "", postcode, country)
    sheet.segments.append(segment(*parts))


def _scheme(sheet: Sheet, scheme: str, identifier: str, path: str) -> str:
    listed = vocabulary.ID_TYPES.get(scheme)
    if identifier and listed:
        return f":{listed}"
    if identifier and len(scheme) <= CODE and scheme not in _TAKEN:
        return f"::{escape(scheme)}"
    sheet.lost.add(f"{path}/idType")
    return ""


_TAKEN = frozenset(listed.partition(":")[2] for listed in vocabulary.ID_TYPES.values())


def split_documents(records: Rows) -> tuple[Rows, Rows]:
    """Part documents into the first that RFF can name, and all that follow, for DOC.

    RFF comes before DOC in the directory: so the documents keep their order.
    """
    for place, record in enumerate(records):
        if not _fits_reference(record):
            return records[:place], records[place:]
    return records, []


def _fits_reference(record: dict[str, Any]) -> bool:
    kind, category = record.get("typeCode"), record.get("categoryCode")
    if category:
        known = category == vocabulary.LISTED and kind in vocabulary.OTHER_REFERENCES
    else:
        known = kind in _REFERENCE_OF
    return known and not record.get("name") and 0 < len(record.get("id") or "") <= IDENTIFIER


def reference_documents(sheet: Sheet, records: Rows, path: str) -> None:
    """Write documents that RFF names by a code of 1153."""
    for record in records:
        code = record.get("typeCode") or ""
        code = _REFERENCE_OF.get(code, code)
        identifier = sheet.code(f"{path}/id", record["id"], IDENTIFIER)
        sheet.segments.append(f"RFF+{code}:{identifier}'")
        _issue_date(sheet, record, path)


def documents(sheet: Sheet, records: Rows, path: str) -> None:
    """Write documents as DOC: the type in 1001, or in 1000 where it is longer than 1001 may be.

    The category (WCO D031) stands in 1131, the list the type is taken from: to be confirmed.
    """
    for record in records:
        get = record.get
        code, name, category = get("typeCode") or "", get("name") or "", get("categoryCode") or ""
        # A code that reads as a previous document goes where only its text is looked at.
        if len(code) > CODE or code in vocabulary.PREVIOUS_DOCUMENTS or (name and not code):
            if name:
                sheet.lost.add(f"{path}/name")
            code, name = "", code
        if category:
            category = sheet.code(f"{path}/categoryCode", category, CODE)
        if name:
            name = sheet.text(f"{path}/name", name, NAME)
        kind = composite(escape(code), category, "", name)
        identifier = sheet.code(f"{path}/id", get("id") or "", IDENTIFIER)
        if not identifier and not code:
            sheet.lost.add(path)
            continue
        sheet.segments.append(segment("DOC", kind, identifier))
        _issue_date(sheet, record, path)


def _issue_date(sheet: Sheet, record: dict[str, Any], path: str) -> None:
    date = record.get("issueDate")
    if not date:
        return
    if len(date) == 8 and date.isdecimal():
        sheet.segments.append(f"DTM+137:{date}:102'")
    else:
        sheet.lost.add(f"{path}/issueDate")


def previous_documents(sheet: Sheet, records: Rows, path: str) -> None:
    """Write previous documents as RFF with the item number in 1156: ED, a code of the country's
    own, or AEI with category and type in 4000 (nearest place: to be confirmed)."""
    for record in records:
        get, out = record.get, sheet.segments
        identifier = sheet.code(f"{path}/id", get("id") or "", IDENTIFIER)
        if not identifier:
            sheet.lost.add(path)
            continue
        kind, category = get("typeCode") or "", get("categoryCode") or ""
        line = sheet.code(f"{path}/lineNumeric", get("lineNumeric") or "", LINE)
        if category == vocabulary.LISTED and sheet.profile.previous.get(kind) == kind != "":
            out.append(f"RFF+{composite(kind, identifier, line)}'")
            continue
        code = "ED" if kind in _PREVIOUS_EXPORT else "AEI"
        told = "" if kind == "830" else kind
        if category or "/" in told:
            told = f"{category}/{told}"
        told = sheet.code(f"{path}/typeCode", told, NAME) if told else ""
        out.append(f"RFF+{composite(code, identifier, line, told)}'")


def statements(sheet: Sheet, records: Rows, path: str, most: int) -> None:
    """Write statements as FTX; a type longer than 4451 may be is lost, as is what is too many."""
    language, width = sheet.spoken, sheet.profile.text_width
    for count, record in enumerate(records):
        if count >= most:
            sheet.lost.add(f"{path}/{max(most, 0)}")
            return
        get = record.get
        subject = get("statementTypeCode")
        if subject and (len(subject) > CODE or subject in _OWN or subject in _special(sheet)):
            sheet.lost.add(f"{path}/statementTypeCode")
            subject = ""
        code = sheet.code(f"{path}/statementCode", get("statementCode") or "", REFERENCE_CODE)
        words = get("statementDescription") or ""
        if words:
            words = sheet.words(f"{path}/statementDescription", words, width, 5)
        if not code and not words:
            sheet.lost.add(path)
            continue
        parts = ("FTX", escape(subject or "AAI"), "", code, words, language)
        sheet.segments.append(segment(*parts))


_OWN = frozenset({"AAA", "CHG", "AAI"})
"""Read as description, amendment, and as the type that is left unsaid."""


def _special(sheet: Sheet) -> tuple[str, str]:
    return sheet.profile.procedure_text, sheet.profile.items_text


def carried_at(path: str) -> dict[str, frozenset[str]]:
    """Return what these segments carry, under the path of the record they belong to."""
    return {
        f"{path}parties": PARTY,
        f"{path}documents": DOCUMENT,
        f"{path}previousDocuments": PREVIOUS_DOCUMENT,
        f"{path}statements": STATEMENT,
    }
