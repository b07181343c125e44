"""Jamaica: a public sample of its ASYCUDA World, and a blank one."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import connectors.jm as jm
from hub.domain.faults import MISSING, PLAUSIBILITY

REAL = Path(__file__).parents[3] / "shared" / "samples" / "asycuda"
SAMPLES = Path(jm.__file__).parent / "samples"


@pytest.mark.skipif(not REAL.exists(), reason="the public samples are not here")
def test_the_public_sample_is_read() -> None:
    """A real assessed import: identity, parties, money, state; the items it states are missing."""
    reading = jm.read((REAL / "JM_CBJ250.xml").read_bytes())
    declaration, status = reading.messages
    body = declaration.body
    assert body["declarationId"] == "JMKAJ-2025-C8879"
    assert (body["side"], body["typeCode"]) == ("IMPORT", "IMR4")
    assert (body["exportCountry"], body["destinationCountry"]) == ("US", "JM")
    assert body["functionalReferenceId"] == "2025-RELIEF94"
    assert (body["invoiceAmount"], body["invoiceCurrency"]) == ("6800", "JMD")
    assert (body["totalGrossMass"], body["totalPackageQuantity"]) == ("186.9", "50")
    assert (body["loadingPlace"], body["goodsLocation"]) == ("USMIA", "KAJ01")
    roles = [party["role"] for party in body["parties"]]
    assert roles == ["Exporter", "Consignee", "Payer", "Declarant"]
    assert (status.body["status"], status.body["responseId"]) == ("ASSESSED", "A8879")
    assert [(warning.code, warning.original) for warning in reading.warnings] == [
        (PLAUSIBILITY, "8")
    ]


@pytest.mark.skipif(not REAL.exists(), reason="the public samples are not here")
def test_the_blank_template_is_refused() -> None:
    """A template names no declaration: it is refused, with the place where a number is missing."""
    (part,) = jm.read((REAL / "JM_blank_template.xml").read_bytes()).refusals
    (fault,) = part.faults
    assert fault.code == MISSING
    place = "/ASYCUDA[1]/Identification[1]/Registration[1]/Number[1] (line 49)"
    assert fault.pointer == place


@pytest.mark.skipif(not REAL.exists(), reason="the public samples are not here")
@pytest.mark.parametrize("name", ["import", "export", "status", "amendment", "released"])
def test_samples_validate_as_the_real_one_does(name: str) -> None:
    """The real sample is valid by the public XSD 4.2.1, and so are those of the project."""
    schema = etree.XMLSchema(etree.parse(REAL / "Asycuda421.xsd"))
    schema.assertValid(etree.parse(REAL / "JM_CBJ250.xml"))
    schema.assertValid(etree.parse(SAMPLES / f"{name}.xml"))
