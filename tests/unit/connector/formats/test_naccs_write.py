"""NACCS-style messages written: fixed lengths, and every loss named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs import read, write
from hub.connector.kit.fidelity import changed
from hub.domain.reading import Message, Written
from hub.errors import Parked
from tests.unit.connector.formats.naccs_zz import ENVELOPE, GOODS, HEADER, NOW, PROFILE

BASE: dict[str, Any] = {"country": "XX", "side": "EXPORT", "declarationId": "301234567890"}
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
    assert [len(row) for row in rows] == [item.length for item in (*HEADER.items, *GOODS.items)]


@pytest.mark.parametrize(
    ("body", "losses"),
    [
        ({"ucr": "two words"}, {"ucr"}),
        ({"declarationId": "2" * 70}, {"declarationId"}),
        ({"functionCode": "4"}, {"functionCode"}),
        ({"parties": [{"role": "Declarant", "name": "X"}]}, {"parties/Declarant"}),
        ({"parties": [{"role": "Exporter", "name": "X", "city": "X"}]}, {"parties/Exporter/city"}),
        ({"parties": [{"role": "Exporter", "id": "X" * 11}]}, {"parties/Exporter"}),
        (
            {"parties": [{"role": "Importer", "address": "X", "country": "FR"}]},
            {"parties/Importer/country"},
        ),
        ({"documents": [{"id": "1", "typeCode": "380", "name": "X"}]}, {"documents/name"}),
        ({"documents": [{"id": str(n), "typeCode": "705"} for n in range(3)]}, {"documents/2"}),
        (
            {"documents": [{"id": "1", "typeCode": "861"}, {"id": "2", "typeCode": "705"}]},
            {"documents"},
        ),
        ({"transport": [{"stage": "BORDER", "modeCode": "7"}]}, {"transport/BORDER"}),
        ({"transport": [{"stage": "BORDER", "modeCode": "4", "id": "X"}]}, {"transport/BORDER/id"}),
        ({"transport": [{"stage": "INLAND", "id": "X"}]}, {"transport/INLAND"}),
        ({"arrivalDateTime": {"utc": NOW}}, {"arrivalDateTime"}),
        ({"loadingPlace": "GBLONDON"}, {"loadingPlace"}),
        ({"unloadingPlace": "GBFXT"}, {"unloadingPlace"}),
        ({"totalGrossMass": "12345678901"}, {"totalGrossMass"}),
        (
            {"statements": [{"statementDescription": "a"}, {"statementDescription": "b"}]},
            {"statements/1"},
        ),
        ({"statements": [{"statementDescription": "X" * 61}]}, {"statements/statementDescription"}),
        ({"goodsItems": [{"description": "X" * 31}]}, {"goodsItems/description"}),
        ({"goodsItems": [{"commodityCode": "1" * 11}]}, {"goodsItems/commodityCode"}),
        ({"goodsItems": [{"netMass": "1", "netMassUnit": "GRM"}]}, {"goodsItems/netMass"}),
        ({"goodsItems": [{"itemAmount": "1", "itemCurrency": "EUR"}]}, {"goodsItems/itemAmount"}),
        (
            {"goodsItems": [{"customsValue": "1", "customsValueCurrency": "EUR"}]},
            {"goodsItems/customsValue"},
        ),
        ({"goodsItems": [{"originCountry": "GB"}]}, {"goodsItems/originCountry", "goodsItems"}),
        ({"goodsItems": [{"ucr": "6GB"}]}, {"goodsItems/ucr"}),
        (
            {"goodsItems": [{"sequenceNumeric": 3, "commodityCode": "1"}]},
            {"goodsItems/sequenceNumeric"},
        ),
    ],
)
def test_what_the_layout_cannot_carry_is_named(body: dict[str, Any], losses: set[str]) -> None:
    """No item, too long, another unit: each is a loss under its own path."""
    assert losses <= set(written(**body).losses)


@pytest.mark.parametrize(
    "body",
    [
        {"ucr": "6GB", "version": 3},
        {"declarationId": "26GBA4ZYBWXU1BSA00"},
        {"functionalReferenceId": "L1", "previousDocuments": [{"id": "26DE1", "typeCode": "830"}]},
        {"exportCountry": "LA", "destinationCountry": "GB"},
        {"loadingPlace": "ZZABC", "unloadingPlace": "ZZXYZ"},
        {"documents": [{"id": "1", "typeCode": "705"}, {"id": "2", "typeCode": "911"}]},
        {"documents": [{"id": "1", "typeCode": "380", "issueDate": "20260301"}]},
        {"parties": [{"role": "Importer", "address": "X", "country": "ZZ"}]},
        {"statements": [{"statementDescription": "dry"}], "ucr": "6GB"},
        {"arrivalDateTime": {"utc": datetime(2026, 3, 12, tzinfo=UTC)}},
    ],
)
def test_what_has_a_place_comes_back(body: dict[str, Any]) -> None:
    """References in the note, rows in their items, days at midnight: nothing is named as lost."""
    sent = written(**body)

    (found,) = read.read(sent.body, PROFILE).messages
    assert sent.losses == ()
    assert changed(body, found.body) == []


def test_a_country_is_told_by_its_port_and_else_by_a_place_without_a_name() -> None:
    """An import names where it comes from, though no port is known."""
    sent = written(side="IMPORT", exportCountry="GB", destinationCountry="ZZ")

    body = read.read(sent.body, PROFILE).messages[0].body
    assert b"GBZZZ" in sent.body
    assert (body["exportCountry"], body["destinationCountry"]) == ("GB", "ZZ")
    assert "loadingPlace" not in body


def test_a_stand_in_is_written_where_the_party_is_not_stated() -> None:
    """The consignor is there for the reader, and named as lost in his own role."""
    sent = written(parties=[{"role": "Consignor", "name": "X", "country": "GB"}])

    body = read.read(sent.body, PROFILE).messages[0].body
    assert body["parties"] == [{"role": "Exporter", "name": "X", "country": "GB"}]
    assert sent.losses == ("parties/Consignor",)


def test_own_national_items_are_written_again() -> None:
    """What the country itself stated beside the canonical fields is kept; a partner's is not."""
    body = {"nationalData": {"XX": "own"}, "goodsItems": [{"nationalData": {"YY": "own"}}]}

    own = read.read(written(**body, country="ZZ").body, PROFILE).messages[0].body
    other = read.read(written(**body, loadingPlace="GBABC").body, PROFILE).messages[0].body

    assert own["nationalData"] == {"XX": "own"}
    assert own["goodsItems"][0]["nationalData"] == {"YY": "own"}
    assert "nationalData" not in other


@pytest.mark.parametrize("items", [6, 1999])
def test_more_goods_than_the_format_holds_are_parked(items: int) -> None:
    """Half a declaration would be a false one: the reason names both numbers."""
    with pytest.raises(Parked, match=f"holds 5 goods lines, this declaration has {items}"):
        written(goodsItems=[{"commodityCode": "1"}] * items)


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
    raw = written(functionCode=function, totalGrossMass="1").body

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
        {"code": "13", "pointer": "line 2, ICN, offset 400", "text": "is missing"},
        {"code": "12", "pointer": "MTC", "original": "8"},
    ]

    rows = written("Refusal", faults=faults).body[400:].split(b"\r\n")

    assert rows[0].rstrip() == b"S0013-0002-0000S0012-0000-0000"
    assert rows[4].startswith(b"13 line 2, ICN, offset 400 is missing")
    assert rows[5].rstrip() == b"12 MTC 8"


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
    if "parties/Exporter/name" not in sent.losses:
        assert found.body["parties"][0].get("name", "") == name
