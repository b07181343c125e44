"""Who may speak for which country."""

from __future__ import annotations

import pytest

from hub.intake.callers import Callers

CALLERS = Callers({"gb": "token-of-gb", "cn": "token-of-cn"})


@pytest.mark.parametrize(
    "header", ["Bearer token-of-gb", "bearer token-of-gb", "BEARER  token-of-gb "]
)
def test_a_token_speaks_for_one_country(header: str) -> None:
    """The scheme in any case, as HTTP has it; the country as topics' owners are written."""
    assert CALLERS.country(header) == "GB"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "token-of-gb",
        "Basic token-of-gb",
        "Bearer TOKEN-OF-GB",
        "Bearer token-of-g",
        "Bearer token-of-gb x",
        "Bearer \udcff",
    ],
)
def test_nobody_else_speaks_for_anybody(header: str) -> None:
    """No token, another scheme, a part of a token or bytes that are no text."""
    assert CALLERS.country(header) is None


def test_tokens_are_not_kept() -> None:
    """A dump of the process's objects shows no secret of a country."""
    assert "token-of-gb" not in repr(vars(CALLERS))
