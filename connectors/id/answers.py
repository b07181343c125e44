"""What CEISA says of a document: responses (`dataRespon`) and process steps (`dataStatus`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.id.leftovers import keep
from connectors.id.tables import CODES, ZONE
from hub.connector.formats import json
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

_PLACED = frozenset(
    "nomorAju kodeDokumen kodeRespon kodeProses keterangan nomorRespon waktuStatus".split()
)
_OF_RESPONSE = frozenset({"nomorAju", "kodeDokumen", "nomorDaftar"})
"""Fields of a process step that its response states too."""


def read(document: dict[str, Any]) -> Reading:
    """Read one StatusChange a response, and one a process step of what has no response.

    Process steps beside a response tell how it came about: they are its national data.
    """
    messages: list[Message] = []
    warnings: list[Fault] = []
    faults: list[Fault] = []
    answered: dict[str, Body] = {}
    for section in ("dataRespon", "dataStatus"):
        for place, row in enumerate(json.rows(document, section)):
            number = json.text(row.get("nomorAju"))
            if not number:
                faults.append(Fault(MISSING, f"/{section}/{place}/nomorAju"))
            elif section == "dataStatus" and number in answered:
                national = answered[number].setdefault("nationalData", {})
                keep(national, row, _OF_RESPONSE, f"/dataStatus/{place}")
            else:
                body = _status(row, number, section, place, warnings)
                messages.append(Message("StatusChange", body))
                if section == "dataRespon":
                    answered[number] = body
    if not messages and not faults:
        faults.append(Fault(MISSING, "/dataRespon", "no status in it"))
    refusals = (RefusedPart(tuple(faults[:MAX_FAULTS])),) if faults else ()
    return Reading(tuple(messages), refusals, tuple(warnings[:MAX_FAULTS]))


def _status(
    row: Mapping[str, Any], number: str, section: str, place: int, warnings: list[Fault]
) -> Body:
    field = "kodeRespon" if section == "dataRespon" else "kodeProses"
    code = json.text(row.get(field))
    status = CODES["responses"].get(code, "UNMAPPED") if section == "dataRespon" else "UNMAPPED"
    if status == "UNMAPPED":
        warnings.append(Fault(CODE_LIST, f"/{section}/{place}/{field}", "unknown status", code))
    national: dict[str, str] = {}
    keep(national, row, _PLACED)
    body: Body = {
        "declarationKey": declaration_key("ID", number, number),
        "country": "ID",
        "declarationId": number,
        "functionalReferenceId": number,
        "status": status,
        "nationalCode": code,
        "nationalText": json.text(row.get("keterangan")),
        "responseId": json.text(row.get("nomorRespon")),
        "references": {"nomorAju": number, "kodeDokumen": json.text(row.get("kodeDokumen"))},
        "nationalData": national,
    }
    if (text := json.text(row.get("waktuStatus"))) and (when := _moment(text)):
        body["occurredAt"] = when
    return {name: value for name, value in body.items() if value}


def _moment(text: str) -> Moment | None:
    """Read `2026-07-01 13:13:00.03`: fractions of any length, of which ISO 8601 knows three."""
    return moments.iso(text, ZONE) or moments.pattern(text, "%Y-%m-%d %H:%M:%S.%f", ZONE)
