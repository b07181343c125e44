"""United Kingdom: all that is written fits HMRC's schemas for declarations and notifications."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree

import connectors.gb as gb
from hub.connector import discovery
from hub.connector.formats.wco import sections
from hub.connector.kit.specimen import Author
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message

REAL = Path(__file__).parents[3] / "shared" / "samples" / "wco_hmrc_cds"
SAMPLES = sorted((REAL / "declaration").glob("*.xml"))
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "VN", "GB", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
needs_schemas = pytest.mark.skipif(not (REAL / "xsd").exists(), reason="HMRC's schemas not here")


@cache
def schema(path: str) -> etree.XMLSchema:
    """Return one of HMRC's schemas."""
    return etree.XMLSchema(file=str(REAL / "xsd" / "wco" / path))


def check(written: bytes, name: str, path: str) -> None:
    """Validate the document in a written message against a schema."""
    root = etree.fromstring(written)
    (document,) = root.iter(f"{{*}}{name}")
    alone = etree.fromstring(etree.tostring(document))
    found = schema(path)
    assert found.validate(alone), found.error_log


@needs_schemas
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_is_written_of_a_declaration_is_valid(path: Path) -> None:
    """HMRC's schema for declarations accepts what the hub writes of HMRC's samples."""
    for message in gb.read(path.read_bytes()).messages:
        if message.kind == "Declaration":
            check(gb.write(message, ENVELOPE).body, "Declaration", "declaration/WCO_DEC_2_DMS.xsd")


@needs_schemas
@pytest.mark.parametrize(
    ("kind", "further"),
    [
        ("Acknowledgement", {"outcome": "ACCEPTED", "recipients": ["VN"], "issuedAt": NOW}),
        ("Refusal", {"issuedAt": NOW, "faults": [{"code": "13", "pointer": "42A → 67A/1#112"}]}),
        ("Refusal", {"issuedAt": NOW, "faults": [{"code": "S01", "text": "x" * 900}]}),
        ("StatusChange", {"status": "RELEASED", "nationalCode": "R", "reasonCodes": ["a", "b"]}),
        ("StatusChange", {"status": "IN_TRANSIT", "occurredAt": {"utc": NOW}}),
        ("Receipt", {"hubMessageId": "h", "size": 1, "receivedAt": NOW}),
        ("MatchResult", {"outcome": "MATCHED", "counterpartCountry": "VN", "decidedAt": NOW}),
    ],
)
def test_an_answer_is_valid(kind: str, further: Body) -> None:
    """HMRC's schema for notifications accepts every kind of answer."""
    body = {"declarationKey": "GB:M1", "country": "GB", "declarationId": "M1", **further}
    written = gb.write(Message(kind, body), ENVELOPE).body
    check(written, "Response", "notification/WCO_RES_2_DMS.xsd")


DECLARATION_SCHEMA = "declaration/WCO_DEC_2_DMS.xsd"


@needs_schemas
@pytest.mark.parametrize("function", ["9", "4", "5", "1"])
@pytest.mark.parametrize("script", ["latin", "khmer", "cyrillic", "chinese"])
def test_made_up_declarations_are_written_valid(function: str, script: str) -> None:
    """Whatever a partner declares, in any function, sparse or full, fits HMRC's schema."""
    for seed in range(25):
        chance = Random(seed)
        body = Author(chance, "VN", script, (0.2, 0.6, 1.0)[seed % 3]).declaration(3, function)
        written = gb.write(Message("Declaration", body), ENVELOPE).body
        check(written, "Declaration", DECLARATION_SCHEMA)


@needs_schemas
@pytest.mark.parametrize(("items", "kept"), [(1, 1), (999, 999), (1999, 999)])
def test_as_many_items_as_the_schema_takes_are_written(items: int, kept: int) -> None:
    """The schema ends at 999 goods items: the rest is named as lost, the message is valid."""
    body = Author(Random(items), "VN", "ascii", 0.4).declaration(items)
    written = gb.write(Message("Declaration", body), ENVELOPE)
    check(written.body, "Declaration", DECLARATION_SCHEMA)
    assert written.body.count(b"<GovernmentAgencyGoodsItem>") == kept
    assert ("goodsItems/999" in written.losses) == (items > kept)


@needs_schemas
def test_a_cancellation_is_what_the_schema_for_them_asks_for() -> None:
    """With a reason and its code a cancellation request fits CANCEL.xsd."""
    body = {
        "functionCode": "1",
        "declarationId": "24GBM1",
        "amendments": [{"changeReasonCode": "1", "text": "Sold elsewhere & shipped"}],
    }
    written = gb.write(Message("Declaration", body), ENVELOPE).body
    check(written, "Declaration", "declaration/CANCEL.xsd")


@needs_schemas
def test_wco_identifiers_are_those_of_the_schema() -> None:
    """Sections and tags of pointers are the WCOIDs HMRC's schema gives classes and elements."""
    root = etree.parse(str(REAL / "xsd" / "wco" / DECLARATION_SCHEMA)).getroot()
    named: dict[str, set[str]] = {}
    for element in root.iter("{*}element"):
        owner = next(element.iterancestors("{*}element"), None)
        path = f"{owner.get('name')}/{element.get('name')}" if owner is not None else ""
        for identifier in element.iterfind("{*}annotation/{*}documentation/{*}WCOID"):
            named.setdefault(str(element.get("name")), set()).add(str(identifier.text).strip())
            # The elements of the Declaration stand in a type beside it.
            own = path or f"Declaration/{element.get('name')}"
            named.setdefault(own, set()).add(str(identifier.text).strip())
    for name, section in sections.SECTIONS.items():
        assert section in named[name], name
    for path, tag in sections.TAGS.items():
        assert tag in named[path], path


@needs_schemas
@pytest.mark.parametrize("name", ["export", "import", "amendment", "cancellation"])
@pytest.mark.parametrize("country", ["vn", "id", "au", "cn", "la", "np"])
def test_a_partners_declaration_is_written_valid(country: str, name: str) -> None:
    """What partners' samples say fits the schema, whatever their formats allow."""
    folder = discovery.folders()[country] / "samples"
    for path in folder.glob(f"{name}.*"):
        if ".expected" in path.name:
            continue
        for message in discovery.connector(country).read(path.read_bytes()).messages:
            if message.kind == "Declaration":
                written = gb.write(message, ENVELOPE).body
                check(written, "Declaration", "declaration/WCO_DEC_2_DMS.xsd")
