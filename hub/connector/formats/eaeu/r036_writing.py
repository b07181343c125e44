"""The canonical declaration as a GoodsDeclaration of the common structure R.036, v1.1.0.

Elements stand in the order in which public software of the Union writes them. Duties and taxes
never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.connector.formats.eaeu import numbers, papers_writing, placing
from hub.connector.formats.eaeu.codes import KINDS
from hub.connector.formats.eaeu.leaves import (
    code,
    country,
    fill,
    leaf,
    node,
    number,
    numeral,
    sheet,
    text,
)
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.eaeu.r036_goods_writing import (
    FORMS,
    amount,
    number_details,
)
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.reading import Envelope

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gd:GoodsDeclaration xmlns:gd="urn:EEC:R:036:GoodsDeclaration:v1.1.0"'
    ' xmlns:csdo="urn:EEC:M:SimpleDataObjects:v0.4.10"'
    ' xmlns:casdo="urn:EEC:M:CA:SimpleDataObjects:v1.5.1"'
    ' xmlns:ccdo="urn:EEC:M:ComplexDataObjects:v0.4.10"'
    ' xmlns:cacdo="urn:EEC:M:CA:ComplexDataObjects:v1.5.1">'
)
_COUNTRY = 'casdo:CACountryCode codeListId="2021"'
_SLOTS = frozenset({"Consignor", "Consignee", "Resident", "Declarant", "Carrier", "Agent"})
_BODY = sheet(
    code("csdo:EDocRefId", "declarationId", 70),
    code("casdo:InternalDocId", "functionalReferenceId", 50),
    number("casdo:GoodsQuantity", "goodsItemQuantity", 5, 0),
    number("casdo:CargoQuantity", "totalPackageQuantity", 8, 0),
    country(_COUNTRY, "exportCountry"),
    country(_COUNTRY, "destinationCountry"),
    country(_COUNTRY, "tradingCountry"),
    code('casdo:DeliveryTermsCode codeListId="2014"', "tradeTerms", 3, "[A-Z]{3}"),
    text("casdo:PlaceName", "tradeTermsPlace", 120),
    code("casdo:TransactionNatureCode", "natureOfTransaction", 3),
    text("casdo:PlaceName", "goodsLocation", 120),
    code("csdo:CustomsOfficeCode", "presentationOfficeId", 8),
    code("csdo:LanguageCode", "contentLanguage", 2, "[a-z]{2}"),
    besides="declarationKey country side functionCode version references typeCode procedureType"
    " previousDocuments issueDateTime declarationOfficeId exitOfficeId entryOfficeId"
    " totalGrossMass totalGrossMassUnit invoiceAmount invoiceCurrency exchangeRates parties"
    " transport equipment documents amendments goodsItems ucr nationalData",
)
_PARTY = sheet(
    text("csdo:SubjectName", "name", 300),
    code("csdo:TaxpayerId", "id", 40),
    country('csdo:UnifiedCountryCode codeListId="2021"', "country"),
    text("csdo:CityName", "city", 120),
    text("csdo:StreetName", "address", 120),
    code("csdo:PostCode", "postcode", 10),
    besides="role idType",
)
_MEANS = sheet(
    code("csdo:TransportMeansRegId", "id", 40),
    text("casdo:TransportTypeName", "name", 150),
    country('casdo:RegistrationNationalityCode codeListId="2021"', "nationality"),
    besides="stage modeCode nationalModeCode",
)


def declaration(body: Body, envelope: Envelope, profile: Profile) -> tuple[bytes, tuple[str, ...]]:
    """Return the document and what is lost in it."""
    lost: set[str] = set()
    slots = fill(_BODY, body, lost)
    own = numbers.parse(body.get("declarationId", ""))
    parties = placing.parties(body, _SLOTS, lost)
    words, seals, alone = placing.equipment(body, lost)
    issued = body.get("issueDateTime") or Moment(utc=envelope.prepared_at)
    inner = (
        "<csdo:EDocCode>R.036</csdo:EDocCode>",
        leaf("csdo:EDocId", envelope.message_id),
        "" if own else slots[0],
        leaf("csdo:EDocDateTime", moments.written(issued, "UTC", "%Y-%m-%dT%H:%M:%SZ")),
        slots[12],
        number_details("cacdo:CustomsDeclarationIdDetails", own) if own else "",
        leaf("casdo:DeclarationKindCode", KINDS.get(body.get("side", ""), "ИМ")),
        leaf('casdo:CustomsProcedureCode codeListId="2002"', placing.first_procedure(body)),
        leaf("casdo:DeclarationFeatureCode", placing.feature(body)),
        leaf("casdo:EDocIndicatorCode", "ЭД"),
        _change(body, lost),
        slots[2],
        slots[3],
        _party("cacdo:DeclarantDetails", parties.get("Declarant"), profile, lost),
        _shipment(body, slots, parties, alone, profile, lost),
        _party("cacdo:CarrierDetails", parties.get("Carrier"), profile, lost),
        node(
            "cacdo:SealDetails",
            *[leaf("csdo:SealId", seal) for seal in seals],
            *[leaf("casdo:SealDescriptionText", line) for line in words],
        ),
        _agent(parties.get("Agent"), lost),
        slots[1],
    )
    placing.derived(body, profile.country, lost)
    return f"{_OPENING}{''.join(inner)}</gd:GoodsDeclaration>".encode(), tuple(sorted(lost))


def _change(body: Body, lost: set[str]) -> str:
    kind, version, reasons = placing.change(body, lost)
    lines = [placing.chunks(reason, lost, "amendments/text", 1)[0].strip() for reason in reasons]
    return node(
        "cacdo:DeclarationChangeDetails",
        leaf("casdo:ChangeKindCode", kind),
        leaf("casdo:ChangeOrdinal", version),
        *[leaf("csdo:DescriptionText", line) for line in lines],
    )


def _agent(row: Body | None, lost: set[str]) -> str:
    number_of = leaf("casdo:RegistrationNumberId", placing.representative(row, lost))
    return node(
        "cacdo:SignatoryRepresentativeDetails", node("cacdo:RegisterDocumentIdDetails", number_of)
    )


def _party(name: str, row: Body | None, profile: Profile, lost: set[str]) -> str:
    if not row:
        return ""
    path = f"parties/{row['role']}/"
    title, identity, home, city, street, post = fill(_PARTY, row, lost, path)
    kind, lengths = profile.taxpayer
    stated = row.get("id", "")
    derived = kind if stated.isdigit() and len(stated) in lengths else ""
    if row.get("idType") and row["idType"] != derived:
        lost.add(f"{path}idType")
    address = node("ccdo:SubjectAddressDetails", home, city, street, post)
    return node(name, title, identity, address)


def _shipment(
    body: Body,
    slots: list[str],
    parties: dict[str, Body],
    alone: list[str],
    profile: Profile,
    lost: set[str],
) -> str:
    return node(
        "cacdo:DeclarationGoodsShipmentDetails",
        node("cacdo:DepartureCountryDetails", slots[4]),
        node("cacdo:DestinationCountryDetails", slots[5]),
        node("cacdo:TradeCountryDetails", slots[6]),
        node("cacdo:DeliveryTermsDetails", slots[7], slots[8]),
        amount("casdo:CAValueAmount", body, "invoiceAmount", "invoiceCurrency", lost),
        *_rates(body, lost),
        _party("cacdo:ConsignorDetails", parties.get("Consignor"), profile, lost),
        _party("cacdo:ConsigneeDetails", parties.get("Consignee"), profile, lost),
        _party("cacdo:FinancialSettlementSubjectDetails", parties.get("Resident"), profile, lost),
        node("cacdo:TransactionNatureDetails", slots[9]),
        _consignment(body, profile, lost),
        node("cacdo:GoodsLocationDetails", slots[11], slots[10]),
        *papers_writing.goods(body, alone, FORMS, lost),
    )


def _rates(body: Body, lost: set[str]) -> list[str]:
    written = []
    for row in body.get("exchangeRates") or ():
        currency, rate = row["currency"], numeral(row.get("rate", ""), 16, 8)
        if not rate or not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            lost.add("exchangeRates")
            continue
        name = f'casdo:ExchangeRate currencyCode="{currency}" currencyCodeListId="2022"'
        written.append(leaf(f'{name} scaleNumber="0"', rate))
    return written


def _consignment(body: Body, profile: Profile, lost: set[str]) -> str:
    inland = "DEPARTURE" if body.get("side") == "EXPORT" else "ARRIVAL"
    means = placing.means(body, ("BORDER", inland), lost)
    own = body.get("country") == profile.country
    return node(
        "cacdo:DeclarationConsignmentDetails",
        leaf("casdo:ContainerIndicator", "1" if body.get("equipment") else "0"),
        _means("cacdo:BorderTransportDetails", means["BORDER"], own, lost),
        _means("cacdo:ArrivalDepartureTransportDetails", means[inland], own, lost),
        _office(body, lost),
    )


def _office(body: Body, lost: set[str]) -> str:
    """Box 29 has the office of the side that declares."""
    fields = ("exitOfficeId", "entryOfficeId")
    field, other = fields if body.get("side") == "EXPORT" else fields[::-1]
    if body.get(other):
        lost.add(other)
    office = sheet(code("csdo:CustomsOfficeCode", field, 17))
    return node("cacdo:BorderCustomsOfficeDetails", *fill(office, {field: body.get(field)}, lost))


def _means(name: str, rows: Sequence[Body], own: bool, lost: set[str]) -> str:
    if not rows:
        return ""
    filled = [fill(_MEANS, row, lost, "transport/") for row in rows]
    return node(
        name,
        leaf('csdo:UnifiedTransportModeCode codeListId="2004"', placing.mode(rows[0], own, lost)),
        filled[0][2],
        leaf("casdo:TransportMeansQuantity", str(len(rows))),
        *[
            node("cacdo:TransportMeansRegistrationIdDetails", identity, kind)
            for identity, kind, _ in filled
        ],
    )
