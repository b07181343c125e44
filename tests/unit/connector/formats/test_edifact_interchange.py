"""The envelope: counts and references are checked, whole messages survive a faulty one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact import tokens
from hub.connector.formats.edifact.interchange import parse
from hub.domain.faults import MISSING, RULE, TOO_LARGE, TOO_MANY, TRUNCATED, UNPARSEABLE
from tests.unit.connector.formats.edifact_zz import HEAD, interchange

MESSAGE = "UNH+1+CUSDEC:D:99B:UN'UNT+2+1'"
LIMIT = 1_000_000


def test_a_whole_interchange_has_no_fault() -> None:
    """References of UNB are kept for the answer, and the message is cut out with its place."""
    found = parse(f"{HEAD}{MESSAGE}UNZ+1+77'".encode(), LIMIT)

    assert (found.faults, found.warnings) == ([], [])
    assert found.references == {"UNB.0004": "ZZCUSTOMS", "UNB.0010": "HUB", "UNB.0020": "77"}
    assert [(part.first, part.end) for part in found.parts] == [(1, 3)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UNB+UNOC:3+A+B+260312:1015'UNZ+0'", MISSING),
        (f"{HEAD}UNZ+0+77'", MISSING),
        (HEAD, TRUNCATED),
        (HEAD[:-1], TRUNCATED),
        (f"{HEAD}{MESSAGE}", TRUNCATED),
        (f"{HEAD}{MESSAGE}UNZ+1+77'rest", TRUNCATED),
        (f"{HEAD}{MESSAGE}UNZ+2+77'", TRUNCATED),
        ("UNA++.? 'UNB+UNOC:3'", UNPARSEABLE),
    ],
)
def test_a_faulty_envelope_is_told_first(text: str, code: str) -> None:
    """What is wrong with the interchange itself is its own fault, not that of a message."""
    assert parse(text.encode(), LIMIT).faults[0].code == code


@pytest.mark.parametrize("end", ["UNZ+1+78'", "UNZ+0+77'"])
def test_a_wrong_end_is_only_a_warning_where_nothing_is_missing(end: str) -> None:
    """A wrong reference, or fewer messages stated than came, loses nothing."""
    found = parse(f"{HEAD}{MESSAGE}{end}".encode(), LIMIT)

    assert found.faults == []
    assert [warning.code for warning in found.warnings] == [RULE]


def test_groups_are_passed_over_and_not_counted() -> None:
    """UNZ counts functional groups where there are some: its number is then not compared."""
    text = f"{HEAD}UNG+CUSDEC+A+B+260312:1015+1+UN+D:99B'{MESSAGE}{MESSAGE}UNE+2+1'UNZ+1+77'"

    found = parse(text.encode(), LIMIT)

    assert (found.faults, found.warnings, len(found.parts)) == ([], [], 2)


def test_size_segments_and_separators_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes, segments, messages or elements of a segment are refused unread."""
    monkeypatch.setattr(tokens, "MAX_SEGMENTS", 50)
    monkeypatch.setattr(tokens, "MAX_MESSAGES", 5)
    monkeypatch.setattr(tokens, "MAX_SEPARATORS", 200)
    many = f"{HEAD}{'X+' * 60}'{MESSAGE * 6}UNZ+6+77'"

    assert parse(HEAD.encode(), 10).faults[0].code == TOO_LARGE
    assert parse(f"{HEAD}{'A' * 51}".replace("A", "A'").encode(), LIMIT).faults[0].code == TOO_MANY
    assert parse(many.encode(), LIMIT).faults[0].code == TOO_MANY
    monkeypatch.setattr(tokens, "MAX_ELEMENTS", 100)
    assert parse(f"{HEAD}{'X+++++' * 30}'".encode(), LIMIT).faults[0].code == TOO_MANY
    monkeypatch.setattr(tokens, "MAX_RELEASED", 10)
    assert parse(f"{HEAD}FTX+{'??' * 6}'".encode(), LIMIT).faults[0].code == TOO_MANY
    monkeypatch.undo()
    monkeypatch.setattr(tokens, "MAX_SEPARATORS", 200)
    crowded = parse(interchange("CUSDEC", f"FTX{'+' * 201}"), LIMIT).parts[0]
    assert [fault.code for fault in crowded.faults] == [TOO_MANY]


def test_offsets_point_at_segments_of_the_text() -> None:
    """The offset of a segment is where its tag stands in the text, line ends passed over."""
    text = f"{HEAD}\r\n{MESSAGE}\r\nUNZ+1+77'"
    found = parse(text.encode(), LIMIT)

    assert [text[found.offset(n) :][:3] for n in range(4)] == ["UNB", "UNH", "UNT", "UNZ"]
    assert found.offset(99) == len(text)


@given(st.lists(st.sampled_from(["UNH+1+A'", "UNT+2+1'", "UNZ+1+77'", "BGM+1'", "x", "?'", "\n"])))
def test_any_order_of_service_segments_is_taken_apart(pieces: list[str]) -> None:
    """Whatever follows UNB, there are parts, faults or both, and no exception."""
    found = parse((HEAD + "".join(pieces)).encode(), LIMIT)

    assert found.faults or found.parts
    for part in found.parts:
        assert next(iter(found.segments(part))) == part.header


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(noise: bytes) -> None:
    """Noise is a fault of the interchange, never an exception."""
    found = parse(noise, LIMIT)

    assert found.faults or found.parts
