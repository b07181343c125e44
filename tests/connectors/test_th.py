"""Thailand: every field of the public dictionary has its place, and what does not fit is named."""

from __future__ import annotations

import csv
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.th as th
from connectors.th.codes import HERE
from connectors.th.dictionary import BEYOND, FIELDS, form
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import Author
from hub.connector.texts import localized
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MEANING, PLAUSIBILITY
from hub.domain.reading import Envelope, Message, Reading, Written
from hub.errors import Parked
from tests.flow.hub_in_memory import make_codec

FOLDER = Path(th.__file__).parent
DICTIONARY = (
    Path(__file__).parents[3] / "shared" / "samples" / "th_ecustoms" / "th_import_fields.csv"
)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "GB", "TH", "c", NOW)
WITHHELD = {
    "CustomsClearanceIDCard",
    "ManagerIDCard",
    "AccountBankNumber",
    "GuaranteeBankAccountNumber",
    "TaxCardBankAccountNumber",
}
SIZES = {"Control": 73, "Invoice": 35, "Detail": 76, "Duty": 14, "Permit": 3, "Deposit": 2}


def element(name: str) -> str:
    """Return the element of a field: its English name without blanks and signs, digits last."""
    joined = "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", name))
    digits = re.match(r"\d*", joined)[0]  # type: ignore[index]
    rest = joined[len(digits) :]
    return rest[:1].upper() + rest[1:] + digits


def read(inner: str, root: str = "ImportDeclaration", encoding: str = "UTF-8") -> Reading:
    """Read a declaration with this inside."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><{root}>{inner}</{root}>'
    return th.read(text.encode("utf-8" if encoding == "UTF-8" else "cp874"))


def body_of(inner: str, root: str = "ImportDeclaration") -> Body:
    """Read a declaration that must neither be refused nor doubted."""
    number = "<Control><ReferenceNumber>TWNT000000001</ReferenceNumber></Control>"
    reading = read(number + inner, root)
    assert (reading.refusals, reading.warnings) == ((), ())
    return reading.messages[0].body


def write(kind: str, body: Body) -> Written:
    """Write a canonical message for Thailand."""
    return th.write(Message(kind, body), ENVELOPE)


def declaration(**fields: Any) -> Body:
    """Return a small import declaration."""
    ends = {"exportCountry": "GB", "destinationCountry": "TH"}
    about = {"country": "TH", "side": "IMPORT", "functionCode": "9", "declarationId": "26TH1"}
    return {"declarationKey": "TH:26TH1", **about, **ends, **fields}


def again(body: Body) -> tuple[Body, tuple[str, ...]]:
    """Return a declaration as it comes back, and what was named as lost."""
    written = write("Declaration", body)
    reading = th.read(written.body)
    assert not reading.refusals, reading.refusals
    return reading.messages[0].body, written.losses


@pytest.mark.skipif(not DICTIONARY.exists(), reason="the field dictionary is not here")
def test_the_dictionary_is_the_public_one() -> None:
    """203 fields in six parts, each with its element and its format, none forgotten or added."""
    with DICTIONARY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    stated = {(row["part"], element(row["field_name"])): row["format"] for row in rows}

    assert len(rows) == len(stated) == 203
    ours = {(p, e) for p, fields in FIELDS.items() for e in fields if e not in BEYOND}
    assert ours == set(stated)
    for (part, name), written in stated.items():
        assert FIELDS[part][name] == form(written), name


def test_the_parts_have_the_sizes_of_the_manual() -> None:
    """Control 73, Invoice 35, Detail 76, Duty 14, Permit 3, Deposit 2."""
    assert {part: len(fields.keys() - BEYOND.keys()) for part, fields in FIELDS.items()} == SIZES


def example(part: str, name: str, place: int) -> str:
    """Return a value that fits a field and stands in no other."""
    form_ = FIELDS[part][name]
    if "Date" in name:
        return f"20261{place % 2}{place % 28 + 1:02}"
    if name == "ModeOfTransport":
        return "3"
    size = min(form_.size, 6)
    if form_.numeric:
        return (
            str(place % 9 + 1) if size == 1 else f"{place + 1:0{size}}"[-size:].replace("0", "1", 1)
        )
    return f"{name[0]}{place:04}"[:size].upper()


def test_every_field_has_a_canonical_place_or_is_kept() -> None:
    """Each of the 203 fields, read alone, changes what is read; personal numbers do not show."""
    control = "<ReferenceNumber>TWNT000000001</ReferenceNumber>"
    silent = read(f"<Control>{control}</Control>").messages[0].body
    counted = 0
    for part, fields in FIELDS.items():
        for place, name in enumerate(fields.keys() - BEYOND.keys()):
            value = example(part, name, place)
            if name == "ReferenceNumber":
                value = "TWNT000000002"
            field = f"<{name}>{value}</{name}>"
            other = "" if name == "ReferenceNumber" else control
            inner = {
                "Control": f"<Control>{field}{other}</Control>",
                "Invoice": f"<Control>{control}</Control><Invoice>{field}</Invoice>",
                "Detail": f"<Control>{control}</Control><Detail>{field}</Detail>",
            }.get(part) or f"<Control>{control}</Control><Detail><{part}>{field}</{part}></Detail>"
            reading = read(inner)
            assert not reading.refusals, (part, name)
            body = reading.messages[0].body
            make_codec().encode("Declaration", body)
            shown = str(body)
            if name in WITHHELD:
                assert body["nationalData"] == {f"Control/{name}": "withheld"}
                assert value not in shown
            else:
                assert body != silent, (part, name)
                assert value in shown, (part, name)
            counted += 1
    assert counted == 203


def test_formats_decide_what_fits() -> None:
    """A code that does not fit is left out, a text is cut, a number rounded to its places."""
    assert form("an13").code("TWNT000000001") == "TWNT000000001"
    assert form("an13").code("TWNT1") == ""
    assert form("n..4").code("28A1") == ""
    assert form("an..35").text("a" * 40) == "a" * 35
    assert form("n..11,3").number("12345678.5") == "12345678.5"
    assert form("n..11,3").number("123456789") == ""
    assert form("n..11,3").number("0.0005") == "0.001"
    assert form("n..5,2").number("999.999") == ""


def test_a_year_of_the_buddhist_era_is_read_with_a_warning() -> None:
    """2569 is 2026; an approval number keeps its Buddhist year, and is doubted without one."""
    control = "<ReferenceNumber>TWNT000000001</ReferenceNumber><ArrivalDate>25691124</ArrivalDate>"
    reading = read(f"<Control>{control}<ApprovalNumber>69A</ApprovalNumber></Control>")

    body = reading.messages[0].body
    assert body["arrivalDateTime"]["utc"] == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert body["arrivalDateTime"]["text"] == "25691124"
    assert [warning.code for warning in reading.warnings] == [PLAUSIBILITY, PLAUSIBILITY]
    assert reading.warnings[0].pointer.startswith("/ImportDeclaration[1]/Control[1]/ArrivalDate[1]")


@pytest.mark.parametrize("encoding", ["TIS-620", "windows-874", "ISO-8859-11", "UTF-8"])
def test_thai_charsets_are_read_where_declared(encoding: str) -> None:
    """Thai names come through in every charset of Thailand."""
    inner = (
        "<ReferenceNumber>TWNT000000001</ReferenceNumber><CompanyName>บริษัท ไทย จำกัด</CompanyName>"
    )
    reading = read(f"<Control>{inner}</Control>", encoding=encoding)

    assert reading.messages[0].body["parties"] == [{"role": "Importer", "name": "บริษัท ไทย จำกัด"}]


def test_a_filler_states_nothing() -> None:
    """N/A stands in mandatory fields nothing is known for, as the manual says."""
    body = body_of("<Invoice><InvoiceNumber>N/A</InvoiceNumber></Invoice>")

    assert "documents" not in body
    assert "N/A" not in str(body)


def test_a_thai_description_stands_beside_the_english() -> None:
    """Partners read English; a Thai description alone is the description, and comes back as one."""
    both = "<Detail><ThaiDescriptionOfGoods>ข้าว</ThaiDescriptionOfGoods>"
    both += "<EnglishDescriptionOfGoods>rice</EnglishDescriptionOfGoods></Detail>"
    (item,) = body_of(both)["goodsItems"]
    assert item["description"] == "rice"
    assert item["nationalData"] == {"ThaiDescriptionOfGoods": "ข้าว"}

    thai = declaration(goodsItems=[{"sequenceNumeric": 1, "description": "ข้าวหอมมะลิ"}])
    written = write("Declaration", thai)
    assert "<ThaiDescriptionOfGoods>ข้าวหอมมะลิ<" in written.body.decode()
    assert again(thai)[0]["goodsItems"][0]["description"] == "ข้าวหอมมะลิ"


def test_an_item_refers_to_a_declaration_of_fourteen_characters() -> None:
    """A Thai number has its place with the item and stands at the head; a longer one is named."""
    row = {"id": "A0016910004321", "typeCode": "830"}
    body, losses = again(declaration(previousDocuments=[row], goodsItems=[{"sequenceNumeric": 1}]))
    assert body["previousDocuments"] == [row]
    assert "previousDocuments" not in losses

    row = {"id": "26GBTWNKTRM0000042", "typeCode": "830"}
    body, losses = again(declaration(previousDocuments=[row], goodsItems=[{"sequenceNumeric": 1}]))
    assert "previousDocuments" in losses


def test_an_unknown_mode_of_transport_passes_with_a_warning() -> None:
    """9 is an air passenger, no mode of Rec 19; 6 is nothing Thailand knows."""
    control = (
        "<ReferenceNumber>TWNT000000001</ReferenceNumber><ModeOfTransport>{}</ModeOfTransport>"
    )
    passenger = read(f"<Control>{control.format(9)}</Control>")
    unknown = read(f"<Control>{control.format(6)}</Control>")

    assert passenger.messages[0].body["transport"] == [{"stage": "BORDER", "nationalModeCode": "9"}]
    assert passenger.warnings == ()
    assert [(w.code, w.original) for w in unknown.warnings] == [(CODE_LIST, "6")]


@pytest.mark.parametrize("count", [1, 999, 1999])
def test_many_items_come_back(count: int) -> None:
    """Up to 1,999 items are written and read again, each in its place."""
    items = [{"sequenceNumeric": n + 1, "commodityCode": f"{n:08}"} for n in range(count)]
    body, losses = again(declaration(goodsItems=items))

    assert losses == ()
    assert [i["commodityCode"] for i in body["goodsItems"]] == [i["commodityCode"] for i in items]


def test_a_reference_that_does_not_fit_still_identifies() -> None:
    """A partner's declaration known by its own reference only keeps its identity."""
    foreign = declaration(functionalReferenceId="GBTWN26K00000042")
    del foreign["declarationId"]
    body, losses = again(foreign)

    assert body["declarationKey"] == "TH:GBTWN26K00000042"
    assert "functionalReferenceId" in losses


def test_a_day_is_not_named_as_lost() -> None:
    """An arrival at midnight in Bangkok is a day, whole; one at noon loses its time."""
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    for when, lost in ((midnight, ()), (midnight + timedelta(hours=12), ("arrivalDateTime",))):
        body, losses = again(declaration(arrivalDateTime={"utc": when}))
        assert losses == lost
        assert body["arrivalDateTime"]["text"] == "20261124"


def test_what_is_cut_never_breaks_a_message() -> None:
    """Texts, codes and numbers far beyond their fields are cut or left out, and named."""
    chance = random.Random(7)
    for _ in range(40):
        body = Author(chance, "TH", "thai", 1.0).declaration(2)
        for party in body["parties"]:
            party["name"] = party["address"] = "ก" * 900
            party["id"] = "9" * 60
        body["goodsItems"][0] |= {
            "description": "x" * 2000,
            "netMass": "9" * 18,
            "commodityCode": "1" * 18,
        }
        body["ucr"] = "U" * 70
        after, losses = again(body)
        assert unnamed(body, after, losses) == []


def test_little_is_named_where_nothing_is_lost() -> None:
    """A declaration that the dictionary has places for is carried whole."""
    raw = (FOLDER / "samples" / "export.xml").read_bytes()
    (message,) = th.read(raw).messages
    written = write("Declaration", message.body)

    assert written.losses == ("goodsItems/taxes",)


def test_answers_are_no_declarations() -> None:
    """What the hub answers is read back as a status, whatever its kind."""
    about = {"declarationKey": "TH:A1", "country": "TH", "declarationId": "A1"}
    fault = {"code": "13", "pointer": "/Control", "text": "is missing", "original": "<&>"}
    bodies: dict[str, Body] = {
        "Acknowledgement": {"outcome": "ACCEPTED", "recipients": ["GB"], "warnings": [fault]},
        "Refusal": {"faults": [fault], "layer": 2},
        "Receipt": {"hubMessageId": "h", "sha256": "ab"},
        "MatchResult": {"outcome": "MATCHED", "counterpartCountry": "GB"},
        "StatusChange": {"status": "RELEASED", "nationalText": "out"},
    }
    for kind, body in bodies.items():
        (message,) = th.read(write(kind, about | body).body).messages
        assert message.kind == "StatusChange"
        assert message.body["declarationId"] == "A1"
        expected = "RELEASED" if kind == "StatusChange" else "UNMAPPED"
        assert message.body["status"] == expected


def test_a_refusal_tells_every_fault_in_two_languages() -> None:
    """Code, place, text and original value of each fault stand in it, in English and in Thai."""
    texts = HERE.texts
    assert set(texts) == set(MEANING)
    faults = [{"code": "13", "pointer": f"/Detail[{n}]", "original": str(n)} for n in range(100)]
    refusal = localized(Message("Refusal", {"declarationId": "A1", "faults": faults}), texts)
    (message,) = th.read(th.write(refusal, ENVELOPE).body).messages

    assert len(message.body["faults"]) == 100
    assert message.body["faults"][7] == {
        "code": "13",
        "pointer": "/Detail[7]",
        "text": f"is missing | {texts['13']}",
        "original": "7",
    }


def test_a_kind_without_a_form_is_parked() -> None:
    """Border tickets have no Thai form."""
    with pytest.raises(Parked):
        write("BorderTicket", {})
