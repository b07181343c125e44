"""The parties of a TradeNet message: who has a number, a name, an address in it."""

from __future__ import annotations

from connectors.sg.elements import ROLES
from connectors.sg.markup import basic, fitting, group, name_lines
from hub.connector.formats.losses import Losses, beyond
from hub.domain.declaration import Body

_NAMED = frozenset({"role", "id", "name"})
_PLACED = frozenset({"role", "id", "name", "address", "city", "postcode", "country"})
_ADDRESSED = _PLACED - {"id"}
_EXPORTER = frozenset({"ExporterParty", "ManufacturerParty"})
_CONSIGNEE = frozenset({"ConsigneeParty", "EndUserParty"})
_ELEMENTS = {role: name for name, role in ROLES.items()}


def _first(body: Body, role: str) -> Body:
    rows = body.get("parties") or ()
    return next((party for party in rows if party["role"] == role), {})


def parties(body: Body, lost: Losses) -> str:
    """Return the parties in the order of the format; a second of a role has no element."""
    stated: dict[str, Body] = {}
    for party in body.get("parties") or ():
        role = party["role"]
        if role in stated or role not in {*_ELEMENTS, "Declarant", "Seller"}:
            lost.add(f"parties/{role}")
        stated.setdefault(role, party)
    person = name_lines(_first(body, "Declarant").get("name") or "", "parties/Declarant/name", lost)
    written = group("DeclarantParty", group("PersonInformation", person))
    for name, role in ROLES.items():
        if role in stated:
            inner = _party(stated[role], name, lost)
            written += group(name, inner)
            if not inner:
                lost.add(f"parties/{role}")
    return written


def _party(party: Body, element: str, lost: Losses) -> str:
    path = f"parties/{party['role']}/"
    number = "" if element in _CONSIGNEE else fitting(party.get("id") or "", 17, f"{path}id", lost)
    names = group("PartyIdentification", basic("ID", number))
    names += group("PartyName", name_lines(party.get("name") or "", f"{path}name", lost))
    line = group("AddressLine", basic("Line", party.get("address") or ""))
    place = (
        basic("CityName", party.get("city") or "")
        + basic("PostalZone", party.get("postcode") or "")
        + basic("CountryCode", party.get("country") or "")
    )
    if element in _EXPORTER:
        beyond(party, _PLACED, path, lost)
        return group("PartyDetail", names) + line + group("Address", place)
    if element in _CONSIGNEE:
        beyond(party, _ADDRESSED, path, lost)
        return names + group("Address", line + place)
    beyond(party, _NAMED, path, lost)
    return names


def declarant(body: Body, lost: Losses) -> str:
    """Return who declares: the mailbox in the header. The person's own number is never written."""
    party = _first(body, "Declarant")
    beyond(party, _NAMED, "parties/Declarant/", lost)
    number = fitting(party.get("id") or "", 17, "parties/Declarant/id", lost)
    if party and not number and not party.get("name"):
        lost.add("parties/Declarant")
    return number


def supplier(body: Body, lost: Losses) -> str:
    """Return the seller as the supplier of the invoice; a consignor where there is none."""
    seller, consignor = _first(body, "Seller"), _first(body, "Consignor")
    party = seller or consignor
    path = f"parties/{'Seller' if seller else 'Consignor'}/"
    beyond(seller, _NAMED, path, lost)
    inner = basic("CodeValue", fitting(party.get("id") or "", 17, f"{path}id", lost))
    inner += name_lines(party.get("name") or "", f"{path}name", lost)
    if seller and not inner:
        lost.add("parties/Seller")
    return group("SupplierManufacturerParty", inner)
