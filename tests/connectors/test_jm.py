"""Jamaica: the ASYCUDA family in its own zone, currency and words."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import connectors.jm as jm
from connectors.jm.mapping import HERE, PROFILE
from hub.connector.kit.answers import ENVELOPE
from hub.connector.texts import localized
from hub.domain.faults import MEANING, MISSING, PLAUSIBILITY
from hub.domain.reading import Message

REAL = Path(__file__).parents[3] / "shared" / "samples" / "asycuda"
SAMPLES = Path(jm.__file__).parent / "samples"


def test_values_are_in_its_currency_and_days_are_its_own() -> None:
    """The national currency is JMD; a day begins at UTC-05:00 of UTC."""
    (message,) = jm.read((SAMPLES / "import.xml").read_bytes()).messages
    item = message.body["goodsItems"][0]
    assert item["customsValueCurrency"] == "JMD"
    accepted = message.body["acceptanceDateTime"]
    assert (accepted["zone"], accepted["utc"].strftime("%H:%M")) == ("America/Jamaica", "05:00")


def test_its_own_words_survive_and_reach_its_officers() -> None:
    """What a trader writes comes back; a refusal says in English what is missing."""
    (message,) = jm.read((SAMPLES / "export.xml").read_bytes()).messages
    assert message.body["goodsItems"][0]["description"] == "Roasted Blue Mountain coffee"
    again = jm.read(jm.write(message, ENVELOPE).body).messages[0]
    assert again.body["goodsItems"][0]["description"] == "Roasted Blue Mountain coffee"
    fault = {"code": MISSING, "text": MEANING[MISSING]}
    refusal = localized(Message("Refusal", {"faults": [fault]}), HERE.texts)
    said = jm.write(refusal, ENVELOPE).body.decode()
    assert "is missing" in said


def test_a_released_document_is_a_declaration_and_its_state() -> None:
    """The whole SAD with its receipt filled says both, the declaration first."""
    messages = jm.read((SAMPLES / "released.xml").read_bytes()).messages
    assert [message.kind for message in messages] == ["Declaration", "StatusChange"]
    assert messages[1].body["status"] == "RELEASED"
    assert messages[0].body["declarationKey"] == messages[1].body["declarationKey"]


def test_no_national_list_is_claimed() -> None:
    """Offices, models and procedures pass as they are; only means of transport are asked."""
    assert PROFILE.known == {}
    strange = (
        (SAMPLES / "export.xml").read_bytes().replace(b"_office_code>JMKAJ<", b"_office_code>X9<")
    )
    reading = jm.read(strange)
    assert reading.messages[0].body["declarationOfficeId"] == "X9"
    assert reading.warnings == ()


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
