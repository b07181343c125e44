"""Lao PDR: the family without national codes, in its zone and currency."""

from __future__ import annotations

from pathlib import Path

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


def test_no_national_list_is_claimed() -> None:
    """Offices and procedures pass as they are; only modes are asked of UN Rec 19."""
    assert PROFILE.known == {}
    strange = SAMPLE.replace(b">LATHN<", b">XXX99<").replace(b"<Mode>", b"<Mode>8")
    reading = la.read(strange)
    assert reading.messages[0].body["declarationOfficeId"] == "XXX99"
    assert [warning.code for warning in reading.warnings] == [CODE_LIST]


def test_modes_are_those_of_recommendation_19() -> None:
    """Without a national table the codes of UN Rec 19 stand for themselves."""
    assert PROFILE.transport == {code: code for code in "12345"}
    assert PROFILE.modes["3"] == "3"
