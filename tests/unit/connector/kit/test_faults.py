"""Rules on bad input, tried on connectors that stop at the first fault or do not say where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.kit import faults
from hub.domain.faults import Fault
from hub.domain.reading import Message, Reading, RefusedPart, Written

RAW = b"<a>\n<b>77</b>\n<c>99</c>\n</a>"
TOLD = (
    Fault("12", "/a[1]/b[1] (line 2)", "is no function", "77"),
    Fault("50", "/a[1]/c[1] (line 3)", "is no date", "99"),
    Fault("13", "/a[1]/d (line 1)", "is missing"),
)


class Answering:
    """Answers whatever it reads with the same reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, raw: bytes) -> Reading:
        """Return it."""
        return self.reading

    def write(self, message: Message, envelope: object) -> Written:
        """Write nothing."""
        return Written(b"", "")


@pytest.fixture
def reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[tuple[Fault, ...], tuple[Fault, ...]], None]:
    """Let XA read a message with three faults as these faults of a refusal and these warnings."""
    hostile = folder / "hostile"
    hostile.mkdir()
    (hostile / "three.xml").write_bytes(RAW)
    listed = '[files]\n[all]\n"three.xml" = ["12", "50", "13"]\n[beside]\n"three.xml" = 1\n'
    (hostile / "expected.toml").write_text(listed)
    monkeypatch.setattr(discovery, "shelves", lambda country, name: [hostile])

    def answer(refused: tuple[Fault, ...], doubted: tuple[Fault, ...]) -> None:
        parts = (RefusedPart(refused),) if refused else ()
        connector = Answering(Reading((), parts, doubted))
        monkeypatch.setattr(discovery, "connector", lambda country: connector)

    return answer


Answer = Callable[[tuple[Fault, ...], tuple[Fault, ...]], None]


@pytest.mark.parametrize("refused", [0, 1, 3])
def test_all_faults_with_their_places_are_no_shortfall(reading: Answer, refused: int) -> None:
    """In a refusal or as warnings of a lenient reading; a country may doubt more than listed."""
    more = Fault("12", "/a[1]/c[1] (line 3)", "is not in a list of its own", "99")
    reading(TOLD[:refused], (*TOLD[refused:], more))
    assert list(faults.several("xa")) == []


def test_a_fault_that_is_not_told_is_found(reading: Answer) -> None:
    """By its code: reading has stopped before it."""
    reading(TOLD[:1], ())
    assert "tells ['12'], not ['13', '50']" in [text for _, text, _ in faults.several("xa")]


@pytest.mark.parametrize(
    ("fault", "doubt"),
    [
        (TOLD[0]._replace(pointer=""), "'' is no place in it"),
        (TOLD[0]._replace(pointer="/"), "'/' is no place in it"),
        (TOLD[0]._replace(pointer="/a/b"), "'/a/b' is no place in it"),
        (TOLD[0]._replace(original=""), "without the value at fault"),
        (TOLD[0]._replace(original="78"), "'78' was not received"),
    ],
)
def test_a_vague_fault_is_found(reading: Answer, fault: Fault, doubt: str) -> None:
    """Without a place in the form of its kind of file, or without the value as received."""
    reading((fault, *TOLD[1:]), ())
    ((where, text, _),) = faults.several("xa")
    assert where.endswith("three.xml")
    assert text.endswith(doubt)


def test_faults_of_one_place_are_found(reading: Answer) -> None:
    """Three faults at the root of a message tell nobody where to look."""
    reading(tuple(fault._replace(pointer="/a[1] (line 1)") for fault in TOLD), ())
    assert [text for _, text, _ in faults.several("xa")] == ["tells several faults of one place"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("a.edi", "SG30/CST+3:1, segment 18, offset 512"),
        ("a.edi", "UNA, offset 0"),
        ("a.txt", "line 2, ICN, offset 400"),
        ("a.txt", "line 1, offset 12"),
        ("a.json", "/barang/1/netto (line 11, column 54)"),
        ("a.xml", "line 3, column 7"),
    ],
)
def test_each_kind_of_file_has_its_form_of_places(name: str, place: str) -> None:
    """Segment and element, item and offset, JSON pointer, XPath: each with where it is."""
    assert list(faults.vague(Fault("13", place), Path(name), "")) == []
    assert any(faults.vague(Fault("13", "somewhere"), Path(name), ""))


def test_a_kind_of_file_without_a_form_is_found() -> None:
    """A new format says how it tells places."""
    (doubt,) = faults.vague(Fault("13", "row 1"), Path("a.csv"), "")
    assert "no place is known" in doubt


def test_a_format_without_such_a_message_is_found(
    reading: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The promise is kept by trying it."""
    reading(TOLD, ())
    monkeypatch.setattr(discovery, "listed", lambda country, table: [])
    ((_, text, _),) = faults.several("xa")
    assert "no message with 3 faults" in text


def test_neighbours_that_are_lost_are_found(reading: Answer) -> None:
    """One is expected beside the refusal, and what is not taken is told of."""
    reading(TOLD, ())
    ((_, text, _),) = faults.beside("xa")
    assert text == "0 messages are taken instead of 1"
    reading((), ())
    assert [text for _, text, _ in faults.beside("xa")][1:] == ["nothing in it is refused"]


def test_every_broken_input_is_told_with_a_place(
    reading: Answer, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Not only those with several faults."""
    reading((Fault("S01", "somewhere"),), ())
    monkeypatch.setattr(discovery, "listed", lambda country, table: [])
    path = folder / "hostile" / "three.xml"
    monkeypatch.setattr(discovery, "hostile", lambda country: [(path, "S01")])
    texts = [text for _, text, _ in faults.several("xa")]
    assert any(text.endswith("'somewhere' is no place in it") for text in texts)
