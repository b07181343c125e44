"""WCO Data Model XML: wrappers, pointers, settling and what is written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hub.connector.formats.wco import pointers, write
from hub.connector.formats.wco.leaves import amount, code, fill, number, sheet, text
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.read import read
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, UNKNOWN_KIND, WRONG_COUNTRY
from hub.domain.reading import Envelope, Message
from hub.errors import Parked

PROFILE = Profile(
    country="ZZ",
    agency="Z",
    zone="UTC",
    sides={"IM": "IMPORT", "EX": "EXPORT"},
    types={"IMPORT": "IMA", "EXPORT": "EXA"},
    additional={"COR": "4"},
    states={"08": "RELEASED"},
    responses={"RELEASED": "08"},
)
ENVELOPE = Envelope("m", "YY", "ZZ", "c", datetime(2026, 11, 24, tzinfo=UTC))
SHEET = sheet(text("T", "t", 5), code("C", "c", 3), number("N", "n", 4, 1), amount("A", "a", "cur"))


def declared(inner: str) -> bytes:
    """Return a declaration in MetaData."""
    return (
        "<MetaData><ResponsibleCountryCode>ZZ</ResponsibleCountryCode><Declaration>"
        f"{inner}</Declaration></MetaData>"
    ).encode()


def body_of(inner: str) -> Body:
    """Return what is read of a declaration that must be taken."""
    reading = read(declared(f"<FunctionCode>9</FunctionCode><ID>M</ID>{inner}"), PROFILE)
    assert not reading.refusals
    return reading.messages[0].body


def test_all_that_is_missing_is_said_at_once() -> None:
    """A declaration without function and identity is refused for both, by XPath and line."""
    (part,) = read(declared("<TypeCode>IMA</TypeCode>"), PROFILE).refusals
    assert [(f.code, f.pointer) for f in part.faults] == [
        (MISSING, "/MetaData[1]/Declaration[1]/FunctionCode (line 1)"),
        (MISSING, "/MetaData[1]/Declaration[1]/ID (line 1)"),
    ]
    (part,) = read(declared("<FunctionCode>7</FunctionCode><ID>M</ID>"), PROFILE).refusals
    assert [(f.code, f.original) for f in part.faults] == [(CODE_LIST, "7"), (MISSING, "")]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"<MetaData><Other/></MetaData>", UNKNOWN_KIND),
        (declared("").replace(b">ZZ<", b">XX<"), WRONG_COUNTRY),
    ],
)
def test_what_is_not_for_this_profile_is_refused(raw: bytes, fault: str) -> None:
    """Other documents and other countries' messages are refused with a place."""
    (part,) = read(raw, PROFILE).refusals
    assert part.faults[0].code == fault
    assert part.faults[0].pointer.startswith("/MetaData[1]")


def test_a_wrapper_is_quoted() -> None:
    """What a submission wrapper names is given back in references."""
    inner = "<FunctionCode>9</FunctionCode><ID>M</ID>"
    raw = f"<w><conversationID>c1</conversationID><Declaration>{inner}</Declaration></w>"
    (message,) = read(raw.encode(), PROFILE).messages
    assert message.body["references"] == {"conversationID": "c1", "ID": "M"}


def test_the_namespace_of_declarations_does_not_count() -> None:
    """The same declaration is read the same with its namespace, a prefix or none."""
    inner = "<FunctionCode>9</FunctionCode><ID>M</ID><TypeCode>EXA</TypeCode>"
    prefixed = inner.replace("</", "</d:").replace("<", "<d:").replace("<d:/d:", "</d:")
    variants = (
        f"<Declaration>{inner}</Declaration>",
        f'<Declaration xmlns="{PROFILE.declaration}">{inner}</Declaration>',
        f'<d:Declaration xmlns:d="{PROFILE.declaration}">{prefixed}</d:Declaration>',
    )
    readings = [read(raw.encode(), PROFILE) for raw in variants]
    assert readings[0].messages
    assert readings[0] == readings[1] == readings[2]


def test_classifications_are_put_together() -> None:
    """Tariff and TARIC codes make one commodity code, others stand beside it with their kind."""
    kinds = (("85171300", "TSP"), ("00", "TRC"), ("4099", "TRA"))
    codes = "".join(
        f"<Classification><ID>{code}</ID><IdentificationTypeCode>{kind}</IdentificationTypeCode>"
        "</Classification>"
        for code, kind in kinds
    )
    inner = f"<Commodity>{codes}</Commodity>"
    goods = f"<GovernmentAgencyGoodsItem>{inner}</GovernmentAgencyGoodsItem>"
    (item,) = body_of(f"<GoodsShipment>{goods}</GoodsShipment>")["goodsItems"]
    assert item == {"commodityCode": "8517130000", "additionalCodes": ["TRA:4099"]}


def test_procedures_are_told_apart() -> None:
    """The pair of codes is the procedure, single codes are additional procedures."""
    inner = (
        "<GovernmentProcedure><CurrentCode>40</CurrentCode><PreviousCode>00</PreviousCode>"
        "</GovernmentProcedure><GovernmentProcedure><CurrentCode>1CD</CurrentCode>"
        "</GovernmentProcedure>"
    )
    goods = f"<GovernmentAgencyGoodsItem>{inner}</GovernmentAgencyGoodsItem>"
    (item,) = body_of(f"<GoodsShipment>{goods}</GoodsShipment>")["goodsItems"]
    assert item == {
        "procedureCurrent": "40",
        "procedurePrevious": "00",
        "additionalProcedures": ["1CD"],
    }


def test_the_countries_of_the_items_speak_for_the_shipment() -> None:
    """One export country at all items is that of the declaration; two are not chosen from."""
    goods = (
        "<GovernmentAgencyGoodsItem><ExportCountry><ID>{}</ID></ExportCountry>"
        "</GovernmentAgencyGoodsItem>"
    )
    one = f"<GoodsShipment>{goods.format('FR')}{goods.format('FR')}</GoodsShipment>"
    two = f"<GoodsShipment>{goods.format('FR')}{goods.format('DE')}</GoodsShipment>"
    assert body_of(f"<TypeCode>IMA</TypeCode>{one}")["exportCountry"] == "FR"
    body = body_of(f"<TypeCode>IMA</TypeCode>{two}")
    assert "exportCountry" not in body
    assert [item["nationalData"] for item in body["goodsItems"]] == [
        {"ExportCountry/ID": "FR"},
        {"ExportCountry/ID": "DE"},
    ]


def test_a_reason_comes_to_its_amendment() -> None:
    """A statement that points at an amendment is the reason of it."""
    inner = (
        "<AdditionalInformation><StatementDescription>why</StatementDescription>"
        "<Pointer><DocumentSectionCode>42A</DocumentSectionCode></Pointer><Pointer>"
        "<SequenceNumeric>1</SequenceNumeric><DocumentSectionCode>06A</DocumentSectionCode>"
        "</Pointer></AdditionalInformation>"
        "<Amendment><ChangeReasonCode>32</ChangeReasonCode></Amendment>"
    )
    raw = declared(f"<FunctionCode>13</FunctionCode><ID>M</ID><TypeCode>COR</TypeCode>{inner}")
    (message,) = read(raw, PROFILE).messages
    assert message.body["amendments"] == [{"changeReasonCode": "32", "text": "why"}]
    assert "statements" not in message.body


def test_what_does_not_fit_is_named() -> None:
    """Texts are cut, everything else that does not fit is left out, and each is a loss."""
    lost: set[str] = set()
    row = {"t": "a & b c d", "c": "LONG", "n": "12.50", "a": "1.5", "cur": "EUR"}
    assert "".join(fill(SHEET, row, lost, "x/")) == (
        '<T>a &amp; b</T><N>12.5</N><A currencyID="EUR">1.5</A>'
    )
    assert lost == {"x/t", "x/c"}
    lost = set()
    assert fill(SHEET, {"n": "1.55", "a": "1", "cur": "euro", "z": "?"}, lost) == [""] * 4
    assert lost == {"n", "a", "cur", "z"}


@given(st.dictionaries(st.sampled_from(["t", "c", "n", "a", "cur"]), st.text()))
def test_leaves_are_always_well_formed(row: dict[str, str]) -> None:
    """Whatever a row holds, what is written is XML and no longer than allowed."""
    root = etree.fromstring(f"<r>{''.join(fill(SHEET, row, set()))}</r>".encode())
    limits = {"T": 5, "C": 3, "N": 5, "A": 18}
    for element in root:
        assert len(element.text or "") <= limits[str(element.tag)]


PATH = st.lists(
    st.tuples(
        st.from_regex("[0-9]{2}[A-Z]", fullmatch=True),
        st.one_of(st.just(""), st.from_regex("/[1-9]", fullmatch=True)),
        st.one_of(st.just(""), st.from_regex("#[0-9A-Z]{3}", fullmatch=True)),
    ).map("".join),
    max_size=4,
).map(" → ".join)


@given(PATH)
def test_pointers_survive(path: str) -> None:
    """A pointer written is the pointer read."""
    root = etree.fromstring(f"<a>{pointers.write(path)}</a>")
    assert pointers.read(root) == path


@pytest.mark.parametrize("path", ["/a[1]/b", "line 3", "42A → x", "→"])
def test_other_pointers_are_not_written(path: str) -> None:
    """What is no WCO pointer is left to the words."""
    assert pointers.write(path) == ""


def test_an_unknown_kind_is_parked() -> None:
    """A kind without a form is not made to look like another."""
    with pytest.raises(Parked):
        write.write(Message("DeliveryReport", {}), ENVELOPE, PROFILE)


def test_a_status_without_a_form_is_a_loss() -> None:
    """A state no FunctionCode stands for is told in words and named as lost."""
    message = Message("StatusChange", {"status": "IN_TRANSIT", "declarationId": "M"})
    written = write.write(message, ENVELOPE, PROFILE)
    assert b"YY IN_TRANSIT" in written.body
    assert written.losses == ("status",)
    (again,) = read(written.body, PROFILE).messages
    assert again.body["nationalCode"] == "02"


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_have_an_answer(noise: bytes, place: int) -> None:
    """Noise alone, or within a declaration, is read or refused and never raises."""
    good = declared("<FunctionCode>9</FunctionCode><ID>M</ID><GoodsShipment/>")
    for raw in (noise, good[:place] + noise + good[place:]):
        reading = read(raw, PROFILE)
        assert reading.messages or reading.refusals


def test_a_time_of_another_century_is_a_loss() -> None:
    """The schema takes years that begin with 20; any other is left out and named."""
    body = {
        "functionCode": "9",
        "declarationId": "M",
        "exitDateTime": {"utc": datetime(2926, 1, 1, tzinfo=UTC)},
    }
    written = write.write(Message("Declaration", body), ENVELOPE, PROFILE)
    assert b"ExitDateTime" not in written.body
    assert "exitDateTime" in written.losses
