"""Australia: what ABF's public sample says, and that the simulated system speaks the same."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import connectors.au as au
from hub.connector.manifest import load
from hub.domain.faults import UNKNOWN_KIND
from hub.local.twins import templates

FOLDER = Path(au.__file__).parent
REAL = Path(__file__).parents[3] / "shared" / "samples" / "edifact"
PARTY = {
    "id": "51",
    "name": "O'NEIL + CO: ?",
    "address": "1 ROAD",
    "city": "PERTH",
    "country": "AU",
}
ITEMS = [
    {
        "n": str(n),
        "hs6": "510111",
        "hs8": "51011100",
        "description": "WOOL, GREASY",
        "net": "1",
        "gross": "2.5",
        "quantity": "3",
        "unit": "KGM",
        "amount": "4.10",
        "origin": "AU",
        "packages": "1",
        "package_type": "BL",
    }
    for n in (1, 2)
]
VARIABLES: dict[str, Any] = {
    "control": "26112400000001",
    "declaration_id": "A1Z000001",
    "functional_reference_id": "AU26000000000001",
    "counterpart_id": "",
    "ucr": "6AU51-X",
    "export_country": "AU",
    "destination_country": "GB",
    "exporter": PARTY,
    "consignee": PARTY,
    "declarant": PARTY,
    "now": datetime(2026, 11, 24, 3, 0),
    "currency": "AUD",
    "total_amount": "8.20",
    "total_gross": "5",
    "total_packages": "2",
    "transport": {
        "mode": "1",
        "id": "9321483",
        "voyage": "V1",
        "nationality": "PA",
        "document": "BL1",
    },
    "container": "MSKU4711230",
    "seal": "S1",
    "office": "AUSYD",
    "items": ITEMS,
    "version": 1,
    "reason": "BUYER'S WISH",
}


def _twin(name: str, **changes: object) -> dict[str, Any]:
    twin = templates.load("au")
    raw = twin.sources[name].render(**VARIABLES | changes, twin=twin.settings)
    reading = au.read(raw.encode("latin-1"))
    assert (reading.refusals, reading.warnings) == ((), ())
    return reading.messages[0].body


def test_twin_export_carries_the_keys_of_the_router() -> None:
    """The simulated export names its number, UCR, both countries and all items."""
    body = _twin("export")

    assert body["declarationKey"] == "AU:A1Z000001"
    assert (body["side"], body["functionCode"]) == ("EXPORT", "9")
    assert (body["exportCountry"], body["destinationCountry"]) == ("AU", "GB")
    assert body["ucr"] == "6AU51-X"
    assert [item["commodityCode"] for item in body["goodsItems"]] == ["51011100"] * 2
    assert body["parties"][0]["name"] == "O'NEIL + CO: ?"


def test_twin_import_follows_the_export_declaration() -> None:
    """The simulated import names the foreign export as previous document 830."""
    body = _twin("import", counterpart_id="26GB1", export_country="GB", destination_country="AU")

    assert body["previousDocuments"] == [{"id": "26GB1", "typeCode": "830"}]
    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "IMPORT",
        "GB",
        "AU",
    )


@pytest.mark.parametrize(("name", "function"), [("amendment", "5"), ("cancellation", "1")])
def test_twin_changes_name_the_declaration_and_the_reason(name: str, function: str) -> None:
    """Amendment and cancellation carry the number, the version and why."""
    body = _twin(name, version=2, ucr="")

    assert (body["declarationId"], body["version"]) == ("A1Z000001", 2)
    assert body["functionCode"] == function
    assert body["amendments"] == [{"text": "BUYER'S WISH"}]


def test_twin_status_is_a_release() -> None:
    """The simulated status releases the own declaration."""
    body = _twin("status")

    assert (body["status"], body["declarationId"]) == ("RELEASED", "A1Z000001")
    assert body["functionalReferenceId"] == "AU26000000000001"


def test_twin_settings_are_complete() -> None:
    """The simulated system says how its numbers look."""
    settings = tomllib.loads((FOLDER / "twin" / "twin.toml").read_text())

    assert {"content_type", "charset", "declaration_id", "functional_reference_id"} <= set(settings)


def test_manifest_asks_for_receipts_as_messages() -> None:
    """ICS gets CONTRL for a receipt, not an HTTP status alone."""
    manifest = load(FOLDER)

    assert (manifest.receipt, manifest.family, manifest.spec) == (
        "message",
        "edifact",
        "public-sample",
    )


@pytest.mark.skipif(not REAL.exists(), reason="no real samples here")
def test_the_public_export_declaration_reads_whole() -> None:
    """ABF's test script is an export to the US of one line in Australian dollars."""
    reading = au.read((REAL / "AU_CUSDEC_D99B_EXD.edi").read_bytes())
    body = reading.messages[0].body

    assert reading.refusals == ()
    assert body["declarationKey"] == "AU:200401270001"
    assert (body["side"], body["typeCode"], body["destinationCountry"]) == ("EXPORT", "EXD", "US")
    assert body["goodsItems"][0]["commodityCode"] == "03026200"
    assert body["goodsItems"][0]["grossMassUnit"] == "KGM"
    assert body["goodsItems"][0]["statisticalValueCurrency"] == "AUD"
    assert body["nationalData"]["GIS[107:95]"] == "Y"


@pytest.mark.skipif(not REAL.exists(), reason="no real samples here")
@pytest.mark.parametrize("name", ["CUSCAR_D99B_WARREL", "CUSREP_D99B_DEPART", "GENRAL_D99B_STREQ"])
def test_other_message_types_are_refused_by_name(name: str) -> None:
    """Cargo and general messages are no declarations: the answer says so and quotes them."""
    (refused,) = au.read((REAL / f"AU_{name}.edi").read_bytes()).refusals

    assert [fault.code for fault in refused.faults] == [UNKNOWN_KIND]
    assert refused.faults[0].original == name[:6]
    assert refused.references["UNH.0062"] == "1"
