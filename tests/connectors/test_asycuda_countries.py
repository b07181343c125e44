"""The countries of the ASYCUDA family that differ by zone, currency, codes and words only."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from hub.connector import country, discovery
from hub.connector.contract import Connector
from hub.connector.kit.answers import ENVELOPE
from hub.connector.texts import localized
from hub.domain.faults import MEANING, MISSING
from hub.domain.reading import Message

CONNECTORS = Path(__file__).parents[2] / "connectors"


class Told(NamedTuple):
    """What a country's samples say, and how its officers read that something is missing."""

    code: str
    zone: str
    midnight: str
    currency: str
    goods: str
    missing: str
    office: bytes = b""
    """Its office in the samples, where the country claims no national list."""

    @property
    def connector(self) -> Connector:
        """The connector."""
        return discovery.connector(self.code)

    def sample(self, name: str) -> bytes:
        """Return a sample of the country."""
        return (CONNECTORS / self.code / "samples" / f"{name}.xml").read_bytes()


COUNTRIES = (
    Told("al", "Europe/Tirane", "23:00", "ALL", "Këpucë lëkure për burra", " | mungon"),
    Told("bd", "Asia/Dhaka", "18:00", "BDT", "সুতি টি-শার্ট", " | অনুপস্থিত", b"301"),
    Told("jm", "America/Jamaica", "05:00", "JMD", "Roasted Blue Mountain coffee", "", b"JMKAJ"),
    Told(
        *("kh", "Asia/Phnom_Penh", "17:00", "KHR", "រាបស្មៅ ខោអាវ​កប្បាស", " | មិនបានបញ្ជាក់"),
        b"KHPNH",
    ),
    Told("lk", "Asia/Colombo", "18:30", "LKR", "කළු තේ", " | සඳහන් කර නොමැත", b"LKCMB"),
    Told("ph", "Asia/Manila", "16:00", "PHP", "Pinatuyong mangga (dried mangoes)", "", b"P02B"),
    Told(
        *("tl", "Asia/Dili", "15:00", "USD", "Café arábica em grão, não torrado"),
        *(" | está em falta", b"TLDIL"),
    ),
)
every = pytest.mark.parametrize("told", COUNTRIES, ids=lambda told: told.code)


@every
def test_values_are_in_its_currency_and_days_are_its_own(told: Told) -> None:
    """A value without a currency is in the national one; a day begins in the national zone."""
    (message,) = told.connector.read(told.sample("import")).messages
    assert message.body["goodsItems"][0]["customsValueCurrency"] == told.currency
    accepted = message.body["acceptanceDateTime"]
    assert (accepted["zone"], accepted["utc"].strftime("%H:%M")) == (told.zone, told.midnight)


@every
def test_its_own_words_survive(told: Told) -> None:
    """What a trader writes comes back as it was."""
    (message,) = told.connector.read(told.sample("export")).messages
    again = told.connector.read(told.connector.write(message, ENVELOPE).body).messages[0]
    for body in (message.body, again.body):
        assert body["goodsItems"][0]["description"] == told.goods


@every
def test_a_refusal_speaks_to_its_officers(told: Told) -> None:
    """English first, then the country's language, where it is another one."""
    fault = {"code": MISSING, "text": MEANING[MISSING]}
    texts = country.load(CONNECTORS / told.code).texts
    refusal = localized(Message("Refusal", {"faults": [fault]}), texts)
    said = told.connector.write(refusal, ENVELOPE).body.decode()
    assert f"is missing{told.missing}" in said
    assert bool(texts) is bool(told.missing)


@every
def test_a_released_document_is_a_declaration_and_its_state(told: Told) -> None:
    """The whole SAD with its receipt filled says both, the declaration first."""
    messages = told.connector.read(told.sample("released")).messages
    assert [message.kind for message in messages] == ["Declaration", "StatusChange"]
    assert messages[1].body["status"] == "RELEASED"
    assert messages[0].body["declarationKey"] == messages[1].body["declarationKey"]


@pytest.mark.parametrize(
    "told", [told for told in COUNTRIES if told.office], ids=lambda told: told.code
)
def test_no_national_list_is_claimed(told: Told) -> None:
    """Offices, models and procedures pass as they are, without a warning."""
    strange = told.sample("export").replace(b"_office_code>%b<" % told.office, b"_office_code>X9<")
    reading = told.connector.read(strange)
    assert reading.messages[0].body["declarationOfficeId"] == "X9"
    assert reading.warnings == ()
