"""Faults in the words of the administration that reads them."""

from __future__ import annotations

from hub.connector.texts import localized
from hub.domain.reading import Message

FAULTS = [{"code": "13", "text": "is missing"}, {"code": "S01", "text": ""}]


def test_each_fault_is_told_in_english_and_in_the_own_language() -> None:
    """English first; a fault without a text of its own gets the meaning of its code."""
    message = Message("Refusal", {"faults": FAULTS, "messageId": "m"})
    told = localized(message, {"13": "thiếu", "S01": "không đọc được"})

    assert [row["text"] for row in told.body["faults"]] == [
        "is missing | thiếu",
        "cannot be parsed | không đọc được",
    ]
    assert told.body["messageId"] == "m"
    assert message.body["faults"] is FAULTS


def test_what_has_no_translation_stays_as_it_is() -> None:
    """An unknown code, another kind of message, a country without texts."""
    refusal = Message("Refusal", {"faults": FAULTS})

    assert localized(refusal, {}) is refusal
    assert localized(refusal, {"99": "…"}).body["faults"] == FAULTS
    status = Message("StatusChange", {"status": "RELEASED"})
    assert localized(status, {"13": "thiếu"}) is status
