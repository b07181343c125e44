"""The parties of a declaration as the traders, the declarant and the supplier of a SAD."""

from __future__ import annotations

from hub.connector.formats.asycuda import addresses
from hub.connector.formats.asycuda.markup import Losses, Names, block, rest, text, texts, whole
from hub.domain.declaration import Body

WHERE = "parties/"

_TRADERS = (
    ("Exporter", "Exporter", "Consignor"),
    ("Consignee", "Consignee", "Importer"),
    ("Financial", "Payer", ""),
)
"""Element, the role that stands there, and the one that takes its place where it is not stated:
boxes 2, 8 and 9 of the SAD."""

_TOLD = frozenset({"role", "id", *addresses.PARTS})
_AGENT = frozenset({"role", "name"})
_SELLER: Names = (
    ("Invoice_supplier_name", "name"),
    ("Invoice_supplier_country", "country"),
    ("Invoice_supplier_city", "city"),
    ("Invoice_supplier_street", "address"),
    ("Invoice_supplier_zip_code", "postcode"),
)
_SOLD = frozenset({"role", *(field for _, field in _SELLER)})
_REFERENCE: Names = (("Number", "functionalReferenceId"),)
_ROLES = frozenset({"Exporter", "Consignee", "Payer", "Declarant", "Agent", "Seller"})


def traders(body: Body, lost: Losses) -> str:
    """Return the blocks Traders and Declarant; parties of other roles are named as lost."""
    parties: dict[str, Body] = {}
    for party in body.get("parties") or ():
        role = party["role"]
        if role not in _ROLES or (role in parties and role != "Seller"):
            lost.add(WHERE + role)
        parties.setdefault(role, party)
    written = ""
    for name, role, instead in _TRADERS:
        party = parties.get(role) or parties.get(instead)
        written += block(name, _trader(party, name, lost)) if party else ""
    return block("Traders", written) + block("Declarant", _declarant(body, parties, lost))


def _trader(party: Body, name: str, lost: Losses) -> str:
    lines = addresses.joined(party)
    broken = addresses.PARTS if not whole(lines) else addresses.unsaid(party, lines)
    lost.update([WHERE + part for part in broken if party.get(part)])
    if not _TOLD.issuperset(party):
        rest(party, _TOLD, lost, WHERE)
    stated = {"id": party.get("id", ""), "name": lines}
    written = texts(stated, ((f"{name}_code", "id"), (f"{name}_name", "name")), lost, WHERE)
    if not written:
        lost.add(WHERE + party["role"])
    return written


def _declarant(body: Body, parties: dict[str, Body], lost: Losses) -> str:
    declarant, agent = parties.get("Declarant"), parties.get("Agent")
    written = _trader(declarant, "Declarant", lost) if declarant else ""
    if agent:
        rest(agent, _AGENT, lost, "parties/Agent/")
        name = " ".join(agent.get("name", "").split("\n")).strip()
        if not name:
            lost.add("parties/Agent")
        elif name != agent["name"]:
            lost.add("parties/Agent/name")
        written += text("Declarant_representative", name, lost, "parties/Agent/name")
    return written + block("Reference", texts(body, _REFERENCE, lost))


def sellers(body: Body, lost: Losses) -> str:
    """Return a Supplier_documents for each seller."""
    written = ""
    for party in body.get("parties") or ():
        if party["role"] == "Seller":
            rest(party, _SOLD, lost, "parties/Seller/")
            inner = texts(party, _SELLER, lost, "parties/Seller/")
            if not inner or "\n" in party.get("name", ""):
                lost.add("parties/Seller")
            written += block("Supplier_documents", inner)
    return written
