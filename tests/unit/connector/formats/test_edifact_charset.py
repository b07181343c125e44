"""Character sets: what UNB states is obeyed, and what does not belong to it is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact import charset
from hub.domain.faults import CHARSET, UNPARSEABLE

SINGLE_BYTE = sorted(stated for stated, codec in charset.ENCODINGS.items() if charset.narrow(codec))
LATIN = [stated for stated in SINGLE_BYTE if stated not in ("UNOA", "UNOB")]


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("UNOC", "Müller"),
        ("UNOD", "Łódź"),
        ("UNOE", "Москва ёлка"),
        ("UNOF", "Αθήνα"),
        ("UNOG", "Ħamrun"),
        ("UNOH", "Rīga"),
        ("UNOI", "دبي"),
        ("UNOJ", "חיפה"),
        ("UNOK", "İzmir"),
        ("UNOL", "10 €"),
        ("UNOW", "公司 Café"),
        ("UNOX", "東京 北京 부산"),
        ("KECA", "부산"),
    ],
)
def test_the_stated_set_decodes_its_own_letters(stated: str, text: str) -> None:
    """Letters of the set that UNB names come out as they were meant."""
    raw = f"UNB+{stated}:3+{text}'".encode(charset.ENCODINGS[stated])

    found, faults, warnings = charset.decode(raw)

    assert text in found
    assert (faults, warnings) == ((), ())


def test_a_byte_order_mark_is_passed_over() -> None:
    """UTF-8 with a byte order mark is read like UTF-8 without one."""
    assert charset.decode(b"\xef\xbb\xbfUNB+UNOW:4'")[0] == "UNB+UNOW:4'"


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        (b"", UNPARSEABLE, "offset 0"),
        (b"<xml/>", UNPARSEABLE, "offset 0"),
        ("UNB+UNOC:3'".encode("utf-16"), CHARSET, "offset 0"),
        (b"UNB+UNOZ:3'", CHARSET, "UNB+1:1, segment 1, offset 0"),
        (b"\xef\xbb\xbfUNB+UNOW:4+\xff'", CHARSET, "offset 14"),
        (b"UNB+UNOC:3+\x00'", CHARSET, "offset 11"),
        (b"UNB+UNOC:3+\x85'", CHARSET, "offset 11"),
        (b"UNB+UNOW:4+\xff'", CHARSET, "offset 11"),
    ],
)
def test_foreign_bytes_are_refused_where_they_stand(raw: bytes, code: str, pointer: str) -> None:
    """What cannot be text of the stated set is a fault that points at the byte."""
    text, faults, _ = charset.decode(raw)

    assert text == ""
    assert [(fault.code, fault.pointer) for fault in faults] == [(code, pointer)]


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", *(f"UNB+{s}:3+".encode() for s in charset.ENCODINGS)]),
)
def test_any_bytes_are_text_or_a_fault(noise: bytes, start: bytes) -> None:
    """Decoding never raises; it gives text without control characters, or says why not."""
    text, faults, _ = charset.decode(start + noise)

    assert bool(text) != bool(faults)
    assert not any((ord(char) < 32 and char not in "\t\r\n") or char == "\x7f" for char in text)


@given(st.text(max_size=40), st.sampled_from(LATIN))
def test_strangers_are_exactly_what_cannot_be_encoded(text: str, stated: str) -> None:
    """The pattern finds C1 controls and every character the encoding lacks, nothing else."""
    encoding = charset.ENCODINGS[stated]

    def fits(character: str) -> bool:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            return False
        return not "\x80" <= character <= "\x9f"

    found = set(charset.strangers(stated).findall(text))

    assert found == {character for character in text if not fits(character)}


@pytest.mark.parametrize(
    ("stated", "text", "written"),
    [
        ("UNOA", "Größe @ 5 m3", "GRO_E _ 5 M3"),
        ("UNOB", "café #1 [x] 茶", "cafe _1 _x_ _"),
        ("UNOC", "Łódź 茶", "_ódz _"),
        ("UNOE", "Чай café", "Чай cafe"),
    ],
)
def test_the_nearest_letter_stands_for_one_that_cannot_be_said(
    stated: str, text: str, written: str
) -> None:
    """An accent is dropped, a small letter becomes a capital, else there is an underscore."""
    pattern = charset.strangers(stated)

    found = pattern.sub(charset.nearest, text)

    assert found == written
    assert not pattern.search(found)


@given(st.text(st.characters(max_codepoint=126), max_size=60), st.sampled_from(["UNOA", "UNOB"]))
def test_holding_ascii_is_told_as_the_pattern_tells_it(text: str, stated: str) -> None:
    """The quick look and the pattern agree on every ASCII text."""
    assert charset.holds(text, stated) == (charset.strangers(stated).search(text) is None)


def test_small_letters_under_unoa_are_a_warning() -> None:
    """UNOA has capitals only: small letters are read, and named once."""
    text, faults, warnings = charset.decode(b"UNB+UNOA:2+Pena'")

    assert "Pena" in text
    assert (faults, len(warnings)) == ((), 1)
