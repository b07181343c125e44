"""One connection, told by hand what comes in; real sockets: `test_http.py`."""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import pairwise
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.delivery.connection import Answer, Connection
from hub.errors import TransportUnavailable

ANSWERS = (
    b"HTTP/1.1 100 Continue\r\n\r\n"
    b"HTTP/1.1 503 no\r\nRetry-After: 7\r\ncontent-length: 4\r\n\r\nbusy",
    b"HTTP/1.1 503 no\r\nretry-after: 7\r\ntransfer-encoding: chunked\r\n\r\n"
    b"2\r\nbu\r\n2\r\nsy\r\n0\r\n\r\n",
)


def connected() -> tuple[Connection, deque[Connection]]:
    """Return a connection and the idle ones."""
    idle: deque[Connection] = deque()
    connection = Connection(idle)
    transport = Mock()
    transport.is_closing.return_value = False
    connection.connection_made(transport)
    return connection, idle


@given(st.sampled_from(ANSWERS), st.sets(st.integers(1, 80)))
def test_an_answer_is_the_same_however_it_is_cut(said: bytes, cuts: set[int]) -> None:
    """The network may cut anywhere."""

    async def run() -> None:
        connection, _ = connected()
        answer = connection.ask(b"", 0.0, 30.0)
        at = [0, *sorted(cuts), len(said)]
        for begin, end in pairwise(at):
            if not answer.done():
                connection.data_received(said[begin:end])
        assert answer.result() == Answer(503, {"retry-after": "7"}, b"busy")

    asyncio.run(run())


async def test_it_is_idle_with_its_answer_and_not_when_its_partner_closes() -> None:
    """Whoever waits for a place finds it at once."""
    connection, idle = connected()
    connection.ask(b"", 0.0, 30.0)
    connection.data_received(b"HTTP/1.1 204 \r\n\r\n")
    assert list(idle) == [connection]
    connection, idle = connected()
    connection.ask(b"", 0.0, 30.0)
    connection.data_received(b"HTTP/1.1 204 \r\nconnection: close\r\n\r\n")
    assert (list(idle), connection.usable) == ([], False)


async def test_what_comes_unasked_closes_it() -> None:
    """It cannot be the answer to a question not yet asked."""
    connection, _ = connected()
    connection.data_received(b"HTTP/1.1 204 \r\n\r\n")
    assert not connection.usable


async def test_asking_a_closed_connection_fails_at_once() -> None:
    """It may close between being made and being used."""
    connection, _ = connected()
    connection.connection_lost(None)
    with pytest.raises(TransportUnavailable):
        await connection.ask(b"", 0.0, 30.0)


async def test_an_answer_nobody_waits_for_any_more_aborts_it() -> None:
    """Only while it is still that answer it waits for."""
    connection, idle = connected()
    answer = connection.ask(b"", 0.0, 30.0)
    connection.data_received(b"HTTP/1.1 204 \r\n\r\n")
    connection.drop(answer)
    assert list(idle) == [connection]
    answer = connection.ask(b"", 0.0, 30.0)
    answer.cancel()
    connection.drop(answer)
    assert not connection.usable


async def test_it_is_late_only_after_its_time() -> None:
    """And says how long was waited."""
    connection, _ = connected()
    answer = connection.ask(b"", 100.0, 30.0)
    assert (connection.late(129.9), connection.late(130.0), connection.late(200.0)) == (
        False,
        True,
        False,
    )
    with pytest.raises(TransportUnavailable, match="no answer in 30 s"):
        await answer
