"""Singapore: TradeNet messages by the names that are public, and what they have no element for."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.sg as sg
from connectors.sg.codes import FAMILIES, family_of
from connectors.sg.identity import unique_reference
from connectors.sg.item_writing import unit_price
from connectors.sg.markup import name_lines
from connectors.sg.settle import line_amount
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import Author
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, UNKNOWN_KIND
from hub.domain.reading import Envelope, Message, Reading, Written
from hub.errors import Parked
from tests.flow.hub_in_memory import make_codec

FOLDER = Path(sg.__file__).parent
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "GB", "SG", "c", NOW)
URN = "<UniqueReferenceNumber><ID>201900001K</ID><Date>20261124</Date>{}</UniqueReferenceNumber>"
NUMBERED = URN.format("<SequenceNumeric>42</SequenceNumeric>")


def read(inner: str, message: str = "InPayment", sender: str = "E01T.E01T001") -> Reading:
    """Read an application with this inside; namespaces do not count."""
    return sg.read(
        f'<TradenetDeclaration dateTime="202611241730"><SenderID>{sender}</SenderID>'
        f"<InboundMessage><{message}>{inner}</{message}></InboundMessage>"
        "</TradenetDeclaration>".encode()
    )


def body_of(inner: str, message: str = "InPayment") -> Body:
    """Read an application that must neither be refused nor doubted."""
    reading = read(f"<Header>{NUMBERED}</Header>{inner}", message)
    assert (reading.refusals, reading.warnings) == ((), ())
    body = reading.messages[0].body
    make_codec().encode("Declaration", body)
    return body


def declaration(**fields: Any) -> Body:
    """Return a small import permit."""
    ends = {"exportCountry": "GB", "destinationCountry": "SG"}
    about = {"country": "SG", "side": "IMPORT", "functionCode": "9", "declarationId": "TW1"}
    return {"declarationKey": "SG:TW1", **about, **ends, **fields}


def write(kind: str, body: Body) -> Written:
    """Write a canonical message for Singapore."""
    return sg.write(Message(kind, body), ENVELOPE)


def again(body: Body) -> tuple[Body, tuple[str, ...]]:
    """Return a declaration as it comes back, and what was named as lost."""
    written = write("Declaration", body)
    reading = sg.read(written.body)
    assert not reading.refusals, reading.refusals
    return reading.messages[0].body, written.losses


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.code)
def test_every_message_that_declares_is_read(family: Any) -> None:
    """Application, update, permit and permit of an update of all four messages, by their side."""
    header = f"<Header>{NUMBERED}</Header>"
    for name in (family.plain, family.update, family.permit, family.updated):
        inner = header if name == family.plain else f"<Declaration>{header}</Declaration>"
        (message,) = read(inner, name).messages
        assert message.body["side"] == family.side
        assert message.body["declarationKey"] == "SG:201900001K-20261124-42"
        assert message.body["functionCode"] == "9"


def test_an_application_becomes_a_permit() -> None:
    """Before it has a permit number, a declaration is known by its unique reference number."""
    application = body_of("")
    permit = body_of("<Permit><PermitNumber>ME6K000001Z</PermitNumber></Permit>", "InPaymentPermit")

    assert application["declarationKey"] == "SG:201900001K-20261124-42"
    assert "declarationId" not in application
    assert permit["declarationKey"] == "SG:ME6K000001Z"
    assert permit["functionalReferenceId"] == "201900001K-20261124-42"


def test_the_time_of_an_approval_is_that_of_singapore() -> None:
    """20200921115818SST is 03:58:18 UTC, its text kept."""
    stated = "<PermitApprovalDatetime>20200921115818SST</PermitApprovalDatetime>"
    when = body_of(f"<Permit>{stated}</Permit>")["acceptanceDateTime"]

    assert when["utc"] == datetime(2020, 9, 21, 3, 58, 18, tzinfo=UTC)
    assert when["text"] == "20200921115818SST"


def test_persons_are_not_named_to_partners() -> None:
    """Number and telephone of a declarant stay in Singapore; that they were stated shows."""
    person = (
        "<PersonInformation><CodeValue>S1234567D</CodeValue><Name>A B</Name></PersonInformation>"
    )
    inner = f"<DeclarantParty>{person}<Telephone>61234567</Telephone></DeclarantParty>"
    body = body_of(f"<Party>{inner}</Party>")

    assert "S1234567D" not in str(body)
    assert "61234567" not in str(body)
    assert list(body["nationalData"].values()) == ["withheld", "withheld"]
    assert body["parties"] == [{"role": "Declarant", "name": "A B"}]


def test_a_name_in_two_lines_is_one_name() -> None:
    """Names are broken into lines of fifty characters and put together again; more is named."""
    lost: set[str] = set()
    name = "SINGAPORE STRAITS INTERNATIONAL TRADING AND FORWARDING SERVICES PTE LTD"
    written = name_lines(name, "parties/Importer/name", lost)
    inner = f"<ImporterParty><PartyName>{written}</PartyName></ImporterParty>".replace("cbc:", "")

    assert not lost
    assert written.count("<cbc:Name>") == 2
    assert body_of(f"<Party>{inner}</Party>")["parties"][0]["name"] == name
    for long in ("A" * 60, "A " * 80):
        name_lines(long.strip(), "name", lost)
        assert lost == {"name"}
        lost.clear()


def test_bills_are_told_by_the_mode_of_transport() -> None:
    """Sea has an ocean bill, air a master waybill; on the road the place holds a UCR."""
    for mode, kind in (("1", "705"), ("4", "741")):
        body = body_of(_inward(mode))
        assert body["documents"] == [{"id": "B1", "typeCode": kind}]
        assert "ucr" not in body
    road = body_of(_inward("3"))
    assert road["ucr"] == "B1"
    assert "documents" not in road


def _inward(mode: str) -> str:
    means = f"<TransportMode><ModeCode>{mode}</ModeCode></TransportMode>"
    bill = "<MAWBOUCROBLNumber>B1</MAWBOUCROBLNumber>"
    inward = f"<TransportMeans>{means}{bill}</TransportMeans>"
    return f"<Transport><InwardTransport>{inward}</InwardTransport></Transport>"


def test_a_unit_price_makes_an_amount() -> None:
    """The price of a unit times the quantity is what the line costs; inexact prices are named."""
    assert line_amount("13.7174", "900") == "12345.66"
    assert unit_price("1250.50", "5") == "250.10"
    exact = {"tariffQuantity": "5", "tariffQuantityUnit": "PCE", "itemCurrency": "USD"}
    item = {"sequenceNumeric": 1, "itemAmount": "1250.50", **exact}
    body, losses = again(declaration(goodsItems=[item]))
    assert body["goodsItems"][0]["itemAmount"] == "1250.50"
    assert losses == ()

    item |= {"itemAmount": "10.00", "tariffQuantity": "3000.7"}
    body, losses = again(declaration(goodsItems=[item]))
    assert "goodsItems/itemAmount" in losses
    assert "goodsItems/itemCurrency" not in losses
    assert body["goodsItems"][0]["itemCurrency"] == "USD"


def test_the_country_of_export_follows_from_the_loading_port() -> None:
    """Partners are found by it: a loading port elsewhere gives way, and is named as lost."""
    body, losses = again(declaration(loadingPlace="GBFXT"))
    assert (body["exportCountry"], body["loadingPlace"], losses) == ("GB", "GBFXT", ())

    body, losses = again(declaration(loadingPlace="NLRTM"))
    assert (body["exportCountry"], losses) == ("GB", ("loadingPlace",))
    assert "loadingPlace" not in body


def test_a_partner_is_known_by_its_mailbox() -> None:
    """A foreign export to Singapore keeps its country of export."""
    foreign = declaration(country="GB", side="EXPORT")
    body, losses = again(foreign)

    assert (body["exportCountry"], body["destinationCountry"]) == ("GB", "SG")
    assert losses == ()


def test_a_ucr_is_a_remark() -> None:
    """UCR:… is the consignment's reference whatever the mode; two remarks have room."""
    said = [{"statementDescription": text} for text in ("FIRST", "SECOND")]
    body, losses = again(declaration(ucr="6GB123-4", statements=said))

    assert body["ucr"] == "6GB123-4"
    assert body["statements"] == said[:1]
    assert losses == ("statements/1",)


def test_update_codes_are_functions() -> None:
    """CNL cancels and AME amends; an unknown code on a declaration is doubted, not refused."""
    update = "<Update><UpdateIndicatorCode>{}</UpdateIndicatorCode>"
    update += "<UpdatePermitNumber>ME6K000001Z</UpdatePermitNumber></Update>"
    item = "<Declaration><Item><GoodsDescription>RICE</GoodsDescription></Item></Declaration>"
    functions = {}
    for code in ("CNL", "AME", "ZZZ"):
        reading = read(update.format(code) + item, "InPaymentUpdate")
        functions[code] = reading.messages[0].body["functionCode"]
        assert [w.code for w in reading.warnings] == [CODE_LIST] * (code == "ZZZ")
    assert functions == {"CNL": "1", "AME": "4", "ZZZ": "4"}


def test_types_choose_the_message() -> None:
    """Goods under a scheme are In-Non-Payment, others pay; foreign types are doubted when read."""
    assert family_of("IMPORT", "APS").plain == "InNonPayment"
    assert family_of("IMPORT", "GST").plain == "InPayment"
    assert family_of("EXPORT", "").plain == "OutwardDeclaration"
    header = f"<Header>{NUMBERED}<DeclarationType>IMA</DeclarationType></Header>"
    assert [w.original for w in read(header).warnings] == ["IMA"]


def test_other_messages_are_refused_by_name() -> None:
    """A certificate of origin is neither declared nor a status; the messages beside it are read."""
    raw = (
        "<TradenetResponse><OutboundMessage><FeeMessage/>"
        f"<InPayment><Header>{NUMBERED}</Header></InPayment>"
        "<CertificateOfOrigin/></OutboundMessage></TradenetResponse>"
    )
    reading = sg.read(raw.encode())

    assert [part.faults[0].code for part in reading.refusals] == [UNKNOWN_KIND, UNKNOWN_KIND]
    assert (
        reading.refusals[1]
        .faults[0]
        .pointer.startswith("/TradenetResponse[1]/OutboundMessage[1]/CertificateOfOrigin[1]")
    )
    assert len(reading.messages) == 1
    assert read("<Header/>").refusals[0].faults[0].code == MISSING


def test_a_number_of_a_partner_is_kept_whole() -> None:
    """A reference that is no number of Singapore's stands as it is; one that is is taken apart."""
    assert unique_reference("201900001K-20261124-0042") == ("201900001K", "20261124", "0042")
    foreign = declaration(functionalReferenceId="GBTWN26K00000042")
    body, losses = again(foreign)
    assert (body["functionalReferenceId"], losses) == ("GBTWN26K00000042", ())
    del foreign["declarationId"]
    long = foreign | {"functionalReferenceId": "X" * 40}
    body, losses = again(long)
    assert (body["declarationKey"], losses) == (f"SG:{'X' * 40}", ())


@pytest.mark.parametrize("count", [1, 999, 1999])
def test_many_items_come_back(count: int) -> None:
    """Up to 1,999 items are written and read again, each in its place."""
    items = [{"sequenceNumeric": n + 1, "commodityCode": f"{n:08}"} for n in range(count)]
    body, losses = again(declaration(goodsItems=items))

    assert losses == ()
    assert [i["commodityCode"] for i in body["goodsItems"]] == [i["commodityCode"] for i in items]


def test_a_day_is_not_named_as_lost() -> None:
    """An arrival at midnight in Singapore is a day, whole; one at noon loses its time."""
    midnight = datetime(2026, 11, 23, 16, tzinfo=UTC)
    for when, lost in ((midnight, ()), (midnight + timedelta(hours=12), ("arrivalDateTime",))):
        body, losses = again(declaration(arrivalDateTime={"utc": when}))
        assert losses == lost
        assert body["arrivalDateTime"]["text"] == "20261124"


def test_a_permit_of_its_own_is_carried_whole() -> None:
    """Of Singapore's own permits, only taxes and what is withheld does not go back."""
    for name, lost in (("export", ("goodsItems/taxes",)), ("cancellation", ())):
        (message,) = sg.read((FOLDER / "samples" / f"{name}.xml").read_bytes()).messages
        assert write("Declaration", message.body).losses == lost, name


@pytest.mark.parametrize("script", ["thai", "chinese", "cyrillic", "latin", "hangul"])
def test_texts_of_every_script_come_back(script: str) -> None:
    """Names and descriptions survive in UTF-8; whatever is lost is named, for every function."""
    chance = random.Random(script)
    for function in "9451":
        body = Author(chance, "SG", script, 1.0).declaration(3, function)
        after, losses = again(body)
        assert unnamed(body, after, losses) == []
        for item, back in zip(body["goodsItems"], after["goodsItems"], strict=True):
            assert back["description"] == item["description"]


def test_answers_are_no_declarations() -> None:
    """What the hub answers is read back as a status, whatever its kind."""
    about = {"declarationKey": "SG:TW1", "country": "SG", "declarationId": "TW1"}
    fault = {"code": "13", "pointer": "/a/b", "text": "is missing", "original": "<&>"}
    bodies: dict[str, Body] = {
        "Acknowledgement": {"outcome": "ACCEPTED", "recipients": ["GB"], "warnings": [fault]},
        "Refusal": {"faults": [fault] * 100, "layer": 2},
        "Receipt": {"hubMessageId": "h", "sha256": "ab"},
        "MatchResult": {"outcome": "MATCHED", "counterpartCountry": "GB"},
        "StatusChange": {"status": "REJECTED", "nationalText": "no", "faults": [fault]},
    }
    for kind, body in bodies.items():
        (message,) = sg.read(write(kind, about | body).body).messages
        assert message.kind == "StatusChange"
        assert message.body["declarationId"] == "TW1"
        assert message.body["status"] == ("REJECTED" if kind == "StatusChange" else "UNMAPPED")
        if "faults" in body:
            told = message.body["faults"]
            assert len(told) == len(body["faults"])
            assert (told[0]["code"], told[0]["pointer"]) == ("13", "a/b")
            assert told[0]["text"] == "is missing [<&>]"


def test_a_kind_without_a_form_is_parked() -> None:
    """Border tickets have no form in TradeNet."""
    with pytest.raises(Parked):
        write("BorderTicket", {})
