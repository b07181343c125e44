"""NACCS-style messages written: fixed lengths, and every loss named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs import read, write
from hub.domain.reading import Message, Written
from hub.errors import Parked
from tests.unit.connector.formats.naccs_zz import ENVELOPE, GOODS, HEADER, PROFILE

BASE: dict[str, Any] = {"country": "GB", "side": "EXPORT", "declarationId": "301234567890"}
WORD = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x1EF9, exclude_categories=("Z", "C")),
    max_size=24,
)


def written(kind: str = "Declaration", **body: Any) -> Written:
    """Write a message for the invented country."""
    return write.write(Message(kind, BASE | body), ENVELOPE, PROFILE)


def test_every_item_has_its_line_and_length() -> None:
    """Header and goods lines follow the layout, blank where nothing is stated."""
    raw = written(goodsItems=[{"commodityCode": "0803"}]).body

    rows = raw[400:].split(b"\r\n")[:-1]
    assert [len(row) for row in rows] == [item.length for item in (*HEADER, *GOODS)]


@pytest.mark.parametrize(
    ("body", "losses"),
    [
        ({"ucr": "6GB"}, {"ucr"}),
        ({"declarationId": "26GBA4ZYBWXU1BSA00"}, {"declarationId"}),
        ({"parties": [{"role": "Declarant", "name": "X"}]}, {"parties/Declarant"}),
        ({"parties": [{"role": "Exporter", "city": "X"}]}, {"parties/city"}),
        ({"parties": [{"role": "Exporter", "id": "X"}]}, {"EPC"}),
        ({"documents": [{"id": "1", "typeCode": "380"}]}, {"documents/380"}),
        ({"documents": [{"id": str(n), "typeCode": "705"} for n in (1, 2)]}, {"BL2"}),
        ({"transport": [{"stage": "BORDER", "modeCode": "7"}]}, {"transport/modeCode"}),
        ({"transport": [{"stage": "BORDER"}, {"stage": "INLAND"}]}, {"transport/1"}),
        ({"goodsItems": [{"description": "X" * 31}]}, {"goodsItems/description"}),
        ({"goodsItems": [{"netMass": "1", "netMassUnit": "GRM"}]}, {"goodsItems/netMass"}),
        ({"goodsItems": [{"originCountry": "GB"}]}, {"goodsItems/originCountry"}),
        ({"goodsItems": [{"ucr": "6GB"}]}, {"goodsItems/ucr"}),
    ],
)
def test_what_the_layout_cannot_carry_is_named(body: dict[str, Any], losses: set[str]) -> None:
    """No item, too long, another unit: each is a loss under its own path."""
    assert losses <= set(written(**body).losses)


def test_a_partners_transport_code_is_not_taken_for_an_own_one() -> None:
    """Only the mode by Rec 19 is translated; codes of another country's list mean nothing here."""
    means = {"stage": "BORDER", "modeCode": "4", "nationalModeCode": "3"}

    raw = written(transport=[means]).body

    assert read.read(raw, PROFILE).messages[0].body["transport"] == [
        {"stage": "BORDER", "nationalModeCode": "1", "modeCode": "4"}
    ]


@pytest.mark.parametrize(
    ("function", "job"), [("9", "EDC"), ("5", "EDD"), ("4", "EDD"), ("1", "EDC")]
)
def test_the_job_follows_side_and_function(function: str, job: str) -> None:
    """Amendments have their own job; a cancellation is marked in the original's."""
    raw = written(functionCode=function).body

    assert raw[3:8].decode().strip() == job
    assert read.read(raw, PROFILE).messages[0].body["functionCode"] == (
        "5" if function == "4" else function
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("DeliveryReport", {}),
        ("Declaration", {"side": "TRANSIT"}),
        ("Declaration", {"side": "IMPORT", "functionCode": "5"}),
    ],
)
def test_what_has_no_form_is_parked(kind: str, body: dict[str, Any]) -> None:
    """No job, no message: a person looks."""
    with pytest.raises(Parked):
        written(kind, **body)


@pytest.mark.parametrize("state", ["RELEASED", "UNDER_CONTROL"])
def test_a_status_with_a_channel_reads_back(state: str) -> None:
    """A state of the channel list is written as its channel; the text says whose it is."""
    raw = written("StatusChange", status=state).body

    body = read.read(raw, PROFILE).messages[0].body
    assert body["status"] == state
    assert body["nationalText"].startswith(f"GB {state}")


def test_a_refusal_is_a_result_code_with_a_line_a_fault() -> None:
    """The first fault gives the number of the result, every fault its line."""
    faults = [
        {"code": "13", "pointer": "ICN", "text": "is missing"},
        {"code": "12", "pointer": "MTC"},
    ]

    rows = written("Refusal", faults=faults).body[400:].split(b"\r\n")

    assert rows[0] == b"S0013-0000-0000"
    assert rows[4].startswith(b"13 ICN is missing")
    assert rows[5].startswith(b"12 MTC")


@given(WORD, WORD, st.decimals(0, 10**6, places=2).map(str))
def test_what_is_not_named_as_lost_reads_back(name: str, text: str, mass: str) -> None:
    """Texts in bytes and numbers survive the fixed lengths, or are named as lost."""
    sent = written(
        parties=[{"role": "Exporter", "name": name, "country": "GB"}],
        goodsItems=[{"commodityCode": "0803", "description": text, "netMass": mass}],
    )

    (found,) = read.read(sent.body, PROFILE).messages
    (item,) = found.body["goodsItems"]

    assert item["netMass"] == mass
    if "goodsItems/description" not in sent.losses:
        assert item.get("description", "") == text
    if "EPN" not in sent.losses:
        assert found.body["parties"][0].get("name", "") == name
