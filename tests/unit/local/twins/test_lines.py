"""The lines to intake on a real socket: kept, shared, cut when they are silent, opened again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.local.twins import lines as module
from hub.local.twins.lines import LOST, Lines, Request, head

ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok"


class Intake:
    """A server that answers each request with the next of `answers`; None: not at all."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        self.requests: list[bytes] = []
        self.connections = self.open = self.most = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            while True:
                top = await reader.readuntil(b"\r\n\r\n")
                size = int(top.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                self.requests.append(top + await reader.readexactly(size))
                answer = self.answers.pop(0) if self.answers else ANSWER
                if answer is not None:
                    writer.write(answer)
                if answer == b"":
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()


@pytest.fixture
async def intake() -> AsyncIterator[Intake]:
    """Yield a listening server with its port."""
    found = Intake()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    yield found
    server.close()


async def posted(lines: Lines, *bodies: bytes) -> list[tuple[int, bytes]]:
    """Post all at once and return the answers as they come."""
    answers: list[tuple[int, bytes]] = []
    done = asyncio.Event()

    def answered(status: int, body: bytes) -> None:
        answers.append((status, body))
        if len(answers) == len(bodies):
            done.set()

    for number, body in enumerate(bodies):
        lines.post(Request("GB", f"m{number}", body), answered)
    await asyncio.wait_for(done.wait(), 10)
    return answers


def lines_to(port: int, connections: int = 4) -> Lines:
    """Return lines of GB."""
    tops = {"GB": head("127.0.0.1", port, "GB", "secret", "application/xml")}
    return Lines("127.0.0.1", port, tops, connections)


async def test_a_request_is_whole_and_its_answer_comes_back(intake: Intake) -> None:
    """Path, token, type, id, length and body."""
    lines = lines_to(intake.port)
    assert await posted(lines, b"<x/>") == [(202, b"ok")]
    lines.close()

    top, _, body = intake.requests[0].partition(b"\r\n\r\n")
    assert body == b"<x/>"
    assert top.split(b"\r\n") == [
        b"POST /v1/gb/messages HTTP/1.1",
        b"host: 127.0.0.1:%d" % intake.port,
        b"authorization: Bearer secret",
        b"content-type: application/xml",
        b"idempotency-key: m0",
        b"content-length: 4",
    ]


async def test_few_connections_carry_many_requests_and_are_kept(intake: Intake) -> None:
    """Never more than allowed, each used again and again."""
    lines = lines_to(intake.port, 3)
    assert await posted(lines, *[b"<x/>"] * 200) == [(202, b"ok")] * 200
    assert await posted(lines, b"<x/>") == [(202, b"ok")]
    lines.close()

    assert intake.most == intake.connections == 3


async def test_an_answer_in_pieces_or_chunks_is_one_answer(intake: Intake) -> None:
    """Intake may answer as HTTP allows."""
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"
    intake.answers = [b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER, chunked, b"HTTP/1.1 400 No\r\n"
                      b"content-length: 0\r\nconnection: close\r\n\r\n"]  # fmt: skip
    lines = lines_to(intake.port, 1)
    answers = [(await posted(lines, b"<x/>"))[0] for _ in range(4)]
    lines.close()

    assert answers == [(202, b"ok"), (200, b"ok"), (400, b""), (202, b"ok")]
    assert intake.connections == 2


@pytest.mark.parametrize("answer", [b"", b"nothing of HTTP\r\n\r\n"])
async def test_no_answer_is_told_and_the_next_request_has_a_new_line(
    intake: Intake, answer: bytes
) -> None:
    """Hung up on, or answered with nonsense: lost, once."""
    intake.answers = [answer]
    lines = lines_to(intake.port, 1)

    assert await posted(lines, b"<x/>") == [(LOST, b"")]
    assert await posted(lines, b"<x/>") == [(202, b"ok")]
    lines.close()


async def test_a_silent_line_is_cut(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at all lines finds it."""
    monkeypatch.setattr(module, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    intake.answers = [None]
    lines = lines_to(intake.port, 1)

    assert await posted(lines, b"<x/>", b"<y/>") == [(LOST, b""), (202, b"ok")]
    lines.close()


async def test_what_waits_for_a_dead_intake_is_sent_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody listens: requests wait, none is lost."""
    monkeypatch.setattr(module, "AGAIN_AFTER", 0.02)
    intake = Intake()
    server = await asyncio.start_server(intake.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    lines = lines_to(port, 2)
    waiting = asyncio.create_task(posted(lines, b"<x/>", b"<y/>", b"<z/>"))
    await asyncio.sleep(0.1)
    assert not waiting.done()

    server = await asyncio.start_server(intake.serve, "127.0.0.1", port)
    assert await waiting == [(202, b"ok")] * 3
    lines.close()
    server.close()
