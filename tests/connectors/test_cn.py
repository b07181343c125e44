"""China: inventories, DecMessage and answers as GACC's samples and schemas say them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

import connectors.cn as cn
from connectors.cn import codes
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked
from hub.local.twins import templates
from hub.local.twins.consignments import contents

FOLDER = Path(cn.__file__).parent
REAL = Path(__file__).parents[3] / "shared" / "samples"
CEB = REAL / "cn_ceb"
DEC = REAL / "cn_singlewindow_dec"
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "GB", "CN", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)
NUMBERS = {
    "control": "20261124000042",
    "declaration_id": "530420261000000007",
    "functional_reference_id": "000020261000000007",
    "counterpart_id": "26GBTWNKTRM0000007",
    "ucr": "",
    "now": datetime(2026, 11, 24, 17, 0),
    "office": "5304",
}


def sample(name: str) -> bytes:
    """Return one of our own samples."""
    return (FOLDER / "samples" / name).read_bytes()


def bodies(raw: bytes) -> list[Body]:
    """Read a message that must not be refused."""
    reading = cn.read(raw)
    assert not reading.refusals, reading.refusals
    return [message.body for message in reading.messages]


def write(kind: str, body: Body) -> Written:
    """Write a canonical message for China."""
    return cn.write(Message(kind, body), ENVELOPE)


def valid(raw: bytes, side: str) -> bool:
    """Hold a CEB message against the official schema."""
    if not CEB.exists():
        pytest.skip("the official schemas are not here")
    schema = etree.XMLSchema(etree.parse(str(CEB / f"202205_{side}_business.xsd")))
    assert schema.validate(etree.fromstring(raw)), schema.error_log
    return True


def rendered(name: str, side: str) -> bytes:
    """Render a template of the simulated systems."""
    environment = Environment(loader=FileSystemLoader(FOLDER / "twin"), undefined=StrictUndefined)
    china, britain = templates.load("CN"), templates.load("GB")
    lane = (china, britain) if side == "export" else (britain, china)
    variables: dict[str, Any] = {**contents(1, *lane, 3, china), **NUMBERS, "side": side}
    return environment.get_template(f"{name}.xml.j2").render(variables).encode()


def part(number: str, inner: str) -> bytes:
    """Return a CEB message around some parts."""
    space = "http://www.chinaport.gov.cn/ceb"
    return f'<CEB{number}Message xmlns="{space}">{inner}</CEB{number}Message>'.encode()


def dec(head: str, rest: str = "") -> bytes:
    """Return a DecMessage around some fields of its head."""
    space = "http://www.chinaport.gov.cn/dec"
    return f'<DecMessage xmlns="{space}"><DecHead>{head}</DecHead>{rest}</DecMessage>'.encode()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("2018_113_export_CEB603Message.xml", {"Declaration EXPORT": 10}),
        ("2018_113_import_CEB621Message.xml", {"Declaration IMPORT": 10}),
        ("2018_113_export_CEB604Message.xml", {"StatusChange RECEIVED": 10}),
        ("2018_113_import_CEB622Message.xml", {"StatusChange RECEIVED": 10}),
        ("2018_113_import_CEB624Message.xml", {"StatusChange UNMAPPED": 10}),
        ("2018_113_export_CEB304Message.xml", {"StatusChange RECEIVED": 10}),
        ("2018_113_import_CEB312Message.xml", {"StatusChange RECEIVED": 10}),
        ("2018_113_import_CEB712Message.xml", {"StatusChange UNMAPPED": 10}),
        ("2018_113_export_CEB303Message.xml", {"refused S07": 1}),
        ("2018_113_import_CEB311Message.xml", {"refused S07": 1}),
    ],
)
def test_official_samples_read_part_by_part(name: str, outcome: dict[str, int]) -> None:
    """Every part of an official message is one message; evidence is refused by name."""
    if not CEB.exists():
        pytest.skip("the official samples are not here")
    reading = cn.read((CEB / name).read_bytes())
    found = Counter(f"{m.kind} {m.body.get('side') or m.body['status']}" for m in reading.messages)
    found += Counter(f"refused {part.faults[0].code}" for part in reading.refusals)
    assert found == outcome


@pytest.mark.parametrize(
    ("name", "status", "key"),
    [
        ("receipt_DEC_DATA_channel7_gb2312.xml", "RECEIVED", "CN:000000001398639573"),
        ("receipt_DEC_RESULT_channelK.xml", "RELEASED", "CN:900120241000000851"),
    ],
)
def test_real_receipts_of_the_single_window_are_read(name: str, status: str, key: str) -> None:
    """Both shapes, both encodings and both ways to write a time."""
    if not DEC.exists():
        pytest.skip("the real receipts are not here")
    (body,) = bodies((DEC / name).read_bytes())
    assert (body["status"], body["declarationKey"]) == (status, key)
    assert body["occurredAt"]["utc"].tzinfo is UTC
    assert "担保放行" in body["nationalText"] or "申报成功" in body["nationalText"]


def test_a_conclusion_is_not_a_release() -> None:
    """399 (审结) accepts, 800 releases, 899 clears; a negative code rejects with its text."""

    def status(code: str) -> str:
        inner = f"<copNo>C1</copNo><returnStatus>{code}</returnStatus><returnInfo>x</returnInfo>"
        (body,) = bodies(part("622", f"<InventoryReturn>{inner}</InventoryReturn>"))
        return str(body["status"])

    found = [status(code) for code in ("399", "800", "899", "-301", "100", "120", "700")]
    expected = "ACCEPTED RELEASED CLEARED REJECTED REJECTED LODGED UNMAPPED"
    assert found == expected.split()


def test_a_refused_cancellation_rejects_no_declaration() -> None:
    """The answer to a cancellation speaks of the cancellation, not of the declaration."""
    for code, status in (("399", "CANCELLED"), ("120", "CANCEL_REQUESTED"), ("100", "UNMAPPED")):
        inner = f"<invtNo>530420260000000033</invtNo><returnStatus>{code}</returnStatus>"
        (body,) = bodies(part("606", f"<InvtCancelReturn>{inner}</InvtCancelReturn>"))
        assert (body["status"], body["declarationKey"]) == (status, "CN:530420260000000033")


def test_an_answer_about_returned_goods_never_speaks_for_the_first_inventory() -> None:
    """The release of goods sent back is keyed by the return's own number."""
    inner = "<copNo>R1</copNo><invtNo>299120261000000901</invtNo><returnStatus>800</returnStatus>"
    (body,) = bodies(part("626", f"<InvtRefundReturn>{inner}</InvtRefundReturn>"))
    assert body["declarationKey"] == "CN:R1"
    assert "declarationId" not in body


def test_goods_sent_back_name_the_first_inventory() -> None:
    """213 is an import of its own whose previous document is the export inventory."""
    inner = "<coElNo>R2</coElNo><invtNo>530420260000000033</invtNo><country>303</country>"
    head = f"<InvtRefund><InvtRefundHead>{inner}</InvtRefundHead></InvtRefund>"
    (body,) = bodies(part("213", head))
    assert (body["side"], body["exportCountry"]) == ("IMPORT", "GB")
    assert body["declarationKey"] == "CN:R2"
    assert body["previousDocuments"][0]["id"] == "530420260000000033"


@pytest.mark.parametrize("filler", ["无", "NO", " no ", "-"])
def test_fillers_are_text_and_identify_nothing(filler: str) -> None:
    """GACC prescribes 无 and NO: as numbers they would make thousands of false friends."""
    head = (
        f"<IEFlag>E</IEFlag><EntryId>{filler}</EntryId><SeqNo>S1</SeqNo><BillNo>{filler}</BillNo>"
    )
    (body,) = bodies(dec(head))
    assert body["declarationKey"] == "CN:S1"
    assert "documents" not in body
    assert body["nationalData"]["DecHead/BillNo"] == filler.strip()


def test_a_counterpart_export_number_is_a_previous_document() -> None:
    """DocuCode 830 is the other country's export declaration; other papers stay papers."""
    (body,) = bodies(sample("import.xml"))
    assert body["previousDocuments"] == [{"id": "307123456780", "typeCode": "830"}]
    assert [paper["typeCode"] for paper in body["documents"]] == ["315", "Y"]
    assert body["exportCountry"] == "VN"


def test_characters_beyond_gb2312_are_read_from_who_says_gb2312() -> None:
    """Real senders declare GB2312 and write GBK; the superset GB18030 reads both."""
    (body,) = bodies(sample("import.xml"))
    assert body["goodsItems"][0]["description"] == "鲜榴莲(硏选)"


def test_numbers_of_persons_stay_in_china() -> None:
    """The place of a buyer's identity number and telephone is named, its content is not."""
    first, _ = bodies(sample("ecommerce_import.xml"))
    assert first["nationalData"]["InventoryHead/buyerIdNumber"] == "(withheld)"
    assert "000000000000000000" not in str(first)


def test_one_bad_inventory_refuses_only_itself() -> None:
    """The other inventories of a message are read, each refusal quotes its own part."""
    good = "<InventoryHead><copNo>C1</copNo><country>303</country></InventoryHead>"
    bad = "<InventoryHead><copNo>C2</copNo><appType>7</appType></InventoryHead>"
    reading = cn.read(part("603", f"<Inventory>{good}</Inventory><Inventory>{bad}</Inventory>"))
    assert [m.body["declarationKey"] for m in reading.messages] == ["CN:C1"]
    (refused,) = reading.refusals
    assert refused.references["CEB.copNo"] == "C2"
    assert "Inventory[2]" in refused.faults[0].pointer


def test_unknown_codes_pass_with_a_warning() -> None:
    """A country nobody knows goes on as it is, and is pointed at."""
    head = "<IEFlag>I</IEFlag><EntryId>1</EntryId><TradeCountry>777</TradeCountry>"
    reading = cn.read(dec(head))
    assert reading.messages[0].body["exportCountry"] == "777"
    assert {("12", "777"), ("93", "1")} <= {(w.code, w.original) for w in reading.warnings}


def test_national_data_and_warnings_are_bounded() -> None:
    """A flood of unknown or repeated fields ends at 500 entries and 100 findings."""
    flood = "".join(f"<X{n}>{'y' * 600}</X{n}>" for n in range(2000)) + "<NetWt>z</NetWt>" * 2000
    reading = cn.read(dec(f"<IEFlag>E</IEFlag><EntryId>1</EntryId>{flood}"))
    national = reading.messages[0].body["nationalData"]
    assert len(national) == 500
    assert max(map(len, national.values())) == 512
    assert len(reading.warnings) <= 101


@pytest.mark.parametrize(
    ("name", "side", "kind"),
    [
        ("ecommerce_export", "export", "EXPORT"),
        ("ecommerce_import", "import", "IMPORT"),
        ("amendment", "export", "EXPORT"),
        ("amendment", "import", "IMPORT"),
        ("cancellation", "export", "EXPORT"),
        ("cancellation", "import", "IMPORT"),
    ],
)
def test_templates_of_e_commerce_follow_the_schema(name: str, side: str, kind: str) -> None:
    """What the simulated system says in CEB is valid and is read with its numbers."""
    raw = rendered(name, side)
    (body,) = bodies(raw)
    assert body["declarationId"] == NUMBERS["declaration_id"]
    assert body["side"] == kind
    assert valid(raw, side)


def test_templates_of_the_single_window_name_the_counterpart() -> None:
    """A simulated import quotes the export's number, its goods have masses and codes."""
    (body,) = bodies(rendered("import", "import"))
    assert body["previousDocuments"][0]["id"] == NUMBERS["counterpart_id"]
    assert (body["exportCountry"], body["destinationCountry"]) == ("GB", "CN")
    assert all(len(item["commodityCode"]) == 10 for item in body["goodsItems"])
    assert all(item["netMass"] for item in body["goodsItems"])


def test_our_own_ceb_samples_follow_the_schema() -> None:
    """Cancellation and returns are exact; the amendment keeps a real deviation (gseqno)."""
    assert valid(sample("cancellation.xml"), "export")
    assert valid(sample("amendment.xml").replace(b"gseqno", b"gnum"), "export")


@pytest.mark.parametrize(
    ("number", "answer", "side"),
    [
        ("621", "622", "import"),
        ("623", "624", "import"),
        ("625", "626", "import"),
        ("603", "604", "export"),
        ("605", "606", "export"),
        ("213", "214", "export"),
        ("311", "900", "import"),
    ],
)
@pytest.mark.parametrize("kind", ["Acknowledgement", "Refusal", "Receipt"])
def test_senders_of_ceb_are_answered_in_ceb(number: str, answer: str, side: str, kind: str) -> None:
    """Every answer is the return of the answered message and valid against the schema."""
    quoted = {"message": number, "agentCode": "5304980001", "statisticsFlag": "A", "guid": "g"}
    body: Body = {
        "functionalReferenceId": "COP1",
        "references": {f"CEB.{name}": text for name, text in quoted.items()},
        "outcome": "ACCEPTED",
        "layer": 2,
        "faults": [{"code": "12", "pointer": "/a[1]", "text": "<&>", "original": '"'}],
        "hubMessageId": "h",
    }
    raw = write(kind, body).body
    assert valid(raw, side)
    assert etree.QName(etree.fromstring(raw)).localname == f"CEB{answer}Message"
    (told,) = bodies(raw)
    if answer in ("604", "622", "626", "214"):
        assert told["status"] == ("REJECTED" if kind == "Refusal" else "RECEIVED")


def test_other_senders_are_answered_by_the_single_window() -> None:
    """A DecMessage gets a DecImportResponse: 0 taken, another code and the reasons if not."""
    quoted = {"Dec.SeqNo": "000020261000004711", "Dec.ClientSeqNo": "CS1"}
    taken = bodies(write("Acknowledgement", {"outcome": "ACCEPTED", "references": quoted}).body)
    fault = {"code": "13", "pointer": "/DecHead", "text": "is missing"}
    refused = bodies(write("Refusal", {"faults": [fault], "references": quoted}).body)
    assert (taken[0]["status"], refused[0]["status"]) == ("RECEIVED", "REJECTED")
    assert refused[0]["nationalText"] == "13 /DecHead is missing"
    assert refused[0]["references"]["Dec.SeqNo"] == quoted["Dec.SeqNo"]


def test_a_partner_export_is_seen_as_an_import_of_china() -> None:
    """IEFlag I, the partner's country and number, no Chinese number, losses named."""
    partner: Body = {
        "country": "GB",
        "side": "EXPORT",
        "functionCode": "4",
        "version": 2,
        "declarationId": "26GBTWNKTRM0000007",
        "exportCountry": "GB",
        "destinationCountry": "CN",
        "ucr": "6GB1",
        "parties": [{"role": "Exporter", "name": "A & B"}, {"role": "Consignee", "name": "广西"}],
        "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "85171300", "netMass": "1.5"}],
    }
    written = write("Declaration", partner)
    (body,) = bodies(written.body)
    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "IMPORT",
        "GB",
        "CN",
    )
    assert body["previousDocuments"] == [{"id": "26GBTWNKTRM0000007", "typeCode": "830"}]
    assert "declarationId" not in body
    assert body["goodsItems"][0]["netMass"] == "1.5"
    assert [said["statementDescription"] for said in body["statements"]] == [
        "GB EXPORT 26GBTWNKTRM0000007",
        "AMENDMENT, VERSION 2",
    ]
    assert {"side", "functionCode", "ucr", "parties/Exporter"} <= set(written.losses)


def test_own_declarations_come_back_as_they_went() -> None:
    """What is carried survives writing and reading again."""
    for name in ("export.xml", "import.xml"):
        (body,) = bodies(sample(name))
        written = write("Declaration", body)
        (again,) = bodies(written.body)
        lost = {path.split("/")[0] for path in written.losses}
        assert {k: v for k, v in again.items() if k not in lost} == {
            k: v for k, v in body.items() if k not in lost and k != "procedureType"
        } | {"procedureType": "NORMAL"}
        assert lost == {"goodsItems", "nationalData"}


@pytest.mark.parametrize(("side", "number"), [("EXPORT", "605"), ("IMPORT", "623")])
def test_a_partner_cancellation_is_a_cancellation(side: str, number: str) -> None:
    """The e-commerce form is the only one known that cancels; an export's is valid unsigned."""
    amendment = {"text": "not shipped"}
    body: Body = {"country": "GB", "side": side, "functionCode": "1", "declarationId": "26GB1"}
    raw = write("Declaration", body | {"amendments": [amendment]}).body
    (again,) = bodies(raw)
    assert (again["functionCode"], again["declarationId"]) == ("1", "26GB1")
    assert again["references"]["CEB.message"] == number
    assert side == "IMPORT" or valid(raw, "export")


def test_a_partner_status_claims_no_decision_of_china() -> None:
    """CHANNEL stays empty; who says what of which declaration stands in NOTE."""
    status = {"country": "GB", "declarationId": "26GB1", "status": "RELEASED", "nationalCode": "08"}
    root = etree.fromstring(write("StatusChange", status).body)
    assert root.findtext("DEC_RESULT/CHANNEL") == ""
    assert root.findtext("DEC_RESULT/NOTE") == "GB RELEASED 08 26GB1"


def test_a_kind_without_a_form_is_parked() -> None:
    """Border residents' tickets have no published form."""
    with pytest.raises(Parked):
        write("BorderTicket", {})


@given(st.text(max_size=40))
def test_any_text_is_carried_or_refused_as_xml(text: str) -> None:
    """Whatever a partner writes, China's message stays well-formed and says the same."""
    written = write("Refusal", {"faults": [{"code": "13", "text": text}]})
    etree.fromstring(written.body)


@given(st.text(max_size=12))
def test_codes_never_fail(text: str) -> None:
    """Any text for a code, number or time gives a value or a warning, never an exception."""
    element = etree.fromstring("<a><b/></a>")
    warnings: list[Any] = []
    codes.country(text, element, "b", warnings)
    codes.currency(text, element, "b", warnings)
    codes.decimal(text, element, "b", warnings)
    codes.moment(text, element, "b", warnings)
    codes.commodity(text, element, "b", warnings)
    assert codes.sequence(text, 5) >= 0
