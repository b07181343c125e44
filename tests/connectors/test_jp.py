"""Japan: NACCS items of IDA and EDA, Shift_JIS, and what they cannot carry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import connectors.jp as jp
from connectors.jp.mapping import PROFILE
from hub.connector.formats.naccs import header
from hub.domain.declaration import Body
from hub.domain.faults import CHARSET, RULE
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

FOLDER = Path(jp.__file__).parent
ENVELOPE = Envelope("m", "CN", "JP", "c", datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC))
NUMBER = "10000000041"
BASE: dict[str, Any] = {"country": "JP", "side": "EXPORT", "declarationId": NUMBER}


def sample(name: str) -> Body:
    """Return the canonical body of one of our own samples."""
    (message,) = jp.read((FOLDER / "samples" / f"{name}.txt").read_bytes()).messages
    return message.body


def write(body: Body) -> Written:
    """Write a declaration for Japan."""
    return jp.write(Message("Declaration", body), ENVELOPE)


def again(body: Body) -> Body:
    """Return a declaration written and read again."""
    return jp.read(write(body).body).messages[0].body


def job(code: str, count: int, **items: str) -> bytes:
    """Return a job with these header items and so many goods lines."""
    found = PROFILE.jobs[code]
    rows = [items.get(item.name, "").ljust(item.length) for item in found.header.items]
    for _ in range(count):
        goods = {"CMD": "640419000"}
        rows += [goods.get(item.name, "").ljust(item.length) for item in found.goods.items]
    return header.write({"job": code}, "\r\n".join([*rows, ""]).encode("cp932"))


@pytest.mark.parametrize(("code", "once", "line"), [("IDA", 2301, 383), ("EDA", 2309, 184)])
def test_the_items_have_the_published_record_lengths(code: str, once: int, line: int) -> None:
    """Bytes once and per goods line, line ends counted, as client programs state them."""
    found = PROFILE.jobs[code]

    assert sum(item.length + 2 for item in found.header.items) == once
    assert sum(item.length + 2 for item in found.goods.items) == line
    assert len(found.header.national) == len(found.header.items)


def test_the_export_sample_has_parties_places_and_goods() -> None:
    """Office and section are one code, the commodity code has its NACCS digit, KG is a mass."""
    body = sample("export")

    assert (body["declarationOfficeId"], body["loadingPlace"]) == ("1A01", "JPUKB")
    assert (body["exportCountry"], body["destinationCountry"]) == ("JP", "GB")
    assert body["parties"][0] == {
        "role": "Exporter",
        "id": "1234567890123",
        "name": "株式会社ソレイユ靴工業",
        "postcode": "6500001",
        "city": "神戸市中央区",
        "address": "港島１－２－３ 富士見ビル表館",
        "country": "JP",
    }
    assert body["goodsItems"][0]["commodityCode"] == "6404190003"
    assert [item["netMass"] for item in body["goodsItems"]] == ["2520.000", "1260"]
    assert body["ucr"] == "6GB123456789000-HUB41"


@pytest.mark.parametrize(
    ("name", "mode", "paper"), [("import", "1", "705"), ("air_import", "4", "740")]
)
def test_the_system_tells_the_mode(name: str, mode: str, paper: str) -> None:
    """A declaration in the air system has a waybill, one in the sea system a bill of lading."""
    body = sample(name)

    assert body["transport"][0]["modeCode"] == mode
    assert body["documents"][0]["typeCode"] == paper


def test_an_import_names_the_export_it_follows() -> None:
    """Its number stands in the note for customs."""
    assert sample("import")["previousDocuments"][0]["id"] == "26GBA4ZYBWXU1BSA00"


def test_a_number_alone_lodges_what_was_registered() -> None:
    """IDC names the declaration and the condition of lodging it."""
    body = sample("lodgement")

    assert (body["status"], body["nationalCode"]) == ("LODGED", "IDC")
    assert body["nationalData"] == {"condition": "Z"}


def test_a_second_quantity_in_another_unit_is_no_mass() -> None:
    """Litres stay national data."""
    rows = [""] * len(PROFILE.jobs["EDA"].header.items)
    goods = {"CMD": "220421000", "QN1": "9", "QT1": "NO", "QN2": "75", "QT2": "L"}
    rows[0] = NUMBER
    rows += [goods.get(item.name, "") for item in PROFILE.jobs["EDA"].goods.items]

    raw = header.write({"job": "EDA"}, "\r\n".join(rows).encode())

    assert jp.read(raw).messages[0].body["goodsItems"] == [
        {
            "sequenceNumeric": 1,
            "commodityCode": "220421000",
            "tariffQuantity": "9",
            "tariffQuantityUnit": "NO",
            "nationalData": {"QN2": "75", "QT2": "L"},
        }
    ]


def test_a_character_cut_in_two_is_refused_at_its_byte() -> None:
    """Half a character before a line end: item, line and offset."""
    raw = (FOLDER / "hostile" / "cut_character.txt").read_bytes()
    (fault,) = jp.read(raw).refusals[0].faults

    assert (fault.code, fault.pointer) == (CHARSET, "line 14, IMN, offset 542")
    assert raw[542:545] == "会".encode("cp932")[:1] + b"\r\n"


@given(st.text("運動靴綿織物表ソ能東京ﾃｽﾄコーヒーABC 12", max_size=60))
def test_japanese_is_cut_between_characters(text: str) -> None:
    """Forty bytes of Shift_JIS: what does not fit is named, half a character never stands there."""
    goods = [{"sequenceNumeric": 1, "commodityCode": "640419000", "description": text.strip()}]
    written = write(BASE | {"goodsItems": goods})

    found = jp.read(written.body).messages[0].body["goodsItems"][0].get("description", "")
    assert text.strip().startswith(found)
    assert (found == text.strip()) == ("goodsItems/description" not in written.losses)
    assert len(found.encode("cp932")) <= 40


@pytest.mark.parametrize(
    ("part", "losses"),
    [
        ({"declarationId": "26CNA4ZYBWXU1BSA00"}, set()),
        ({"declarationOfficeId": "GB000060"}, {"declarationOfficeId"}),
        ({"unloadingPlace": "GBFXT", "loadingPlace": "JPTYO"}, set()),
        ({"loadingPlace": "CNSHA"}, {"loadingPlace"}),
        (
            {"transport": [{"stage": "BORDER", "modeCode": "3"}]},
            {"transport/BORDER", "transport/BORDER/modeCode"},
        ),
        ({"parties": [{"role": "Consignee", "name": "阮文A"}]}, set()),
        ({"parties": [{"role": "Consignee", "name": "Nguyễn"}]}, {"parties/Consignee/name"}),
        (
            {"goodsItems": [{"commodityCode": "1", "originCountry": "JP"}]},
            {"goodsItems/originCountry"},
        ),
    ],
)
def test_what_eda_cannot_carry_is_named(part: dict[str, Any], losses: set[str]) -> None:
    """No item, no room, no character: exactly that is lost."""
    assert set(write(BASE | part).losses) == losses


@pytest.mark.parametrize("items", [1, 99])
def test_goods_lines_come_back(items: int) -> None:
    """A job holds 99 of them."""
    goods = [{"sequenceNumeric": n, "commodityCode": "640419000"} for n in range(1, items + 1)]

    assert again(BASE | {"goodsItems": goods})["goodsItems"] == goods


@pytest.mark.parametrize("items", [100, 999, 1999])
def test_more_goods_lines_are_parked(items: int) -> None:
    """The reason says how many a job holds."""
    with pytest.raises(Parked, match="NACCS EDA holds 99 goods lines"):
        write(BASE | {"goodsItems": [{"commodityCode": "1"}] * items})


@pytest.mark.parametrize("items", [999, 1999])
def test_more_goods_lines_are_read_with_a_warning(items: int) -> None:
    """What comes is taken, up to the 700,000 bytes of a message."""
    reading = jp.read(job("EDA", items, ICN=NUMBER))

    assert len(reading.messages[0].body["goodsItems"]) == items
    assert [warning.code for warning in reading.warnings] == [RULE]


def test_the_content_type_has_the_public_name_of_the_character_set() -> None:
    """Shift_JIS, whatever Python calls it."""
    assert write(BASE).content_type == "text/plain; charset=shift_jis"
