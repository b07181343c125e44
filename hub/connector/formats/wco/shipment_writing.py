"""The GoodsShipment (67A) of a declaration, in the element order of the DEC schema."""

from __future__ import annotations

from collections.abc import Sequence

from hub.connector.formats.wco.classes_writing import Parties, party, previous, sequence
from hub.connector.formats.wco.goods_item_writing import goods_item
from hub.connector.formats.wco.leaves import code, country, fill, sheet, short, text
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.wco.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body

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
MAX_ID = 17
_PLACES = {
    name: sheet(text(name, "place", MAX_ID if name.endswith("ID") else 256))
    for name in ("ID", "Name", "LocationID", "LocationName")
}


def shipment(
    body: Body,
    slots: list[str],
    parties: Parties,
    means: dict[str, Body],
    profile: Profile,
    lost: set[str],
) -> str:
    """Return the element; `slots` are its data elements in the order of the declaration's sheet."""
    nature, location, freight, insurance, destination, export, terms, ucr = slots
    return node(
        "GoodsShipment",
        time_of("ExitDateTime", "exitDateTime", body, lost),
        nature,
        party("Buyer", parties, lost),
        party("Consignee", parties, lost),
        _consignment(body, location, means, lost),
        party("Consignor", parties, lost),
        node("CustomsValuation", freight, _insurance(insurance, profile, lost)),
        node("Destination", destination),
        node("ExportCountry", export),
        _items(body, profile, lost),
        party("Importer", parties, lost),
        party("Payer", parties, lost),
        previous(_of_header(body), lost),
        party("Seller", parties, lost),
        party("Surety", parties, lost),
        node("TradeTerms", terms, _place("tradeTermsPlace", "Location", body, lost)),
        node("UCR", ucr) if not _ucr_at_item(body) else "",
    )


def _consignment(body: Body, location: str, means: dict[str, Body], lost: set[str]) -> str:
    return node(
        "Consignment",
        means_of("ArrivalTransportMeans", means.get("ARRIVAL"), lost),
        means_of("DepartureTransportMeans", means.get("DEPARTURE"), lost),
        node("GoodsLocation", location),
        node("LoadingLocation", _place("loadingPlace", "", body, lost)),
        _equipment(body.get("equipment") or (), lost),
    )


def _items(body: Body, profile: Profile, lost: set[str]) -> str:
    items = body.get("goodsItems") or ()
    if len(items) > profile.max_items:
        lost.add(f"goodsItems/{profile.max_items}")
        items = items[: profile.max_items]
    taric = profile.taric
    return "".join([goods_item(item, place, lost, taric) for place, item in enumerate(items, 1)])


def _insurance(amount: str, profile: Profile, lost: set[str]) -> str:
    if not amount:
        return ""
    if not profile.insurance:
        lost.update(("insuranceAmount", "insuranceCurrency"))
        return ""
    return node("ChargeDeduction", leaf("ChargesTypeCode", profile.insurance), amount)


def _place(field: str, prefix: str, body: Body, lost: set[str]) -> str:
    """Return a place as an ID, or as a name where it is too long for one."""
    stated = body.get(field)
    if not stated:
        return ""
    sheet = _PLACES[f"{prefix}ID" if len(stated) <= MAX_ID else f"{prefix}Name"]
    unfit: set[str] = set()
    written = fill(sheet, {"place": stated}, unfit)
    if unfit:
        lost.add(field)
    return written[0]


def _of_header(body: Body) -> list[Body]:
    """Leave out what the header only repeats of its items, as a reader lifts it again."""
    stated = body.get("previousDocuments") or []
    of_items = [d for i in body.get("goodsItems") or () for d in i.get("previousDocuments") or ()]
    if not stated or not of_items:
        return stated
    own = [row for row in stated if row not in of_items]
    lifted = [row for place, row in enumerate(of_items) if row not in of_items[:place]]
    return own if (own + lifted)[: len(stated)] == stated else stated


def _ucr_at_item(body: Body) -> bool:
    """A UCR stands at the header or at the items; a reader lifts the first one stated there."""
    named = [item["ucr"] for item in body.get("goodsItems") or () if item.get("ucr")]
    return bool(named) and named[0] == body.get("ucr")


def _equipment(units: Sequence[Body], lost: set[str]) -> str:
    return "".join([_unit(unit, place, lost) for place, unit in enumerate(units, 1)])


def _unit(unit: Body, place: int, lost: set[str]) -> str:
    seals = short(unit.get("seals") or (), 35, lost, "equipment/seals")
    stated = node(
        "TransportEquipment",
        *fill(_EQUIPMENT, unit, lost, "equipment/"),
        *[node("Seal", sequence(n), leaf("ID", seal)) for n, seal in enumerate(seals, 1)],
    )
    if not stated:
        lost.add("equipment")
    return stated.replace("<TransportEquipment>", f"<TransportEquipment>{sequence(place)}", 1)


def means_of(name: str, row: Body | None, lost: set[str]) -> str:
    """Return a class of transport means, nothing where there is none."""
    if not row:
        return ""
    table = _BORDER if row["stage"] == "BORDER" else _INLAND
    written = node(name, *fill(table, row, lost, "transport/"))
    if not written:
        lost.add(f"transport/{row['stage']}")
    return written


def time_of(name: str, field: str, body: Body, lost: set[str]) -> str:
    """Return a point in time as DateTimeString (format 304) in UTC."""
    written = moments.written(body.get(field), "UTC", "%Y%m%d%H%M%SZ")
    if not written:
        return ""
    # The schema knows this century only.
    if not written.startswith("20"):
        lost.add(field)
        return ""
    return f'<{name}><p1:DateTimeString formatCode="304">{written}</p1:DateTimeString></{name}>'


def by_stage(body: Body, lost: set[str]) -> dict[str, Body]:
    """Return transport means by their stage; what has no class is lost."""
    found: dict[str, Body] = {}
    for row in body.get("transport") or ():
        if row["stage"] in _STAGES and row["stage"] not in found:
            found[row["stage"]] = row
        else:
            lost.add(f"transport/{row['stage']}")
    return found
