"""What real systems do against the standard: read with a warning, or refused by its place."""

from __future__ import annotations

from hub.connector.formats import edifact
from hub.domain.faults import CHARSET, RULE, TRUNCATED
from hub.domain.reading import Reading
from tests.unit.connector.formats.edifact_zz import PROFILE, declaration, read

UNB = "UNB+UNOC:3+ZZCUSTOMS+HUB+260312:1015+77'"
MESSAGE = "UNH+{n}+CUSDEC:D:99B:UN'BGM+830+LRN{n}:1+9'MOA+39:5,5:EUR'UNS+D'UNS+S'UNT+6+{n}'"


def _read(text: str, encoding: str = "latin-1") -> Reading:
    return edifact.read(text.encode(encoding), PROFILE)


def _one(n: int = 1) -> str:
    return MESSAGE.replace("{n}", str(n))


def test_a_una_of_five_characters_is_read_with_a_warning() -> None:
    """Met in New Zealand: the reserved character is missing."""
    reading = _read(f"UNA:+,?'{UNB}{_one()}UNZ+1+77'")

    assert not reading.refusals
    assert reading.messages[0].body["invoiceAmount"] == "5.5"
    (warning,) = reading.warnings
    assert (warning.code, warning.pointer) == (RULE, "UNA, offset 0")


def test_a_decimal_comma_stated_by_una_is_no_deviation() -> None:
    """The third service character is the decimal mark."""
    reading = _read(f"UNA:+,? '{UNB}{_one()}UNZ+1+77'")

    assert reading.messages[0].body["invoiceAmount"] == "5.5"
    assert reading.warnings == ()


def test_a_decimal_comma_without_una_is_read_and_named_once() -> None:
    """Met in Spain: amounts with a comma where the default mark is a point."""
    reading = read("CUSDEC", "BGM+830+LRN1:1+9", "MOA+39:5,5:EUR", "MOA+64:1,5:EUR")

    assert reading.messages[0].body["freightAmount"] == "1.5"
    (warning,) = reading.warnings
    assert (warning.code, warning.original) == (RULE, "5,5")
    assert warning.pointer.startswith("SG8/MOA+1:2, segment 3, offset ")


def test_a_trailer_with_a_component_separator_is_read_with_a_warning() -> None:
    """Met in Spain: UNT+6:1 for UNT+6+1."""
    reading = _read(f"UNA:+,? '{UNB}{_one().replace('UNT+6+1', 'UNT+6:1')}UNZ+1+77'")

    assert len(reading.messages) == 1
    (warning,) = reading.warnings
    assert (warning.code, warning.original) == (RULE, "1")
    assert warning.pointer.startswith("UNT+1:2, segment 6")


def test_letters_outside_the_declared_set_are_read_with_a_warning() -> None:
    """Met in Spain: Ñ under UNOA."""
    text = f"UNA:+,? '{UNB}{_one()}UNZ+1+77'".replace("UNOC", "UNOA").replace("LRN1", "PEÑA")

    reading = _read(text)

    assert reading.messages[0].body["functionalReferenceId"] == "PEÑA"
    assert [warning.code for warning in reading.warnings] == [CHARSET]


def test_a_message_cut_before_its_trailer_is_refused_where_it_ends() -> None:
    """Met in Tanzania: the next message begins before UNT."""
    cut = _one().partition("UNS+S")[0]
    reading = _read(f"UNA:+,? '{UNB}{cut}{_one(2)}UNZ+2+77'")

    assert [m.body["functionalReferenceId"] for m in reading.messages] == ["LRN2"]
    (refused,) = reading.refusals
    assert refused.functional_reference_id == "LRN1"
    assert [fault.code for fault in refused.faults] == [TRUNCATED]


def test_each_message_of_an_interchange_has_its_own_answer() -> None:
    """Three messages, the second broken: two are taken, one is refused with its reference."""
    broken = _one(2).replace("+9'", "+7'").replace("LRN2", "X")
    reading = _read(f"UNA:+,? '{UNB}{_one(1)}{broken}{_one(3)}UNZ+3+77'")

    assert [m.body["references"]["UNH.0062"] for m in reading.messages] == ["1", "3"]
    (refused,) = reading.refusals
    assert (refused.references["UNH.0062"], refused.functional_reference_id) == ("2", "X")
    assert refused.faults[0].pointer.startswith("BGM+3, segment 2, offset ")


def test_a_pointer_counts_bytes_whatever_the_character_set() -> None:
    """The offset of a fault is where its segment starts in the bytes as they came."""
    inner = (
        "UNH+1+CUSDEC:D:99B:UN'BGM+830+L:1+9'UNS+D'CST+1'FTX+AAA+++茶é'LOC+27+XYZ'UNS+S'UNT+8+1'"
    )
    text = f"{UNB}{inner}UNZ+1+77'".replace("UNOC:3", "UNOW:4")
    for mark in (b"", b"\xef\xbb\xbf"):
        raw = mark + text.encode()
        (warning,) = edifact.read(raw, PROFILE).warnings

        assert warning.pointer == f"SG30/LOC+2, segment 6, offset {raw.index(b'LOC+27')}"


def test_a_name_that_repeats_the_identifier_is_the_whole_identifier() -> None:
    """TDT 8213 has nine characters: the hub writes a longer identifier into 8212 as well."""
    body = declaration("TDT+11+V1+1+++++MV PILOT :::MV PILOT 42")

    assert body["transport"][0]["id"] == "MV PILOT 42"
    assert "name" not in body["transport"][0]
