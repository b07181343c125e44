"""Korea: what UNI-PASS documents mean, held against the published commented instances."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from lxml import etree

import connectors.kr as kr
from hub.connector.kit.answers import ENVELOPE, minimal
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, NOT_SUPPORTED
from hub.domain.reading import Message
from tests.connectors.kcs_instance import PUBLISHED, Rules, name

SAMPLES = Path(kr.__file__).parent / "samples"
SIDES = {"EXPORT": "EXP_830", "IMPORT": "IMP_929"}
INVENTED = frozenset({"/wco:VersionID", "/kcs:ApplicationTypeCode", "/wco:Amendment"})
"""What applications state beyond the declaration: no instance of them is published."""
PASSED_OVER = frozenset({"GOVCBR830", "GOVCBR929"})
needs_instances = pytest.mark.skipif(not PUBLISHED.exists(), reason="published instances not here")


def body_of(raw: bytes) -> Body:
    """Read what must be one message without a refusal."""
    reading = kr.read(raw)
    assert not reading.refusals
    (message,) = reading.messages
    return message.body


def sample(stem: str) -> bytes:
    """Return a sample of the country's folder."""
    return (SAMPLES / f"{stem}.xml").read_bytes()


def specimen(seed: int, function: str = "9") -> Body:
    """Return a made-up declaration in a script that changes with the seed."""
    chance = random.Random(seed)
    script = chance.choice(sorted(SCRIPTS))
    author = Author(chance, "KR", script, chance.choice((0.3, 0.7, 1.0)))
    return author.declaration(chance.randrange(1, 5), function)


def answer(code: str, inner: str = "", answered: str = "GOVCBR830") -> bytes:
    """Return an answer to a declaration or an application."""
    return (
        f"<Response><TypeCode>GOVCBR{code}</TypeCode>{inner}<Declaration><TypeCode>{answered}"
        "</TypeCode><ID>1234526000118X</ID></Declaration></Response>"
    ).encode()


@needs_instances
def test_the_published_export_declaration_is_read() -> None:
    """Key fields of the 830 have their canonical places."""
    body = body_of(Rules("EXP_830").instance)
    (item,) = body["goodsItems"]

    assert (body["side"], body["functionCode"]) == ("EXPORT", "9")
    assert (body["exportCountry"], body["destinationCountry"]) == ("KR", "KR")
    assert (body["declarationId"], body["declarationOfficeId"]) == ("99999999", "010")
    assert (body["statisticalAmount"], body["statisticalCurrency"]) == ("999999999", "KRW")
    assert (body["invoiceAmount"], body["invoiceCurrency"]) == ("999999999", "KRW")
    assert (body["totalGrossMass"], body["totalGrossMassUnit"]) == ("999999999", "KGM")
    assert body["equipment"] == [{"id": "999999999999999"}]
    assert body["transport"][0]["modeCode"] == "1"
    assert (body["ucr"], body["loadingPlace"]) == ("99999999999999999", "AAAAA")
    assert item["commodityCode"] == "999999999"
    assert (item["netMass"], item["netMassUnit"]) == ("999999999", "KGM")
    assert item["packages"] == [{"quantity": "999999999", "typeCode": "CT"}]
    assert {row["typeCode"] for row in item["documents"]} == {"811", "A", "380"}
    assert item["previousDocuments"][0]["typeCode"] == "929"


@needs_instances
def test_the_published_import_declaration_is_read() -> None:
    """Key fields of the 929 have their canonical places."""
    body = body_of(Rules("IMP_929").instance)
    (item,) = body["goodsItems"]
    names = {row["role"]: row.get("name") for row in body["parties"]}

    assert (body["side"], body["declarationId"]) == ("IMPORT", "4062001070010U")
    assert (body["exportCountry"], body["destinationCountry"]) == ("PR", "KR")
    assert (body["invoiceAmount"], body["invoiceCurrency"]) == ("1000000", "USD")
    assert body["exchangeRates"] == [{"currency": "USD", "rate": "1210.12"}]
    assert (body["tradeTerms"], body["unloadingPlace"]) == ("CFR", "KRPUS")
    assert body["transport"][0]["modeCode"] == "4"
    assert names["Importer"] == "조인성"
    assert names["Payer"] == "모나리자㈜"
    assert names["Exporter"] == names["Seller"] == "OMR ENGR"
    assert body["equipment"] == [{"id": "TCNU4394926"}]
    assert (item["commodityCode"], item["originCountry"]) == ("0208100000", "CN")
    assert (item["tariffQuantity"], item["tariffQuantityUnit"]) == ("30", "DZN")
    assert (item["customsValue"], item["customsValueCurrency"]) == ("1000", "KRW")
    assert [tax["typeCode"] for tax in item["taxes"]] == ["CUD", "LCN", "5AB", "CAP", "VAT", "FCU"]
    assert item["previousDocuments"] == [{"id": "1234567", "lineNumeric": "123", "typeCode": "830"}]


@needs_instances
@pytest.mark.parametrize(("document", "elements"), [("EXP_830", 179), ("IMP_929", 334)])
def test_every_element_of_the_published_table_has_a_place(document: str, elements: int) -> None:
    """Each of the table's elements, given a value of its own, is found again after reading."""
    rules = Rules(document)
    assert len(rules.rows) == elements
    root = etree.fromstring(rules.instance)
    expected: dict[str, str] = {}
    leaves = [e for e in root.iter() if isinstance(e.tag, str) and len(e) == 0]
    for place, leaf in enumerate(leaves, 1):
        text, tag = (leaf.text or "").strip(), name(leaf)
        if text in PASSED_OVER or not text:
            continue
        steps = [name(above) for above in leaf.iterancestors()]
        path = f"{steps[0]}/{tag}"
        if tag.endswith("DateTime") and len(text) == 8:
            leaf.text = f"20{10 + place // 300:02}{1 + place // 28 % 12:02}{1 + place % 28:02}"
        elif path in ("wco:Payer/wco:RoleCode", "wco:Exporter/wco:RoleCode"):
            leaf.text = "04"
        elif path not in ("wco:TransportEquipment/wco:SequenceNumeric",) and not (
            path == "wco:PreviousDocument/wco:SequenceNumeric" and steps[1] == "wco:Consignment"
        ):
            leaf.text = str(700_000 + place)
        else:
            continue
        expected[leaf.text] = root.getroottree().getpath(leaf)

    seen = orjson.dumps(body_of(etree.tostring(root))).decode()

    assert [path for value, path in expected.items() if value not in seen] == []


@needs_instances
@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_holds_to_the_published_instance(seed: int) -> None:
    """Paths, attributes, order, repeats and days are those of the instance, always."""
    body = specimen(seed)
    written = kr.write(Message("Declaration", body), ENVELOPE).body

    assert Rules(SIDES[body["side"]]).breaches(written) == []


@needs_instances
@pytest.mark.parametrize("seed", range(20))
def test_an_amendment_states_the_declaration_in_its_published_form(seed: int) -> None:
    """Beside what is invented, an amendment has the elements of the declaration alone."""
    body = specimen(seed, "5")
    written = kr.write(Message("Declaration", body), ENVELOPE).body

    assert Rules(SIDES[body["side"]]).breaches(written, INVENTED) == []


@needs_instances
@pytest.mark.parametrize(("stem", "document"), [("export", "EXP_830"), ("import", "IMP_929")])
def test_samples_hold_to_the_published_instance(stem: str, document: str) -> None:
    """The invented samples, and what is written of them, have its form too."""
    rules = Rules(document)
    written = kr.write(Message("Declaration", body_of(sample(stem))), ENVELOPE).body

    assert rules.breaches(written) == []
    parser = etree.XMLParser(remove_comments=True)
    plain = etree.tostring(etree.fromstring(sample(stem), parser))
    assert [b for b in rules.breaches(plain) if "UsageDateTime" not in b] == []


@pytest.mark.parametrize("encoding", ["EUC-KR", "euc-kr", "CP949", "ks_c_5601-1987", "MS949"])
def test_a_stated_korean_character_set_is_read(encoding: str) -> None:
    """Every name of the Korean sets is read as CP949, syllables beyond EUC-KR with it."""
    text = sample("export").decode().replace("한솔길무역", "똠방각하")
    raw = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode("cp949")

    assert body_of(raw) == body_of(text.encode())
    assert "똠방각하 주식회사" in {row.get("name") for row in body_of(raw)["parties"]}


@pytest.mark.parametrize(("kind", "kept"), [("01", False), ("05", False), ("04", True)])
def test_the_number_of_a_natural_person_stays_in_korea(kind: str, kept: bool) -> None:
    """A resident's number is withheld, a company's registration number is kept."""
    text = sample("export").decode().replace(">04</wco:RoleCode>", f">{kind}</wco:RoleCode>")
    body = body_of(text.encode())

    assert (body["nationalData"]["Exporter/ID@ZZZ"] == "9990000017") is kept
    assert (b"9990000017" in orjson.dumps(body)) is kept


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (answer("R20"), "REJECTED"),
        (answer("R20", answered="GOVCBR5AS"), "UNMAPPED"),
        (answer("R76"), "LODGED"),
        (answer("R76", answered="GOVCBR5FE"), "UNMAPPED"),
        (answer("5AF"), "LODGED"),
        (answer("5AA"), "RELEASED"),
        (answer("5GX"), "DOCS_REQUIRED"),
        (answer("R73"), "UNMAPPED"),
        (answer("INF"), "UNMAPPED"),
        (answer("023", "<Status><NameCode>13</NameCode></Status>"), "RELEASED"),
        (answer("023", "<Status><NameCode>19</NameCode></Status>"), "UNMAPPED"),
        (answer("5BG", "<Status><NameCode>C</NameCode></Status>"), "CANCELLED"),
        (answer("5BG", "<Status><NameCode>E</NameCode></Status>"), "UNMAPPED"),
    ],
)
def test_an_answer_is_a_state_or_unmapped(raw: bytes, state: str) -> None:
    """Known codes have their state; nothing is guessed of others, or of applications."""
    reading = kr.read(raw)

    assert reading.messages[0].body["status"] == state
    assert bool(reading.warnings) == (reading.messages[0].body.get("status") == "UNMAPPED") or (
        "GOVCBR5" in reading.messages[0].body["references"]["TypeCode"]
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("Receipt", "R76"),
        ("Acknowledgement", "R76"),
        ("Refusal", "R20"),
        ("StatusChange", "5AA"),
        ("MatchResult", "RR5"),
    ],
)
def test_what_the_hub_answers_is_no_declaration(kind: str, code: str) -> None:
    """Every answer is a Response of its document, and is read back as one."""
    written = kr.write(Message(kind, minimal(kind)), ENVELOPE)
    (message,) = kr.read(written.body).messages

    assert message.kind == "StatusChange"
    assert message.body["nationalCode"] == code
    assert message.body["declarationId"] == "M1"


def test_a_refusal_tells_every_fault() -> None:
    """Code, pointer, text in both languages and the original of all faults are in the R20."""
    faults = [
        {
            "code": "13",
            "pointer": f"/Declaration/ID[{n}]",
            "text": "is missing | 누락",
            "original": f"<{n}>",
        }
        for n in range(30)
    ]
    body = {**minimal("Refusal"), "faults": faults, "references": {"TypeCode": "GOVCBR830"}}
    read = kr.read(kr.write(Message("Refusal", body), ENVELOPE).body).messages[0].body

    assert [(f["code"], f["pointer"]) for f in read["faults"]] == [
        (f["code"], f["pointer"]) for f in faults
    ]
    assert read["faults"][7]["text"] == "is missing | 누락 <7>"
    assert read["references"]["TypeCode"] == "GOVCBR830"


def test_a_partners_status_names_what_it_cannot_say() -> None:
    """A state with an answer of its own comes back; any other is told by RR5 and named as lost."""
    about = {**minimal("StatusChange"), "occurredAt": {"utc": datetime(2026, 11, 24, tzinfo=UTC)}}
    for state, lost in (("RELEASED", ()), ("REJECTED", ()), ("HELD", ("status",))):
        written = kr.write(Message("StatusChange", {**about, "status": state}), ENVELOPE)
        told = kr.read(written.body).messages[0].body["status"]

        assert written.losses == lost
        assert (told == state) == (not lost)


def test_numbers_of_the_other_side_are_carried() -> None:
    """UCR and the partner's export number, wherever stated, stand in the import declaration."""
    body = body_of(sample("import"))
    body["previousDocuments"] = [{"id": "24GBA4ZYBWXU1BSA00", "typeCode": "MRN"}]
    for item in body["goodsItems"]:
        item.pop("previousDocuments")
    written = kr.write(Message("Declaration", body), ENVELOPE)
    again = body_of(written.body)

    assert again["ucr"] == body["ucr"]
    assert again["previousDocuments"] == [{"id": "24GBA4ZYBWXU1BSA00", "typeCode": "830"}]
    assert "previousDocuments/typeCode" in written.losses
    assert "previousDocuments/0" not in written.losses


def test_goods_beyond_999_items_are_named_as_lost() -> None:
    """1,999 items are read; the forms have room for 999, as the instances state."""
    tag = "GovernmentAgencyGoodsItem"
    numbers = [f"<SequenceNumeric>{n:03}</SequenceNumeric>" for n in range(1, 2000)]
    items = "".join(f"<{tag}>{number}</{tag}>" for number in numbers)
    raw = (
        "<Declaration><ID>1</ID><TypeCode>GOVCBR929</TypeCode>"
        f"<GoodsShipment>{items}</GoodsShipment></Declaration>"
    )
    body = body_of(raw.encode())
    written = kr.write(Message("Declaration", body), ENVELOPE)

    assert len(body["goodsItems"]) == 1999
    assert "goodsItems/999" in written.losses
    assert len(body_of(written.body)["goodsItems"]) == 999


def test_an_unknown_code_passes_with_a_warning() -> None:
    """Units, means of transport and plans beyond the lists are kept and doubted."""
    text = sample("import").decode()
    text = text.replace('kcsUnitCode="KG">1500<', 'kcsUnitCode="QQ">1500<')
    text = text.replace(
        "<wco:TypeCode>1</wco:TypeCode>\n    </wco:Bord",
        "<wco:TypeCode>8</wco:TypeCode>\n    </wco:Bord",
    )
    reading = kr.read(text.replace(">D</wco:CurrentCode>", ">Q</wco:CurrentCode>").encode())
    body = reading.messages[0].body

    assert {fault.original for fault in reading.warnings} == {"QQ", "8", "Q"}
    assert {fault.code for fault in reading.warnings} == {CODE_LIST}
    assert body["goodsItems"][0]["tariffQuantityUnit"] == "QQ"
    assert body["transport"][0] == {
        "stage": "BORDER", "name": "SAO BIEN 17", "nationality": "VN", "nationalModeCode": "8"
    }  # fmt: skip


def test_all_that_is_wrong_is_told_at_once() -> None:
    """An application without a number, for more time, has both faults with their places."""
    (refusal,) = kr.read(sample("refused")).refusals

    assert [(f.code, f.pointer) for f in refusal.faults] == [
        ("13", "/Declaration[1]/ID (line 4)"),
        (NOT_SUPPORTED, "/Declaration[1]/ApplicationTypeCode[1] (line 9)"),
    ]


def test_details_of_an_item_are_added_up() -> None:
    """What several model lines cost is the amount of the item, each line kept beside."""
    line = "<kcs:ValueAmount>12750.00</kcs:ValueAmount>\n"
    more = "<wco:DetailedCommodity><kcs:ValueAmount>0.05</kcs:ValueAmount></wco:DetailedCommodity>"
    text = sample("import").decode()
    at = text.index("</wco:DetailedCommodity>") + len("</wco:DetailedCommodity>")
    assert line in text[:at]
    item = body_of((text[:at] + more + text[at:]).encode())["goodsItems"][0]

    assert item["itemAmount"] == "12750.05"
    assert item["nationalData"]["Commodity/DetailedCommodity/ValueAmount"] == "0.05"


def test_a_long_address_is_parted_at_a_blank() -> None:
    """The basic and the detailed address hold up to 70 and 150 characters between them."""
    body = body_of(sample("export"))
    exporter = next(row for row in body["parties"] if row["role"] == "Exporter")
    for words, lost in ((20, False), (60, True)):
        exporter["address"] = " ".join(["가상동 101"] * words)
        written = kr.write(Message("Declaration", body), ENVELOPE)
        (again,) = [r for r in body_of(written.body)["parties"] if r["role"] == "Exporter"]

        assert ("parties/address" in written.losses) is lost
        assert (again["address"] == exporter["address"]) is not lost


def test_whoever_takes_the_goods_stands_as_buyer() -> None:
    """Without a Buyer the Consignee is written, and that it was the Consignee is named as lost."""
    body = body_of(sample("export"))
    for row in body["parties"]:
        row["role"] = {"Buyer": "Consignee"}.get(row["role"], row["role"])
    written = kr.write(Message("Declaration", body), ENVELOPE)
    names = {row["role"]: row.get("name") for row in body_of(written.body)["parties"]}

    assert names["Buyer"] == "XINGYU FOOTWEAR CO LTD"
    assert "parties/Consignee" in written.losses


def test_a_partners_procedure_is_no_korean_kind_of_export() -> None:
    """Korea's own kind of export is written back, a partner's code is named as lost."""
    body = body_of(sample("export"))
    own = kr.write(Message("Declaration", body), ENVELOPE)
    partner = kr.write(Message("Declaration", {**body, "country": "CN"}), ENVELOPE)

    assert {item["procedureCurrent"] for item in body_of(own.body)["goodsItems"]} == {"A"}
    assert "goodsItems/procedureCurrent" not in own.losses
    assert "goodsItems/procedureCurrent" in partner.losses
    assert b"CustomsProcedure" not in partner.body


def test_a_partners_export_loses_its_country_of_export() -> None:
    """An 830 takes Korea for granted as country of export: another one is named as lost."""
    body = {**body_of(sample("export")), "country": "CN", "exportCountry": "CN"}
    written = kr.write(Message("Declaration", {**body, "destinationCountry": "KR"}), ENVELOPE)

    assert "exportCountry" in written.losses
    assert body_of(written.body)["destinationCountry"] == "KR"


def test_items_in_one_currency_give_the_total_that_states_it() -> None:
    """The forms state the currency with the total only: without one, the items are added up."""
    body = body_of(sample("export"))
    del body["invoiceAmount"], body["invoiceCurrency"]
    written = kr.write(Message("Declaration", body), ENVELOPE)
    again = body_of(written.body)

    assert (again["invoiceAmount"], again["invoiceCurrency"]) == ("30750.50", "USD")
    assert [item["itemCurrency"] for item in again["goodsItems"]] == ["USD", "USD"]
    assert "goodsItems/itemAmount" not in written.losses


def test_a_unit_that_means_something_else_in_korea_is_named() -> None:
    """`NO` is no code of UN Rec 20, but one of Korea's: the quantity is kept, the unit is lost."""
    body = body_of(sample("export"))
    body["goodsItems"][0]["tariffQuantityUnit"] = "NO"
    written = kr.write(Message("Declaration", body), ENVELOPE)

    assert "goodsItems/tariffQuantityUnit" in written.losses
    assert "goodsItems/tariffQuantity" not in written.losses
    assert body_of(written.body)["goodsItems"][0]["tariffQuantity"] == "1200"


def test_a_transport_of_which_nothing_is_written_is_named() -> None:
    """Where neither name nor a known mode is stated, the transport at the border is lost."""
    body = {**body_of(sample("export")), "transport": [{"stage": "BORDER", "modeCode": "9"}]}
    written = kr.write(Message("Declaration", body), ENVELOPE)

    assert "transport/BORDER" in written.losses
    assert "transport" not in body_of(written.body)
