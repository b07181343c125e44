"""The canonical declaration as an ESADout_CU, in the order of its schema (album 5.23.0).

A partner's number is written as `RefDocumentID`, the source of this copy; a change as
`RBTechMarK`. Duties and taxes never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from collections.abc import Sequence

from connectors.ru.goods_writing import forms
from connectors.ru.namespaces import ESAD
from hub.connector.formats.eaeu import papers_writing, placing
from hub.connector.formats.eaeu.codes import KINDS
from hub.connector.formats.eaeu.leaves import (
    code,
    country,
    fill,
    leaf,
    node,
    number,
    sheet,
    text,
)
from hub.connector.formats.eaeu.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.reading import Envelope

_OFFICE = "[0-9]{2}|[0-9]{5}|[0-9]{8}"
_SLOTS = frozenset({"Consignor", "Consignee", "Resident", "Declarant", "Carrier", "Agent"})
_BODY = sheet(
    code("cat_ru:RefDocumentID", "declarationId", 36),
    code("RegNumberDoc", "functionalReferenceId", 50),
    number("catESAD_cu:TotalGoodsNumber", "goodsItemQuantity", 3, 0),
    number("catESAD_cu:TotalPackageNumber", "totalPackageQuantity", 8, 0),
    country("catESAD_cu:DispatchCountryCode", "exportCountry"),
    country("catESAD_cu:DestinationCountryCode", "destinationCountry"),
    number("catESAD_cu:TotalInvoiceAmount", "invoiceAmount", 20, 2),
    country("catESAD_cu:TradeCountryCode", "tradingCountry"),
    code("catESAD_cu:DealNatureCode", "natureOfTransaction", 3, "[A-Z0-9]{3}"),
    text("cat_ru:DeliveryPlace", "tradeTermsPlace", 50),
    code("cat_ru:DeliveryTermsStringCode", "tradeTerms", 3, "[A-Z]{3}"),
    text("LocationName", "goodsLocation", 150),
    code("CustomsOffice", "presentationOfficeId", 8, _OFFICE),
    besides="contentLanguage"
    " declarationKey country side functionCode version references typeCode procedureType"
    " previousDocuments issueDateTime arrivalDateTime declarationOfficeId exitOfficeId"
    " entryOfficeId totalGrossMass totalGrossMassUnit invoiceCurrency exchangeRates parties"
    " transport equipment documents amendments goodsItems ucr nationalData",
)
_PARTY = sheet(
    text("cat_ru:OrganizationName", "name", 150),
    country("RUScat_ru:CountryCode", "country"),
    code("RUScat_ru:PostalCode", "postcode", 9),
    text("RUScat_ru:City", "city", 120),
    besides="role id idType address",
)
_MEANS = sheet(
    text("cat_ru:TransportTypeName", "name", 150),
    code("cat_ru:TransportIdentifier", "id", 40),
    country("cat_ru:TransportNationalityCode", "nationality"),
    besides="stage modeCode nationalModeCode",
)
_FEATURES = {
    "INN": ("RFOrganizationFeatures", "INN", (10, 12)),
    "BIN": ("RKOrganizationFeatures", "BIN", (12,)),
    "IIN": ("RKOrganizationFeatures", "IIN", (12,)),
    "UNP": ("RBOrganizationFeatures", "UNP", (9,)),
    "UNN": ("RAOrganizationFeatures", "UNN", (8,)),
    "KGINN": ("KGOrganizationFeatures", "KGINN", (14,)),
}


def declaration(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return an ESADout_CU and what is lost in it."""
    lost: set[str] = set()
    slots = fill(_BODY, body, lost)
    source, own_number = slots[:2]
    words, seals, alone = placing.equipment(body, lost)
    kind, version, reasons = placing.change(body, lost)
    if len(reasons) > 1:
        lost.add("amendments/1")
    inner = (
        leaf("cat_ru:DocumentID", envelope.message_id[:36]),
        source,
        _header(body, envelope, profile, lost),
        leaf("CustomsProcedure", KINDS.get(body.get("side", ""), "ИМ")),
        leaf("CustomsModeCode", placing.first_procedure(body)),
        leaf("ElectronicDocumentSign", "ЭД"),
        leaf("DeclarationKind", placing.feature(body)),
        leaf("SealQuantity", str(len(seals)) if 0 < len(seals) < 1000 else ""),
        *[leaf("SealId", seal) for seal in seals],
        *[leaf("SealDescriptionText", line) for line in words],
        leaf("RecipientCountryCode", profile.country),
        own_number,
        _shipment(body, slots, alone, profile, lost),
        _change(kind, version, reasons, lost),
        _agent(body, lost),
    )
    placing.derived(body, profile.country, lost)
    document = f'<ESADout_CU DocumentModeID="1006107E"{ESAD}>{"".join(inner)}</ESADout_CU>'
    return document, tuple(sorted(lost))


def _header(body: Body, envelope: Envelope, profile: Profile, lost: set[str]) -> str:
    """Return the technical header; a document without a time of its own has that of writing."""
    issued = body.get("issueDateTime") or Moment(utc=envelope.prepared_at)
    origin, language = body.get("country", ""), body.get("contentLanguage") or ""
    if language and not (len(language) == 2 and language.isascii() and language.islower()):
        lost.add("contentLanguage")
        language = ""
    return node(
        "EECEDocHeaderAddInfo",
        "<RUScat_ru:EDocCode>R.036</RUScat_ru:EDocCode>",
        leaf("RUScat_ru:EDocDateTime", moments.written(issued, "UTC", "%Y-%m-%dT%H:%M:%SZ")),
        leaf("RUScat_ru:LanguageCode", language.upper()),
        leaf("RUScat_ru:SourceCountryCode", origin if len(origin) == 2 else ""),
        leaf("RUScat_ru:DestinationCountryCode", profile.country),
    )


def _change(kind: str, version: str, reasons: Sequence[str], lost: set[str]) -> str:
    if not kind:
        return ""
    reason = placing.chunks(reasons[0], lost, "amendments", 1) if reasons else [""]
    return node(
        "RBTechMarK",
        leaf("cat_ru:PrDocumentName", reason[0].strip()),
        leaf("cat_ru:PrDocumentNumber", version),
        leaf("DelcKind", kind),
    )


def _agent(body: Body, lost: set[str]) -> str:
    identity = placing.representative(placing.parties(body, _SLOTS, set()).get("Agent"), lost)
    if not identity:
        return ""
    number_of = leaf("RUDECLcat:RegistrationNumberId", identity)
    return node(
        "CUESADCustomsRepresentative",
        node("RUDECLcat:BrokerRegistryDocDetails", number_of),
        "<RUDECLcat:RepresentativeContractDetails/>",
    )


def _shipment(
    body: Body, slots: list[str], alone: list[str], profile: Profile, lost: set[str]
) -> str:
    parties = placing.parties(body, _SLOTS, lost)
    items = body.get("goodsItems") or ()
    currency = placing.value_currency(items)
    return node(
        "ESADout_CUGoodsShipment",
        slots[2],
        slots[3],
        leaf("catESAD_cu:CustCostCurrencyCode", currency),
        _party("ESADout_CUConsignor", parties.get("Consignor"), lost),
        _party("ESADout_CUConsignee", parties.get("Consignee"), lost),
        _party("ESADout_CUFinancialAdjustingResponsiblePerson", parties.get("Resident"), lost),
        _party("ESADout_CUDeclarant", parties.get("Declarant"), lost) or "<ESADout_CUDeclarant/>",
        _party("ESADout_CUCarrier", parties.get("Carrier"), lost),
        _location(slots, profile),
        _consigment(body, slots, profile, lost),
        _terms(body, slots, lost),
        *papers_writing.goods(body, alone, forms(currency), lost),
    )


def _party(name: str, row: Body | None, lost: set[str]) -> str:
    if not row:
        return ""
    path = f"parties/{row['role']}/"
    title, home, *address = fill(_PARTY, row, lost, path)
    return node(
        name,
        title,
        *_identity(row, home, lost, path),
        node(
            "RUScat_ru:SubjectAddressDetails",
            address[0],
            home,
            address[1],
            _street(row, lost, path),
        ),
    )


def _identity(row: Body, home: str, lost: set[str], path: str) -> tuple[str, ...]:
    """Return a taxpayer's number in the features of its country, any other as UITN (40)."""
    stated, kind = row.get("id", ""), row.get("idType", "")
    features, element, lengths = _FEATURES.get(kind, ("", "", ()))
    if features and stated.isascii() and stated.isdigit() and len(stated) in lengths:
        return (node(f"cat_ru:{features}", leaf(f"cat_ru:{element}", stated)),)
    if kind:
        lost.add(f"{path}idType")
    if len(stated) > 40:
        lost.add(f"{path}id")
        return ()
    return (node("RUScat_ru:UITN", leaf("RUScat_ru:UITNCode", stated)),)


def _street(row: Body, lost: set[str], path: str) -> str:
    limit = 120 if len(row.get("address") or "") <= 120 else 1000
    name = "RUScat_ru:StreetHouse" if limit == 120 else "RUScat_ru:AddressText"
    street = sheet(text(name, "address", limit), besides=" ".join(row))
    return fill(street, {"address": row.get("address")}, lost, path)[0]


def _location(slots: list[str], profile: Profile) -> str:
    if not (slots[11] or slots[12]):
        return ""
    own = leaf("CustomsCountryCode", profile.country)
    return node("ESADout_CUGoodsLocation", slots[12], own, slots[11])


def _consigment(body: Body, slots: list[str], profile: Profile, lost: set[str]) -> str:
    inland = "DEPARTURE" if body.get("side") == "EXPORT" else "ARRIVAL"
    means = placing.means(body, ("BORDER", inland), lost)
    own = body.get("country") == profile.country
    arrival = moments.written(body.get("arrivalDateTime"), profile.zone, "%Y-%m-%d %H:%M:%S")
    if arrival and not arrival.startswith(("19", "20", "99")):
        arrival = ""
        lost.add("arrivalDateTime")
    day, _, time = arrival.partition(" ")
    return node(
        "ESADout_CUConsigment",
        leaf("catESAD_cu:ContainerIndicator", "1" if body.get("equipment") else "0"),
        slots[4],
        slots[5],
        _offices(body, lost),
        _means("ESADout_CUDepartureArrivalTransport", means[inland], own, lost),
        _means("ESADout_CUBorderTransport", means["BORDER"], own, lost),
        leaf("DateExpectedArrival", day),
        leaf("TimeExpectedArrival", time),
    )


def _offices(body: Body, lost: set[str]) -> str:
    """Box 29 has the office of the side that declares; a partner's code stands as its name."""
    fields = ("exitOfficeId", "entryOfficeId")
    field, other = fields if body.get("side") == "EXPORT" else fields[::-1]
    if body.get(other):
        lost.add(other)
    office = sheet(code("cat_ru:Code", field, 8, _OFFICE), besides="declarationOfficeId")
    stated = {field: body.get(field)}
    written = fill(office, stated, set())[0]
    if stated[field] and not written:
        name = sheet(code("cat_ru:OfficeName", field, 50))
        named = fill(name, stated, lost)[0]
        written = f"{leaf('cat_ru:Code', '00')}{named}" if named else ""
    return node("catESAD_cu:BorderCustomsOffice", written)


def _means(name: str, rows: Sequence[Body], own: bool, lost: set[str]) -> str:
    if not rows:
        return ""
    filled = [fill(_MEANS, row, lost, "transport/") for row in rows]
    several = [node("RUTransportMeans", kind, identity) for kind, identity, _ in filled]
    return node(
        name,
        leaf("cat_ru:TransportModeCode", placing.mode(rows[0], own, lost)),
        filled[0][2],
        leaf("TransportMeansQuantity", str(len(rows))),
        *several,
    )


def _terms(body: Body, slots: list[str], lost: set[str]) -> str:
    currency, rate = placing.rate(body, lost)
    if currency and not (len(currency) == 3 and currency.isalpha()):
        currency = ""
        lost.add("invoiceCurrency")
    return node(
        "ESADout_CUMainContractTerms",
        leaf("catESAD_cu:ContractCurrencyCode", currency),
        leaf("catESAD_cu:ContractCurrencyRate", rate),
        slots[6],
        slots[7],
        slots[8],
        node("catESAD_cu:CUESADDeliveryTerms", slots[9], slots[10]),
    )
