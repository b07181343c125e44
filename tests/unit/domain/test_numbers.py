"""Numbers as exact decimal strings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.numbers import decimal, is_decimal

WRITTEN = st.from_regex(r"[ +-]?0{0,3}[0-9]{1,10}(\.[0-9]{0,8})?", fullmatch=True)


@given(WRITTEN)
def test_the_value_stays_exactly(text: str) -> None:
    """Signs, leading zeros and an idle point go; the value and its stated precision stay."""
    number = decimal(text)
    assert number is not None
    assert Decimal(number) == Decimal(text.strip())
    assert Decimal(number).as_tuple().exponent == Decimal(text.strip()).as_tuple().exponent
    assert is_decimal(number)
    assert decimal(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "-",
        "1,234.5",
        "1 000",
        "1e5",
        "NaN",
        "0x1",
        "1.2.3",
        "--1",
        "١٢",
        "９",
        "9" * 19,
    ],
)
def test_what_is_no_plain_number_is_none(text: str) -> None:
    """Nothing is guessed: no separators, exponents typed by people or digits of other scripts."""
    assert decimal(text) is None
    assert not is_decimal(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.0623724E7", "10623724"), ("-2.5E-3", "-0.0025"), ("1.0E99", None), ("12.0E7", None)],
)
def test_a_large_number_as_java_writes_it_is_exact(text: str, number: str | None) -> None:
    """National systems in Java write amounts from ten million on with a power of ten."""
    assert decimal(text) == number


@given(st.text(max_size=12), st.booleans())
def test_no_text_raises(text: str, comma: bool) -> None:
    """Whatever was typed, the answer is a number both sides read alike, or None."""
    number = decimal(text, comma)
    assert number is None or Decimal(number).is_finite()


def test_a_decimal_comma_is_read_only_where_the_sender_writes_one() -> None:
    """1,234 is a thousand for one administration and one and a quarter for another."""
    assert decimal("1,234", comma=True) == "1.234"
    assert decimal("1,234") is None
    assert decimal("1,234,567", comma=True) is None
