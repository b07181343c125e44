"""CONTRL read and written: receipts, syntax rejections and where they point."""

from __future__ import annotations

import pytest

from hub.connector.formats import edifact
from hub.connector.formats.edifact.contrl import ERRORS
from hub.domain.faults import MEANING, MISSING
from tests.unit.connector.formats.edifact_zz import PROFILE, read, write

REFERENCES = {
    "UNB.0004": "TRADER1",
    "UNB.0010": "ZZCUSTOMS",
    "UNB.0020": "4711",
    "UNH.0062": "1",
    "UNH.S009": "CUSDEC:D:99B:UN",
}


@pytest.mark.parametrize(
    ("action", "state"),
    [("4", "REJECTED"), ("7", "RECEIVED"), ("8", "RECEIVED"), ("9", "UNMAPPED")],
)
def test_an_action_is_a_state(action: str, state: str) -> None:
    """4 rejects, 7 and 8 receive; anything else is passed on unmapped."""
    (message,) = read("CONTRL", f"UCI+4711+HUB+ZZCUSTOMS+{action}").messages

    assert message.body["status"] == state
    assert message.body["nationalCode"] == action
    assert message.body["answersMessageId"] == "4711"


def test_each_message_of_the_interchange_has_its_own_answer() -> None:
    """UCM by UCM: one taken and one rejected, each named by its reference."""
    found = read(
        "CONTRL",
        "UCI+4711+HUB+ZZCUSTOMS+7",
        "UCM+1+CUSDEC:D:99B:UN+7",
        "UCM+2+CUSDEC:D:99B:UN+4+13+BGM+2",
    ).messages

    assert [m.body["status"] for m in found] == ["RECEIVED", "REJECTED"]
    assert [m.body["nationalData"]["UCM.0062"] for m in found] == ["1", "2"]
    assert found[1].body["faults"][0]["code"] == MISSING


@pytest.mark.parametrize("segment", ["UCI++HUB+ZZCUSTOMS+7", "UCM+1+CUSDEC+4", "UCD+12+1"])
def test_an_answer_to_nothing_is_refused(segment: str) -> None:
    """Without UCI, or its interchange reference, nobody knows what was answered."""
    (refused,) = read("CONTRL", segment).refusals

    assert refused.faults[0].code == MISSING
    assert refused.faults[0].pointer.startswith("UCI")


def test_error_codes_are_faults_the_hub_knows() -> None:
    """Every 0085 of the table has a meaning here."""
    assert set(ERRORS.values()) <= set(MEANING)


def test_a_receipt_says_received_or_names_the_message() -> None:
    """8 where only the interchange is known, 7 with UCM where its message is."""
    bare = write("Receipt", {"messageId": "M1", "references": {}}).body
    named = write("Receipt", {"messageId": "M1", "references": REFERENCES}).body

    assert b"UCI+M1+ZZCUSTOMS+CUSTOMSHUB+8'" in bare
    assert b"UCI+4711+TRADER1+ZZCUSTOMS+7'UCM+1+CUSDEC:D:99B:UN+7'" in named


def test_a_refusal_reads_back_with_its_positions() -> None:
    """Segment, element and component of every fault survive CONTRL; its text does not."""
    faults = [
        {"code": "12", "pointer": "SG30/CST+3:1, segment 18, offset 9", "text": "no"},
        {"code": "13", "pointer": "UNT, segment 30, offset 90", "text": "cut"},
    ]
    written = write("Refusal", {"layer": 1, "faults": faults, "references": REFERENCES})

    (message,) = edifact.read(written.body, PROFILE).messages

    assert message.body["status"] == "REJECTED"
    assert [fault["pointer"] for fault in message.body["faults"]] == [
        "segment 18, element 4, component 1",
        "segment 30",
    ]
    assert written.losses == ("faults/text",)


def test_a_refusal_of_a_whole_interchange_can_tell_one_fault_only() -> None:
    """UCI has room for one error: that others were not told is named as a loss."""
    faults = [{"code": "S02", "pointer": "UNZ"}, {"code": "S03", "pointer": "UNB+1:1"}]

    written = write("Refusal", {"layer": 1, "faults": faults})

    assert b"+4+13+UNZ'" in written.body
    assert written.losses == ("faults",)


@pytest.mark.parametrize(
    ("faults", "lost"),
    [
        ([("S07", "UNH+2, segment 1, offset 90")], set()),
        ([("13", "CST+1, segment 9, offset 90"), ("12", "CST+2, segment 9, offset 90")], set()),
        ([("50", "CST+1, segment 9, offset 90")], {"faults/code"}),
        ([("S02", "offset 90")], {"faults/pointer"}),
        ([("S02", "offset 90"), ("S03", "offset 99")], {"faults/pointer", "faults"}),
        ([("13", "CST, segment 9"), ("12", "CST, segment 9")], {"faults"}),
    ],
)
def test_what_contrl_has_no_number_for_is_named(
    faults: list[tuple[str, str]], lost: set[str]
) -> None:
    """It has codes of its own, places by segment, and room for one general error of each."""
    rows = [{"code": code, "pointer": pointer} for code, pointer in faults]
    references = {"UNB.0020": "1", "UNH.0062": "1", "UNH.S009": "CUSDEC:D:99B:UN"}
    written = write("Refusal", {"layer": 1, "faults": rows, "references": references})
    assert {loss for loss in written.losses if loss.startswith("faults")} == lost
