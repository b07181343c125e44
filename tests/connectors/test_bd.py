"""Bangladesh: the ASYCUDA family in its own zone, currency and words."""

from __future__ import annotations

from pathlib import Path

import connectors.bd as bd
from connectors.bd.mapping import HERE, PROFILE
from hub.connector.kit.answers import ENVELOPE
from hub.connector.texts import localized
from hub.domain.faults import MEANING, MISSING
from hub.domain.reading import Message

SAMPLES = Path(bd.__file__).parent / "samples"


def test_values_are_in_its_currency_and_days_are_its_own() -> None:
    """The national currency is BDT; a day begins at UTC+06:00 of UTC."""
    (message,) = bd.read((SAMPLES / "import.xml").read_bytes()).messages
    item = message.body["goodsItems"][0]
    assert item["customsValueCurrency"] == "BDT"
    accepted = message.body["acceptanceDateTime"]
    assert (accepted["zone"], accepted["utc"].strftime("%H:%M")) == ("Asia/Dhaka", "18:00")


def test_its_own_words_survive_and_reach_its_officers() -> None:
    """What a trader writes comes back; a refusal says in Bengali what is missing."""
    (message,) = bd.read((SAMPLES / "export.xml").read_bytes()).messages
    assert message.body["goodsItems"][0]["description"] == "সুতি টি-শার্ট"
    again = bd.read(bd.write(message, ENVELOPE).body).messages[0]
    assert again.body["goodsItems"][0]["description"] == "সুতি টি-শার্ট"
    fault = {"code": MISSING, "text": MEANING[MISSING]}
    refusal = localized(Message("Refusal", {"faults": [fault]}), HERE.texts)
    said = bd.write(refusal, ENVELOPE).body.decode()
    assert "is missing | অনুপস্থিত" in said


def test_a_released_document_is_a_declaration_and_its_state() -> None:
    """The whole SAD with its receipt filled says both, the declaration first."""
    messages = bd.read((SAMPLES / "released.xml").read_bytes()).messages
    assert [message.kind for message in messages] == ["Declaration", "StatusChange"]
    assert messages[1].body["status"] == "RELEASED"
    assert messages[0].body["declarationKey"] == messages[1].body["declarationKey"]


def test_no_national_list_is_claimed() -> None:
    """Offices, models and procedures pass as they are; only means of transport are asked."""
    assert PROFILE.known == {}
    strange = (
        (SAMPLES / "export.xml").read_bytes().replace(b"_office_code>301<", b"_office_code>X9<")
    )
    reading = bd.read(strange)
    assert reading.messages[0].body["declarationOfficeId"] == "X9"
    assert reading.warnings == ()
