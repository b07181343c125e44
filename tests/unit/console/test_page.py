"""The console's page."""

from __future__ import annotations

import re

from hub.console.page import PAGE


def test_it_needs_nothing_from_outside() -> None:
    """A hub in a ministry has no internet: no script, style, font or picture from elsewhere."""
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", PAGE)


def test_what_was_received_never_becomes_markup() -> None:
    """Texts of strangers are set as text; nothing on the page makes HTML of them."""
    assert "innerHTML" not in PAGE
    assert "document.write" not in PAGE


def test_it_asks_only_what_the_api_answers() -> None:
    """Every address in the script is one of the API's routes."""
    asked = set(re.findall(r"/v1/(\w+)", PAGE))
    assert asked
    assert asked <= {"figures", "trace", "parked", "connectors"}
