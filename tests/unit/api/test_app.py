"""The operators' API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from hub.api.app import build
from hub.connector import discovery
from hub.domain.tracing import Step, Trace, trace
from hub.errors import HubError, StoreUnavailable

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STEP = Step("m1", "Declaration", "inbound", "GB", "GB", "", "GB:1", "m1", NOW, "{}")
PROTECTED = ["/", "/v1/figures", "/v1/trace/x", "/v1/parked", "/v1/connectors", "/v1/nothing"]


class Searching:
    """A store that answers, and remembers what it was asked."""

    def __init__(self, trouble: HubError | None = None) -> None:
        self.asked: list[Any] = []
        self._trouble = trouble

    def _hear(self, question: Any) -> None:
        if self._trouble:
            raise self._trouble
        self.asked.append(question)

    async def trace(self, key: str) -> Trace:
        self._hear(key)
        return trace([STEP], [])

    async def figures(self) -> dict[str, Any]:
        self._hear("figures")
        return {"countries": {}, "matches": 3}

    async def parked(self, limit: int = 100) -> list[Step]:
        self._hear(limit)
        return [STEP]


async def get(
    path: str, search: Searching | None = None, token: str = "", **headers: str
) -> httpx.Response:
    """Ask the application over ASGI."""
    transport = httpx.ASGITransport(build(search or Searching(), token))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        return await client.get(path, headers=headers)


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer wrong"}, {"authorization": ""}])
async def test_without_the_operators_token_nothing_is_told(
    path: str, given: dict[str, str]
) -> None:
    """Not even whether the path exists, and the store is not asked."""
    search = Searching()
    answer = await get(path, search, "right", **given)
    assert answer.status_code == 401
    assert "token" in answer.json()["error"]
    assert search.asked == []


async def test_the_token_opens_and_health_needs_none() -> None:
    """Probes ask without a secret and learn nothing but that the process answers."""
    opened = await get("/v1/figures", token="right", authorization="Bearer right")
    assert opened.json() == {"countries": {}, "matches": 3}
    assert (await get("/health", token="right")).json() == {"status": "ok"}


@pytest.mark.parametrize("key", ["GB:1", "25EXP/0001 A", "票据-1", "m1?x=1#y"])
async def test_a_trace_is_found_by_any_text(key: str) -> None:
    """Numbers hold slashes, blanks and Chinese; the store is asked for exactly that."""
    search = Searching()
    answer = await get(f"/v1/trace/{quote(key, safe='')}", search)
    assert search.asked == [key]
    document = answer.json()
    assert document["declarations"] == ["GB:1"]
    assert document["steps"][0]["happened_at"] == "2026-11-24T09:30:00Z"
    assert [each["country"] for each in document["waiting"]] == ["HUB"]


@pytest.mark.parametrize(
    ("asked", "limit"),
    [
        ("", 100),
        ("?limit=5", 5),
        ("?limit=5000", 1000),
        ("?limit=-1", 100),
        ("?limit=x", 100),
        ("?limit=%C2%B2", 100),
        (f"?limit={'9' * 5000}", 1000),
    ],
)
async def test_the_list_of_parked_messages_is_bounded(asked: str, limit: int) -> None:
    """Whatever is asked for, the answer has a bound; what is no number means the usual one."""
    search = Searching()
    answer = await get(f"/v1/parked{asked}", search)
    assert answer.status_code == 200
    assert search.asked == [limit]
    assert answer.json()[0]["message_id"] == "m1"


@pytest.mark.parametrize(
    ("trouble", "status"), [(StoreUnavailable("PostgreSQL: away"), 503), (HubError("no"), 400)]
)
async def test_trouble_is_told_in_words(trouble: HubError, status: int) -> None:
    """503 where asking again helps, 400 where it does not; the reason stands in the answer."""
    answer = await get("/v1/figures", Searching(trouble))
    assert (answer.status_code, answer.json()) == (status, {"error": str(trouble)})


async def test_every_connector_is_listed_with_its_claims() -> None:
    """What a country's manifest says is what operators read."""
    found = (await get("/v1/connectors")).json()
    assert [each["code"].lower() for each in found] == list(discovery.folders())
    assert all(each["specification"] for each in found)


async def test_the_page_may_load_nothing_from_elsewhere() -> None:
    """A browser refuses what somebody else's text on the page would fetch from outside."""
    answer = await get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
