"""Russia: what it writes validates against the album, and what only the album has is read."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

import connectors.ru as ru
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.reading import Envelope, Message, Written

FOLDER = Path(ru.__file__).parent
SCHEMAS = Path(__file__).parents[3] / "shared" / "samples" / "ru_eaeu" / "xsd_5_23_0"
PREPARED = datetime(2026, 11, 25, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "CN", "RU", "c", PREPARED)
NUMBER = "10702070/230526/0012345"
UNVALIDATED = {"recall"}

needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="the album's XSD are not here")


def documents(raw: bytes) -> list[etree._Element]:
    """Return the documents in a container, and the container."""
    root = etree.fromstring(raw)
    inner = [etree.fromstring(etree.tostring(body[0])) for body in root.iter("{*}DocBody")]
    return [root, *inner]


def errors(raw: bytes, known: dict[str, etree.XMLSchema] = {}) -> list[str]:  # noqa: B006 - a cache
    """Return what the XSD of the album find wrong with a message."""
    found = []
    for document in documents(raw):
        name = etree.QName(document).localname
        if name not in known:
            known[name] = etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd")))
        if not known[name].validate(document):
            found += [entry.message for entry in known[name].error_log]
    return found


def declared(items: int = 1) -> dict[str, object]:
    """Return an import of so many items that were exported from China."""
    return {
        "declarationKey": "CN:530420261000000007",
        "country": "CN",
        "side": "EXPORT",
        "functionCode": "9",
        "declarationId": "530420261000000007",
        "exportCountry": "CN",
        "destinationCountry": "RU",
        "goodsItems": [
            {"sequenceNumeric": n, "commodityCode": "6402190000", "description": f"Обувь {n}"}
            for n in range(1, items + 1)
        ],
    }


@needs_schemas
@pytest.mark.parametrize("seed", range(40))
def test_a_written_declaration_validates(seed: int) -> None:
    """Whatever is declared, in any script, makes a valid ESADout_CU in a valid ED_Container."""
    chance = random.Random(seed)
    author = Author(chance, "CN", chance.choice(list(SCRIPTS)), chance.choice((0.2, 0.6, 1.0)))
    body = author.declaration(chance.randrange(5), chance.choice("9451"))
    assert errors(ru.write(Message("Declaration", body), ENVELOPE).body) == []


@needs_schemas
@pytest.mark.parametrize("state", ["ACCEPTED", "RELEASED", "NOT_RELEASED", "EXITED"])
@pytest.mark.parametrize("number", [NUMBER, "530420261000000007"])
def test_a_written_status_validates(state: str, number: str) -> None:
    """A state with a form and one without make valid documents, with a partner's number too."""
    about = {"declarationKey": f"CN:{number}", "country": "CN", "declarationId": number}
    body = {**about, "status": state, "nationalCode": "P", "nationalText": "放行"}
    assert errors(ru.write(Message("StatusChange", body), ENVELOPE).body) == []


@needs_schemas
def test_a_refusal_names_every_fault_and_validates() -> None:
    """Code, pointer, text in two languages and original value stand in foundations."""
    fault = {"code": "13", "pointer": "/ESADout_CU/", "text": "is missing | не указано"}
    rows = [{**fault, "original": "x" * 300} for _ in range(100)]
    about = {"declarationKey": f"RU:{NUMBER}", "country": "RU", "declarationId": NUMBER}
    body = {**about, "messageId": "h", "faults": rows, "issuedAt": PREPARED}
    raw = ru.write(Message("Refusal", body), ENVELOPE).body
    assert errors(raw) == []
    assert raw.decode().count("<FoundationCode>13<") == 100
    assert "не указано" in raw.decode()


@needs_schemas
@pytest.mark.parametrize("path", sorted(FOLDER.glob("samples/*.xml")), ids=lambda p: p.stem)
def test_the_samples_validate(path: Path) -> None:
    """Invented as they are, the samples are valid, but for the recall that has no XSD."""
    if path.stem in UNVALIDATED:
        pytest.skip("no XSD is public")
    assert errors(path.read_bytes()) == []


@pytest.mark.parametrize("kind", ["Acknowledgement", "Refusal", "Receipt", "MatchResult"])
def test_an_answer_read_back_is_no_declaration(kind: str) -> None:
    """What the hub answers is at most a status without a state of its own."""
    about = {"declarationKey": f"RU:{NUMBER}", "country": "RU", "declarationId": NUMBER}
    moments = {"issuedAt": PREPARED, "receivedAt": PREPARED, "decidedAt": PREPARED}
    raw = ru.write(
        Message(kind, {**about, **moments, "messageId": "h", "status": "RELEASED"}), ENVELOPE
    ).body
    assert b"DecisionCode" not in raw
    states = [(message.kind, message.body["status"]) for message in ru.read(raw).messages]
    assert states == [("StatusChange", "UNMAPPED")]


@pytest.mark.parametrize("items", [1, 999, 1999])
def test_many_items_are_written_and_read(items: int) -> None:
    """The album numbers goods with three digits: what is beyond 999 is named as lost."""
    written: Written = ru.write(Message("Declaration", declared(items)), ENVELOPE)
    (again,) = ru.read(written.body).messages
    assert len(again.body["goodsItems"]) == min(items, 999)
    assert ("goodsItems/999" in written.losses) == (items > 999)
    assert again.body["declarationId"] == "530420261000000007"


def test_other_versions_of_the_album_read_alike() -> None:
    """Only local names count: 5.14.0 and a later version give the same message."""
    raw = (FOLDER / "samples" / "import.xml").read_bytes()
    (message,) = ru.read(raw).messages
    for version in (b"5.14.0", b"5.27.0"):
        (other,) = ru.read(raw.replace(b":5.23.0", b":" + version)).messages
        assert other.body == message.body


def test_windows_1251_is_read_where_it_is_declared() -> None:
    """A recall in windows-1251 says why in Cyrillic, and which declaration."""
    (message,) = ru.read((FOLDER / "samples" / "recall.xml").read_bytes()).messages
    assert message.body["functionCode"] == "1"
    assert message.body["declarationId"] == NUMBER
    assert message.body["amendments"] == [{"text": "Ошибочно указан код товара"}]


def test_a_number_told_in_the_same_container_is_the_declarations() -> None:
    """A declaration with its marks in one container has the number of the marks."""
    parts = [
        (FOLDER / "samples" / f"{name}.xml").read_text() for name in ("export", "registration")
    ]
    bare = parts[0][parts[0].index("<ESADout_CU:ESADout_CU ") :].partition("</edcnt:DocBody>")[0]
    start = bare.index("<cat_ru:RefDocumentID>")
    bare = bare[:start] + bare[bare.index("</cat_ru:RefDocumentID>") + 23 :]
    bare = bare.replace("<cat_ru:DocumentID>", '<cat_ru:DocumentID xmlns:cat_ru="urn:c">', 1)
    bare = bare.replace(" DocumentModeID", ' xmlns:cat_ru="urn:c" DocumentModeID', 1)
    identity = bare.partition("<cat_ru:DocumentID")[2].partition(">")[2].partition("<")[0]
    told = parts[1].partition("?>")[2].replace("0a5f3c1e-7b1d-4d0e-9a61-4f5b6c7d8e90", identity)
    reading = ru.read(f"<ED_Container>{bare}{told}</ED_Container>".encode())
    assert [message.kind for message in reading.messages] == ["Declaration", "StatusChange"]
    assert {message.body["declarationKey"] for message in reading.messages} == {f"RU:{NUMBER}"}


def test_an_unknown_decision_is_not_guessed() -> None:
    """A code outside the list is UNMAPPED and stays as it was written."""
    raw = (FOLDER / "samples" / "status.xml").read_bytes()
    (message,) = ru.read(raw.replace(b"DecisionCode>10<", b"DecisionCode>53<")).messages
    assert (message.body["status"], message.body["nationalCode"]) == ("UNMAPPED", "53")
