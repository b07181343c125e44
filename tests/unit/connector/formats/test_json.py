"""JSON from strangers: bounded, numbers kept exact, faults with their place."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import json
from hub.domain.faults import CHARSET, TOO_MANY, TRUNCATED, UNPARSEABLE
from hub.domain.numbers import is_decimal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=30,
)


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        (b"", UNPARSEABLE, "line 1, column 1"),
        (b'{"a": 1', TRUNCATED, "line 1"),
        (b'{\n"a": x}', UNPARSEABLE, "line 2, column 6"),
        (b"[1]", UNPARSEABLE, "/"),
        (b'"text"', UNPARSEABLE, "/"),
        (b'{"a": "\xff"}', CHARSET, "line 1, offset 7"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, TOO_MANY, "/"),
        (b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", TOO_MANY, "line 1"),
        (b'{"a":[' + b"1," * 200_000 + b"1]}", TOO_MANY, "/"),
    ],
)
def test_what_is_no_object_within_bounds_is_refused(raw: bytes, code: str, pointer: str) -> None:
    """Each fault has its code and points at line and column, offset or root."""
    document, (fault,) = json.parse(raw)

    assert document is None
    assert fault.code == code
    assert fault.pointer.startswith(pointer)


@pytest.mark.parametrize("depth", [json.MAX_DEPTH - 1, json.MAX_DEPTH, json.MAX_DEPTH + 1])
def test_depth_is_bounded_exactly(depth: int) -> None:
    """The outermost object counts as one level; one level too many is refused."""
    raw = b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)

    document, faults = json.parse(raw)

    assert (document is None) == bool(faults) == (depth > json.MAX_DEPTH)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", "a"),
        (12, "12"),
        (0.1, "0.1"),
        (1234567.89, "1234567.89"),
        (5.0, "5"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        ([1], ""),
        ({}, ""),
    ],
)
def test_scalars_are_text_and_containers_are_nothing(value: object, text: str) -> None:
    """Numbers come out as plain decimals, without exponent and without a trailing zero."""
    assert json.text(value) == text


def test_rows_are_the_objects_of_a_list() -> None:
    """Whatever stands where a list of objects should be, only objects come out."""
    document = {"a": [{"x": 1}, 2, None, {"y": 2}], "b": {"x": 1}, "c": "text"}

    assert json.rows(document, "a") == [{"x": 1}, {"y": 2}]
    assert [json.rows(document, name) for name in ("b", "c", "d")] == [[], [], []]


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=5))
def test_any_small_object_is_taken_as_it_is(document: dict[str, object]) -> None:
    """What was written is what is read, unless it holds what nothing else could hold."""
    raw = orjson.dumps(document)
    if b"\\u0000" not in raw:
        assert json.parse(raw) == (document, ())


def test_a_nul_is_refused_wherever_it_stands() -> None:
    """Every place is pointed at; a text that only looks like the escape is taken."""
    raw = rb'{"a": "x\u0000", "b": [{"c\u0000": 1}, "\u0000"], "d": "\\u0000"}'
    document, found = json.parse(raw)
    assert document is None
    assert [(fault.code, fault.pointer) for fault in found] == [
        ("S03", "/a"),
        ("S03", "/b/0"),
        ("S03", "/b/1"),
    ]
    assert json.parse(rb'{"d": "\\u0000"}') == ({"d": r"\u0000"}, ())


@given(st.binary(max_size=200) | st.text('{}[]":,0eE.-\\ ', max_size=60).map(str.encode))
def test_any_bytes_are_an_object_or_a_fault(noise: bytes) -> None:
    """Parsing never raises and never gives both."""
    document, faults = json.parse(noise)

    assert (document is None) == bool(faults)
    assert all(fault.pointer for fault in faults)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_amounts_of_fifteen_digits_are_exact(amount: object) -> None:
    """A number goes through JSON's binary form and comes back as the decimal it was."""
    document, _ = json.parse(f'{{"n": {amount}}}'.encode())

    assert document is not None
    text = json.text(document["n"])
    assert is_decimal(text)
    assert float(text) == float(str(amount))


def test_marks_are_counted_before_values_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million tiny values would fill the memory before anybody counts them."""
    monkeypatch.setattr(json, "MAX_MARKS", 10)
    assert json.parse(b'{"a": [' + b"1," * 20 + b"1]}")[1][0].code == TOO_MANY
    assert json.parse(b'{"a": "1,2", "b": 3}')[0] == {"a": "1,2", "b": 3}
