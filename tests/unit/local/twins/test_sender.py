"""The sender against a fake hub: open loop, the same id until receipted, order kept."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict

import pytest

from hub.local.twins import sender as module
from hub.local.twins import templates
from hub.local.twins.consignments import Consignment
from hub.local.twins.ledger import Ledger
from hub.local.twins.sender import Order, Sender, expected
from tests.unit.local.twins.fake_hub import FakeHub
from tests.unit.local.twins.test_templates import COUNTRIES

SOME = tuple(code.upper() for code in COUNTRIES)
TOKENS = dict.fromkeys(COUNTRIES, "secret")


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make follow-ups and repeats come soon."""
    monkeypatch.setattr(module, "FOLLOW_UP_AFTER", (0.0, 0.02))
    monkeypatch.setattr(module, "RETRY_AFTER", 0.001)


async def sent(order: Order, ledger: Ledger, hub: FakeHub) -> Sender:
    """Send until the order's limit."""
    sender = Sender(order, ledger, hub, TOKENS)
    async with asyncio.timeout(60):
        await sender.run()
        await sender.drain(30)
    return sender


async def test_a_right_hub_leaves_nothing_open_and_nothing_in_doubt() -> None:
    """Honest, hostile, repeated and changed messages: all settled, each kind was there."""
    ledger = Ledger()
    await sent(Order(3000, 0.2, 1, SOME, limit=1500), ledger, FakeHub(ledger))

    figures = ledger.figures()
    assert figures["doubts"] == []
    assert figures["lacking"] == []
    assert (figures["open"], figures["unreceipted"], figures["unmatched"]) == (0, 0, 0)
    for what in ("declarations", "hostile", "resent", "turned away", "MatchResult", "Refusal"):
        assert figures["total"][what] > 0, what


@pytest.mark.parametrize("busy", [False, True])
async def test_what_gets_no_answer_is_sent_again_under_the_same_id(busy: bool) -> None:
    """Connection lost or 503, twice each: every message is receipted once in the end."""
    ledger = Ledger()
    hub = FakeHub(ledger, away=2, busy=busy)
    await sent(Order(2000, 0.0, 2, SOME, limit=200), ledger, hub)

    figures = ledger.figures()
    assert figures["unreceipted"] == 0
    assert figures["total"]["sent again"] >= 2 * figures["total"]["receipted"]
    assert len(hub.order) == figures["total"]["receipted"]
    assert figures["doubts"] == []


async def test_the_next_message_of_a_declaration_waits_for_the_receipt() -> None:
    """Whatever the hub's delay, sequences of one consignment arrive rising."""
    ledger = Ledger()
    hub = FakeHub(ledger, away=1)
    await sent(Order(2000, 0.0, 3, SOME, limit=200), ledger, hub)

    last: dict[int, int] = defaultdict(int)
    by_receipt = sorted(ledger.sent.values(), key=lambda s: s.receipted_at)
    for message in by_receipt:
        assert message.trade is not None
        assert message.sequence == last[message.trade.number] + 1
        last[message.trade.number] = message.sequence


async def test_the_rate_does_not_depend_on_the_hub() -> None:
    """Open loop: with nobody answering, as much is sent as ordered."""
    ledger = Ledger()
    sender = Sender(Order(400, 0.0, 4, SOME), ledger, FakeHub(ledger, away=10**9), TOKENS)
    began = time.monotonic()
    task = asyncio.create_task(sender.run())
    await asyncio.sleep(0.5)
    sender.stopped = True
    await task
    lasted = time.monotonic() - began

    assert 0.8 * 400 * lasted < len(ledger.sent) <= 400 * lasted + 1
    for pending in asyncio.all_tasks() - {asyncio.current_task()}:
        pending.cancel()


async def test_a_hub_that_forgets_its_receipts_is_found_out() -> None:
    """Another answer to the same message, and other content let in, are both doubted."""

    class Forgetful(FakeHub):
        async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
            self.bodies.clear()
            answer = await super().post(path, headers, body, timeout)
            return answer._replace(body=str(time.monotonic_ns()).encode())

    ledger = Ledger()
    await sent(Order(3000, 0.3, 5, SOME[:3], limit=700), ledger, Forgetful(ledger))

    assert ledger.doubtful["other receipt"] > 0
    assert ledger.doubtful["let in"] > 0


def test_everybody_concerned_is_expected_to_hear() -> None:
    """The sender its answer, the other end the message; the receipt where it is a message."""
    own = templates.load("gb")
    consignment = Consignment(1, "GB", "VN", 0, True, (("export", "export"),))

    found = expected(consignment, "export", "export", own)
    assert found == {("GB", "Acknowledgement"), ("VN", "Declaration")}
    assert ("VN", "StatusChange") in expected(consignment, "export", "status", own)
    assert ("AU", "Receipt") in expected(
        Consignment(1, "AU", "VN", 0, True, ()), "export", "export", templates.load("au")
    )
