"""Goods items (`barang`) of a document, with their duties (`barangTarif`)."""

from __future__ import annotations

from typing import Any

from connectors.id.leftovers import keep, number, picked
from connectors.id.tables import ITEM, ITEM_PLACED, PACKAGING, TAX
from hub.connector.formats import json
from hub.domain.declaration import Body
from hub.domain.faults import Fault


def item(row: dict[str, Any], place: int, body: Body, warnings: list[Fault]) -> Body:
    """Return one goods item; its amount is FOB for exports and CIF for imports."""
    serial, path = row.get("seriBarang"), f"/barang/{place}"
    found: Body = {"sequenceNumeric": serial if type(serial) is int else place + 1}
    found.update(picked(row, ITEM, path, warnings))
    if "netMass" in found:
        found["netMassUnit"] = "KGM"
    if "grossMass" in found:
        found["grossMassUnit"] = "KGM"
    name = "fob" if body["side"] == "EXPORT" else "cif"
    value = number(row.get(name), f"{path}/{name}", warnings)
    if value and value != "0":
        found["itemAmount"] = value
        found["itemCurrency"] = body.get("invoiceCurrency", "")
    if packages := picked(row, PACKAGING, path, warnings):
        found["packages"] = [packages]
    if taxes := json.rows(row, "barangTarif"):
        found["taxes"] = [
            _tax(tax, f"{path}/barangTarif/{n}", warnings) for n, tax in enumerate(taxes)
        ]
    national: dict[str, str] = {}
    keep(national, row, ITEM_PLACED)
    if national:
        found["nationalData"] = national
    return found


def _tax(row: dict[str, Any], path: str, warnings: list[Fault]) -> Body:
    """Duties stay with the administration that owns them: only type, rate and amount are read."""
    found = picked(row, TAX, path, warnings)
    if "amount" in found:
        found["currency"] = "IDR"
    return found
