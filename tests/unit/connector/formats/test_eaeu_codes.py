"""The classifiers of the Union, its numbers, and how leaves are written."""

from __future__ import annotations

import pytest

from hub.connector.formats.eaeu import codes, numbers
from hub.connector.formats.eaeu.leaves import cleaned, code, fill, numeral, sheet, text
from hub.connector.formats.eaeu.settle import described, undescribed


@pytest.mark.parametrize("kind", ["380", "705", "861", "MRN", "830", "06011", "09999"])
def test_a_kind_of_document_comes_back(kind: str) -> None:
    """Known codes are translated, others filled up or kept: all are five characters long."""
    written = codes.national_document(kind)
    assert len(written) == 5
    assert codes.document(written) == kind


@pytest.mark.parametrize("kind", ["", "C514", "00861", "004", "04021", "A-B"])
def test_a_kind_that_would_come_back_another_is_not_written(kind: str) -> None:
    """Four characters, leading zeros and a national code of a translated one have no form."""
    assert codes.national_document(kind) == ""


def test_every_mode_of_rec_19_that_is_written_is_read_as_the_same() -> None:
    """The two tables of means of transport agree."""
    assert {mode: codes.MODES[own] for mode, own in codes.NATIONAL_MODES.items()} == {
        mode: mode for mode in codes.NATIONAL_MODES
    }


@pytest.mark.parametrize("stated", ["10702070/310226/1", "1/230526/1", "10702070/230526/12345678"])
def test_no_number_of_the_union(stated: str) -> None:
    """A day that is none, an office of another length and a long serial are no such number."""
    assert numbers.parse(stated) is None


def test_a_container_in_words_comes_back() -> None:
    """Size, fullness and seals stand in words that are read again; other texts are not."""
    unit = {"id": "TWNU1234567", "sizeType": "22G1", "fullness": "5", "seals": ["A1", "B2"]}
    assert undescribed(described(unit)) == unit
    assert undescribed("Пломба синего цвета") is None


def test_what_does_not_fit_is_named() -> None:
    """A text is cut, a code is left out, a field without a place is lost: all are named."""
    lost: set[str] = set()
    form = sheet(text("a", "name", 5), code("b", "id", 3), besides="role")
    row = {"name": "Обувь спортивная", "id": "ABCD", "role": "x", "city": "Ош"}
    assert fill(form, row, lost, "p/") == ["<a>Обувь</a>", ""]
    assert lost == {"p/name", "p/id", "p/city"}


@pytest.mark.parametrize(
    ("value", "written"), [("1.50", "1.50"), ("1.500", "1.5"), ("1.555", ""), ("-1", ""), ("١", "")]
)
def test_a_number_is_written_whole_or_not(value: str, written: str) -> None:
    """Two decimals: zeros beyond them may go, digits may not; only ASCII digits are digits."""
    assert numeral(value, 20, 2) == written


def test_controls_and_double_blanks_are_cleaned() -> None:
    """What XML or its readers would change is changed before, and so can be named."""
    assert cleaned("а\tб  в\x01") == "а б в"
    assert cleaned("қазақша ‌ ʼ") == "қазақша ‌ ʼ"
