"""Writing an interchange: envelope, character set, and what each kind becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import edifact
from hub.connector.formats.edifact.writing import control_reference
from hub.errors import Parked
from tests.unit.connector.formats.edifact_zz import PROFILE, write

TEXT = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60
).map(str.strip)


def test_the_envelope_is_derived_from_the_message() -> None:
    """Reference, clock and sender come from the envelope: a replay writes the same bytes."""
    raw = write("Declaration", {"country": "GB", "side": "EXPORT"}).body

    assert raw.startswith(
        b"UNB+UNOC:3+CUSTOMSHUB::GB+ZZCUSTOMS+260312:0304+6F1F4B5E2F635D'UNH+1+CUSDEC:D:99B:UN'"
    )
    assert raw.endswith(b"'UNZ+1+6F1F4B5E2F635D'")
    assert control_reference("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10") == "6F1F4B5E2F635D"


def test_a_kind_without_a_form_is_parked() -> None:
    """A delivery report has no EDIFACT message."""
    with pytest.raises(Parked):
        write("DeliveryReport", {})


def test_letters_beyond_the_character_set_are_underscores_and_named() -> None:
    """Each path that holds such a letter is a loss, national data of the partner only once."""
    body: dict[str, Any] = {
        "country": "CN",
        "parties": [{"role": "Exporter", "name": "茶叶公司"}],
        "goodsItems": [
            {"description": "茶", "containers": ["X", "茶"], "nationalData": {"GModel": "茶"}}
        ],
        "nationalData": {"DecHead/NoteS": "茶"},
    }

    written = write("Declaration", body)

    assert b"NAD+EX+++____'" in written.body
    assert {"parties/name", "goodsItems/description", "goodsItems/containers"} <= set(
        written.losses
    )
    assert not [path for path in written.losses if path.startswith("nationalData/")]


def test_utf_8_carries_every_letter() -> None:
    """Under UNOW nothing is replaced."""
    body = {"goodsItems": [{"sequenceNumeric": 1, "description": "茶 é"}]}

    written = write("Declaration", body, replace(PROFILE, syntax="UNOW:4"))

    assert "茶 é".encode() in written.body
    assert written.losses == ()


def test_another_alphabet_is_written_as_it_is() -> None:
    """Cyrillic fits UNOE and is lost under UNOC."""
    body = {"goodsItems": [{"sequenceNumeric": 1, "description": "ЧАЙ"}]}

    assert write("Declaration", body, replace(PROFILE, syntax="UNOE:3")).losses == ()
    assert write("Declaration", body).losses == ("goodsItems/description",)


@given(
    TEXT,
    TEXT,
    st.decimals(0, 10**9, places=2).map(str),
    st.text("ABC0123:+'?", min_size=1, max_size=20),
)
def test_what_is_not_named_as_lost_reads_back(
    name: str, description: str, amount: str, number: str
) -> None:
    """Names, texts, amounts and numbers with any Latin letters come back, or are named as lost."""
    body: dict[str, Any] = {
        "side": "EXPORT",
        "functionCode": "9",
        "declarationId": number,
        "invoiceAmount": amount,
        "invoiceCurrency": "EUR",
        "parties": [{"role": "Exporter", "id": number, "name": name}],
        "goodsItems": [{"sequenceNumeric": 1, "description": description}],
    }
    written = write("Declaration", body)

    (message,) = edifact.read(written.body, PROFILE).messages
    found = message.body

    assert (found["declarationId"], found["invoiceAmount"]) == (number, amount)
    if "parties/name" not in written.losses:
        assert found["parties"][0].get("name", "").split() == name.split()
    if "goodsItems/description" not in written.losses:
        assert found["goodsItems"][0].get("description", "") == description
