"""United Kingdom: what CDS messages mean, held against HMRC's own samples."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import connectors.gb as gb
from hub.domain.declaration import Body
from hub.domain.reading import Message
from tests.flow.hub_in_memory import make_codec

REAL = Path(__file__).parents[3] / "shared" / "samples" / "wco_hmrc_cds"
DECLARATIONS = sorted((REAL / "declaration").glob("*.xml"))
RESPONSES = sorted((REAL / "response").glob("*.xml"))
BROKEN = {"TT_EX022a__TT_EX022a_Declaration1_Step1.xml"}
"""Not well-formed as published: a double hyphen within a comment."""
CODEC = make_codec()


def declaration(inner: str = "", function: str = "9", kind: str = "IMA") -> bytes:
    """Return a bare CDS declaration."""
    return (
        f'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"><FunctionCode>{function}'
        "</FunctionCode><FunctionalReferenceID>LRN1</FunctionalReferenceID><ID>24GBM1</ID>"
        f"<TypeCode>{kind}</TypeCode>{inner}</Declaration>"
    ).encode()


def response(code: str, inner: str = "") -> bytes:
    """Return a bare notification, without a namespace as HMRC publishes them."""
    return (
        f"<Response><FunctionCode>{code}</FunctionCode>{inner}"
        "<Declaration><ID>24GBM1</ID></Declaration></Response>"
    ).encode()


def read(raw: bytes) -> Message:
    """Read what must be one message without a refusal."""
    reading = gb.read(raw)
    assert not reading.refusals
    (message,) = reading.messages
    return message


def errors(*codes: str) -> str:
    """Return Error elements with these ValidationCodes."""
    return "".join(f"<Error><ValidationCode>{c}</ValidationCode></Error>" for c in codes)


def item(procedure: str) -> str:
    """Return a shipment of one item under a requested procedure."""
    return (
        "<GoodsShipment><GovernmentAgencyGoodsItem><GovernmentProcedure><CurrentCode>"
        f"{procedure}</CurrentCode><PreviousCode>00</PreviousCode></GovernmentProcedure>"
        "</GovernmentAgencyGoodsItem></GoodsShipment>"
    )


@pytest.mark.parametrize(
    ("kind", "procedure", "side"),
    [
        ("COA", "10", "EXPORT"),
        ("COA", "40", "IMPORT"),
        ("COD", "40", "IMPORT"),
        ("COJ", "21", "EXPORT"),
        ("COY", "71", "IMPORT"),
        ("IMA", "10", "IMPORT"),
        ("EXD", "40", "EXPORT"),
    ],
)
def test_a_co_declaration_takes_its_side_from_the_procedure(
    kind: str, procedure: str, side: str
) -> None:
    """Trade with special territories goes both ways; IM and EX say their side themselves."""
    assert read(declaration(item(procedure), kind=kind)).body["side"] == side


def test_a_co_declaration_of_both_ways_has_no_side_and_a_warning() -> None:
    """Where the procedures contradict each other nothing is guessed."""
    both = item("10").replace("</GoodsShipment>", "") + item("40").replace("<GoodsShipment>", "")
    reading = gb.read(declaration(both, kind="COA"))
    assert "side" not in reading.messages[0].body
    assert [warning.pointer for warning in reading.warnings] == [
        "/Declaration[1]/TypeCode[1] (line 1)"
    ]


@pytest.mark.parametrize(
    ("code", "inner", "state"),
    [
        ("18", "", "RELEASED"),
        ("03", errors("CDS12046"), "EXPIRED"),
        ("03", errors("CDS12046", "CDS12046"), "EXPIRED"),
        ("03", errors("CDS12046", "CDS12005"), "REJECTED"),
        ("03", errors("CDS12005"), "REJECTED"),
        ("11", "", "AMENDED"),
        ("11", "<Status><NameCode>39</NameCode></Status>", "AMENDED"),
        ("11", "<Status><NameCode>41</NameCode></Status>", "UNMAPPED"),
        ("9", "", "CLEARED"),
        ("77", "", "UNMAPPED"),
    ],
)
def test_a_notification_says_how_the_declaration_stands(code: str, inner: str, state: str) -> None:
    """The state follows from the FunctionCode, and from its only reason where that matters."""
    message = read(response(code, inner))
    assert message.kind == "StatusChange"
    assert message.body["status"] == state
    assert message.body["nationalCode"] == code


@pytest.mark.parametrize("place", ["shipment", "item"])
def test_a_ducr_stated_as_previous_document_is_the_ucr(place: str) -> None:
    """A DCR among the previous documents is found, wherever it stands."""
    document = (
        "<PreviousDocument><CategoryCode>Z</CategoryCode><ID>6GB123456789012-A</ID>"
        "<TypeCode>DCR</TypeCode></PreviousDocument>"
    )
    inner = f"<GovernmentAgencyGoodsItem>{document}</GovernmentAgencyGoodsItem>"
    stated = document if place == "shipment" else inner
    body = read(declaration(f"<GoodsShipment>{stated}</GoodsShipment>")).body
    assert body["ucr"] == "6GB123456789012-A"
    assert [found["typeCode"] for found in body["previousDocuments"]] == ["DCR"]


def test_a_stated_ucr_comes_before_a_ducr() -> None:
    """What is stated as UCR is not replaced, and no other previous document is taken for one."""
    inner = (
        "<PreviousDocument><ID>X</ID><TypeCode>DCR</TypeCode></PreviousDocument>"
        "<UCR><TraderAssignedReferenceID>U</TraderAssignedReferenceID></UCR>"
    )
    assert read(declaration(f"<GoodsShipment>{inner}</GoodsShipment>")).body["ucr"] == "U"
    other = "<PreviousDocument><ID>X</ID><TypeCode>380</TypeCode></PreviousDocument>"
    assert "ucr" not in read(declaration(f"<GoodsShipment>{other}</GoodsShipment>")).body


@pytest.mark.parametrize("kind", ["GPR", "GPN"])
def test_a_goods_presentation_is_an_arrival(kind: str) -> None:
    """A movement message amends nothing: it reports that the goods are there."""
    message = read(declaration(function="13", kind=kind))
    assert message.kind == "StatusChange"
    assert message.body["status"] == "ARRIVED"
    assert message.body["nationalCode"] == kind


@pytest.mark.parametrize(("kind", "function"), [("COR", "4"), ("INV", "1")])
def test_an_additional_message_says_by_its_type_what_it_is(kind: str, function: str) -> None:
    """COR amends, INV cancels; its own reference is quoted but is not the LRN."""
    body = read(declaration(function="13", kind=kind)).body
    assert body["functionCode"] == function
    assert body["declarationKey"] == "GB:24GBM1"
    assert "functionalReferenceId" not in body
    assert body["references"]["FunctionalReferenceID"] == "LRN1"


def test_northern_ireland_is_written_as_its_country() -> None:
    """XI is no ISO 3166 code: the canonical country is GB, the code itself is kept."""
    inner = "<GoodsShipment><ExportCountry><ID>XI</ID></ExportCountry></GoodsShipment>"
    body = read(declaration(inner, kind="EXA")).body
    assert body["exportCountry"] == "GB"
    assert body["nationalData"]["exportCountry"] == "XI"


def test_a_guarantee_access_code_never_leaves() -> None:
    """That an access code was stated is kept, its value is not."""
    inner = (
        "<ObligationGuarantee><GuaranteeReference><AccessCode>S3CRET</AccessCode>"
        "</GuaranteeReference></ObligationGuarantee>"
    )
    body = read(declaration(inner)).body
    assert body["nationalData"] == {"ObligationGuarantee/GuaranteeReference/AccessCode": "withheld"}


def test_rows_without_their_key_travel() -> None:
    """A container without a number and a rate without a currency do not stop a declaration."""
    inner = (
        "<CurrencyExchange><RateNumeric>1.2</RateNumeric></CurrencyExchange><GoodsShipment>"
        "<Consignment><TransportEquipment><Seal><ID>S</ID></Seal></TransportEquipment>"
        "</Consignment><Invoice><ID>I</ID></Invoice></GoodsShipment>"
    )
    body = read(declaration(inner)).body
    assert body["exchangeRates"] == [{"currency": "", "rate": "1.2"}]
    assert body["equipment"] == [{"id": "", "seals": ["S"]}]
    assert body["documents"] == [{"typeCode": "380", "id": "I"}]
    CODEC.encode("Declaration", body)


def of(paths: list[Path]) -> pytest.MarkDecorator:
    """Return the parametrization over files, readable in the report."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@of(DECLARATIONS)
def test_a_published_declaration_is_read(path: Path) -> None:
    """Each of HMRC's samples is read as what it is; only the malformed one is refused."""
    reading = gb.read(path.read_bytes())
    if path.name in BROKEN:
        assert [part.faults[0].code for part in reading.refusals] == ["S01"]
        return
    assert not reading.refusals
    (message,) = reading.messages
    CODEC.encode(message.kind, message.body)
    body = message.body
    assert body.get("declarationId") or body.get("functionalReferenceId")
    if message.kind == "Declaration" and body["functionCode"] == "9":
        whole(body)


def whole(body: Body) -> None:
    """Hold a declaration against what every original declaration of HMRC has."""
    assert body["side"] in ("IMPORT", "EXPORT")
    assert body["typeCode"][:2] in ("IM", "EX", "CO")
    assert any(party["role"] == "Declarant" and party["id"] for party in body["parties"])
    assert len(body["goodsItems"]) == int(body.get("goodsItemQuantity", len(body["goodsItems"])))
    assert any(goods.get("documents") for goods in body["goodsItems"]) or body["previousDocuments"]
    for goods in body["goodsItems"]:
        assert goods["sequenceNumeric"] > 0
        assert goods.get("procedureCurrent") or goods.get("additionalProcedures")
        for mass in ("netMass", "grossMass"):
            assert (mass in goods) == (f"{mass}Unit" in goods)
        for value in ("itemAmount:itemCurrency", "statisticalValue:statisticalValueCurrency"):
            amount, currency = value.split(":")
            assert (amount in goods) == (currency in goods)


@of(DECLARATIONS)
def test_a_published_declaration_loses_no_element(path: Path) -> None:
    """Identifiers, names and codes of a sample all stand somewhere in what was read."""
    if path.name in BROKEN:
        pytest.skip("malformed as published")
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True))
    (found,) = root.iter("{*}Declaration")
    known = " ".join(flat(read(path.read_bytes()).body))
    for element in found.iter("{*}ID", "{*}Name", "{*}StatementCode", "{*}CategoryCode"):
        assert (element.text or "").strip() in known, element.tag


def flat(value: object) -> list[str]:
    """Return every text in a body."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in flat(part)]
    if isinstance(value, list):
        return [text for part in value for text in flat(part)]
    return [str(value)]


def test_the_published_declarations_cover_the_model() -> None:
    """Codes, masses, values, countries, packages and documents are found across the samples."""
    if not DECLARATIONS:
        pytest.skip("HMRC's samples are not here")
    bodies = [m.body for path in DECLARATIONS for m in gb.read(path.read_bytes()).messages]
    goods = [one for body in bodies for one in body.get("goodsItems", ())]
    for field in ("commodityCode", "netMass", "grossMass", "originCountry", "packages"):
        assert sum(field in one for one in goods) > len(goods) / 2, field
    for field in ("itemAmount", "documents", "statements", "taxes", "previousDocuments"):
        assert any(field in one for one in goods), field
    for field in ("exportCountry", "destinationCountry", "ucr", "transport", "declarationOfficeId"):
        assert any(field in body for body in bodies), field


@of(RESPONSES)
def test_a_published_notification_gives_a_status(path: Path) -> None:
    """Each of HMRC's sample notifications reports a known state of the declaration it names."""
    message = read(path.read_bytes())
    assert message.kind == "StatusChange"
    assert message.body["status"] != "UNMAPPED"
    root = etree.fromstring(path.read_bytes())
    (response,) = root.iter("{*}Response")
    assert message.body["nationalCode"] == (response.findtext("{*}FunctionCode") or "").strip()
    for field, step in (
        ("declarationId", "ID"),
        ("functionalReferenceId", "FunctionalReferenceID"),
    ):
        stated = (response.findtext(f"{{*}}Declaration/{{*}}{step}") or "").strip()
        assert message.body.get(field, "") == stated
    codes = [(one.text or "").strip() for one in response.iterfind("{*}Error/{*}ValidationCode")]
    assert [fault["code"] for fault in message.body.get("faults", ())] == codes
    CODEC.encode(message.kind, message.body)
