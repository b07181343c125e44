"""CEISA 4.0 documents and answers into canonical messages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.connector import codelists
from hub.connector.formats import json
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, UNKNOWN_KIND, WRONG_COUNTRY, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

ZONE = "Asia/Jakarta"
CODES = codelists.load(Path(__file__).parent)
MAX_NATIONAL = 500

HEADER = {
    "kodeKantor": "declarationOfficeId",
    "kodeKantorEkspor": "exitOfficeId",
    "kodeValuta": "invoiceCurrency",
    "kodeIncoterm": "tradeTerms",
    "kodePelMuat": "loadingPlace",
    "kodeTps": "goodsLocation",
    "bruto": "totalGrossMass",
    "netto": "totalNetMass",
    "freight": "freightAmount",
    "asuransi": "insuranceAmount",
    "kodeDokumen": "typeCode",
}
ITEM = {
    "posTarif": "commodityCode",
    "uraian": "description",
    "netto": "netMass",
    "bruto": "grossMass",
    "jumlahSatuan": "tariffQuantity",
    "kodeSatuanBarang": "tariffQuantityUnit",
    "kodeNegaraAsal": "originCountry",
}
SECTIONS = frozenset(
    {"barang", "entitas", "kemasan", "kontainer", "dokumen", "pengangkut"}
    | {"nomorAju", "tanggalAju", "kodeNegaraTujuan", "kodePelTujuan", "kodePelBongkar"}
    | {"cif", "fob", "ndpbm", "isRevision", "isCancellation", "alasan", "tanggalTiba"}
    | {"tanggalEkspor", "noUrutRevisi"}
)
ITEM_SECTIONS = frozenset(
    {"seriBarang", "cif", "fob", "barangTarif", "barangDokumen", "jumlahKemasan"}
    | {"kodeJenisKemasan", "merk", "tipe", "spesifikasiLain"}
)


def read(raw: bytes) -> Reading:
    """Read a document (BC 2.0, BC 3.0), its revision or cancellation, or an answer."""
    document, faults = json.parse(raw)
    if document is None:
        return Reading(refusals=(RefusedPart(faults),))
    if "dataStatus" in document or "dataRespon" in document:
        return _read_statuses(document)
    if "kodeDokumen" in document or "nomorAju" in document:
        return _read_document(document)
    fault = Fault(UNKNOWN_KIND, "/", "neither a document nor an answer", ", ".join(document)[:200])
    return Reading(refusals=(RefusedPart((fault,)),))


def _read_document(document: dict[str, Any]) -> Reading:
    number = json.text(document.get("nomorAju"))
    kind = json.text(document.get("kodeDokumen"))
    faults = [
        Fault(MISSING, f"/{name}")
        for name, value in (("nomorAju", number), ("kodeDokumen", kind))
        if not value
    ]
    owner = json.text(document.get("kodeNegara"))
    if owner and owner != "ID":
        faults.append(Fault(WRONG_COUNTRY, "/kodeNegara", "", owner))
    if faults:
        return Reading(refusals=(RefusedPart(tuple(faults), number, number),))
    warnings: list[Fault] = []
    if kind not in CODES["sides"] and kind not in CODES["documents"]:
        warnings.append(Fault(CODE_LIST, "/kodeDokumen", "unknown document", kind))
    body = _declaration(document, number, kind)
    _parties(document, body, warnings)
    _lane(document, body)
    body["goodsItems"] = [
        _item(row, place, body) for place, row in enumerate(json.rows(document, "barang"))
    ]
    if not body["goodsItems"]:
        del body["goodsItems"]
    return Reading((Message("Declaration", body),), (), tuple(warnings))


def _declaration(document: dict[str, Any], number: str, kind: str) -> Body:
    body: Body = {
        "declarationKey": declaration_key("ID", number, number),
        "country": "ID",
        "side": CODES["sides"].get(kind, ""),
        "functionCode": _function(document),
        "declarationId": number,
        "functionalReferenceId": number,
        "references": {"nomorAju": number, "kodeDokumen": kind},
    }
    revision = json.text(document.get("noUrutRevisi"))
    if revision.isdigit():
        body["version"] = int(revision[:6]) + 1
    for name, field in HEADER.items():
        value = json.text(document.get(name))
        if value:
            body[field] = value
    _units(body, ("totalGrossMass", "totalNetMass"), "KGM")
    for amount in ("freight", "insurance"):
        if f"{amount}Amount" in body and "invoiceCurrency" in body:
            body[f"{amount}Currency"] = body["invoiceCurrency"]
    _dates(document, body)
    _amounts(document, body)
    _lists(document, body)
    _reason(document, body)
    national = _national(document, HEADER, SECTIONS, "")
    if national:
        body["nationalData"] = national
    return body


def _function(document: Mapping[str, Any]) -> str:
    if document.get("isCancellation") is True:
        return "1"
    return "5" if document.get("isRevision") is True else "9"


def _dates(document: Mapping[str, Any], body: Body) -> None:
    for name, field in (
        ("tanggalAju", "issueDateTime"),
        ("tanggalEkspor", "exitDateTime"),
        ("tanggalTiba", "arrivalDateTime"),
    ):
        moment = moments.iso(json.text(document.get(name)), ZONE)
        if moment:
            body[field] = moment


def _amounts(document: Mapping[str, Any], body: Body) -> None:
    export = body["side"] == "EXPORT"
    value = json.text(document.get("fob" if export else "cif"))
    if value and value != "0":
        body["invoiceAmount"] = value
    rate = json.text(document.get("ndpbm"))
    if rate and body.get("invoiceCurrency"):
        body["exchangeRates"] = [{"currency": body["invoiceCurrency"], "rate": rate}]
    other = json.text(document.get("cif" if export else "fob"))
    if other and other != "0":
        body["statisticalAmount"] = other
        body["statisticalCurrency"] = body.get("invoiceCurrency", "")


def _lists(document: dict[str, Any], body: Body) -> None:
    transport = [
        _stated(
            stage="BORDER",
            modeCode=json.text(row.get("kodeCaraAngkut")),
            name=json.text(row.get("namaPengangkut")),
            journeyId=json.text(row.get("nomorPengangkut")),
            nationality=json.text(row.get("kodeBendera")),
        )
        for row in json.rows(document, "pengangkut")
    ]
    equipment = [
        _stated(
            id=json.text(row.get("nomorKontainer")),
            sizeType=json.text(row.get("kodeUkuranKontainer")),
            fullness=json.text(row.get("kodeJenisKontainer")),
        )
        for row in json.rows(document, "kontainer")
        if json.text(row.get("nomorKontainer"))
    ]
    papers = [
        _stated(
            id=json.text(row.get("nomorDokumen")),
            typeCode=json.text(row.get("kodeDokumen")),
            issueDate=json.text(row.get("tanggalDokumen")),
        )
        for row in json.rows(document, "dokumen")
    ]
    packages = [json.text(row.get("jumlahKemasan")) for row in json.rows(document, "kemasan")]
    previous = [paper for paper in papers if paper.get("typeCode") == "830"]
    found = {
        "transport": transport,
        "equipment": equipment,
        "documents": [paper for paper in papers if paper.get("typeCode") != "830"],
        "previousDocuments": [{"id": paper.get("id", ""), "typeCode": "830"} for paper in previous],
    }
    body.update({name: rows for name, rows in found.items() if rows})
    if len(packages) == 1 and packages[0]:
        body["totalPackageQuantity"] = packages[0]


def _reason(document: Mapping[str, Any], body: Body) -> None:
    reason = json.text(document.get("alasan"))
    if reason:
        body["amendments"] = [{"text": reason}]


def _parties(document: dict[str, Any], body: Body, warnings: list[Fault]) -> None:
    parties = []
    for place, row in enumerate(json.rows(document, "entitas")):
        code = json.text(row.get("kodeEntitas"))
        role = CODES["roles"].get(code)
        if role is None:
            warnings.append(Fault(CODE_LIST, f"/entitas/{place}/kodeEntitas", "", code))
        parties.append(
            _stated(
                role=role or code or "Party",
                id=json.text(row.get("nomorIdentitas")),
                idType=json.text(row.get("kodeJenisIdentitas")),
                name=json.text(row.get("namaEntitas")),
                address=json.text(row.get("alamatEntitas")),
                country=json.text(row.get("kodeNegara")),
            )
        )
    if parties:
        body["parties"] = parties


def _lane(document: Mapping[str, Any], body: Body) -> None:
    """Set the countries: stated for exports, the port of loading's for imports."""
    if body["side"] == "EXPORT":
        body["exportCountry"] = "ID"
        port = json.text(document.get("kodePelTujuan"))
        body["destinationCountry"] = json.text(document.get("kodeNegaraTujuan")) or port[:2]
    elif body["side"] == "IMPORT":
        body["destinationCountry"] = "ID"
        body["exportCountry"] = body.get("loadingPlace", "")[:2]
    discharge = json.text(document.get("kodePelBongkar") or document.get("kodePelTujuan"))
    if discharge:
        body["unloadingPlace"] = discharge


def _item(row: dict[str, Any], place: int, body: Body) -> Body:
    serial = row.get("seriBarang")
    item: Body = {"sequenceNumeric": serial if isinstance(serial, int) else place + 1}
    for name, field in ITEM.items():
        value = json.text(row.get(name))
        if value:
            item[field] = value
    _units(item, ("netMass", "grossMass"), "KGM")
    value = json.text(row.get("fob" if body["side"] == "EXPORT" else "cif"))
    if value and value != "0":
        item["itemAmount"] = value
        item["itemCurrency"] = body.get("invoiceCurrency", "")
    packages = _stated(
        quantity=json.text(row.get("jumlahKemasan")),
        typeCode=json.text(row.get("kodeJenisKemasan")),
        marks=json.text(row.get("merk")),
    )
    if packages:
        item["packages"] = [packages]
    taxes = [_tax(tax) for tax in json.rows(row, "barangTarif")]
    if taxes:
        item["taxes"] = taxes
    national = _national(row, ITEM, ITEM_SECTIONS - {"tipe", "spesifikasiLain"}, "")
    if national:
        item["nationalData"] = national
    return item


def _tax(row: Mapping[str, Any]) -> Body:
    return _stated(
        typeCode=json.text(row.get("kodeJenisPungutan")),
        rate=json.text(row.get("tarif")),
        amount=json.text(row.get("nilaiBayar")),
        currency="IDR" if json.text(row.get("nilaiBayar")) else "",
    )


def _units(body: Body, fields: tuple[str, ...], unit: str) -> None:
    for field in fields:
        if field in body:
            body[f"{field}Unit"] = unit


def _national(
    row: Mapping[str, Any], placed: Mapping[str, str], known: frozenset[str], path: str
) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in row.items():
        if name not in placed and name not in known and len(found) < MAX_NATIONAL:
            _flatten(f"{path}/{name}", value, found)
    return found


def _flatten(path: str, value: Any, found: dict[str, str]) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _flatten(f"{path}/{name}", part, found)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            _flatten(f"{path}/{place}", part, found)
    elif len(found) < MAX_NATIONAL and (shown := json.text(value)) and shown != "0":
        found[path] = shown[:512]


def _stated(**fields: str) -> Body:
    return {name: value for name, value in fields.items() if value}


def _read_statuses(document: dict[str, Any]) -> Reading:
    messages: list[Message] = []
    warnings: list[Fault] = []
    faults: list[Fault] = []
    answered = {json.text(row.get("nomorAju")) for row in json.rows(document, "dataRespon")}
    for section in ("dataRespon", "dataStatus"):
        for place, row in enumerate(json.rows(document, section)):
            number = json.text(row.get("nomorAju"))
            if not number:
                faults.append(Fault(MISSING, f"/{section}/{place}/nomorAju"))
            elif section == "dataRespon" or number not in answered:
                messages.append(_status(row, number, section, place, warnings))
    if not messages and not faults:
        faults.append(Fault(MISSING, "/dataRespon", "no status in it"))
    refusals = (RefusedPart(tuple(faults)),) if faults else ()
    return Reading(tuple(messages), refusals, tuple(warnings))


def _status(
    row: Mapping[str, Any], number: str, section: str, place: int, warnings: list[Fault]
) -> Message:
    field = "kodeRespon" if section == "dataRespon" else "kodeProses"
    code = json.text(row.get(field))
    status = CODES["responses"].get(code, "UNMAPPED") if section == "dataRespon" else "UNMAPPED"
    if status == "UNMAPPED":
        warnings.append(Fault(CODE_LIST, f"/{section}/{place}/{field}", "unknown status", code))
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
    }
    when = json.text(row.get("waktuStatus"))
    moment = moments.iso(when, ZONE) or moments.pattern(when, "%Y-%m-%d %H:%M:%S.%f", ZONE)
    if moment:
        body["occurredAt"] = moment
    daftar = json.text(row.get("nomorDaftar"))
    if daftar:
        body["nationalData"] = {"/nomorDaftar": daftar}
    return Message("StatusChange", {k: v for k, v in body.items() if v})
