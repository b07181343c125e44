"""Myanmar: MACCS in the shared items of the family, Burmese texts, kyat and Yangon time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import connectors.mm as mm
from connectors.mm.mapping import PROFILE
from hub.connector.formats.naccs import header
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message
from hub.errors import Parked

FOLDER = Path(mm.__file__).parent
ENVELOPE = Envelope("m", "CN", "MM", "c", datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC))
BASE: Body = {
    "country": "MM",
    "side": "EXPORT",
    "functionCode": "9",
    "declarationId": "10000000004",
}


def sample(name: str) -> Body:
    """Return the canonical body of one of our own samples."""
    (message,) = mm.read((FOLDER / "samples" / f"{name}.txt").read_bytes()).messages
    return message.body


def again(body: Body) -> Body:
    """Return a declaration written and read again."""
    return mm.read(mm.write(Message("Declaration", body), ENVELOPE).body).messages[0].body


def test_the_export_sample_is_in_burmese_kyat_and_yangon_time() -> None:
    """Names in Burmese, customs value in MMK, a day that begins at 17:30 UTC."""
    body = sample("export")

    assert body["parties"][1]["city"] == "ရန်ကုန်"
    assert body["goodsItems"][0]["description"] == "အားကစားဖိနပ်"
    assert body["goodsItems"][0]["customsValueCurrency"] == "MMK"
    assert body["arrivalDateTime"]["utc"] == datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
    assert (body["exportCountry"], body["destinationCountry"]) == ("MM", "GB")


def test_an_import_names_the_export_it_follows() -> None:
    """The counterpart's number stands in the note: the strongest match key."""
    assert sample("import")["previousDocuments"] == [
        {"id": "26GBA4ZYBWXU1BSA00", "typeCode": "830"}
    ]


@given(st.text("ကခဂဃငစဆဇဈညဋဌဍ်ာိီုူေဲံ့း", max_size=400))
def test_burmese_is_cut_between_characters(text: str) -> None:
    """Six hundred bytes are two hundred characters; the message stays readable."""
    goods = [{"sequenceNumeric": 1, "commodityCode": "0803", "description": text}]

    assert again(BASE | {"goodsItems": goods})["goodsItems"][0].get("description", "") == text[:200]


@pytest.mark.parametrize("items", [1, 99])
def test_goods_lines_come_back(items: int) -> None:
    """As many as a declaration of NACCS holds."""
    goods = [{"sequenceNumeric": n, "commodityCode": "08039010"} for n in range(1, items + 1)]

    assert again(BASE | {"goodsItems": goods})["goodsItems"] == goods


@pytest.mark.parametrize("items", [100, 999, 1999])
def test_more_goods_lines_are_parked(items: int) -> None:
    """The reason says how many the format holds."""
    with pytest.raises(Parked, match="MACCS EDA holds 99 goods lines"):
        again(BASE | {"goodsItems": [{"commodityCode": "1"}] * items})


@pytest.mark.parametrize(("channel", "state"), sorted(PROFILE.channels.items()))
def test_channels_are_states(channel: str, state: str) -> None:
    """Green releases, yellow wants documents, red examines."""
    rows = ["00000-0000-0000", "100000000041", channel, ""]
    raw = header.write({"output": "*SEDC", "job": "EDC"}, "\r\n".join(rows).encode())

    assert mm.read(raw).messages[0].body["status"] == state


def test_a_refusal_is_told_in_two_languages() -> None:
    """English and Burmese fit the text of a fault whole, and read back as a rejection."""
    fault = {
        "code": "13",
        "pointer": "line 2, ICN, offset 400",
        "text": "is missing | လိုအပ်သော အချက် မပါရှိပါ",
    }

    written = mm.write(Message("Refusal", {"declarationId": "1", "faults": [fault]}), ENVELOPE)
    body = mm.read(written.body).messages[0].body

    assert written.losses == ()
    assert (body["status"], body["reasonCodes"]) == ("REJECTED", ["S0013-0002-0000"])
    assert body["statements"][0]["statementDescription"].endswith(fault["text"])
