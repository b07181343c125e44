"""Canonical messages into CEISA's answers: the shapes of `status` and of `dataRespon`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.id.tables import CODES, ZONE
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

Told = tuple[dict[str, Any], tuple[str, ...]]


def _reference(body: Body) -> dict[str, str]:
    quoted = body.get("references") or {}
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    return {
        "nomorAju": quoted.get("nomorAju") or number,
        "kodeDokumen": quoted.get("kodeDokumen", ""),
    }


def _acknowledgement(body: Body, envelope: Envelope) -> Told:
    told = {
        "status": "OK",
        "message": body.get("outcome", ""),
        "idHeader": body.get("messageId", ""),
        **_reference(body),
        "diteruskan": list(body.get("recipients") or ()),
        "peringatan": [_fault(fault) for fault in body.get("warnings") or ()],
    }
    return told, ()


def _receipt(body: Body, envelope: Envelope) -> Told:
    told = {"status": "OK", "message": "RECEIVED", "idHeader": body.get("hubMessageId", "")}
    return {**told, **_reference(body), "sha256": body.get("sha256", "")}, ()


def _refusal(body: Body, envelope: Envelope) -> Told:
    told = {"status": "FAILED", "message": "REFUSED", **_reference(body)}
    return {**told, "exception": [_fault(fault) for fault in body.get("faults") or ()]}, ()


def _fault(fault: Body) -> dict[str, str]:
    return {
        "kode": fault.get("code", ""),
        "lokasi": fault.get("pointer", ""),
        "keterangan": fault.get("text", ""),
        "nilai": fault.get("original", ""),
    }


def _status(body: Body, envelope: Envelope) -> Told:
    status = body.get("status", "")
    codes = CODES["answers_export"] if envelope.sender == "ID" else CODES["answers"]
    told = (status, body.get("nationalCode"), body.get("nationalText"))
    row = {
        **_reference(body),
        "kodeRespon": codes.get(status, status),
        "nomorRespon": body.get("responseId", ""),
        "keterangan": f"{envelope.sender}: {' '.join(filter(None, told))}",
        "waktuStatus": moments.written(body.get("occurredAt"), ZONE, "%Y-%m-%d %H:%M:%S"),
    }
    lost = ("faults", "items", "reasonCodes", "statements")
    return {"status": "Success", "dataRespon": [row]}, tuple(n for n in lost if body.get(n))


def _match(body: Body, envelope: Envelope) -> Told:
    row = {
        **_reference(body),
        "kodeRespon": body.get("outcome", ""),
        "nomorRespon": body.get("counterpartDeclarationId", ""),
        "keterangan": body.get("explanation", ""),
    }
    lost = ("discrepancies", "score")
    return {"status": "Success", "dataRespon": [row]}, tuple(n for n in lost if body.get(n))


ANSWERS: dict[str, Callable[[Body, Envelope], Told]] = {
    "StatusChange": _status,
    "Acknowledgement": _acknowledgement,
    "Receipt": _receipt,
    "Refusal": _refusal,
    "MatchResult": _match,
}
"""Kind of an answer to what writes it; each also names what it does not carry."""
