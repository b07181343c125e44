"""The common header of 400 bytes: every field at its offset."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs import header

TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=0x1EF9), max_size=12)


def test_fields_do_not_overlap_and_stay_before_the_line_end() -> None:
    """The documented offsets leave every field its own bytes."""
    taken = sorted((at, at + size) for at, size in header.FIELDS.values())

    assert all(end <= start for (_, end), (start, _) in pairwise(taken))
    assert taken[-1][1] <= header.LENGTH - len(header.LINE_END)


def test_the_length_counts_header_and_body() -> None:
    """Six digits at offset 392; the header itself ends with CR LF."""
    raw = header.write({"job": "IDC"}, b"x" * 25)

    assert raw[392:398] == b"000425"
    assert raw[398:400] == b"\r\n"
    assert len(raw) == 425


@given(st.dictionaries(st.sampled_from(sorted(set(header.FIELDS) - {"length"})), TEXT))
def test_what_fits_reads_back(fields: dict[str, str]) -> None:
    """Every field written is read again, cut to its length between characters."""
    found = header.read(header.write(fields, b""))

    assert found.pop("length") == "000400"
    for name, value in fields.items():
        size = header.FIELDS[name][1]
        assert found.get(name, "") == header.clipped(value.encode(), size).decode().strip()


@given(st.binary(max_size=450))
def test_any_bytes_have_fields_or_none(noise: bytes) -> None:
    """Reading a header never raises, whatever the bytes and their number."""
    assert set(header.read(noise)) <= set(header.FIELDS)


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_cut_never_splits_a_character(text: str, size: int) -> None:
    """What is left is a beginning of the text and no longer than allowed."""
    data = text.encode("utf-8", "replace")
    cut = header.clipped(data, size)

    assert len(cut) <= size
    assert data.startswith(cut)
    assert cut.decode() == data.decode()[: len(cut.decode())]
