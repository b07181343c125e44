"""Who a SAD is: number, declarant's reference, what an answer must quote, and its side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.connector.formats.asycuda import registration
from hub.connector.formats.asycuda.days import moment, year
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.walk import Findings
from hub.domain.declaration import Body
from hub.domain.faults import (
    CODE_LIST,
    MISSING,
    PLAUSIBILITY,
    UNKNOWN_REFERENCE,
    WRONG_COUNTRY,
    Fault,
)

Notes = dict[str, Any]
"""Texts of the head by names with a dot: `registration.number`, `sad.flow` …"""

_FLOWS = {"I": "IMPORT", "E": "EXPORT", "T": "TRANSIT"}
_TYPES = {"IM": "IMPORT", "EX": "EXPORT"}
_QUOTED = (
    ("SAD.flow", "sad.flow"),
    ("SAD.type", "sad.type"),
    ("SAD.procedure", "sad.procedure"),
    ("SAD.serial", "registration.serial"),
    ("SAD.number", "registration.number"),
    ("SAD.date", "registration.date"),
    ("SAD.year", "registration.year"),
    ("SAD.referenceYear", "reference.year"),
    ("SAD.reference", "reference.number"),
)
QUOTED = frozenset(note for _, note in _QUOTED)
"""The notes that the references hold as they are."""
_REGISTRATION = "/ASYCUDA/Identification/Registration"


def identify(body: Body, notes: Notes, profile: Profile, found: Findings) -> None:
    """Set the numbers, the references to quote and the side; the notes used stay for the rest.

    A registration is unique with its office and year: `BRJ01-2026-C41`; a partner's number stands
    there as it is. A document not registered is known by the declarant's reference, without one by
    office, manifest and declarant.
    """
    number = notes.get("registration.number", "")
    registered = _accepted(body, notes, profile, found)
    if number:
        body["declarationId"] = _registered(body, notes, registered)
    parts = (notes.get("reference.year", ""), notes.get("reference.number", ""))
    if parts[1]:
        body["functionalReferenceId"] = "-".join(part for part in parts if part)
    elif not number and notes.get("sad.manifest"):
        names = (
            body.get("declarationOfficeId", ""),
            notes["sad.manifest"],
            notes.get("declarant.id", ""),
        )
        body["functionalReferenceId"] = "-".join(name for name in names if name)
        text = "not registered: known by office, manifest and declarant"
        found.warn(UNKNOWN_REFERENCE, f"{_REGISTRATION}/Number", text, "")
    office = body.get("declarationOfficeId")
    quoted = {"SAD.office": office} if office else {}
    quoted |= {name: notes[note] for name, note in _QUOTED if note in notes}
    body["references"] = quoted
    side = _side(notes, profile)
    if side:
        body["side"] = side


def _accepted(body: Body, notes: Notes, profile: Profile, found: Findings) -> str:
    """Take the day of the registration as that of the acceptance; return its year."""
    date = notes.get("registration.date", "")
    when = moment(date, profile)
    if when:
        body["acceptanceDateTime"] = when
        return year(date, profile)
    if date:
        found.warn(PLAUSIBILITY, f"{_REGISTRATION}/Date", "is no date known here", date)
    stated: str = notes.get("registration.year", "")
    return stated


def _registered(body: Body, notes: Notes, year: str) -> str:
    number, serial = notes["registration.number"], notes.get("registration.serial", "")
    if not (serial or notes.get("registration.date")):
        return str(number)
    return registration.composed(body.get("declarationOfficeId", ""), year, serial, number)


def _side(notes: Notes, profile: Profile) -> str:
    """Return the side by the country's models, else by the flow, else by the type's letters."""
    kind = notes.get("sad.type", "").upper()
    model = profile.sides.get(f"{kind}{notes.get('sad.procedure', '')}", "")
    flow = _FLOWS.get(notes.get("sad.flow", "").upper(), "")
    if model == "TRANSIT":
        return model
    return flow or model or _TYPES.get(kind[:2], "")


def missing(body: Body, notes: Notes, profile: Profile, known: bool) -> Iterator[Fault]:
    """Yield what keeps a document from being routed; what changes a `known` one needs no side."""
    if not body.get("declarationId") and not body.get("functionalReferenceId"):
        text = "neither a registration nor a declarant's reference"
        yield Fault(MISSING, f"{_REGISTRATION}/Number", text)
    if not body.get("side") and not known:
        stated = notes.get("sad.flow") or notes.get("sad.type", "")
        text = "neither the flow nor the type says import or export"
        yield Fault(CODE_LIST if stated else MISSING, "/ASYCUDA/Property/Sad_flow", text, stated)
    ends = (body.get("exportCountry"), body.get("destinationCountry"))
    if all(ends) and profile.country not in ends and body.get("side") != "TRANSIT":
        text, original = f"neither from nor to {profile.country}", f"{ends[0]} to {ends[1]}"
        yield Fault(WRONG_COUNTRY, "/ASYCUDA/General_information/Country", text, original)
