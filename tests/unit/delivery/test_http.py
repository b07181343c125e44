"""The client against real sockets: whatever a partner does, a request ends, its place is free."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from hub.delivery import http
from hub.delivery.http import Answer, Pool, Unfinished
from hub.errors import TransportUnavailable

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\n{}"


class Host:
    """A server that talks as told; remembers what it was asked, by connection."""

    def __init__(self) -> None:
        self.connections: list[list[bytes]] = []
        self.talk: list[bytes | None] = []
        self.hang_up = False
        self.tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.tasks.add(task)
        mine: list[bytes] = []
        self.connections.append(mine)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().split(b"content-length: ")[1].split(b"\r")[0])
                mine.append(head + await reader.readexactly(size))
                said = self.talk.pop(0) if self.talk else OK
                if said is None:
                    await asyncio.sleep(60)
                writer.write(said or b"")
                await writer.drain()
                if self.hang_up:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """Yield a listening host with a pool of two connections to it."""
    made = Host()
    server = await asyncio.start_server(made, "127.0.0.1", 0)
    made.pool = Pool("127.0.0.1", server.sockets[0].getsockname()[1], 2)  # type: ignore[attr-defined]
    yield made
    await made.pool.close()  # type: ignore[attr-defined]
    server.close()
    for task in made.tasks:
        task.cancel()
    await asyncio.gather(*made.tasks, return_exceptions=True)
    await server.wait_closed()


async def post(host: Host, body: bytes = b"<x/>", timeout: float = 5.0) -> Answer:
    """Post within a limit far below the test's own."""
    async with asyncio.timeout(10):
        return await host.pool.post("/vn", (("a", "b"),), body, timeout)  # type: ignore[attr-defined]


async def places_are_free(host: Host) -> None:
    """Two requests at once still find places."""
    host.talk, host.hang_up = [], False
    answers = await asyncio.gather(*[post(host) for _ in range(4)])
    assert {answer.status for answer in answers} == {202}


async def test_a_request_is_whole_and_its_connection_is_used_again(host: Host) -> None:
    """Line, host, headers, length, body; the second request on the same connection."""
    assert await post(host) == Answer(202, {}, b"{}")
    await post(host)
    (asked,) = host.connections
    lines = asked[0].split(b"\r\n")
    assert (lines[0], lines[2:]) == (
        b"POST /vn HTTP/1.1",
        [b"a: b", b"content-length: 4", b"", b"<x/>"],
    )
    assert len(asked) == 2


async def test_never_more_connections_than_places(host: Host) -> None:
    """Whoever finds no place waits."""
    await asyncio.gather(*[post(host) for _ in range(9)])
    assert len(host.connections) == 2
    assert sum(map(len, host.connections)) == 9


async def test_only_retry_after_is_kept_of_the_headers(host: Host) -> None:
    """What nobody reads is not collected."""
    host.talk = [
        b"HTTP/1.1 503 no\r\nx: y\r\nRetry-After: 7\r\ncontent-length: 0\r\n\r\n",
    ]
    assert await post(host) == Answer(503, {"retry-after": "7"}, b"")
    assert (await post(host)).headers == {}


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (
            b"HTTP/1.1 202 \r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            b"abc",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"{}"),
        (b"HTTP/1.1 103 Early\r\nretry-after: 9\r\ncontent-length: 3\r\n\r\n" + OK, b"{}"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    ],
    ids=["chunked", "continue", "early-hints", "no-content"],
)
async def test_answers_of_every_lawful_form(host: Host, said: bytes, body: bytes) -> None:
    """Chunks, announcements before the answer and answers without a body; then the next."""
    host.talk = [said]
    answer = await post(host)
    assert (answer.status // 100, answer.headers, answer.body) == (2, {}, body)
    await post(host)
    assert len(host.connections) == 1


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n"])
async def test_an_answer_without_a_length_ends_with_the_connection(host: Host, head: bytes) -> None:
    """The close is the end of the answer, not a failure: the partner has the message."""
    host.talk, host.hang_up = [head + b"taken"], True
    assert await post(host) == Answer(200, {}, b"taken")
    await places_are_free(host)


async def test_a_connection_closed_while_idle_is_replaced(host: Host) -> None:
    """A partner that closes after each answer is not away."""
    host.hang_up = True
    for _ in range(3):
        assert (await post(host)).status == 202
        await asyncio.sleep(0.01)
    assert len(host.connections) == 3


async def test_a_connection_that_closes_on_the_next_request_is_not_a_failure(host: Host) -> None:
    """Closed as idle just when we sent: sent again, once, on a new connection."""
    await post(host)
    host.talk, host.hang_up = [b"", OK], True
    assert (await post(host)).status == 202
    assert list(map(len, host.connections)) == [2, 1]
    await places_are_free(host)


async def test_a_new_connection_that_closes_unheard_is_a_failure(host: Host) -> None:
    """Asked once, not for ever."""
    host.talk, host.hang_up = [b""], True
    with pytest.raises(TransportUnavailable, match="connection closed"):
        await post(host)
    assert len(host.connections) == 1
    await places_are_free(host)


@pytest.mark.parametrize(
    ("said", "hang_up"),
    [
        (b"HTTP/1.1 202 \r\ncontent-length: 9\r\n\r\nab", True),
        (b"HTTP/1.1 202 \r\ntransfer-encoding: chunked\r\n\r\n5\r\nab", True),
        (b"HTTP/1.1 202 \r\ncontent-length: 9\r\n\r\nab", False),
        (b"HTTP/1.1 202 \r\n\r\nab", False),
        (b"HTTP/1.1 202 \r\ntransfer-encoding: chunked\r\n\r\n2\r\nabnonsense", False),
        (b"HTTP/1.1 202 \r\ncontent-length: 2000000\r\n\r\nab" + b" " * 1_100_000, False),
    ],
    ids=["short", "short-chunk", "stuck", "no-length", "bad-chunk", "too-large"],
)
async def test_an_answer_that_never_ends_tells_its_status(
    host: Host, said: bytes, hang_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head came: what is known goes with the failure, and the place is free again."""
    monkeypatch.setattr(http, "SWEEP_SECONDS", 0.01)
    host.talk, host.hang_up = [said], hang_up
    with pytest.raises(Unfinished) as failure:
        await post(host, timeout=0.1)
    assert failure.value.answer.status == 202
    assert failure.value.answer.body[:2] == b"ab"
    await places_are_free(host)


@pytest.mark.parametrize(
    "said",
    [
        None,
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 202 Acc",
        b"220 mail.example.org ESMTP\r\n",
        b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nab",
        b"HTTP/1.1 202 \r\nx: " + b"y" * 1_100_000,
    ],
    ids=["silence", "only-continue", "half-a-line", "not-http", "upgrade", "endless-head"],
)
async def test_what_is_no_answer_is_a_failure_in_time(
    host: Host, said: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for ever, and the place is free again."""
    monkeypatch.setattr(http, "SWEEP_SECONDS", 0.01)
    host.talk = [said]
    with pytest.raises(TransportUnavailable) as failure:
        await post(host, timeout=0.1)
    assert not isinstance(failure.value, Unfinished)
    await places_are_free(host)


async def test_a_partner_that_reads_nothing_loses_its_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A request larger than every buffer is given up in time, its socket closed at once."""
    monkeypatch.setattr(http, "SWEEP_SECONDS", 0.01)
    closed = asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(0.3)
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        with suppress(ConnectionError):
            while await reader.read(1_000_000):
                pass
        closed.set()
        writer.close()

    server = await asyncio.start_server(deaf, "127.0.0.1", 0)
    pool = Pool("127.0.0.1", server.sockets[0].getsockname()[1], 1)
    with pytest.raises(TransportUnavailable, match="no answer"):
        await pool.post("/", (), b"x" * 30_000_000, timeout=0.1)
    await asyncio.wait_for(closed.wait(), 5)
    await pool.close()
    server.close()
    await server.wait_closed()


async def test_two_answers_to_one_request_are_not_two(host: Host) -> None:
    """The surplus answer is not taken for that of the next request."""
    surplus = b"HTTP/1.1 422 no\r\ncontent-length: 0\r\n\r\n"
    host.talk = [OK + surplus, OK]
    assert [(await post(host)).status, (await post(host)).status] == [202, 202]
    assert len(host.connections) == 2


async def test_a_cancelled_request_gives_its_place_back(host: Host) -> None:
    """Cancelled while answering, while waiting for a place and while connecting."""
    host.talk = [None, None]
    tasks = [asyncio.create_task(post(host)) for _ in range(5)]
    await asyncio.sleep(0.05)
    assert sum(map(len, host.connections)) == 2
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    starting = [asyncio.create_task(post(host)) for _ in range(5)]
    await asyncio.sleep(0)
    for task in starting:
        task.cancel()
    await asyncio.gather(*starting, return_exceptions=True)
    await places_are_free(host)


async def test_a_place_given_to_a_cancelled_waiter_goes_on() -> None:
    """Given and cancelled in the same moment: the place is not lost."""
    pool = Pool("127.0.0.1", 9, 0)
    waiter = asyncio.create_task(pool._place())
    await asyncio.sleep(0)
    pool._give_back()
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    assert pool._places == 1


async def test_an_old_idle_connection_is_not_trusted(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was silent for long may be forgotten on the way: a new one is made."""
    await post(host)
    monkeypatch.setattr(http, "IDLE_SECONDS", 0.0)
    await post(host)
    assert len(host.connections) == 2


@pytest.mark.parametrize("name", ["127.0.0.1", "::1", "a..b"])
async def test_a_host_that_cannot_be_reached_is_away(name: str) -> None:
    """Nobody listens, or the name is none."""
    pool = Pool(name, 9, 1)
    for _ in range(2):
        with pytest.raises(TransportUnavailable):
            await pool.post("/", (), b"")


async def test_a_header_cannot_make_another_one(host: Host) -> None:
    """A line break in a value is refused, not sent."""
    with pytest.raises(ValueError, match="line break"):
        await host.pool.post("/", (("a", "b\r\nx: y"),), b"")  # type: ignore[attr-defined]
    assert host.connections == []
