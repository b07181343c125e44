"""Lao PDR: the family without national codes, in its zone and currency."""

from __future__ import annotations

from pathlib import Path

import pytest

import connectors.la as la
from connectors.la.mapping import PROFILE
from hub.domain.faults import CODE_LIST

SAMPLE = (Path(la.__file__).parent / "samples" / "export.xml").read_bytes()


def test_values_are_kip_and_days_are_those_of_vientiane() -> None:
    """The national currency is LAK; a date begins at UTC+07:00."""
    (message,) = la.read(SAMPLE).messages
    assert {item["statisticalValueCurrency"] for item in message.body["goodsItems"]} == {"LAK"}
    assert message.body["issueDateTime"]["zone"] == "Asia/Vientiane"
    assert message.body["issueDateTime"]["utc"].strftime("%H:%M") == "17:00"


def test_no_list_of_offices_is_claimed() -> None:
    """Offices and procedures pass as they are; models and modes are asked of a list."""
    assert set(PROFILE.known) == {"model"}
    strange = SAMPLE.replace(b">LATHN<", b">XXX99<").replace(b"<Mode>", b"<Mode>8")
    reading = la.read(strange)
    assert reading.messages[0].body["declarationOfficeId"] == "XXX99"
    assert [warning.code for warning in reading.warnings] == [CODE_LIST]


@pytest.mark.parametrize(("model", "side"), [("1", "EXPORT"), ("4", "IMPORT")])
def test_simplified_declarations_have_their_side(model: str, side: str) -> None:
    """SD1 is an export and SD4 an import, also where the flow is not stated."""
    simple = (
        SAMPLE.replace(b"<Sad_flow>E</Sad_flow>", b"<Sad_flow/>")
        .replace(b"<Type_of_declaration>EX<", b"<Type_of_declaration>SD<")
        .replace(b"_procedure_code>1<", f"_procedure_code>{model}<".encode())
        .replace(b"<Export_country_code>LA", b"<Export_country_code>")
    )
    reading = la.read(simple)
    assert (reading.messages[0].body["side"], reading.warnings) == (side, ())


def test_a_model_outside_the_list_passes_with_a_warning() -> None:
    """The list is of 2013: an unknown model is doubted, not refused."""
    reading = la.read(SAMPLE.replace(b"_procedure_code>1<", b"_procedure_code>9<"))
    assert reading.messages[0].body["typeCode"] == "EX9"
    assert [warning.original for warning in reading.warnings] == ["EX9"]


def test_modes_are_those_of_recommendation_19() -> None:
    """Without a national table the codes of UN Rec 19 stand for themselves."""
    assert PROFILE.transport == {code: code for code in "12345"}
    assert PROFILE.modes["3"] == "3"
