"""Malaysia: an assumed CUSDEC with the forms that are known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import connectors.my as my
from hub.connector import country, texts
from hub.connector.manifest import load
from hub.domain.faults import MEANING
from hub.domain.reading import Envelope, Message

FOLDER = Path(my.__file__).parent
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "HUB", "MY", "c", datetime(2026, 11, 25, 7, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("sample", "form", "side"),
    [
        ("import", "K1", "IMPORT"),
        ("export", "K2", "EXPORT"),
        ("transit", "K8", "TRANSIT"),
        ("release_from_control", "K9", "IMPORT"),
    ],
)
def test_each_form_is_a_declaration_of_its_side(sample: str, form: str, side: str) -> None:
    """K1, K2, K8 and K9 are read, with the form as type."""
    (message,) = my.read((FOLDER / "samples" / f"{sample}.edi").read_bytes()).messages

    assert (message.body["typeCode"], message.body["side"]) == (form, side)


@pytest.mark.parametrize(("side", "form"), [("IMPORT", "K1"), ("EXPORT", "K2"), ("TRANSIT", "K8")])
def test_a_declaration_is_written_under_the_form_of_its_side(side: str, form: str) -> None:
    """The form stands in BGM, the partner's own type beside it and comes back."""
    body = {"side": side, "declarationId": "26GB1", "typeCode": "EXA"}
    written = my.write(Message("Declaration", body), ENVELOPE)
    (message,) = my.read(written.body).messages

    assert f":::{form}+".encode() in written.body
    assert (message.body["typeCode"], message.body["side"]) == ("EXA", side)
    assert written.losses == ()


def test_seals_stay_with_their_containers() -> None:
    """Two containers, a seal each: named by container when written again."""
    (message,) = my.read((FOLDER / "samples" / "export.edi").read_bytes()).messages
    (again,) = my.read(my.write(message, ENVELOPE).body).messages

    assert again.body["equipment"] == message.body["equipment"]


def test_faults_are_told_in_malay_as_well() -> None:
    """Every meaning has its words, and a refusal holds both languages."""
    own = country.of(my.__file__).texts
    fault = {"code": "13", "pointer": "BGM+2", "text": "is missing", "original": ""}
    refusal = Message("Refusal", {"country": "MY", "layer": 2, "faults": [fault]})
    raw = my.write(texts.localized(refusal, own), ENVELOPE).body

    assert own.keys() == MEANING.keys()
    assert b"FTX+AAO+++is missing | tidak dinyatakan:BGM?+2'" in raw


def test_the_grade_is_an_assumption() -> None:
    """No Malaysian guide is public."""
    manifest = load(FOLDER)

    assert (manifest.spec, manifest.stage, manifest.language) == ("assumed", "draft", "ms")
