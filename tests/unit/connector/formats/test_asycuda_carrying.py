"""ASYCUDA World: what a SAD carries of a partner's declaration, and what it says is lost."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.connector.formats.asycuda.answers import told
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.read import read
from hub.connector.formats.asycuda.write import write
from hub.connector.kit.answers import minimal
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.declaration import Body
from hub.domain.faults import UNKNOWN_KIND
from hub.domain.reading import Envelope, Message

ROOT = Path(__file__).parents[4]
XSD = ROOT.parent / "shared" / "samples" / "asycuda" / "Asycuda421.xsd"
PROFILE = Profile(country="NP", zone="Asia/Kathmandu", currency="NPR")
ENVELOPE = Envelope("12345678-m", "YY", "NP", "c", datetime(2026, 11, 24, tzinfo=UTC))
MIDNIGHT = {"utc": datetime(2026, 11, 23, 18, 15, tzinfo=UTC)}


def carried(losses: tuple[str, ...] = (), **further: Any) -> Body:
    """Return what comes back of an import with these fields; its losses must be these."""
    body: Body = {
        "declarationKey": "NP:26GB1",
        "country": "NP",
        "side": "IMPORT",
        "functionCode": "9",
        "declarationId": "26GB1",
        "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "851713"}],
        **further,
    }
    written = write(Message("Declaration", body), ENVELOPE, PROFILE)
    assert written.losses == losses
    (message,) = read(written.body, PROFILE).messages
    assert unnamed(body, message.body, losses) == []
    return message.body


@pytest.mark.parametrize(
    "number", ["26GBA4ZYBWXU1BSA00", "BRJ01-2026-C41", "41", "OFF-1-2026-C7", "123456789012"]
)
def test_any_number_comes_back(number: str) -> None:
    """A number of the family is taken apart, any other stands whole; both come back."""
    assert carried(declarationId=number)["declarationId"] == number


def test_the_office_of_a_number_is_not_another_one() -> None:
    """A number that names another office than the declaration stands whole."""
    body = carried(declarationId="BRJ01-2026-C41", declarationOfficeId="XYZ")
    assert (body["declarationId"], body["declarationOfficeId"]) == ("BRJ01-2026-C41", "XYZ")


def test_a_day_is_carried_a_time_is_cut() -> None:
    """Midnight of the country is its day; of any other time the hour is lost and named."""
    body = carried(issueDateTime=MIDNIGHT, acceptanceDateTime=MIDNIGHT)
    assert body["acceptanceDateTime"]["text"] == "11/24/26"
    later = {"utc": datetime(2026, 11, 24, 9, 30, tzinfo=UTC)}
    assert carried(("issueDateTime",), issueDateTime=later)["issueDateTime"]["text"] == "11/24/26"


def test_a_date_never_makes_another_number() -> None:
    """Beside a counter of a partner a date would say whose year it counts in: it is left out."""
    carried(("acceptanceDateTime",), declarationId="41", acceptanceDateTime=MIDNIGHT)
    carried(("acceptanceDateTime",), declarationId="A-2025-C1", acceptanceDateTime=MIDNIGHT)
    carried(declarationId="A-2026-C1", acceptanceDateTime=MIDNIGHT)


def test_an_address_has_its_parts_where_the_country_is_known() -> None:
    """Lines below the name are address, city and country with the postcode."""
    party = {"role": "Consignee", "name": "Himal Traders", "address": "Durbar Marg 3"}
    party |= {"city": "Kathmandu", "country": "NP", "postcode": "44600"}
    assert carried(parties=[party])["parties"] == [party]
    del party["country"], party["postcode"]
    lost = ("parties/address", "parties/city")
    assert carried(lost, parties=[party])["parties"][0]["address"] == "Durbar Marg 3, Kathmandu"


def test_who_stands_for_another_is_carried_and_named() -> None:
    """An importer takes the consignee's place where there is none, in another role."""
    body = carried(("parties/Importer",), parties=[{"role": "Importer", "name": "I", "id": "1"}])
    assert body["parties"] == [{"role": "Consignee", "name": "I", "id": "1"}]


def test_seals_belong_to_the_one_container() -> None:
    """The SAD has seals for the whole: they are carried where it is clear whose they are."""
    units = [{"id": "TWNU1", "seals": ["A", "B"]}, {"id": "TWNU2"}]
    assert carried(equipment=units[:1])["equipment"] == units[:1]
    carried(("equipment/seals",), equipment=units)


def test_containers_know_their_items() -> None:
    """A container stands there again for each item that is in it."""
    items = [
        {"sequenceNumeric": 1, "commodityCode": "851713", "containers": ["TWNU2", "TWNU3"]},
        {"sequenceNumeric": 2, "commodityCode": "851713", "containers": ["TWNU2"]},
    ]
    body = carried(goodsItems=items, equipment=[{"id": "TWNU1"}, {"id": "TWNU2"}])
    assert [unit["id"] for unit in body["equipment"]] == ["TWNU1", "TWNU2", "TWNU3"]
    assert [item["containers"] for item in body["goodsItems"]] == [["TWNU2", "TWNU3"], ["TWNU2"]]


def test_all_that_is_followed_is_carried() -> None:
    """The first number is the item's reference; the others and the lines stand beside it."""
    own = [{"id": "24CNX1", "lineNumeric": "3"}, {"id": "BRJ01-2025-C9"}]
    items = [{"sequenceNumeric": 1, "commodityCode": "851713", "previousDocuments": own}]
    head = [{"id": "26GB7", "lineNumeric": "1"}, {"id": "24CNX1"}]
    body = carried(goodsItems=items, previousDocuments=head)
    assert [row["id"] for row in body["previousDocuments"][:2]] == ["26GB7", "24CNX1"]
    items[0].pop("previousDocuments")
    head = [{"id": "26GB7", "typeCode": "830"}]
    body = carried(goodsItems=items, previousDocuments=head)
    assert body["goodsItems"][0]["previousDocuments"] == head, "what the head follows, items do"


@pytest.mark.parametrize(("code", "mark"), [("4", "AMENDMENT"), ("5", "REPLACEMENT")])
def test_a_change_keeps_its_version_and_reasons(code: str, mark: str) -> None:
    """Function, version and every reason come back; a reason like a version is none."""
    amendments = [{"text": "3: cartons"}, {"text": "weight"}]
    body = carried(functionCode=code, version=2, amendments=amendments)
    assert (body["version"], body["amendments"]) == (2, amendments), mark
    carried(functionCode=code, amendments=amendments)
    carried(("version",), version=2)


def test_statements_and_references_stand_in_the_free_texts() -> None:
    """Each line is a statement; the UCR has its mark, at the head and with an item."""
    said = [{"statementDescription": "fragile"}, {"statementDescription": "this side up"}]
    item = {"sequenceNumeric": 1, "commodityCode": "851713", "statements": said, "ucr": "6GB1"}
    carried(statements=said, ucr="6GB12345", goodsItems=[item])
    carried(("statements",), statements=[{"statementDescription": "UCR: no"}])


def test_a_value_is_in_the_national_currency_or_not_there() -> None:
    """An amount of another currency under the national one would be another value."""
    item = {"sequenceNumeric": 1, "commodityCode": "851713", "customsValue": "7"}
    carried(goodsItems=[{**item, "customsValueCurrency": "NPR"}])
    lost = ("goodsItems/customsValue", "goodsItems/customsValueCurrency")
    body = carried(lost, goodsItems=[{**item, "customsValueCurrency": "USD"}])
    assert "customsValue" not in body["goodsItems"][0]


def test_rates_stand_with_the_money_of_their_currency() -> None:
    """The rate of a currency in which nothing is stated has no place."""
    rates = [{"currency": "USD", "rate": "133.5"}, {"currency": "EUR", "rate": "150"}]
    money = {"invoiceAmount": "7", "invoiceCurrency": "USD", "insuranceCurrency": "EUR"}
    assert carried(exchangeRates=rates, **money)["exchangeRates"] == rates
    carried(("exchangeRates",), exchangeRates=[{"currency": "JPY", "rate": "1"}], **money)


def test_what_xml_cannot_hold_is_named() -> None:
    """A control character is dropped, and said so."""
    item = {"sequenceNumeric": 1, "commodityCode": "851713", "description": "a\x01b"}
    carried(("goodsItems/description",), goodsItems=[item])


@pytest.mark.parametrize("kind", ["Receipt", "Acknowledgement", "Refusal", "MatchResult"])
def test_an_answer_that_comes_back_is_no_declaration(kind: str) -> None:
    """With its side quoted, an answer has all a declaration needs: its comments tell it apart."""
    quoted = {"references": {"SAD.flow": "I", "SAD.type": "IM"}, "declarationId": "A-2026-C1"}
    written = write(Message(kind, minimal(kind) | quoted), ENVELOPE, PROFILE)
    (part,) = read(written.body, PROFILE).refusals
    assert [fault.code for fault in part.faults] == [UNKNOWN_KIND]


@pytest.mark.parametrize("state", ["HELD", "RELEASED", "ASSESSED", "EXITED", "ACCEPTED"])
def test_a_status_is_read_as_it_was_written(state: str) -> None:
    """Every state comes back, those the server fills in a block and those only said in words."""
    body = {"declarationId": "A-2026-C1", "references": {"SAD.flow": "I"}, "status": state}
    body |= {"nationalCode": "09", "nationalText": "as told"}
    written = write(Message("StatusChange", body), ENVELOPE, PROFILE)
    (message,) = read(written.body, PROFILE).messages
    for field in ("declarationId", "status", "nationalCode", "nationalText"):
        assert message.body[field] == body[field]


def test_a_state_nobody_knows_is_not_guessed() -> None:
    """Words that are no canonical state are UNMAPPED; other comments are no status of the hub."""
    assert told("STATUS GB WEIRD 9") == ("UNMAPPED", "9", "")
    assert told("Status of the goods: fine") is None


def test_a_status_without_a_block_loses_its_day() -> None:
    """Only assessment, receipt and exit have a date; a day is carried, an hour is not."""
    body = {"declarationId": "A-2026-C1", "status": "HELD", "occurredAt": MIDNIGHT}
    assert write(Message("StatusChange", body), ENVELOPE, PROFILE).losses == ("occurredAt",)
    body["status"] = "RELEASED"
    assert write(Message("StatusChange", body), ENVELOPE, PROFILE).losses == ()


def test_a_refusal_says_all_of_every_fault() -> None:
    """Code, pointer, text in both languages and original of each fault, as many as there are."""
    fault = {"code": "13", "pointer": "/x", "text": "is missing | छैन", "original": "<&>"}
    written = write(Message("Refusal", {"faults": [fault] * 100}), ENVELOPE, PROFILE)
    root = etree.fromstring(written.body)
    lines = root.findtext("General_information/Comments_free_text", "").splitlines()
    assert lines[1:] == ["13 /x is missing | छैन <&>"] * 100


@pytest.mark.skipif(not XSD.exists(), reason="the public XSD is not here")
@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_validates(seed: int) -> None:
    """Declarations of any fullness and script, and every answer, are valid by the XSD 4.2.1."""
    schema, chance = etree.XMLSchema(etree.parse(XSD)), random.Random(seed)
    author = Author(chance, "NP", chance.choice(sorted(SCRIPTS)), chance.choice((0.2, 0.6, 1.0)))
    body = author.declaration(chance.randrange(0, 5), chance.choice("9451"))
    messages = [Message("Declaration", body)]
    messages += [Message(kind, minimal(kind)) for kind in ("Receipt", "Refusal", "StatusChange")]
    for message in messages:
        schema.assertValid(etree.fromstring(write(message, ENVELOPE, PROFILE).body))


@pytest.mark.parametrize("items", [1, 999, 1999])
def test_many_items_are_carried(items: int) -> None:
    """All items come back in their order; nothing is lost unnamed."""
    body = Author(random.Random(items), "NP", "devanagari", 0.4).declaration(items)
    written = write(Message("Declaration", body), ENVELOPE, PROFILE)
    (message,) = read(written.body, PROFILE).messages
    assert len(message.body["goodsItems"]) == items
    assert unnamed(body, message.body, written.losses) == []
