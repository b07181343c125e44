"""The canonical declaration as a WCO Declaration, in the element order of the DEC schema.

Duties and taxes never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from typing import Any

from hub.connector.formats.wco import additional_writing
from hub.connector.formats.wco.classes_writing import (
    FREIGHT,
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
    leaves,
    measure,
    missed,
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
_IDENTITY = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35), code("ID", "declarationId", 70)
)
_TOTALS = sheet(
    number("GoodsItemQuantity", "goodsItemQuantity", 5, 0),
    code("DeclarationOfficeID", "declarationOfficeId", 17),
    amount("InvoiceAmount", "invoiceAmount", "invoiceCurrency"),
    measure("TotalGrossMassMeasure", "totalGrossMass"),
    number("TotalPackageQuantity", "totalPackageQuantity", 8, 0),
)
_EXIT = sheet(code("ID", "exitOfficeId", 17))
_PRESENTATION = sheet(code("ID", "presentationOfficeId", 17))
_NATURE = sheet(code("TransactionNatureCode", "natureOfTransaction", 2, "[0-9]{1,2}"))
_DESTINATION = sheet(country("CountryCode", "destinationCountry"))
_EXPORT = sheet(country("ID", "exportCountry"))
_TERMS = sheet(
    code("ConditionCode", "tradeTerms", 3, "[A-Za-z]{3}"), code("LocationID", "tradeTermsPlace", 17)
)
_UCR = sheet(code("TraderAssignedReferenceID", "ucr", 35))
_LOCATION = sheet(text("Name", "goodsLocation", 256))
_LOADING = sheet(code("ID", "loadingPlace", 17))
_EQUIPMENT = sheet(code("ID", "id", 17), besides="seals")
_MODE = code("ModeCode", "modeCode", 1, "[0-9]")
_MEANS = sheet(
    text("Name", "name", 35),
    code("ID", "id", 35),
    code("IdentificationTypeCode", "idType", 17),
    besides="stage modeCode",
)
_INLAND = sheet(_MODE)
_BORDER = sheet(country("RegistrationNationalityCode", "nationality"), _MODE)
_STAGES = ("BORDER", "ARRIVAL", "DEPARTURE")
_CARRIED = frozenset(
    "declarationKey country side functionCode version references typeCode previousDocuments"
    " acceptanceDateTime issueDateTime exitDateTime exchangeRates parties transport equipment"
    " documents statements amendments goodsItems".split()
).union(
    *(
        part.carried
        for part in (
            *(_IDENTITY, _TOTALS, _EXIT, _PRESENTATION, _NATURE, _DESTINATION, _EXPORT, _TERMS),
            *(_UCR, _LOCATION, _LOADING, FREIGHT),
        )
    )
)


def declaration(body: Body, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return the Declaration element without namespace declarations, and what is lost.

    An amendment (4, 5) becomes an additional message (13) of type COR, a cancellation (1) one of
    type INV, as the CDS profile has it.
    """
    lost: set[str] = set()
    kind = additional_writing.KINDS.get(body.get("functionCode") or "9", "")
    if kind == additional_writing.CANCELLATION:
        return additional_writing.cancellation(body, lost), tuple(sorted(lost))
    missed(_CARRIED, body, lost)
    if (body.get("version") or 1) > 1 and not kind:
        lost.add("version")
    parties = by_role(body.get("parties") or (), _ROLES, lost, "parties")
    means = _by_stage(body, lost)
    inner = (
        _time("AcceptanceDateTime", body.get("acceptanceDateTime")),
        leaf("FunctionCode", additional_writing.ADDITIONAL if kind else "9"),
        leaves(_IDENTITY, body, lost),
        _time("IssueDateTime", body.get("issueDateTime")),
        leaf("TypeCode", kind or _type_code(body, profile, lost)),
        leaves(_TOTALS, body, lost),
        party("Submitter", parties, lost),
        "".join(document(row, lost) for row in body.get("documents") or ()),
        statements(body.get("statements") or (), lost),
        additional_writing.reasons(body),
        party("Agent", parties, lost),
        additional_writing.amendments(body, lost),
        _means("BorderTransportMeans", means.get("BORDER"), lost),
        node("Consignment", party("Carrier", parties, lost)),
        "".join(
            element("CurrencyExchange", RATE, row, lost, "exchangeRates/")
            for row in body.get("exchangeRates") or ()
        ),
        party("Declarant", parties, lost),
        node("ExitOffice", leaves(_EXIT, body, lost)),
        party("Exporter", parties, lost),
        _shipment(body, parties, means, lost),
        node("PresentationOffice", leaves(_PRESENTATION, body, lost)),
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


def _shipment(body: Body, parties: Parties, means: dict[str, Body], lost: set[str]) -> str:
    items = body.get("goodsItems") or ()
    return node(
        "GoodsShipment",
        _time("ExitDateTime", body.get("exitDateTime")),
        leaves(_NATURE, body, lost),
        party("Buyer", parties, lost),
        party("Consignee", parties, lost),
        _consignment(body, means, lost),
        party("Consignor", parties, lost),
        node("CustomsValuation", leaves(FREIGHT, body, lost)),
        node("Destination", leaves(_DESTINATION, body, lost)),
        node("ExportCountry", leaves(_EXPORT, body, lost)),
        "".join(goods_item(item, place, lost) for place, item in enumerate(items, 1)),
        party("Importer", parties, lost),
        party("Payer", parties, lost),
        previous(_of_header(body), lost),
        party("Seller", parties, lost),
        party("Surety", parties, lost),
        node("TradeTerms", leaves(_TERMS, body, lost)),
        node("UCR", leaves(_UCR, body, lost)) if not _ucr_at_item(body) else "",
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


def _consignment(body: Body, means: dict[str, Body], lost: set[str]) -> str:
    return node(
        "Consignment",
        _means("ArrivalTransportMeans", means.get("ARRIVAL"), lost),
        _means("DepartureTransportMeans", means.get("DEPARTURE"), lost),
        node("GoodsLocation", leaves(_LOCATION, body, lost)),
        node("LoadingLocation", leaves(_LOADING, body, lost)),
        "".join(
            _equipment(unit, place, lost)
            for place, unit in enumerate(body.get("equipment") or (), 1)
        ),
    )


def _equipment(unit: Body, place: int, lost: set[str]) -> str:
    missed(_EQUIPMENT.carried, unit, lost, "equipment/")
    seals = [seal for seal in unit.get("seals") or () if len(seal) <= 35]
    if len(seals) < len(unit.get("seals") or ()):
        lost.add("equipment/seals")
    return node(
        "TransportEquipment",
        sequence(place),
        leaves(_EQUIPMENT, unit, lost, "equipment/"),
        "".join(node("Seal", sequence(n), leaf("ID", seal)) for n, seal in enumerate(seals, 1)),
    )


def _means(name: str, row: Body | None, lost: set[str]) -> str:
    if not row:
        return ""
    border = row["stage"] == "BORDER"
    missed(
        _MEANS.carried | (_BORDER.carried if border else _INLAND.carried), row, lost, "transport/"
    )
    mode = _BORDER if border else _INLAND
    return node(
        name, leaves(_MEANS, row, lost, "transport/"), leaves(mode, row, lost, "transport/")
    )


def _time(name: str, moment: Any) -> str:
    written = moments.written(moment, "UTC", "%Y%m%d%H%M%SZ")
    if not written:
        return ""
    return f'<{name}><p1:DateTimeString formatCode="304">{written}</p1:DateTimeString></{name}>'
