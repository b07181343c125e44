"""China: what is written is valid, official by name, cut where it must be, and said to be so."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from lxml import etree

import connectors.cn as cn
from connectors.cn import dec_writing
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.declaration import Body
from hub.domain.reading import Message, Written
from tests.connectors.test_cn import CEB, DEC, ENVELOPE, bodies, dec, part, valid, write

OWN_OR_PARTNER = ("CN", "GB", "ID")
SIGNATURE = (
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>'
    '<ds:CanonicalizationMethod Algorithm="urn:x"/><ds:SignatureMethod Algorithm="urn:x"/>'
    '<ds:Reference><ds:DigestMethod Algorithm="urn:x"/><ds:DigestValue/></ds:Reference>'
    "</ds:SignedInfo><ds:SignatureValue/></ds:Signature></CEB623Message>"
)
"""What the port adds: 623 is valid but for it."""


def specimen(seed: int, function: str, country: str = "CN") -> Body:
    """Return a made-up declaration in one of all scripts."""
    chance = Random(seed)
    script = sorted(SCRIPTS)[seed % len(SCRIPTS)]
    fullness = chance.choice((0.2, 0.6, 1.0))
    return Author(chance, country, script, fullness).declaration(chance.randrange(1, 4), function)


def signed(written: Written) -> bytes:
    """Return a cancellation as the port sends it on."""
    return written.body.replace(b"</CEB623Message>", SIGNATURE.encode())


@pytest.mark.parametrize("country", OWN_OR_PARTNER)
@pytest.mark.parametrize("seed", range(30))
def test_a_cancellation_is_valid_whatever_is_cancelled(seed: int, country: str) -> None:
    """605 and 623 follow the official schema for every sender, script and length."""
    body = specimen(seed, "1", country)
    if seed % 3 == 0:
        body |= {"declarationId": "9" * 35, "functionalReferenceId": "L" * 40}
        body["amendments"] = [{"text": "理由" * 900}]
        body["parties"] = [{"role": "Declarant", "name": "名" * 300, "id": "7" * 40}]
    side = "import" if body["side"] == "IMPORT" else "export"
    assert valid(signed(write("Declaration", body)), side)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("function", ["9", "1"])
def test_every_script_survives_both_encodings(encoding: str, function: str) -> None:
    """GB18030 holds all of Unicode: the same message in it reads the same."""
    for seed in range(len(SCRIPTS)):
        body = specimen(seed, function)
        written = write("Declaration", body)
        text = written.body.decode().replace("UTF-8", encoding.upper())
        again = bodies(text.encode(encoding))

        assert unnamed(body, again[0], written.losses) == []


def test_only_official_names_are_written() -> None:
    """Every element of a DecMessage stands in the public field list under its section."""
    if not DEC.exists():
        pytest.skip("the field list is not here")
    fields = json.loads((DEC / "decmessage_fields.json").read_bytes())
    known = {key.rpartition("/")[2]: set(names) for key, names in fields.items() if key[0] != "_"}
    for seed in range(40):
        country = OWN_OR_PARTNER[seed % 3]
        written = write("Declaration", specimen(seed, "59"[seed % 2], country))
        for element in etree.fromstring(written.body).iter():
            name, parent = etree.QName(element).localname, element.getparent()
            if not len(element) and parent is not None:
                assert name in known[etree.QName(parent).localname], (seed, name)


@pytest.mark.parametrize("seed", range(20))
def test_a_partners_declaration_drops_nothing_silently(seed: int) -> None:
    """Seen from China it has another owner, side and number; all else is there or is named."""
    body = specimen(seed, "9", "GB")
    body |= {"exportCountry": "GB", "destinationCountry": "CN"}
    written = write("Declaration", body)
    (again,) = bodies(written.body)
    own, *previous = again.get("previousDocuments", [])

    assert own["id"] == body["declarationId"]
    seen = {**again, "country": "GB", "declarationId": own["id"], "previousDocuments": previous}
    assert unnamed(body, seen, written.losses) == []


def test_texts_are_cut_where_their_field_ends_and_named() -> None:
    """A name at 70, a means at 50, a description and a note at 255 characters."""
    long = "字" * 300
    body: Body = {
        "country": "CN",
        "side": "EXPORT",
        "functionCode": "5",
        "declarationId": "530420261000000007",
        "parties": [{"role": "Exporter", "name": long}],
        "transport": [{"stage": "BORDER", "modeCode": "1", "name": long}],
        "statements": [{"statementDescription": long}],
        "goodsItems": [{"sequenceNumeric": 1, "description": long}],
    }
    written = write("Declaration", body)
    (again,) = bodies(written.body)
    note = etree.fromstring(written.body).findtext(".//{*}NoteS") or ""

    assert len(again["parties"][0]["name"]) == dec_writing.NAME
    assert len(again["transport"][0]["name"]) == dec_writing.MEANS
    assert len(again["goodsItems"][0]["description"]) == len(note) == dec_writing.NOTE
    assert note.endswith("; AMENDMENT, VERSION 1")
    cut = {"parties/name", "transport/name", "goodsItems/description"}
    assert cut | {"statements/statementDescription", "functionCode"} == set(written.losses)


@pytest.mark.parametrize(
    ("change", "losses"),
    [
        ({"totalGrossMass": "1", "totalGrossMassUnit": "TNE"},
         {"totalGrossMass", "totalGrossMassUnit"}),
        ({"exitDateTime": None}, set()),
        ({"tradeTerms": "EXW"}, {"tradeTerms"}),
        ({"tradeTerms": "FOB"}, set()),
        ({"procedureType": "LOW_VALUE"}, {"procedureType"}),
        ({"procedureType": "BORDER_SMALL"}, set()),
        ({"transport": [{"stage": "INLAND", "modeCode": "3"}]}, {"transport/INLAND"}),
        ({"documents": [{"id": "A1", "typeCode": "380"}, {"id": "B1", "typeCode": "315"}]},
         {"documents"}),
        ({"documents": [{"id": "B1", "typeCode": "315"}, {"id": "A1", "typeCode": "380"}]}, set()),
        ({"previousDocuments": [{"id": "26GB1", "typeCode": "MRN"}]}, set()),
        ({"previousDocuments": [{"id": "26GB1", "typeCode": "Z"}]}, {"previousDocuments"}),
        ({"parties": [{"role": "Exporter", "id": "91450000000000001X", "idType": "USCC"}]}, set()),
        ({"parties": [{"role": "Exporter", "id": "GB1", "idType": "EORI"}]},
         {"parties/id", "parties/idType", "parties/Exporter"}),
        ({"goodsItems": [{"netMass": "2", "tariffQuantity": "1", "tariffQuantityUnit": "KGM"}]},
         {"goodsItems/netMass"}),
        ({"goodsItems": [{"netMass": "1.0", "tariffQuantity": "1", "tariffQuantityUnit": "KGM"}]},
         set()),
    ],
)  # fmt: skip
def test_what_decmessage_cannot_carry_is_named(change: Body, losses: set[str]) -> None:
    """Exactly what does not come back is a loss, and nothing that does."""
    body = {"country": "CN", "side": "EXPORT", "declarationId": "530420261000000007", **change}
    written = write("Declaration", body)

    assert set(written.losses) == losses
    assert unnamed(body, bodies(written.body)[0], written.losses) == []


def test_numbers_that_do_not_fit_make_no_invalid_answer() -> None:
    """An answer to what was read leniently is valid: cut, left out, or the check of the format."""
    quoted = {"copNo": "C" * 40, "invtNo": "1", "customsCode": "530", "ebcCode": "E" * 30}
    for number, side, answer in (("621", "import", "622"), ("603", "import", "900")):
        references = {f"CEB.{name}": text for name, text in {**quoted, "message": number}.items()}
        faults = [{"code": "14", "text": "x" * 400} for _ in range(20)]
        written = write("Refusal", {"references": references, "layer": 2, "faults": faults})

        assert valid(written.body, side)
        assert f"<CEB{answer}Message".encode() in written.body
        assert written.losses == ("faults",)


def test_border_residents_trade_is_refused_and_nothing_of_a_person_is_kept() -> None:
    """Both are told apart by name; no name, number or telephone is quoted."""
    folder = Path(cn.__file__).parent / "hostile"
    for name, word in (
        ("border_trade.xml", "border residents"),
        ("resident_registration.xml", "personal"),
    ):
        reading = cn.read((folder / name).read_bytes())
        ((fault,),) = [part.faults for part in reading.refusals]

        assert (fault.code, reading.messages) == ("S07", ())
        assert word in fault.text
        assert not any(private in str(reading) for private in ("某某", "000000000000000000"))


def test_the_published_shape_of_border_trade_is_refused_by_its_service() -> None:
    """The request's own name tells the sender what is not taken."""
    path = DEC / "borderland_trade_soap_shape.xml"
    if not path.exists():
        pytest.skip("the shape is not here")
    ((fault,),) = [part.faults for part in cn.read(path.read_bytes()).refusals]
    assert fault.text.startswith("DoCheckRelManifest")


def test_units_are_known_or_doubted() -> None:
    """035 is the kilogram, 011 (件) is known and stays national, 999 is doubted."""
    rows = "".join(
        f"<DecList><CodeTS>0810600000</CodeTS><FirstQty>1</FirstQty><FirstUnit>{unit}</FirstUnit></DecList>"
        for unit in ("035", "011", "999")
    )
    head = "<IEFlag>E</IEFlag><EntryId>530420261000000007</EntryId><TradeCountry>141</TradeCountry>"
    reading = cn.read(dec(head, f"<DecLists>{rows}</DecLists>"))
    items = reading.messages[0].body["goodsItems"]

    assert [item["tariffQuantityUnit"] for item in items] == ["KGM", "011", "999"]
    assert [(warning.code, warning.original) for warning in reading.warnings] == [("12", "999")]


def test_the_foreign_party_of_a_declaration_is_read() -> None:
    """境外发货人 of an import is its consignor, 境外收货人 of an export its consignee."""
    for flag, field, role in (("I", "Consignor", "Consignor"), ("E", "Consignee", "Consignee")):
        name = f"<Overseas{field}Ename>A CO LTD</Overseas{field}Ename>"
        raw = dec(f"<IEFlag>{flag}</IEFlag><SeqNo>S1</SeqNo>{name}")
        assert bodies(raw)[0]["parties"] == [{"role": role, "name": "A CO LTD"}]


@pytest.mark.skipif(not CEB.exists(), reason="the official samples are not here")
def test_the_official_export_inventory_reads_whole() -> None:
    """CEB603: numbers, offices, masses, amounts, the exporter and the goods."""
    body = bodies((CEB / "2018_113_export_CEB603Message.xml").read_bytes())[0]
    (item,) = body["goodsItems"]

    assert (body["declarationKey"], body["declarationOfficeId"], body["exitOfficeId"]) == (
        "CN:Cop20180507001",
        "1500",
        "1501",
    )
    assert (body["totalGrossMass"], body["totalNetMass"], body["totalPackageQuantity"]) == (
        "80.25",
        "70.25",
        "9",
    )
    assert (body["freightAmount"], body["freightCurrency"]) == ("50.36", "CNY")
    assert body["parties"][0] == {
        "role": "Exporter",
        "id": "1105910159",
        "idType": "GACC",
        "name": "东方物通科技(北京)有限公司",
    }
    assert [paper["typeCode"] for paper in body["documents"]] == ["220", "703"]
    assert (item["commodityCode"], item["itemAmount"], item["itemCurrency"]) == (
        "8541401000",
        "200",
        "CNY",
    )
    assert (item["tariffQuantity"], item["destinationCountry"]) == ("200", "JP")


@pytest.mark.skipif(not CEB.exists(), reason="the official samples are not here")
def test_the_official_import_inventory_reads_whole() -> None:
    """CEB621: lane, transport, seller, licence and the net mass by the second quantity."""
    body = bodies((CEB / "2018_113_import_CEB621Message.xml").read_bytes())[0]

    assert (body["exportCountry"], body["destinationCountry"]) == ("JP", "CN")
    assert body["transport"] == [
        {"stage": "BORDER", "nationalModeCode": "0", "id": "MH730", "journeyId": "BJ20160308"}
    ]
    assert [party["role"] for party in body["parties"]][:2] == ["Seller", "Declarant"]
    assert body["documents"][-1] == {"id": "L20160315001", "typeCode": "911", "name": "licenseNo"}
    assert len(body["goodsItems"]) == 2
    assert (body["goodsItems"][0]["netMass"], body["goodsItems"][0]["originCountry"]) == (
        "300",
        "JP",
    )


@pytest.mark.parametrize("number", ["303", "311", "403", "411", "511", "711"])
def test_evidence_is_refused_and_named(number: str) -> None:
    """An order, a payment or a waybill is no declaration: its sender learns it was not taken."""
    ((fault,),) = [refused.faults for refused in cn.read(part(number, "<A/>")).refusals]
    assert fault.code == "S07"
    assert f"CEB{number}" in fault.text
    assert "not a declaration" in fault.text


def test_a_receipt_of_an_order_never_speaks_for_a_declaration() -> None:
    """312 is a status under the order's own number."""
    inner = "<OrderReturn><orderNo>O1</orderNo><returnStatus>800</returnStatus></OrderReturn>"
    (body,) = bodies(part("312", inner))
    assert (body["declarationKey"], body.get("declarationId", "")) == ("CN:O1", "")


def test_writing_twice_writes_the_same() -> None:
    """`write` is pure: no clock and no state."""
    message = Message("Declaration", specimen(3, "9"))
    assert cn.write(message, ENVELOPE) == cn.write(message, ENVELOPE)


def test_without_a_means_at_the_border_that_of_chinas_end_is_told() -> None:
    """The ship that arrives is TrafName of an import; that it arrived only is named as lost."""
    means = [{"stage": "ARRIVAL", "modeCode": "1", "name": "MV EVER"}, {"stage": "INLAND"}]
    body = {"country": "CN", "side": "IMPORT", "declarationId": "530420261000000007"}
    written = write("Declaration", body | {"transport": means})

    (told,) = bodies(written.body)[0]["transport"]
    assert (told["stage"], told["name"]) == ("BORDER", "MV EVER")
    assert set(written.losses) == {"transport/ARRIVAL", "transport/INLAND"}
