"""The door, asked as the server asks it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hub.bus.memory import MemoryBus
from hub.errors import Retriable
from hub.intake.accepting import Accepting
from hub.intake.callers import Callers
from hub.intake.door import Door
from hub.intake.http import Head, Turned
from hub.store.memory import MemoryReceipts


class Porch:
    """A door with its bus and store, and a caller who knows how to ring."""

    def __init__(self) -> None:
        self.bus, self.receipts = MemoryBus(), MemoryReceipts()
        accepting = Accepting(self.bus, self.receipts)
        callers = Callers({"gb": "secret-gb", "cn": "secret-cn"})
        self.door = Door(callers, accepting, self.bus, ("gb", "cn"))

    async def ring(
        self, path: str = "/v1/gb/messages", body: bytes = b"<x/>", method: str = "POST",
        **headers: str,
    ) -> tuple[int, dict[str, Any]]:  # fmt: skip
        given = {"authorization": "Bearer secret-gb", "idempotency-key": "m1", **headers}
        pairs = {k.replace("_", "-").encode(): v.encode() for k, v in given.items() if v}
        try:
            status, document = await self.door.enter(Head(method, path, pairs))(body)
        except Turned as turned:
            status, document = turned.status, turned.document
        return status, orjson.loads(orjson.dumps(document))


@pytest.fixture
def porch() -> Porch:
    """Return a fresh porch."""
    return Porch()


async def test_a_message_is_held_before_it_is_receipted(porch: Porch) -> None:
    """202 carries hash and hub id; the bytes lie on the topic of the caller's country."""
    status, receipt = await porch.ring()
    (record,) = porch.bus.read("customs.gb.inbound")
    assert status == 202
    assert record.value == b"<x/>"
    assert dict(record.headers)["ce_sha256"].decode() == receipt["sha256"]
    assert dict(record.headers)["ce_id"].decode() == receipt["messageId"]
    assert dict(record.headers)["traceparent"].startswith(b"00-")


async def test_the_same_message_gets_the_identical_receipt(porch: Porch) -> None:
    """Nothing else happens the second time."""
    assert await porch.ring() == await porch.ring()
    assert len(porch.bus.read("customs.gb.inbound")) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"authorization": ""}, 401, "S09"),
        ({"authorization": "Bearer other"}, 401, "S09"),
        ({"authorization": "Basic secret-gb"}, 401, "S09"),
        ({"path": "/v1/cn/messages"}, 403, "S08"),
        ({"path": "/v1/zz/messages"}, 403, "S08"),
        ({"path": "/nowhere"}, 404, "14"),
        ({"method": "PUT"}, 405, "14"),
        ({"idempotency_key": " "}, 400, "14"),
        ({"idempotency_key": "x" * 129}, 400, "14"),
        ({"body": b""}, 400, "13"),
    ],
)
async def test_what_is_wrong_is_answered_with_its_code(
    porch: Porch, wrong: dict[str, Any], status: int, code: str
) -> None:
    """Every refusal at the door has a status, a code and a pointer, and nothing is written."""
    found, document = await porch.ring(**wrong)
    assert (found, document["faults"][0]["code"]) == (status, code)
    assert document["faults"][0]["pointer"]
    assert porch.bus.read("customs.gb.inbound") == []


async def test_a_stray_is_refused_and_kept(porch: Porch) -> None:
    """What a known caller sends for another country is evidence: parked at the caller's."""
    await porch.ring("/v1/cn/messages", b"<stray/>")
    (kept,) = porch.bus.read("customs.gb.parked")
    assert kept.value == b"<stray/>"
    assert porch.bus.read("customs.cn.inbound") == []


@pytest.mark.parametrize("part", ["bus", "receipts"])
async def test_what_cannot_be_stored_is_not_receipted(porch: Porch, part: str) -> None:
    """While Kafka or PostgreSQL is away it is to be tried again, and then succeeds."""
    getattr(porch, part).down = True
    with pytest.raises(Retriable):
        await porch.ring()
    getattr(porch, part).down = False
    assert (await porch.ring())[0] == 202


async def test_a_stored_receipt_can_be_fetched(porch: Porch) -> None:
    """A sender that lost its receipt asks for it by its own message id."""
    _, receipt = await porch.ring()
    assert await porch.ring("/v1/gb/messages/m1", method="GET") == (200, receipt)
    assert (await porch.ring("/v1/gb/messages/none", method="GET"))[0] == 404
    assert (await porch.ring("/v1/cn/messages/m1", method="GET"))[0] == 403
