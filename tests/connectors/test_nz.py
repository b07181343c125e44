"""New Zealand: what stands in for the Trade Single Window, and what is New Zealand's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import connectors.nz as nz
from hub.domain.reading import Envelope, Message

SAMPLES = Path(nz.__file__).parent / "samples"
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "AU", "NZ", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)


def sample(name: str) -> Message:
    """Return the message of a sample."""
    (message,) = nz.read((SAMPLES / f"{name}.xml").read_bytes()).messages
    return message


def test_an_export_names_its_parties_in_their_own_letters() -> None:
    """Macrons of te reo Māori survive; the exporter is the one with New Zealand's address."""
    body = sample("export").body
    (exporter,) = [party for party in body["parties"] if party["role"] == "Exporter"]
    assert exporter["country"] == "NZ"
    names = {party.get("name") for party in body["parties"]}
    assert "Kōwhai Orchards Limited" in names
    assert (body["side"], body["typeCode"], body["exportCountry"]) == ("EXPORT", "830", "NZ")


def test_an_amendment_says_all_of_its_declaration() -> None:
    """It states function 4 and keeps side, type and the sender's reference."""
    body = sample("amendment").body
    kept = {name: body[name] for name in ("functionCode", "side", "typeCode")}
    assert kept == {"functionCode": "4", "side": "EXPORT", "typeCode": "830"}
    assert body["functionalReferenceId"] == sample("export").body["functionalReferenceId"]
    written = nz.write(Message("Declaration", body), ENVELOPE)
    assert written.losses == ()
    (again,) = nz.read(written.body).messages
    assert again.body == body


def test_a_time_without_a_zone_is_new_zealands() -> None:
    """In November the clocks there are thirteen hours ahead."""
    raw = (
        "<Declaration><FunctionCode>9</FunctionCode><ID>M</ID><IssueDateTime>20261124154141"
        "</IssueDateTime><TypeCode>929</TypeCode></Declaration>"
    )
    (message,) = nz.read(raw.encode()).messages
    assert message.body["issueDateTime"]["utc"] == datetime(2026, 11, 24, 2, 41, 41, tzinfo=UTC)


@pytest.mark.parametrize("code", ["77", "27", "11"])
def test_a_response_code_that_is_not_known_is_not_guessed(code: str) -> None:
    """No code but those that stand in has a state."""
    answered = "<Declaration><ID>M</ID></Declaration>"
    raw = f"<Response><FunctionCode>{code}</FunctionCode>{answered}</Response>"
    reading = nz.read(raw.encode())
    assert reading.messages[0].body["status"] == "UNMAPPED"
    assert [warning.original for warning in reading.warnings] == [code]


def test_a_commodity_code_stays_whole() -> None:
    """Tariff item and statistical key, ten digits and a letter or not, are one code."""
    for code in ("8517130000", "85171300001A"):
        body = {"declarationId": "M", "side": "IMPORT", "goodsItems": [{"commodityCode": code}]}
        written = nz.write(Message("Declaration", body), ENVELOPE)
        assert f"<ID>{code}</ID>".encode() in written.body
        assert "goodsItems/commodityCode" not in written.losses


def test_1999_items_are_carried() -> None:
    """The number of an item is n..5: no declaration is cut."""
    goods = [{"sequenceNumeric": n, "commodityCode": "851713"} for n in range(1, 2000)]
    body = {"declarationId": "M", "side": "IMPORT", "goodsItems": goods}
    written = nz.write(Message("Declaration", body), ENVELOPE)
    assert written.losses == ()
    (again,) = nz.read(written.body).messages
    assert again.body["goodsItems"] == goods
