"""Goods items (`barang`) of a document, with their duties (`barangTarif`)."""

from __future__ import annotations

from typing import Any

from connectors.id.leftovers import keep, picked
from connectors.id.tables import ITEM, ITEM_PLACED, PACKAGING, TAX
from hub.connector.formats import json
from hub.domain.declaration import Body


def item(row: dict[str, Any], place: int, body: Body) -> Body:
    """Return one goods item; its amount is FOB for exports and CIF for imports."""
    serial = row.get("seriBarang")
    found: Body = {"sequenceNumeric": serial if type(serial) is int else place + 1}
    found.update(picked(row, ITEM))
    if "netMass" in found:
        found["netMassUnit"] = "KGM"
    if "grossMass" in found:
        found["grossMassUnit"] = "KGM"
    value = json.text(row.get("fob" if body["side"] == "EXPORT" else "cif"))
    if value and value != "0":
        found["itemAmount"] = value
        found["itemCurrency"] = body.get("invoiceCurrency", "")
    if packages := picked(row, PACKAGING):
        found["packages"] = [packages]
    if taxes := [_tax(tax) for tax in json.rows(row, "barangTarif")]:
        found["taxes"] = taxes
    national: dict[str, str] = {}
    keep(national, row, ITEM_PLACED)
    if national:
        found["nationalData"] = national
    return found


def _tax(row: dict[str, Any]) -> Body:
    """Duties stay with the administration that owns them: only type, rate and amount are read."""
    found = picked(row, TAX)
    if "amount" in found:
        found["currency"] = "IDR"
    return found
