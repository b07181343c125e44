"""The operators' API and its one page, as a Starlette application."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import orjson
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.connector import discovery
from hub.console.page import PAGE
from hub.domain.tracing import Step, Trace
from hub.errors import HubError

MAX_LIMIT = 1000


class Search(Protocol):
    """What the API asks the store."""

    async def trace(self, key: str) -> Trace:
        """Return everything about a consignment."""
        ...

    async def figures(self) -> dict[str, Any]:
        """Return the figures by country."""
        ...

    async def decisions(self) -> int:
        """Return how many messages were decided."""
        ...

    async def parked(self, limit: int = 100) -> list[Step]:
        """Return what is parked."""
        ...


class Guard:
    """Lets in who has the operators' token; without a token the API serves loopback only."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 to everybody else."""
        if scope["type"] == "http" and scope["path"] != "/health" and self._token:
            headers = dict(scope["headers"])
            given = headers.get(b"authorization", b"").removeprefix(b"Bearer ")
            if not hmac.compare_digest(given, self._token):
                answer = _json({"error": "the operators' token is missing or wrong"}, 401)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _json(document: Any, status: int = 200) -> Response:
    body = orjson.dumps(document, option=orjson.OPT_UTC_Z, default=str)
    return Response(body, status, media_type="application/json")


def _answering(
    ask: Callable[[Request], Awaitable[Any]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return _json(await ask(request))
        except HubError as trouble:
            return _json({"error": str(trouble)}, 503 if trouble.retriable else 400)

    return endpoint


class _Answers:
    """What the API answers."""

    def __init__(self, search: Search) -> None:
        self._search = search

    async def health(self, request: Request) -> Any:
        return {"status": "ok"}

    async def figures(self, request: Request) -> Any:
        return await self._search.figures()

    async def decisions(self, request: Request) -> Any:
        return {"decisions": await self._search.decisions()}

    async def trace(self, request: Request) -> Any:
        found = await self._search.trace(request.path_params["key"])
        return {
            "declarations": found.declarations,
            "matches": [match._asdict() for match in found.matches],
            "steps": [step._asdict() for step in found.steps],
            "waiting": [each._asdict() for each in found.waiting],
        }

    async def parked(self, request: Request) -> Any:
        text = request.query_params.get("limit", "100")
        # The first digits suffice above the bound, and int() refuses thousands of them.
        limit = min(int(text[:9]), MAX_LIMIT) if text.isdecimal() else 100
        return [step._asdict() for step in await self._search.parked(limit)]

    async def connectors(self, request: Request) -> Any:
        return [discovery.manifest(cc).model_dump() for cc in discovery.folders()]


async def _page(request: Request) -> Response:
    policy = {"content-security-policy": "default-src 'self' 'unsafe-inline'"}
    return HTMLResponse(PAGE, headers=policy)


def build(search: Search, token: str) -> Starlette:
    """Return the application. `token`: what operators present; empty for loopback use."""
    answers = _Answers(search)
    routes = [
        Route("/", _page),
        Route("/health", _answering(answers.health)),
        Route("/v1/figures", _answering(answers.figures)),
        Route("/v1/decisions", _answering(answers.decisions)),
        Route("/v1/trace/{key:path}", _answering(answers.trace)),
        Route("/v1/parked", _answering(answers.parked)),
        Route("/v1/connectors", _answering(answers.connectors)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, token=token)])
