"""What the hub says of itself, asked over HTTP: all of it, or nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from hub.local.hub import Hub

ANSWERS = {"/v1/figures": {"countries": {}, "matches": 0}, "/v1/decisions": {"decisions": 9}}


def hub(monkeypatch: pytest.MonkeyPatch, away: str = "") -> Hub:
    """Return a hub whose API answers, but for one path."""

    def get(url: str, **more: Any) -> httpx.Response:
        path = "/" + url.split("/", 3)[3]
        return httpx.Response(503 if path == away else 200, json=ANSWERS[path])

    monkeypatch.setattr(httpx, "get", get)
    found = Hub.__new__(Hub)
    found.api = 1
    return found


def test_decisions_are_counted_only_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The count costs a query over all rows."""
    found = hub(monkeypatch, away="/v1/decisions")
    assert found.figures() == ANSWERS["/v1/figures"]

    assert hub(monkeypatch).figures(decisions=True)["decisions"] == 9


@pytest.mark.parametrize("away", list(ANSWERS))
def test_half_of_the_figures_is_none(monkeypatch: pytest.MonkeyPatch, away: str) -> None:
    """A verdict without decisions would pass for one with them."""
    assert hub(monkeypatch, away).figures(decisions=True) == {}
