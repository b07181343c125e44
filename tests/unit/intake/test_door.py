"""The HTTP door, spoken to as an ASGI application."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hub.bus.memory import MemoryBus
from hub.intake.accepting import Accepting
from hub.intake.callers import Callers
from hub.intake.door import Door
from hub.store.memory import MemoryReceipts

MAX = 1000


class Porch:
    """A door with its bus and store, and a caller who knows how to ring."""

    def __init__(self) -> None:
        self.bus, self.receipts = MemoryBus(), MemoryReceipts()
        accepting = Accepting(self.bus, self.receipts)
        callers = Callers({"gb": "secret-gb", "cn": "secret-cn"})
        self.door = Door(callers, accepting, self.bus, ("gb", "cn"), MAX)

    async def ring(
        self, path: str = "/v1/gb/messages", body: bytes = b"<x/>", method: str = "POST",
        **headers: str,
    ) -> tuple[int, dict[str, Any]]:  # fmt: skip
        given = {"authorization": "Bearer secret-gb", "idempotency-key": "m1", **headers}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items() if v],
        }
        sent: list[dict[str, Any]] = []
        parts = [{"type": "http.request", "body": body[:3], "more_body": True}]
        parts.append({"type": "http.request", "body": body[3:]})

        async def receive() -> dict[str, Any]:
            return parts.pop(0)

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        await self.door(scope, receive, send)
        return sent[0]["status"], orjson.loads(sent[1]["body"])


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
        ({"body": b"x" * (MAX + 1)}, 413, "S04"),
        ({"content_length": str(MAX + 1)}, 413, "S04"),
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
async def test_when_it_cannot_be_stored_the_sender_is_told_to_try_again(
    porch: Porch, part: str
) -> None:
    """503 while Kafka or PostgreSQL is away, and 202 under the same id afterwards."""
    getattr(porch, part).down = True
    assert (await porch.ring())[0] == 503
    getattr(porch, part).down = False
    assert (await porch.ring())[0] == 202


async def test_a_stored_receipt_can_be_fetched(porch: Porch) -> None:
    """A sender that lost its receipt asks for it by its own message id."""
    _, receipt = await porch.ring()
    assert await porch.ring("/v1/gb/messages/m1", method="GET") == (200, receipt)
    assert (await porch.ring("/v1/gb/messages/none", method="GET"))[0] == 404
    assert (await porch.ring("/v1/cn/messages/m1", method="GET"))[0] == 403
