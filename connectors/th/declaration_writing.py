"""The canonical declaration in the form of the dictionary, and the names of what is lost.

Duties and taxes never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from connectors.th.codes import ALIKE, BAHT, EXPORT, HERE, HOUSE, IMPORT, MASTER, TRANSPORT, ZONE
from connectors.th.detail_writing import detail, references
from connectors.th.dictionary import EXPORT as NAMES
from connectors.th.settle import COMPANY, PARTNER, TRADING
from connectors.th.sheet import Part
from hub.connector.formats.losses import Losses, beyond, unlike
from hub.domain import moments
from hub.domain.declaration import Body

_TEXTS = frozenset({"name", "address", "city"})
_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode ucr"
    " functionalReferenceId exportCountry destinationCountry previousDocuments issueDateTime"
    " acceptanceDateTime exitDateTime arrivalDateTime declarationOfficeId entryOfficeId"
    " exitOfficeId tradingCountry totalPackageQuantity totalGrossMass totalGrossMassUnit"
    " totalNetMass totalNetMassUnit invoiceAmount invoiceCurrency statisticalAmount"
    " statisticalCurrency exchangeRates parties transport tradeTerms freightAmount"
    " freightCurrency insuranceAmount insuranceCurrency natureOfTransaction documents amendments"
    " goodsItems nationalData".split()
)
_COMPANY = {
    "id": "CompanyTaxNumber",
    "name": "CompanyName",
    "address": "StreetAndNumber",
    "city": "Province",
    "postcode": "Postcode",
}
_PARTNER = {
    "name": "ConsignorName",
    "address": "StreetAndNumber",
    "city": "Province",
    "postcode": "Postcode",
    "country": "CountryCode",
}


def declaration(body: Body) -> tuple[str, tuple[str, ...]]:
    """Return a declaration as XML, and the paths of what it does not carry."""
    lost: Losses = set()
    beyond(body, _CARRIED, "", lost)
    side = _side(body, lost)
    parties = _Parties(body, side, lost)
    documents = _Documents(body, lost)
    items = body.get("goodsItems") or ()
    nature = body.get("natureOfTransaction") or ""
    follows = references(items, body.get("previousDocuments") or [], side, lost)
    inner = [_message(body, lost), _control(body, side, parties, documents, lost)]
    inner += _invoices(body, side, parties, documents, lost)
    number = documents.numbers[0] if documents.numbers else ""
    inner += [
        detail(item, side, nature, number, follow, lost)
        for item, follow in zip(items, follows, strict=True)
    ]
    if nature and not items:
        lost.add("natureOfTransaction")
    unlike(body.get("documents") or [], documents.read(), "documents", lost)
    root = EXPORT if side == "EXPORT" else IMPORT
    return f"<{root}>{''.join(inner)}</{root}>", tuple(sorted(lost))


def _side(body: Body, lost: Losses) -> str:
    """Return the form to use: a side the dictionary has no form for goes as an import."""
    side: str = body.get("side") or ""
    if side in COMPANY:
        return side
    if side:
        lost.add("side")
    return "EXPORT" if body.get("exportCountry") == HERE.code else "IMPORT"


def _message(body: Body, lost: Losses) -> str:
    part = Part("Message", lost)
    local: str = body.get("functionalReferenceId") or ""
    own = body.get("declarationId") or ""
    # A partner's reference that does not fit the dictionary still says which declaration it is.
    part.text("DeclarationNumber", own or (local if len(local) != 13 else ""), "declarationId")
    function = body.get("functionCode") or "9"
    if function != "9":
        part.code("Function", function, "functionCode")
    version = body.get("version")
    part.code("Version", str(version) if version else "", "version")
    accepted = moments.written(body.get("acceptanceDateTime"), ZONE, "%Y%m%d%H%M%S")
    part.code("AcceptanceDateTime", accepted, "acceptanceDateTime")
    for row in body.get("amendments") or ():
        change = Part("Amendment", lost, "amendments/")
        change.code("ReasonCode", row.get("changeReasonCode") or "", "changeReasonCode")
        change.text("Pointer", row.get("pointer") or "", "pointer")
        change.text("Reason", row.get("text") or "", "text")
        part.put(change.xml())
    return part.xml()


class _Parties:
    """The parties by role: the first of a role has its place, if the form has one for it."""

    def __init__(self, body: Body, side: str, lost: Losses) -> None:
        self._rows: dict[str, Body] = {}
        placed = {COMPANY[side], PARTNER[side], TRADING[side], "Agent", "Declarant"}
        for party in body.get("parties") or ():
            role = party["role"]
            if role in self._rows or role not in placed:
                lost.add(f"parties/{role}")
            self._rows.setdefault(role, party)

    def write(self, part: Part, role: str, places: dict[str, str], stand_in: str = "") -> None:
        """Write a party; where it is not stated, another may stand in for it."""
        row = self._rows.get(role) or self._rows.get(stand_in) or {}
        path, written = f"parties/{role}/", ""
        for name, element in places.items():
            write = part.text if name in _TEXTS else part.code
            written += write(element, row.get(name) or "", path + name)
        if role in self._rows:
            beyond(row, frozenset({"role", *places}), path, part.lost)
            if not written:
                part.lost.add(f"parties/{role}")

    def ascii_name(self, role: str) -> bool:
        """Say whether the name has its place among the English names."""
        name = (self._rows.get(role) or {}).get("name") or ""
        return name.isascii() and len(name) <= 70


class _Documents:
    """Invoices, orders and transport documents: the documents the head has places for."""

    def __init__(self, body: Body, lost: Losses) -> None:
        rows = body.get("documents") or ()
        border: Body = next((m for m in body.get("transport") or () if m["stage"] == "BORDER"), {})
        mode = border.get("modeCode") or ""
        master, house = MASTER.get(mode, MASTER["1"]), HOUSE.get(mode, HOUSE["1"])
        self.invoices: list[tuple[Body, str]] = []
        self.bills: list[tuple[str, str, str]] = []
        for row in rows:
            kind, number = row.get("typeCode") or "", row.get("id") or ""
            if not number or len(number) > 35:
                continue
            if kind == "380":
                self.invoices.append((row, ""))
            elif kind == "220" and self.invoices and not self.invoices[-1][1]:
                self.invoices[-1] = (self.invoices[-1][0], number)
        for kind, element in ((master, "MasterBillOfLading"), (house, "HouseBillOfLading")):
            alike = ALIKE.get(kind, (kind,))
            found = next((row for row in rows if row.get("typeCode") in alike), None)
            if found and 0 < len(found.get("id") or "") <= 35:
                self.bills.append((element, found["id"], kind))

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the invoices."""
        return [row["id"] for row, _ in self.invoices]

    def read(self) -> list[Body]:
        """Return the documents as they are read back."""
        rows: list[Body] = []
        for invoice, order in self.invoices:
            day = _date(invoice)
            rows.append({"id": invoice["id"], "typeCode": "380", "issueDate": day})
            if order:
                rows.append({"id": order, "typeCode": "220"})
        return rows + [{"id": number, "typeCode": kind} for _, number, kind in self.bills]


def _date(document: Body) -> str:
    day: str = document.get("issueDate") or ""
    return day if len(day) == 8 and day.isascii() and day.isdigit() else ""


def _control(body: Body, side: str, parties: _Parties, documents: _Documents, lost: Losses) -> str:
    part = Part("Control", lost)
    name = NAMES.get if side == "EXPORT" else (lambda element, _: element)
    part.code("ReferenceNumber", body.get("functionalReferenceId") or "", "functionalReferenceId")
    part.code("DocumentType", body.get("typeCode") or "", "typeCode")
    company = dict(_COMPANY)
    if parties.ascii_name(COMPANY[side]):
        company["name"] = "CompanyEnglishName"
    parties.write(part, COMPANY[side], company)
    parties.write(part, "Agent", {"id": "BrokerTaxNumber"})
    parties.write(part, "Declarant", {"name": "CustomsClearanceName"})
    parties.write(part, TRADING[side], {"id": "CompanyTaxNumberOfTradingPartner"})
    _transport(part, body)
    part.day("ArrivalDate", body.get("arrivalDateTime"), "arrivalDateTime")
    part.day("DepartureDate", body.get("exitDateTime"), "exitDateTime")
    for element, number, _ in documents.bills:
        part.text(element, number, "documents")
    part.code("ReleasePort", body.get("declarationOfficeId") or "", "declarationOfficeId")
    part.code("DischargePort", body.get("entryOfficeId") or "", "entryOfficeId")
    part.code("LoadPort", body.get("exitOfficeId") or "", "exitOfficeId")
    _countries(part, body, side)
    _totals(part, body)
    _value(part, body, name("CIFValueBaht", "CIFValueBaht"), name("CIFValueForeign", "") or "")
    part.text("ReferenceNumberOfCommonAccess", body.get("ucr") or "", "ucr")
    issued = moments.written(body.get("issueDateTime"), ZONE, "%Y%m%d %H%M%S")
    day, _, clock = issued.partition(" ")
    part.code("DateTransmit", day, "issueDateTime")
    part.code("TimeTransmit", clock, "issueDateTime")
    return part.xml()


def _transport(part: Part, body: Body) -> None:
    """Write the means at the border: the vessel's name, its number where it has no name."""
    written = False
    for means in body.get("transport") or ():
        stage = means["stage"]
        if stage != "BORDER" or written:
            part.lost.add(f"transport/{stage}")
            continue
        written = True
        path, mode = "transport/BORDER/", means.get("modeCode") or ""
        if TRANSPORT.get(mode):
            part.code("ModeOfTransport", mode, path + "modeCode")
        elif mode:
            part.lost.add(path + "modeCode")
        vessel = means.get("name") or means.get("id") or ""
        part.text("VesselName", vessel, path + ("name" if means.get("name") else "id"))
        beyond(means, frozenset({"stage", "modeCode", "name"}), path, part.lost)


def _countries(part: Part, body: Body, side: str) -> None:
    """Write both ends; the end that is Thailand follows from the form."""
    export, destination = body.get("exportCountry") or "", body.get("destinationCountry") or ""
    if side == "IMPORT" or export != HERE.code:
        part.code("ConsignmentCountryCode", export, "exportCountry")
    if side == "EXPORT" or destination != HERE.code:
        part.code("DestinationCountryCode", destination, "destinationCountry")
    part.code("PurchaseCountryCode", body.get("tradingCountry") or "", "tradingCountry")


def _totals(part: Part, body: Body) -> None:
    part.number(
        "TotalPackageAmount", body.get("totalPackageQuantity") or "", "totalPackageQuantity"
    )
    for mass, element, unit in (
        ("totalNetMass", "TotalNetWeight", "NetWeightUnitCode"),
        ("totalGrossMass", "TotalGrossWeight", "TotalGrossWeightUnitCode"),
    ):
        part.number(element, body.get(mass) or "", mass)
        part.code(unit, body.get(f"{mass}Unit") or "", f"{mass}Unit")


def _value(part: Part, body: Body, baht: str, foreign: str) -> None:
    """Write the exchange rate and the value: in baht, or in the currency of the rate."""
    amount, currency = body.get("statisticalAmount") or "", body.get("statisticalCurrency") or ""
    rates = body.get("exchangeRates") or ()
    rate = rates[0] if rates else {}
    stated = rate.get("currency") or ""
    if not stated and currency and currency != BAHT and amount:
        stated = currency
    part.code("CurrencyCode", stated, "exchangeRates")
    part.number("ExchangeRate", rate.get("rate") or "", "exchangeRates")
    if len(rates) > 1:
        part.lost.add("exchangeRates/1")
    if amount and currency == BAHT:
        part.number(baht, amount, "statisticalAmount", "CIFValueBaht")
    elif amount and currency == stated and (rate.get("rate") or not rates):
        part.number(foreign, amount, "statisticalAmount", "CIFValueForeign")
    elif amount or currency:
        part.lost.update(("statisticalAmount", "statisticalCurrency"))


def _invoices(
    body: Body, side: str, parties: _Parties, documents: _Documents, lost: Losses
) -> list[str]:
    """Write an Invoice a document 380; terms, amounts and partner stand in the first."""
    written = []
    for place, (row, order) in enumerate(documents.invoices or [({}, "")]):
        part = Part("Invoice", lost)
        part.text("InvoiceNumber", row.get("id") or "", "documents")
        part.code("InvoiceDate", _date(row), "documents")
        part.text("PurchaseOrderNumber", order, "documents")
        if place == 0:
            _first_invoice(part, body, side, parties)
        written.append(part.xml())
    return written


def _first_invoice(part: Part, body: Body, side: str, parties: _Parties) -> None:
    part.code("TradeTerms", body.get("tradeTerms") or "", "tradeTerms")
    partner = dict(_PARTNER)
    if side == "EXPORT":
        partner["name"] = "ConsigneeName"
    parties.write(part, PARTNER[side], partner, COMPANY["EXPORT" if side == "IMPORT" else "IMPORT"])
    for amount, element, unit, currency in (
        ("invoiceAmount", "TotalInvoiceAmount", "InvoiceCurrencyCode", "invoiceCurrency"),
        ("freightAmount", "FreightAmountForeign", "FreightCurrencyCode", "freightCurrency"),
        ("insuranceAmount", "InsuranceAmountForeign", "InsuranceCurrencyCode", "insuranceCurrency"),
    ):
        part.code(unit, body.get(currency) or "", currency)
        part.number(element, body.get(amount) or "", amount)
