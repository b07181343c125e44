"""Whatever is declared comes back or is named, in messages the directory allows, of any size."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile, tokens, vocabulary
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import SCRIPTS, Author
from tests.unit.connector.formats import edifact_directory
from tests.unit.connector.formats.edifact_zz import write

D99B = Profile(country="ZZ", zone="Australia/Sydney", authority="ZZCUSTOMS", commodity="RFF")
D96B = replace(D99B, directory="96B", text_width=70, status_text="AAI", commodity="CST")
NATIONAL = replace(
    D96B,
    syntax="UNOB:4",
    association="ZZZ01",
    application=True,
    commodity_list="108",
    procedure_text="CCI",
    items_text="LIN",
    header_totals=True,
    seals_in_equipment=True,
    version_is_revision=True,
    previous=vocabulary.PREVIOUS_REFERENCES | {"WE": "WE"},
)
PROFILES = {
    "99B": D99B,
    "96B": D96B,
    "national": NATIONAL,
    "split": replace(D96B, procedure_split=2),
    "latin capitals": replace(D96B, syntax="UNOA:2"),
    "cyrillic": replace(D96B, syntax="UNOE:3"),
    "every letter": replace(D96B, syntax="UNOW:4"),
    "escapes": replace(D96B, syntax="UNOX:4"),
}


def held(body: dict[str, Any], profile: Profile) -> None:
    """Hold what is written against the reader and, where it is there, against the directory."""
    written = write("Declaration", body, profile)
    reading = edifact.read(written.body, profile)

    assert not reading.refusals, reading.refusals
    (message,) = reading.messages
    assert unnamed(body, message.body, written.losses) == []
    if edifact_directory.ROOT.exists():
        fits_the_directory(written.body, profile)


def fits_the_directory(raw: bytes, profile: Profile) -> None:
    """Segments stand in their order, no more often and no longer than the directory says."""
    directory = f"D{profile.directory}"
    encoding = "utf-8" if profile.syntax.startswith("UNOW") else "latin-1"
    text = raw.decode("iso2022_jp_2" if profile.syntax.startswith("UNOX") else encoding)
    segments = [tokens.elements(piece) for piece in tokens.segments(text, tokens.DEFAULT)[1:-2]]
    tags = [segment[0][0] for segment in segments]
    assert edifact_directory.order_faults(directory, "cusdec", tags) == []
    for segment in segments[1:-1]:
        if segment[0][0] != "UNS":
            assert edifact_directory.length_faults(directory, segment) == []


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=12, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    script=st.sampled_from(sorted(SCRIPTS)),
    fullness=st.sampled_from([0.3, 1.0]),
    items=st.integers(1, 3),
)
def test_nothing_is_dropped_silently(
    name: str, chance: random.Random, script: str, fullness: float, items: int
) -> None:
    """In every directory, character set and national way of writing."""
    held(Author(chance, "ZZ", script, fullness).declaration(items), PROFILES[name])


@pytest.mark.parametrize("count", [1, 999, 1_999])
@pytest.mark.parametrize("name", ["99B", "96B"])
def test_as_many_items_as_a_declaration_has(name: str, count: int) -> None:
    """One item, 999 and 1,999 are written and read alike."""
    held(Author(random.Random(count), "ZZ", "latin", 0.4).declaration(count), PROFILES[name])


def test_items_beyond_the_directory_are_named() -> None:
    """D.96B has 9,999 goods items: the next are lost by their place."""
    body = {"side": "EXPORT", "goodsItems": [{"sequenceNumeric": n} for n in range(1, 10_003)]}

    written = write("Declaration", body, D96B)

    assert written.body.count(b"'CST+") == 9_999
    assert written.losses == ("goodsItems/9999",)


def test_rows_beyond_the_directory_are_named_by_their_place() -> None:
    """Documents, containers, means of transport, statements, packages: the excess is named."""
    body: dict[str, Any] = {
        "side": "EXPORT",
        "declarationId": "A",
        "documents": [{"id": str(n), "typeCode": "911"} for n in range(12)],
        "equipment": [{"id": f"C{n}"} for n in range(1_001)],
        "transport": [{"stage": "INLAND", "modeCode": "3", "id": str(n)} for n in range(7)],
        "statements": [{"statementDescription": f"S{n}"} for n in range(120)],
        "goodsItems": [
            {
                "sequenceNumeric": 1,
                "packages": [{"quantity": str(n)} for n in range(1, 13)],
                "statements": [{"statementDescription": f"S{n}"} for n in range(12)],
            }
        ],
    }

    held(body, D96B)
    assert write("Declaration", body, D96B).losses == (
        "documents/10",
        "equipment/999",
        "goodsItems/packages/10",
        "goodsItems/statements/9",
        "statements/99",
        "transport/5",
    )


def test_codes_longer_than_their_element_are_left_out_and_named() -> None:
    """A cut identifier would be another one: it is not written. A cut text is."""
    long = "X" * 60
    body: dict[str, Any] = {
        "side": "EXPORT",
        "declarationId": "A",
        "functionalReferenceId": long,
        "ucr": long,
        "tradeTerms": "FOBX",
        "equipment": [{"id": "C1", "seals": ["S" * 11, "S1"]}],
        "parties": [{"role": "Exporter", "id": long, "city": long, "postcode": "1" * 10}],
        "goodsItems": [{"sequenceNumeric": 1, "tariffQuantity": "1", "tariffQuantityUnit": "PAIR"}],
    }

    held(body, D96B)
    assert write("Declaration", body, D96B).losses == (
        "equipment/seals",
        "functionalReferenceId",
        "goodsItems/tariffQuantityUnit",
        "parties/city",
        "parties/id",
        "parties/postcode",
        "tradeTerms",
        "ucr",
    )


@pytest.mark.parametrize("script", ["chinese", "thai", "latin"])
def test_a_long_description_goes_on_in_the_next_text(script: str) -> None:
    """Six hundred characters, with or without blanks, come back whole in pieces of seventy."""
    words = SCRIPTS[script]
    joint = "" if script == "chinese" else " "
    text = joint.join(words[n % len(words)] for n in range(400))[:600].strip()
    profile = replace(D96B, syntax="UNOW:4")

    held({"side": "EXPORT", "declarationId": "A", "goodsItems": [{"description": text}]}, profile)
    written = write("Declaration", {"goodsItems": [{"description": text}]}, profile)
    assert written.body.count(b"FTX+AAA") == 2
    assert written.losses == ()


def test_control_characters_of_a_text_are_named() -> None:
    """EDIFACT has no line ends in a text: they become blanks, and that is told."""
    written = write("Declaration", {"goodsItems": [{"description": "A\nB"}]}, D96B)

    assert b"FTX+AAA+++A B'" in written.body
    assert written.losses == ("goodsItems/description",)


@pytest.mark.parametrize("kind", ["Acknowledgement", "Refusal", "StatusChange", "MatchResult"])
@pytest.mark.parametrize("name", ["99B", "96B", "national"])
def test_answers_with_too_much_to_say_fit_the_directory(kind: str, name: str) -> None:
    """Two hundred faults, reasons and remarks: what fits is written, the rest is named."""
    profile = PROFILES[name]
    fault = {"code": "13", "pointer": "SG30/CST+3, segment 18", "text": "é" * 300, "original": "Q"}
    body: dict[str, Any] = {
        "country": "ZZ",
        "layer": 2,
        "declarationId": "A" * 60,
        "status": "RELEASED",
        "nationalText": "text " * 200,
        "outcome": "MATCHED",
        "explanation": "why " * 100,
        "faults": [fault] * 200,
        "warnings": [fault] * 200,
        "reasonCodes": [f"R{n}" for n in range(200)],
        "statements": [{"statementDescription": "S"}] * 200,
        "evidence": ["e " * 60] * 200,
        "discrepancies": [{"code": "GROSS", "band": "MAJOR", "own": "1"}] * 200,
    }
    written = write(kind, body, profile)
    (message,) = edifact.read(written.body, profile).messages

    assert message.kind == "StatusChange"
    assert any(loss[-1].isdigit() for loss in written.losses)
    if edifact_directory.ROOT.exists():
        text = written.body.decode("latin-1")
        segments = [tokens.elements(p) for p in tokens.segments(text, tokens.DEFAULT)[1:-2]]
        tags, directory = [s[0][0] for s in segments], f"D{profile.directory}"
        assert edifact_directory.order_faults(directory, "cusres", tags) == []
        for segment in segments[1:-1]:
            assert edifact_directory.length_faults(directory, segment) == []
