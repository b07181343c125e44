"""The canonical declaration as a WCO Declaration, in the element order of the DEC schema.

Duties and taxes never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.connector.formats.wco import additional_writing
from hub.connector.formats.wco.classes_writing import (
    RATE,
    Parties,
    by_role,
    document,
    party,
    previous,
    sequence,
    statements,
)
from hub.connector.formats.wco.goods_item_writing import goods_item
from hub.connector.formats.wco.leaves import (
    amount,
    code,
    country,
    element,
    fill,
    measure,
    number,
    sheet,
    text,
)
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.wco.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body

_ROLES = frozenset(
    "Agent Buyer Carrier Consignee Consignor Declarant Exporter Importer Payer Seller Submitter"
    " Surety".split()
)
_BODY = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35),
    code("ID", "declarationId", 70),
    number("GoodsItemQuantity", "goodsItemQuantity", 5, 0),
    code("DeclarationOfficeID", "declarationOfficeId", 17),
    amount("InvoiceAmount", "invoiceAmount", "invoiceCurrency"),
    measure("TotalGrossMassMeasure", "totalGrossMass"),
    number("TotalPackageQuantity", "totalPackageQuantity", 8, 0),
    code("ID", "exitOfficeId", 17),
    code("ID", "presentationOfficeId", 17),
    code("TransactionNatureCode", "natureOfTransaction", 2, "[0-9]{1,2}"),
    text("Name", "goodsLocation", 256),
    code("ID", "loadingPlace", 17),
    amount("FreightChargeAmount", "freightAmount", "freightCurrency"),
    country("CountryCode", "destinationCountry"),
    country("ID", "exportCountry"),
    code("ConditionCode", "tradeTerms", 3, "[A-Za-z]{3}"),
    code("LocationID", "tradeTermsPlace", 17),
    code("TraderAssignedReferenceID", "ucr", 35),
    besides="declarationKey country side functionCode version references typeCode parties"
    " previousDocuments acceptanceDateTime issueDateTime exitDateTime exchangeRates transport"
    " equipment documents statements amendments goodsItems",
)
_EQUIPMENT = sheet(code("ID", "id", 17), besides="seals")
_MEANS = (
    text("Name", "name", 35),
    code("ID", "id", 35),
    code("IdentificationTypeCode", "idType", 17),
)
_MODE = code("ModeCode", "modeCode", 1, "[0-9]")
_BORDER = sheet(
    *_MEANS, country("RegistrationNationalityCode", "nationality"), _MODE, besides="stage"
)
_INLAND = sheet(*_MEANS, _MODE, besides="stage")
_STAGES = ("BORDER", "ARRIVAL", "DEPARTURE")


def declaration(body: Body, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return the Declaration element without namespace declarations, and what is lost.

    An amendment (4, 5) becomes an additional message (13) of type COR, a cancellation (1) one of
    type INV, as the CDS profile has it.
    """
    lost: set[str] = set()
    kind = additional_writing.KINDS.get(body.get("functionCode") or "9", "")
    if kind == additional_writing.CANCELLATION:
        return additional_writing.cancellation(body, lost), tuple(sorted(lost))
    slots = fill(_BODY, body, lost)
    if (body.get("version") or 1) > 1 and not kind:
        lost.add("version")
    parties = by_role(body.get("parties") or (), _ROLES, lost, "parties")
    means = _by_stage(body, lost)
    rates = body.get("exchangeRates") or ()
    inner = (
        _time("AcceptanceDateTime", "acceptanceDateTime", body, lost),
        leaf("FunctionCode", additional_writing.ADDITIONAL if kind else "9"),
        *slots[:2],
        _time("IssueDateTime", "issueDateTime", body, lost),
        leaf("TypeCode", kind or _type_code(body, profile, lost)),
        *slots[2:7],
        party("Submitter", parties, lost),
        "".join([document(row, lost) for row in body.get("documents") or ()]),
        statements(body.get("statements") or (), lost),
        additional_writing.reasons(body),
        party("Agent", parties, lost),
        additional_writing.amendments(body, lost),
        _means("BorderTransportMeans", means.get("BORDER"), lost),
        node("Consignment", party("Carrier", parties, lost)),
        "".join([element("CurrencyExchange", RATE, r, lost, "exchangeRates/") for r in rates]),
        party("Declarant", parties, lost),
        node("ExitOffice", slots[7]),
        party("Exporter", parties, lost),
        _shipment(body, slots[9:], parties, means, lost),
        node("PresentationOffice", slots[8]),
    )
    return "".join(inner), tuple(sorted(lost))


def _type_code(body: Body, profile: Profile, lost: set[str]) -> str:
    """Return the type as stated at home, for a partner's the plain type of its side."""
    stated, side = str(body.get("typeCode", "")), body.get("side", "")
    if body.get("country") == profile.country and len(stated) <= 3:
        return stated
    written = profile.types.get(side, "")
    if stated and stated != written:
        lost.add("typeCode")
    if side and not written:
        lost.add("side")
    return written


def _by_stage(body: Body, lost: set[str]) -> dict[str, Body]:
    found: dict[str, Body] = {}
    for row in body.get("transport") or ():
        if row["stage"] in _STAGES and row["stage"] not in found:
            found[row["stage"]] = row
        else:
            lost.add(f"transport/{row['stage']}")
    return found


def _shipment(
    body: Body, slots: list[str], parties: Parties, means: dict[str, Body], lost: set[str]
) -> str:
    nature, location, loading, freight, destination, export, *terms, ucr = slots
    items = body.get("goodsItems") or ()
    return node(
        "GoodsShipment",
        _time("ExitDateTime", "exitDateTime", body, lost),
        nature,
        party("Buyer", parties, lost),
        party("Consignee", parties, lost),
        node(
            "Consignment",
            _means("ArrivalTransportMeans", means.get("ARRIVAL"), lost),
            _means("DepartureTransportMeans", means.get("DEPARTURE"), lost),
            node("GoodsLocation", location),
            node("LoadingLocation", loading),
            _equipment(body.get("equipment") or (), lost),
        ),
        party("Consignor", parties, lost),
        node("CustomsValuation", freight),
        node("Destination", destination),
        node("ExportCountry", export),
        "".join([goods_item(item, place, lost) for place, item in enumerate(items, 1)]),
        party("Importer", parties, lost),
        party("Payer", parties, lost),
        previous(_of_header(body), lost),
        party("Seller", parties, lost),
        party("Surety", parties, lost),
        node("TradeTerms", *terms),
        node("UCR", ucr) if not _ucr_at_item(body) else "",
    )


def _of_header(body: Body) -> list[Body]:
    """Leave out what the header only repeats of its items."""
    stated = body.get("previousDocuments") or []
    of_items = [d for i in body.get("goodsItems") or () for d in i.get("previousDocuments") or ()]
    return [row for row in stated if row not in of_items] if of_items else stated


def _ucr_at_item(body: Body) -> bool:
    """A UCR stands at the header or at the items, never at both."""
    ucr = body.get("ucr")
    return any(ucr and item.get("ucr") == ucr for item in body.get("goodsItems") or ())


def _equipment(units: Sequence[Body], lost: set[str]) -> str:
    return "".join([_unit(unit, place, lost) for place, unit in enumerate(units, 1)])


def _unit(unit: Body, place: int, lost: set[str]) -> str:
    stated = unit.get("seals") or ()
    seals = [seal for seal in stated if len(seal) <= 35]
    if len(seals) < len(stated):
        lost.add("equipment/seals")
    return node(
        "TransportEquipment",
        sequence(place),
        *fill(_EQUIPMENT, unit, lost, "equipment/"),
        *[node("Seal", sequence(n), leaf("ID", seal)) for n, seal in enumerate(seals, 1)],
    )


def _means(name: str, row: Body | None, lost: set[str]) -> str:
    if not row:
        return ""
    return element(name, _BORDER if row["stage"] == "BORDER" else _INLAND, row, lost, "transport/")


def _time(name: str, field: str, body: Body, lost: set[str]) -> str:
    written = moments.written(body.get(field), "UTC", "%Y%m%d%H%M%SZ")
    if not written:
        return ""
    # The schema knows this century only.
    if not written.startswith("20"):
        lost.add(field)
        return ""
    return f'<{name}><p1:DateTimeString formatCode="304">{written}</p1:DateTimeString></{name}>'
