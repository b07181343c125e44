"""The canonical declaration as a TradeNet message, and the names of what has no element in it.

With a number it is a permit, without one an application. Duties and taxes never leave the
administration that owns them: they are not written.
"""

from __future__ import annotations

from connectors.sg.codes import (
    ALIKE,
    APPLICATION,
    BILLS,
    CURRENCY,
    HERE,
    INBOUND,
    INDICATORS,
    LICENCES,
    MARK,
    OUTBOUND,
    RESPONSE,
    VERSION,
    ZONE,
    Family,
    family_of,
    mailbox,
)
from connectors.sg.identity import unique_reference
from connectors.sg.item_writing import item
from connectors.sg.markup import REMARK, REMARKS, basic, cut, document, fitting, group
from connectors.sg.parties_writing import declarant, parties, supplier
from connectors.sg.transport_writing import transport, ways
from hub.connector.formats.losses import Losses, beyond, unlike
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.reading import Envelope

_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode ucr"
    " functionalReferenceId exportCountry destinationCountry previousDocuments issueDateTime"
    " acceptanceDateTime exitDateTime arrivalDateTime goodsItemQuantity totalPackageQuantity"
    " totalGrossMass totalGrossMassUnit invoiceAmount invoiceCurrency statisticalAmount"
    " statisticalCurrency exchangeRates parties transport equipment goodsLocation loadingPlace"
    " unloadingPlace tradeTerms freightAmount freightCurrency insuranceAmount insuranceCurrency"
    " documents statements amendments goodsItems nationalData".split()
)


def declaration(body: Body, envelope: Envelope) -> tuple[str, tuple[str, ...]]:
    """Return a message as XML, and the paths of what it does not carry."""
    lost: Losses = set()
    beyond(body, _CARRIED, "", lost)
    family = _family(body, lost)
    inner = _declared(body, family, lost)
    own, function = body.get("declarationId") or "", body.get("functionCode") or "9"
    if function in INDICATORS:
        name = family.updated if own else family.update
        inner = _update(body, family, function, own, inner, lost)
    else:
        name = family.permit if own else family.plain
        lost.update([field for field in ("version", "amendments") if body.get(field)])
        inner = group("Declaration", inner, family.prefix) if own else inner
    if own:
        inner += _permit(body, own)
    elif body.get("acceptanceDateTime"):
        lost.add("acceptanceDateTime")
    message = group(name, inner, family.prefix)
    return _interchange(body, envelope, bool(own), message, lost), tuple(sorted(lost))


def _family(body: Body, lost: Losses) -> Family:
    family = family_of(body.get("side") or "", body.get("typeCode") or "")
    if body.get("side") and body["side"] != family.side:
        lost.add("side")
    return family


def _interchange(
    body: Body, envelope: Envelope, permitted: bool, message: str, lost: Losses
) -> str:
    root, box = (RESPONSE, OUTBOUND) if permitted else (APPLICATION, INBOUND)
    issued: Moment | None = body.get("issueDateTime")
    if issued and issued["utc"].second:
        lost.add("issueDateTime")
    when = moments.written(issued or Moment(utc=envelope.prepared_at), ZONE, "%Y%m%d%H%M")
    count = "TotalNumberOfResponse" if permitted else "TotalNumberOfDeclaration"
    country = body.get("country") or HERE.code
    head = (
        basic("MessageVersion", VERSION)
        + basic("SenderID", "" if country == HERE.code else mailbox(country))
        + basic("RecipientID", (body.get("references") or {}).get("SG.SenderID", ""))
        + basic(count, "1")
    )
    return document(root, when, envelope.message_id, f"{head}<{box}>{message}</{box}>")


def _permit(body: Body, own: str) -> str:
    when = moments.written(body.get("acceptanceDateTime"), ZONE, "%Y%m%d%H%M%SSST")
    return group("Permit", basic("PermitNumber", own) + basic("PermitApprovalDatetime", when))


def _update(body: Body, family: Family, function: str, own: str, inner: str, lost: Losses) -> str:
    """Return the update with what is declared anew, or with the cancellation."""
    version, amendments = body.get("version"), body.get("amendments") or []
    if function == "5":
        lost.add("functionCode")
    if any(row.get("pointer") for row in amendments):
        lost.add("amendments/pointer")
    reasons = list(amendments)
    cancelled = ""
    if function == "1":
        first = reasons.pop(0) if reasons else {}
        header = (
            _numbers(body, lost, family.code + "UPD")
            + basic("CancellationReasonCode", first.get("changeReasonCode") or "")
            + basic("CancellationReason", first.get("text") or "")
        )
        cancelled = group("Cancellation", group("CancellationHeader", header))
    update = (
        basic("UpdateIndicatorCode", INDICATORS[function])
        + basic("UpdateRequestNumber", str(version) if version else "")
        + basic("UpdatePermitNumber", own)
        + "".join([_reason(row) for row in reasons])
    )
    return group("Update", update) + cancelled + group("Declaration", inner, family.prefix)


def _reason(row: Body) -> str:
    code, text = row.get("changeReasonCode") or "", row.get("text") or ""
    return group("Amendment", basic("ReasonCode", code) + basic("Reason", text))


def _numbers(body: Body, lost: Losses, access: str) -> str:
    """Return the unique reference number; it is not cut where nothing else identifies."""
    local = body.get("functionalReferenceId") or ""
    uen, date, sequence = unique_reference(local)
    if body.get("declarationId"):
        whole = fitting(uen, 17, "functionalReferenceId", lost)
        date, sequence = (date, sequence) if whole else ("", "")
        uen = whole
    number = basic("ID", uen) + basic("Date", date) + basic("SequenceNumeric", sequence)
    quoted = (body.get("references") or {}).get("SG.MessageReference", "")
    return (
        basic("MessageReference", quoted[:14])
        + group("UniqueReferenceNumber", number)
        + basic("DeclarantID", declarant(body, lost))
        + basic("CommonAccessReference", access)
    )


def _declared(body: Body, family: Family, lost: Losses) -> str:
    means = ways(body, family, lost)
    modes = {way: (means.get(way) or {}).get("modeCode") or "" for way in ("in", "out")}
    bills, invoices, licences = _documents(body, family, modes, lost)
    access = family.code + ("UPD" if body.get("functionCode") in INDICATORS else "DEC")
    parts = [
        group("Header", _header(body, family, access, lost), family.prefix),
        group("Cargo", _cargo(body, lost), family.prefix),
        group("Transport", transport(body, family, means, bills, lost), family.prefix),
        group("Party", parties(body, lost), family.prefix),
        group("Licence", "".join([basic("ReferenceID", number) for number in licences])),
        _invoices(body, invoices, lost),
    ]
    parts += [item(row, family, modes, lost) for row in body.get("goodsItems") or ()]
    parts.append(group("Summary", _summary(body, lost), family.prefix))
    return "".join(parts)


def _header(body: Body, family: Family, access: str, lost: Losses) -> str:
    rows = body.get("previousDocuments") or []
    previous = fitting(rows[0].get("id") or "", 35, "previousDocuments", lost) if rows else ""
    kind = "830" if family.side == "IMPORT" else ""
    read = [{"id": previous, "typeCode": kind}] if previous else []
    unlike(rows, read, "previousDocuments", lost)
    return (
        _numbers(body, lost, access)
        + basic("DeclarationType", fitting(body.get("typeCode") or "", 7, "typeCode", lost))
        + basic("DeclarationIndicator", "true")
        + basic("PreviousPermitNumber", previous)
        + _remarks(body, lost)
    )


def _remarks(body: Body, lost: Losses) -> str:
    """Write the UCR and the statements as remarks, as many as there is room for."""
    ucr, rows = body.get("ucr") or "", body.get("statements") or ()
    lines = [f"{MARK}{ucr}"] if ucr else []
    room = REMARKS - len(lines)
    if len(rows) > room:
        lost.add(f"statements/{room}")
    for row in rows[:room]:
        beyond(row, frozenset({"statementDescription"}), "statements/", lost)
        text = row.get("statementDescription") or ""
        if not text or text.startswith(MARK):
            lost.add("statements")
        lines.append(cut(text, REMARK, "statements", lost))
    return "".join([group("Remarks", basic("FreeText", line)) for line in lines])


def _cargo(body: Body, lost: Losses) -> str:
    written = group("ReleaseLocation", basic("LocationCode", body.get("goodsLocation") or ""))
    carried = frozenset({"id", "sizeType", "seals"})
    for number, unit in enumerate(body.get("equipment") or (), 1):
        beyond(unit, carried, "equipment/", lost)
        seals = unit.get("seals") or ()
        if len(seals) > 1:
            lost.add("equipment/seals/1")
        seal = group("TransportEquipmentSeal", basic("SealID", seals[0] if seals else ""))
        inner = (
            basic("SequenceNumeric", str(number))
            + basic("EquipmentID", unit.get("id") or "")
            + basic("SizeTypeCode", unit.get("sizeType") or "")
            + seal
        )
        written += group("TransportEquipment", inner)
    return written


def _documents(
    body: Body, family: Family, modes: dict[str, str], lost: Losses
) -> tuple[dict[str, str], list[Body], list[str]]:
    """Return bills by way, invoices and licences: the documents that have elements."""
    rows = body.get("documents") or []
    used: list[int] = []
    bills: dict[str, str] = {}
    read: list[Body] = []
    invoices = [row for row in rows if row.get("typeCode") == "380" and row.get("id")]
    read += [{n: row.get(n) or "" for n in ("id", "typeCode", "issueDate")} for row in invoices]
    for way in ("in", "out"):
        kind = BILLS.get(modes[way], "")
        for place, row in enumerate(rows):
            alike = row.get("typeCode") in ALIKE.get(kind, ())
            if alike and row.get("id") and place not in used:
                used.append(place)
                bills[way] = row["id"]
                read.append({"id": row["id"], "typeCode": kind})
                break
    kind = LICENCES[family.side]
    licences = [row["id"] for row in rows if row.get("typeCode") == kind and row.get("id")]
    read += [{"id": number, "typeCode": kind} for number in licences]
    for row in rows:
        beyond(row, frozenset({"id", "typeCode", "issueDate"}), "documents/", lost)
    stated = [{n: row.get(n) for n in ("id", "typeCode", "issueDate")} for row in rows]
    unlike(stated, read, "documents", lost)
    return bills, invoices, licences


def _invoices(body: Body, invoices: list[Body], lost: Losses) -> str:
    """Write an Invoice a document 380; supplier, terms and amounts stand in the first."""
    written = ""
    for place, row in enumerate(invoices or [{}]):
        inner = basic("InvoiceNumber", row.get("id") or "")
        inner += basic("InvoiceDate", row.get("issueDate") or "")
        if place == 0:
            inner += supplier(body, lost)
            inner += basic("UnitPriceTermType", body.get("tradeTerms") or "")
            inner += _charges(body, lost)
        written += group("Invoice", inner)
    return written


def _charges(body: Body, lost: Losses) -> str:
    """Write invoice total, freight and insurance, each rate beside the first of its currency."""
    rates = {row["currency"]: row.get("rate") or "" for row in body.get("exchangeRates") or ()}
    read: list[Body] = []
    written = ""
    for name, element in (
        ("invoice", "TotalInvoiceValue"),
        ("freight", "FreightCharge"),
        ("insurance", "InsuranceCharge"),
    ):
        amount, currency = body.get(f"{name}Amount") or "", body.get(f"{name}Currency") or ""
        if currency and not amount:
            lost.add(f"{name}Currency")
        rate = rates.pop(currency, "") if amount else ""
        if rate:
            read.append({"currency": currency, "rate": rate})
        inner = basic("Amount", amount, "currencyID", currency) + basic("ExchangeRate", rate)
        written += group(element, inner)
    unlike(body.get("exchangeRates") or (), read, "exchangeRates", lost)
    return written


def _summary(body: Body, lost: Losses) -> str:
    value, currency = body.get("statisticalAmount") or "", body.get("statisticalCurrency") or ""
    if currency != CURRENCY and (value or currency):
        lost.update(("statisticalAmount", "statisticalCurrency"))
        value = ""
    mass, unit = body.get("totalGrossMass") or "", body.get("totalGrossMassUnit") or ""
    if unit and not mass:
        lost.add("totalGrossMassUnit")
    return (
        basic("NumberOfItems", body.get("goodsItemQuantity") or "")
        + basic("TotalCIFFOBValue", value)
        + basic("TotalOuterPack", body.get("totalPackageQuantity") or "")
        + basic("TotalGrossWeight", mass, "unitCode", unit)
    )
