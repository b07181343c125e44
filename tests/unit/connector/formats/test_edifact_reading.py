"""Reading an interchange: by type and authority, every message on its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import edifact
from hub.connector.formats.edifact import vocabulary
from hub.domain.catalogue import STATES
from hub.domain.faults import MEANING, MISSING, NOT_SUPPORTED, UNKNOWN_KIND, WRONG_COUNTRY
from tests.unit.connector.formats.edifact_zz import BEGIN, PROFILE, interchange, read, write


def test_a_message_of_another_authority_is_refused() -> None:
    """Neither sender nor recipient is this country's system: it speaks for another one."""
    raw = interchange("CUSDEC", BEGIN).replace(b"ZZCUSTOMS", b"AAA336C")

    (refused,) = edifact.read(raw, PROFILE).refusals

    assert refused.faults[0].code == WRONG_COUNTRY
    assert refused.faults[0].original == "AAA336C to HUB"


def test_an_envelope_without_names_is_read_with_a_warning() -> None:
    """Nobody else is named, and the door knows who sent it; a recipient alone is not enough."""
    raw = interchange("CUSDEC", BEGIN)

    reading = edifact.read(raw.replace(b"+ZZCUSTOMS+HUB+", b"+++"), PROFILE)

    assert reading.messages
    place = "UNB+2, segment 1, offset 0"
    assert [(w.code, w.pointer) for w in reading.warnings] == [(MISSING, place)]
    assert edifact.read(raw.replace(b"+ZZCUSTOMS+", b"++"), PROFILE).refusals


def test_another_type_is_refused_by_name() -> None:
    """CUSCAR and the like are no declarations; the answer names and quotes them."""
    (refused,) = read("CUSCAR", BEGIN).refusals

    assert (refused.faults[0].code, refused.faults[0].original) == (UNKNOWN_KIND, "CUSCAR")
    assert refused.references["UNH.S009"] == "CUSCAR:D:99B:UN"


def test_another_directory_is_read_with_a_warning() -> None:
    """The version of UNH is compared with the country's; the message is read all the same."""
    reading = edifact.read(interchange("CUSDEC", BEGIN).replace(b":99B:", b":96B:"), PROFILE)

    assert reading.messages
    assert [(w.code, w.original) for w in reading.warnings] == [(NOT_SUPPORTED, "96B")]


def test_a_test_indicator_is_told() -> None:
    """UNB 0035 marks a test: the hub says that it treats it like any other message."""
    raw = interchange("CUSDEC", BEGIN).replace(b"+77'UNH", b"+77++++++1'UNH")

    reading = edifact.read(raw, PROFILE)

    assert reading.messages
    assert [warning.code for warning in reading.warnings] == [NOT_SUPPORTED]


def test_the_vocabulary_agrees_with_itself() -> None:
    """Codes that are written are codes that are read, and mean the same again."""
    for side, code in vocabulary.SIDE_DOCUMENTS.items():
        assert vocabulary.DOCUMENTS[code] == side
    for state, code in vocabulary.STATUS_CODES.items():
        assert vocabulary.STATUSES.get(code, state) in (state, "LODGED")
    assert set(vocabulary.STATUSES.values()) <= set(STATES)
    assert set(vocabulary.FUNCTIONS.values()) <= {"9", "4", "5", "1"}


SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(
            "BGM LOC DTM GIS MEA EQD SEL FTX RFF PAC TDT DOC NAD TOD MOA CUX UNS CST "
            "PCI TAX CNT ERP ERC UCI UCM UCS UCD XXX".split()
        ),
        st.lists(st.text("0123456789ABCZ:+. ", max_size=12), max_size=6),
    ).map(lambda parts: "+".join([parts[0], *parts[1]])),
    max_size=25,
)


@given(st.sampled_from(["CUSDEC", "CUSRES", "CONTRL"]), SEGMENTS)
def test_any_segments_are_messages_or_faults_with_a_meaning(kind: str, segments: list[str]) -> None:
    """Whatever the elements hold, the reading is complete and its findings point somewhere."""
    reading = read(kind, *segments)

    assert reading.messages or reading.refusals
    found = [*reading.warnings, *(fault for part in reading.refusals for fault in part.faults)]
    assert all(fault.code in MEANING and fault.pointer for fault in found)


@pytest.mark.parametrize("text", ["", "A", "O'NEIL + CO: ?", "ü", '"quoted" \\ back'])
def test_any_text_of_a_description_survives(text: str) -> None:
    """Service characters are released and read back; quotes and backslashes are plain text."""
    body: dict[str, Any] = {"side": "EXPORT", "functionalReferenceId": "L1"}
    body["goodsItems"] = [{"sequenceNumeric": 1, "description": text}]
    raw = write("Declaration", body).body

    (message,) = edifact.read(raw, PROFILE).messages

    assert message.body["goodsItems"][0].get("description", "") == text
