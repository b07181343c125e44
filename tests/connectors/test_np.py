"""Nepal: its codes, its zone, and a public sample of its ASYCUDA World."""

from __future__ import annotations

from pathlib import Path

import pytest

import connectors.np as np
from connectors.np.mapping import PROFILE
from hub.domain.faults import CODE_LIST, MISSING, UNKNOWN_REFERENCE
from tests.flow.hub_in_memory import make_codec

FOLDER = Path(np.__file__).parent
REAL = Path(__file__).parents[3] / "shared" / "samples" / "asycuda"
SAMPLE = (FOLDER / "samples" / "import.xml").read_bytes()


def test_means_of_transport_are_its_own_codes() -> None:
    """01 is air and 02 a truck in Nepal; a rickshaw has no mode of Rec 19 and no warning."""
    assert {code: PROFILE.transport[code] for code in ("01", "02", "03")} == {
        "01": "4",
        "02": "3",
        "03": "2",
    }
    assert PROFILE.transport["06"] == ""
    assert PROFILE.modes["3"] == "02"


def test_its_lists_are_asked_with_a_warning() -> None:
    """A code outside Nepal's lists passes, with a pointer to where it stands."""
    assert np.read(SAMPLE).warnings == ()
    strange = SAMPLE.replace(b">BDP01<", b">XXX99<").replace(b">4000<", b">4999<", 1)
    reading = np.read(strange)
    assert reading.messages
    assert [(warning.code, warning.original) for warning in reading.warnings] == [
        (CODE_LIST, "XXX99"),
        (CODE_LIST, "4999"),
    ]
    assert reading.warnings[1].pointer.startswith("/ASYCUDA[1]/Item[1]/")


def test_values_are_rupees_and_days_are_those_of_kathmandu() -> None:
    """The national currency is NPR; a date begins at UTC+05:45."""
    (message,) = np.read(SAMPLE).messages
    assert {item["statisticalValueCurrency"] for item in message.body["goodsItems"]} == {"NPR"}
    assert message.body["issueDateTime"]["zone"] == "Asia/Kathmandu"
    assert message.body["issueDateTime"]["utc"].strftime("%H:%M") == "18:15"


@pytest.mark.skipif(not REAL.exists(), reason="the public samples are not here")
def test_the_public_sample_is_read() -> None:
    """A real import of 119 items: every item with its code, mass, value and origin."""
    reading = np.read((REAL / "NP_sample_xml_format.xml").read_bytes())
    (message,) = reading.messages
    assert [warning.code for warning in reading.warnings] == [UNKNOWN_REFERENCE]
    body = message.body
    make_codec().encode(message.kind, body)
    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "IMPORT",
        "CN",
        "NP",
    )
    assert (body["invoiceAmount"], body["totalGrossMass"]) == ("2108.89", "199.0000")
    assert [party["role"] for party in body["parties"]] == [
        *("Exporter", "Consignee", "Payer", "Declarant"),
    ]
    modes = [means.get("modeCode") for means in body["transport"]]
    assert modes == [None, "4", None], "arrival has none, the border is air, 09 has no like"
    assert body["documents"] == [{"id": "2026/1436", "typeCode": "785"}]
    first = body["goodsItems"][0]
    assert first["documents"] == [{"id": "DEMOHAWB0057", "typeCode": "740"}]
    assert (first["packages"][0]["quantity"], first["itemAmount"]) == ("0.06", "26.05")
    assert len(body["goodsItems"]) == int(body["goodsItemQuantity"]) == 119
    for item in body["goodsItems"]:
        assert len(item["commodityCode"]) == 11
        for field in ("netMass", "customsValue", "originCountry", "packages", "procedureCurrent"):
            assert item[field]


@pytest.mark.skipif(not REAL.exists(), reason="the public samples are not here")
def test_a_document_without_any_number_is_refused() -> None:
    """The generated sample has no registration, reference or manifest: nothing to know it by."""
    (part,) = np.read((REAL / "NP_GENERATED_demo_output.xml").read_bytes()).refusals
    assert [fault.code for fault in part.faults] == [MISSING]
