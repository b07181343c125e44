"""Canonical messages into CEISA 4.0 documents and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from connectors.id.tables import CODES, HEADER, ITEM, ZONE
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/json"

_ROLES = {role: code for code, role in CODES["roles"].items()}
_CARRIED = frozenset(
    {"declarationKey", "country", "side", "functionCode", "version", "declarationId"}
    | {"functionalReferenceId", "exportCountry", "destinationCountry", "previousDocuments"}
    | {"references", "issueDateTime", "exitDateTime", "arrivalDateTime", "totalGrossMassUnit"}
    | {"totalNetMassUnit", "invoiceAmount", "exchangeRates", "statisticalAmount", "amendments"}
    | {"statisticalCurrency", "parties", "transport", "equipment", "documents", "goodsItems"}
    | {"unloadingPlace", "freightCurrency", "insuranceCurrency", "totalPackageQuantity"}
    | set(HEADER.values())
)
_ITEM_CARRIED = frozenset(
    {"sequenceNumeric", "netMassUnit", "grossMassUnit", "itemAmount", "itemCurrency", "packages"}
    | set(ITEM.values())
)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a document, or an answer in the shape of `dataStatus`/`dataRespon` or `status`."""
    writer = _WRITERS.get(message.kind)
    if writer is None:
        raise Parked(f"CEISA has no form for {message.kind}")
    document, losses = writer(message.body, envelope)
    return Written(orjson.dumps(document), CONTENT_TYPE, losses)


def _document(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    side = body.get("side", "")
    export = side == "EXPORT"
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    document: dict[str, Any] = {
        name: body[field] for name, field in HEADER.items() if body.get(field)
    }
    document["nomorAju"] = number
    document["kodeDokumen"] = {"IMPORT": "20", "EXPORT": "30"}.get(side, "")
    document["tanggalAju"] = moments.written(body.get("issueDateTime"), ZONE, "%Y-%m-%d")
    document["fob" if export else "cif"] = body.get("invoiceAmount", "")
    if body.get("destinationCountry"):
        document["kodeNegaraTujuan"] = body["destinationCountry"]
    if body.get("unloadingPlace"):
        document["kodePelBongkar"] = body["unloadingPlace"]
    if body.get("functionCode") in ("4", "5"):
        document["isRevision"] = True
    if body.get("functionCode") == "1":
        document["isCancellation"] = True
    document |= _sections(body)
    document["barang"] = [_item(item, export) for item in body.get("goodsItems") or ()]
    return {k: v for k, v in document.items() if v not in ("", [])}, _losses(body)


def _sections(body: Body) -> dict[str, Any]:
    previous = [{**paper, "typeCode": "830"} for paper in body.get("previousDocuments") or ()]
    papers = [*(body.get("documents") or ()), *previous]
    sections: dict[str, Any] = {
        "entitas": [_party(p, n) for n, p in enumerate(body.get("parties") or (), 1)],
        "kontainer": [
            {"seriKontainer": n, "nomorKontainer": c["id"]}
            for n, c in enumerate(body.get("equipment") or (), 1)
        ],
        "dokumen": [
            {
                "seriDokumen": n,
                "kodeDokumen": paper.get("typeCode", ""),
                "nomorDokumen": paper.get("id", ""),
            }
            for n, paper in enumerate(papers, 1)
        ],
        "pengangkut": [
            {
                "seriPengangkut": n,
                "kodeCaraAngkut": t.get("modeCode", ""),
                "namaPengangkut": t.get("name") or t.get("id", ""),
                "nomorPengangkut": t.get("journeyId", ""),
                "kodeBendera": t.get("nationality", ""),
            }
            for n, t in enumerate(body.get("transport") or (), 1)
        ],
    }
    if body.get("totalPackageQuantity"):
        sections["kemasan"] = [{"seriKemasan": 1, "jumlahKemasan": body["totalPackageQuantity"]}]
    if body.get("amendments"):
        sections["alasan"] = "; ".join(a.get("text", "") for a in body["amendments"])
    if body.get("exchangeRates"):
        sections["ndpbm"] = body["exchangeRates"][0].get("rate", "")
    return sections


def _party(party: Body, serial: int) -> dict[str, Any]:
    return {
        "seriEntitas": serial,
        "kodeEntitas": _ROLES.get(party["role"], party["role"]),
        "nomorIdentitas": party.get("id", ""),
        "namaEntitas": party.get("name", ""),
        "alamatEntitas": party.get("address", ""),
        "kodeNegara": party.get("country", ""),
    }


def _item(item: Body, export: bool) -> dict[str, Any]:
    row: dict[str, Any] = {name: item[field] for name, field in ITEM.items() if item.get(field)}
    row["seriBarang"] = item.get("sequenceNumeric", 0)
    row["fob" if export else "cif"] = item.get("itemAmount", "")
    packages = item.get("packages")
    if packages:
        row["jumlahKemasan"] = packages[0].get("quantity", "")
        row["kodeJenisKemasan"] = packages[0].get("typeCode", "")
        row["merk"] = packages[0].get("marks", "")
    return {k: v for k, v in row.items() if v != ""}


def _losses(body: Body) -> tuple[str, ...]:
    lost = {name for name, value in body.items() if value and name not in _CARRIED}
    for item in body.get("goodsItems") or ():
        lost |= {f"goodsItems/{n}" for n, v in item.items() if v and n not in _ITEM_CARRIED}
        if len(item.get("packages") or ()) > 1:
            lost.add("goodsItems/packages/1")
    return tuple(sorted(lost))


def _reference(body: Body) -> dict[str, str]:
    quoted = body.get("references") or {}
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    return {
        "nomorAju": quoted.get("nomorAju") or number,
        "kodeDokumen": quoted.get("kodeDokumen", ""),
    }


def _acknowledgement(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    told = {
        "status": "OK",
        "message": body.get("outcome", ""),
        "idHeader": body.get("messageId", ""),
        **_reference(body),
        "diteruskan": list(body.get("recipients") or ()),
        "peringatan": [_fault(fault) for fault in body.get("warnings") or ()],
    }
    return told, ()


def _receipt(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    told = {"status": "OK", "message": "RECEIVED", "idHeader": body.get("hubMessageId", "")}
    return {**told, **_reference(body), "sha256": body.get("sha256", "")}, ()


def _refusal(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    told = {"status": "FAILED", "message": "REFUSED", **_reference(body)}
    return {**told, "exception": [_fault(fault) for fault in body.get("faults") or ()]}, ()


def _fault(fault: Body) -> dict[str, str]:
    return {
        "kode": fault.get("code", ""),
        "lokasi": fault.get("pointer", ""),
        "keterangan": fault.get("text", ""),
        "nilai": fault.get("original", ""),
    }


def _status(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    status = body.get("status", "")
    codes = CODES["answers_export"] if envelope.sender == "ID" else CODES["answers"]
    row = {
        **_reference(body),
        "kodeRespon": codes.get(status, status),
        "nomorRespon": body.get("responseId", ""),
        "keterangan": f"{envelope.sender}: {status} {body.get('nationalText', '')}".strip(),
        "waktuStatus": moments.written(body.get("occurredAt"), ZONE, "%Y-%m-%d %H:%M:%S"),
    }
    lost = ("faults", "items", "reasonCodes", "statements")
    return {"status": "Success", "dataRespon": [row]}, tuple(n for n in lost if body.get(n))


def _match(body: Body, envelope: Envelope) -> tuple[dict[str, Any], tuple[str, ...]]:
    row = {
        **_reference(body),
        "kodeRespon": body.get("outcome", ""),
        "nomorRespon": body.get("counterpartDeclarationId", ""),
        "keterangan": body.get("explanation", ""),
    }
    lost = ("discrepancies", "score")
    return {"status": "Success", "dataRespon": [row]}, tuple(n for n in lost if body.get(n))


_WRITERS: dict[str, Callable[[Body, Envelope], tuple[dict[str, Any], tuple[str, ...]]]] = {
    "Declaration": _document,
    "StatusChange": _status,
    "Acknowledgement": _acknowledgement,
    "Receipt": _receipt,
    "Refusal": _refusal,
    "MatchResult": _match,
}
