"""What can be wrong with a message."""

from __future__ import annotations

import pytest

from hub.domain import faults
from hub.domain.faults import MAX_ORIGINAL, MEANING, Fault

CODES = {value for name, value in vars(faults).items() if name.isupper() and type(value) is str}


def test_every_code_has_a_meaning_of_its_own() -> None:
    """No code is sent to a customs administration without words."""
    assert set(MEANING) == CODES
    assert len(set(MEANING.values())) == len(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_fault_without_words_says_what_its_code_means(code: str) -> None:
    """Words of its own go before the general ones."""
    assert Fault(code).as_body()["text"] == MEANING[code]
    assert Fault(code, text="is odd").as_body()["text"] == "is odd"


def test_a_huge_value_is_not_sent_back_whole() -> None:
    """A fault quotes the start of what was wrong; a code of nobody's is no error."""
    body = Fault("12", "/a/b", original="x" * 10_000).as_body()
    assert body["original"] == "x" * MAX_ORIGINAL
    assert Fault("ZZ").as_body() == {"code": "ZZ", "pointer": "", "text": "", "original": ""}
