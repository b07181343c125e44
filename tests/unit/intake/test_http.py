"""Intake's server, spoken to over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import orjson
import pytest

from hub.domain.faults import Fault
from hub.errors import BusUnavailable
from hub.intake import http
from hub.intake.http import Answer, Head, Server, Turned, Work
from hub.local.ports import free_ports

MAX = 1000


class Echo:
    """Answers 202 with what it was given; some paths behave badly."""

    def __init__(self) -> None:
        self.entered: list[Head] = []
        self.release = asyncio.Event()

    def enter(self, head: Head) -> Work:
        self.entered.append(head)
        if head.path == "/turned":
            raise Turned(401, Fault("S09", "header Authorization"))

        async def work(body: bytes) -> Answer:
            if head.path == "/slow":
                await self.release.wait()
            if head.path == "/away":
                raise BusUnavailable("Kafka is away")
            if head.path == "/bug":
                raise RuntimeError("a bug")
            if head.path == "/late":
                raise Turned(409, Fault("26"))
            return 202, {"path": head.path, "size": len(body)}

        return work


class Caller:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def post(self, path: str, body: bytes = b"<x/>", *headers: str) -> None:
        lines = [f"POST {path} HTTP/1.1", f"Content-Length: {len(body)}", *headers]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    async def answer(self) -> tuple[int, dict[bytes, bytes], dict[str, object]]:
        async with asyncio.timeout(5):
            head = await self.reader.readuntil(b"\r\n\r\n")
            first, *lines = head[:-4].split(b"\r\n")
            headers = dict(line.split(b": ", 1) for line in lines)
            body = await self.reader.readexactly(int(headers.get(b"content-length", b"0")))
        return int(first.split()[1]), headers, orjson.loads(body) if body else {}

    async def ended(self) -> bool:
        async with asyncio.timeout(5):
            return await self.reader.read(1) == b""


Call = Callable[[], Awaitable[Caller]]


@asynccontextmanager
async def serving(echo: Echo, folder: Path) -> AsyncIterator[tuple[Server, Call]]:
    """Run a server on a free port; yield it and what opens a connection to it."""
    (port,) = free_ports(folder, 1)
    server, stopping, callers = Server(echo, MAX), asyncio.Event(), list[Caller]()
    task = asyncio.create_task(server.serve("127.0.0.1", port, stopping))

    async def call() -> Caller:
        callers.append(Caller(*await asyncio.open_connection("127.0.0.1", port)))
        return callers[-1]

    await asyncio.sleep(0.02)
    try:
        yield server, call
        stopping.set()
        await task
    finally:
        for caller in callers:
            caller.writer.close()
            with suppress(OSError):
                await caller.writer.wait_closed()


async def test_requests_of_a_connection_are_answered_in_their_order(tmp_path: Path) -> None:
    """Pipelined requests wait for each other: the first answer is the first request's."""
    echo = Echo()
    async with serving(echo, tmp_path) as (server, call):
        caller = await call()
        caller.post("/slow")
        for number in range(20):
            caller.post(f"/{number}", b"x" * number)
        await asyncio.sleep(0.05)
        echo.release.set()
        answers = [await caller.answer() for _ in range(21)]
    assert [answer[2]["path"] for answer in answers] == ["/slow", *(f"/{n}" for n in range(20))]
    assert [answer[2]["size"] for answer in answers[1:]] == list(range(20))
    assert server.held == 0


@pytest.mark.parametrize("cut", [1, 7, 30, 70])
async def test_a_request_may_come_in_pieces(tmp_path: Path, cut: int) -> None:
    """Chunked or cut anywhere, the body is whole."""
    async with serving(Echo(), tmp_path) as (_, call):
        caller = await call()
        head = b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        data = head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        for at in range(0, len(data), cut):
            caller.send(data[at : at + cut])
            await asyncio.sleep(0.001)
        status, _, document = await caller.answer()
    assert (status, document) == (202, {"path": "/a", "size": 5})


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"POST /turned HTTP/1.1\r\nContent-Length: 900\r\n\r\n", 401, "S09"),
        (b"POST /a HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", 413, "S04"),
        (
            b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n" + b"x" * 1001,
            413,
            "S04",
        ),
        (b"POST /" + b"a" * 17_000 + b" HTTP/1.1\r\n\r\n", 414, "S04"),
        (b"POST /a HTTP/1.1\r\nx: " + b"a" * 17_000 + b"\r\n\r\n", 431, "S04"),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400, "S01"),
        (
            b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            "S01",
        ),
    ],
)
async def test_what_the_head_or_size_refuses_is_answered_and_ended(
    tmp_path: Path, data: bytes, status: int, code: str
) -> None:
    """The answer is not lost although the caller may still be sending; then comes the end."""
    async with serving(Echo(), tmp_path) as (server, call):
        caller = await call()
        caller.send(data)
        found, headers, document = await caller.answer()
        assert (found, document["faults"][0]["code"]) == (status, code)  # type: ignore[index]
        assert headers[b"connection"] == b"close"
        assert await caller.ended()
        assert server.held == 0


async def test_a_refusal_waits_for_the_answers_before_it(tmp_path: Path) -> None:
    """A broken second request takes nothing from the first."""
    echo = Echo()
    async with serving(echo, tmp_path) as (_, call):
        caller = await call()
        caller.post("/slow")
        caller.send(b"NONSENSE\r\n\r\n")
        await asyncio.sleep(0.02)
        echo.release.set()
        assert [(await caller.answer())[0], (await caller.answer())[0]] == [202, 400]


@pytest.mark.parametrize(("path", "status"), [("/away", 503), ("/bug", 500), ("/late", 409)])
async def test_trouble_is_an_answer_and_the_connection_goes_on(
    tmp_path: Path, path: str, status: int
) -> None:
    """503 says when to try again; a fault of ours is 500; the next request is served."""
    async with serving(Echo(), tmp_path) as (_, call):
        caller = await call()
        caller.post(path)
        found, headers, document = await caller.answer()
        caller.post("/next")
        assert (found, b"retry-after" in headers) == (status, status == 503)
        assert document["faults"]
        assert (await caller.answer())[0] == 202


async def test_who_asks_before_sending_is_told_to_go_on(tmp_path: Path) -> None:
    """`Expect: 100-continue` gets its interim answer."""
    async with serving(Echo(), tmp_path) as (_, call):
        caller = await call()
        caller.send(b"POST /a HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert (await caller.answer())[0] == 100
        caller.send(b"ab")
        assert (await caller.answer())[2]["size"] == 2


async def test_slow_and_idle_callers_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that never ends gets 408; an idle connection ends without a word."""
    monkeypatch.setattr(http, "READ_SECONDS", 0.5)
    monkeypatch.setattr(http, "IDLE_SECONDS", 0.5)
    async with serving(Echo(), tmp_path) as (_, call):
        slow, idle = await call(), await call()
        slow.send(b"POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\na")
        assert (await slow.answer())[0] == 408
        assert await idle.ended()


async def test_too_much_held_at_once_is_turned_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What all callers together send is bounded; what is answered no longer counts."""
    monkeypatch.setattr(http, "MAX_HELD", 900)
    echo = Echo()
    async with serving(echo, tmp_path) as (server, call):
        first, second = await call(), await call()
        first.post("/slow", b"x" * 800)
        await asyncio.sleep(0.02)
        second.post("/a", b"x" * 800)
        assert (await second.answer())[0] == 503
        echo.release.set()
        assert (await first.answer())[0] == 202
        assert server.held == 0


async def test_stopping_lets_what_is_under_way_be_answered(tmp_path: Path) -> None:
    """The last answer says that it is the last."""
    echo = Echo()
    async with serving(echo, tmp_path) as (server, call):
        caller, idle = await call(), await call()
        caller.post("/slow")
        await asyncio.sleep(0.02)
        server.stopping = True
        echo.release.set()
        status, headers, _ = await caller.answer()
        assert (status, headers[b"connection"]) == (202, b"close")
        stop = asyncio.create_task(idle.ended())
    assert await stop
