"""The count of decisions: asked for by itself, because it is counted row by row."""

from __future__ import annotations

import httpx

from hub.api.app import build
from hub.errors import StoreUnavailable


class Counting:
    """A search that only counts; None: the store is away."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    async def decisions(self) -> int:
        """Return the number."""
        if self._number is None:
            raise StoreUnavailable
        return self._number


async def asked(number: int | None) -> httpx.Response:
    """Ask the API."""
    transport = httpx.ASGITransport(app=build(Counting(number), ""))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        return await client.get("/v1/decisions")


async def test_the_api_tells_how_many_messages_were_decided() -> None:
    """One number."""
    assert (await asked(7)).json() == {"decisions": 7}


async def test_without_the_store_there_is_no_number() -> None:
    """Zero would be a lie."""
    answer = await asked(None)

    assert answer.status_code == 503
    assert "decisions" not in answer.json()
