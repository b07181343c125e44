"""What CEISA says of a document: responses, process steps, and whether it took a submission.

Responses (`dataRespon`) and process steps (`dataStatus`) are those of `/status`; the answer to
`/openapi/document` is `{status: OK | FAILED, message, nomorAju}`, as an integrator saw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.id.leftovers import keep
from connectors.id.tables import CODES, ZONE
from hub.connector.formats import json
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MAX_ORIGINAL, MEANING, MISSING, RULE, Fault
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


_SUBMITTED = {"OK": "RECEIVED", "FAILED": "REJECTED"}
_OF_SUBMISSION = frozenset("status message nomorAju kodeDokumen idHeader exception".split())


def read_submission(document: dict[str, Any]) -> Reading:
    """Read whether a document was taken; without the document's number it speaks of nothing."""
    number, code = json.text(document.get("nomorAju")), json.text(document.get("status"))
    if not number:
        return Reading(refusals=(RefusedPart((Fault(MISSING, "/nomorAju"),), layer=2),))
    status = _SUBMITTED.get(code, "UNMAPPED")
    known = status != "UNMAPPED"
    warnings = () if known else (Fault(CODE_LIST, "/status", "has no canonical state", code),)
    national: dict[str, str] = {}
    keep(national, document, _OF_SUBMISSION)
    body: Body = {
        **_identity(document, number),
        "status": status,
        "nationalCode": code,
        "nationalText": json.text(document.get("message")),
        "responseId": json.text(document.get("idHeader")),
        "faults": [_fault(row) for row in json.rows(document, "exception")[:MAX_FAULTS]],
        "nationalData": national,
    }
    message = Message("StatusChange", {name: value for name, value in body.items() if value})
    return Reading((message,), (), warnings)


def _fault(row: Mapping[str, Any]) -> Body:
    """Return a fault under the hub's code; CEISA's own stands as the original where none does."""
    own = json.text(row.get("kode"))
    code = own if own in MEANING else CODES["validations"].get(own, RULE)
    return {
        "code": code,
        "pointer": json.text(row.get("lokasi")),
        "text": json.text(row.get("keterangan")),
        "original": json.text(row.get("nilai"))[:MAX_ORIGINAL] or ("" if own == code else own),
    }


def _identity(row: Mapping[str, Any], number: str) -> Body:
    return {
        "declarationKey": declaration_key("ID", number, number),
        "country": "ID",
        "declarationId": number,
        "functionalReferenceId": number,
        "references": {"nomorAju": number, "kodeDokumen": json.text(row.get("kodeDokumen"))},
    }


def _status(
    row: Mapping[str, Any], number: str, section: str, place: int, warnings: list[Fault]
) -> Body:
    field = "kodeRespon" if section == "dataRespon" else "kodeProses"
    code = json.text(row.get(field))
    status = CODES["responses"].get(code, "UNMAPPED") if section == "dataRespon" else "UNMAPPED"
    if status == "UNMAPPED":
        fault = CODE_LIST if code else MISSING
        pointer = f"/{section}/{place}/{field}"
        warnings.append(Fault(fault, pointer, "has no canonical state", code))
    national: dict[str, str] = {}
    keep(national, row, _PLACED)
    body: Body = {
        **_identity(row, number),
        "status": status,
        "nationalCode": code,
        "nationalText": json.text(row.get("keterangan")),
        "responseId": json.text(row.get("nomorRespon")),
        "nationalData": national,
    }
    if (text := json.text(row.get("waktuStatus"))) and (when := _moment(text)):
        body["occurredAt"] = when
    return {name: value for name, value in body.items() if value}


def _moment(text: str) -> Moment | None:
    """Read `2026-07-01 13:13:00.03`: fractions of any length, of which ISO 8601 knows three."""
    return moments.iso(text, ZONE) or moments.pattern(text, "%Y-%m-%d %H:%M:%S.%f", ZONE)
