"""`hub tail`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from hub import app as composition
from hub.bus import kafka
from hub.bus.records import Record
from hub.cli import tail
from hub.cli.tail import conditions, describe, holds
from hub.errors import BusUnavailable
from tests.flow.hub_in_memory import make_codec
from tests.unit.cli.commands import complaint, hub
from tests.unit.records import record

CODEC = make_codec()
BODY = {"declarationKey": "GB:1", "country": "GB", "ucr": "4GB-1", "goodsItems": [{"netMass": "5"}]}


def declared(number: int) -> Record:
    """Return a canonical record with its headers."""
    return record(
        "customs.gb.canonical",
        CODEC.encode("Declaration", {**BODY, "declarationId": f"E{number}"}),
        offset=number,
        ce_id=f"m{number}",
        ce_type="hub.customs.Declaration.v1",
        ce_sender="GB",
        ce_subject="GB:[/1]",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("kind=Declaration", [("kind", "=", "Declaration")]),
        (" kind = Refusal  and  sender!=GB ", [("kind", "=", "Refusal"), ("sender", "!=", "GB")]),
        ("body.ucr~4GB=1", [("body.ucr", "~", "4GB=1")]),
        ("id!=a~b", [("id", "!=", "a~b")]),
        ("sender=", [("sender", "=", "")]),
    ],
)
def test_conditions_are_read_from_left_to_right(text: str, found: list[Any]) -> None:
    """The first operator divides; the value may hold the others."""
    assert conditions(text) == found


@pytest.mark.parametrize("text", ["kind", "=x", "kind=a and b", "~", "kind>3"])
def test_what_is_no_condition_is_quoted(text: str) -> None:
    """With the three forms there are; nothing is tailed meanwhile."""
    ended = hub("tail", "gb.canonical", "--where", text)
    assert ended.exit_code == 2
    assert "write field=value, field!=value or field~part" in complaint(ended)


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("kind=Declaration and body.ucr~4gb", True),
        ("kind=Declaration and body.ucr~4cn", False),
        ("body.goodsItems.0.netMass=5", True),
        ("body.goodsItems.1.netMass=5", False),
        ("body.goodsItems.x.netMass=5", False),
        ("body.nothing.at.all=", True),
        ("recipient!=CN", True),
        ("kind!=Declaration", False),
        ("offset=3", True),
    ],
)
def test_a_message_meets_all_conditions_or_is_not_shown(text: str, meets: bool) -> None:
    """Fields lead into lists by number; what is not stated is empty."""
    assert holds(describe(declared(3), CODEC), conditions(text)) == meets


def test_what_is_no_avro_is_shown_as_text() -> None:
    """Raw messages and parked originals, cut, with the reason they are parked for."""
    shown = describe(record("customs.gb.parked", b"UNB+\xff" * 9000, hub_reason="no form"), CODEC)
    assert shown["body"].startswith("UNB+\ufffd")
    assert len(shown["body"]) == 2000
    assert (shown["reason"], shown["kind"]) == ("no form", "")


@pytest.fixture
def tailed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Put five declarations in the place of Kafka; return what it is asked."""
    asked: list[Any] = []

    async def records(*question: Any) -> AsyncIterator[Record]:
        asked.append(question[1:])
        for number in range(5):
            yield declared(number)

    async def codec(*_: Any) -> Any:
        return CODEC

    monkeypatch.setattr(kafka, "tail", records)
    monkeypatch.setattr(composition, "make_codec", codec)
    several = tail.settings().model_copy(update={"lanes": 4})
    monkeypatch.setattr(tail, "settings", lambda: several)
    return asked


@pytest.mark.parametrize(
    ("topic", "name", "partitions"),
    [
        ("gb.canonical", "customs.gb.canonical", 4),
        ("customs.gb.inbound", "customs.gb.inbound", 4),
        ("gb.parked", "customs.gb.parked", 1),
        ("hub.matches", "customs.hub.matches", 1),
        ("hub.audit", "customs.hub.audit", 1),
    ],
)
def test_every_partition_there_is_is_read(
    topic: str, name: str, partitions: int, tailed: list[Any]
) -> None:
    """Short names are whole ones without `customs.`; no partition is asked for in vain."""
    assert hub("tail", topic).exit_code == 0
    assert tailed == [(name, partitions, False)]


def test_json_is_a_document_a_message_and_limit_ends_it(tailed: list[Any]) -> None:
    """Only what is shown counts."""
    words = ("--json", "--from-beginning", "--limit", "2", "--where", "body.declarationId!=E0")
    said = hub("tail", "gb.canonical", *words).stdout
    documents = [orjson.loads(part + "}") for part in said.split("\n}\n") if part]
    assert [document["id"] for document in documents] == ["m1", "m2"]
    assert documents[0]["body"]["ucr"] == "4GB-1"
    assert tailed[0][2] is True


def test_people_see_who_tells_whom_what(tailed: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Kind, lane, declaration, place; and nothing in a message is taken for mark-up."""
    monkeypatch.setattr(tail.console, "width", 200)
    shown = hub("tail", "gb.canonical", "--limit", "1").stdout
    assert "Declaration GB → -  GB:[/1]" in shown
    assert "customs.gb.canonical@0" in shown


def test_a_broker_that_is_away_is_one_line(
    tailed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 1."""

    async def away(*_: Any) -> AsyncIterator[Record]:
        raise BusUnavailable("nobody at 127.0.0.1:9092")
        yield

    monkeypatch.setattr(kafka, "tail", away)
    ended = hub("tail", "gb.canonical")
    assert (ended.exit_code, complaint(ended)) == (1, "nobody at 127.0.0.1:9092")
