"""The sender against a fake hub: open loop, the same id until receipted, order kept."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from hub.local.twins import sender as module
from hub.local.twins import templates, trading
from hub.local.twins.calendar import Clock
from hub.local.twins.ledger import Ledger
from hub.local.twins.lines import Request
from hub.local.twins.sender import Sender
from hub.local.twins.trading import Order, expected
from tests.unit.local.twins.fake_hub import FakeHub
from tests.unit.local.twins.test_templates import COUNTRIES

SOME = tuple(code.upper() for code in COUNTRIES[::4])
"""Some of them: to render all lanes of 26 countries takes longer than what is tried here."""


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make follow-ups and repeats come soon."""
    monkeypatch.setattr(trading, "FOLLOW_UP_AFTER", (0.0, 0.02))
    monkeypatch.setattr(module, "RETRY_AFTER", 0.001)


def sender_of(order: Order, ledger: Ledger, hub: FakeHub) -> Sender:
    """Return a sender of the order's countries."""
    return Sender(order, {cc: templates.load(cc) for cc in order.countries}, ledger, hub)


async def sent(order: Order, ledger: Ledger, hub: FakeHub) -> Sender:
    """Send until the order's limit."""
    sender = sender_of(order, ledger, hub)
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
    sender = sender_of(Order(400, 0.0, 4, SOME[:3], 2), ledger, FakeHub(ledger, away=10**9))
    sender.prepare()  # rendering a lane for the first time takes longer than sending
    began = time.monotonic()
    task = asyncio.create_task(sender.run())
    await asyncio.sleep(0.5)
    sender.stopped = True
    await task
    lasted = time.monotonic() - began

    assert 0.8 * 400 * lasted < len(ledger.sent) <= 400 * lasted + 1


async def test_a_late_generator_sends_what_was_due_and_its_lateness_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Times begin when a message was due, not when it was at last sent."""
    monkeypatch.setattr(module, "TICK", 0.1)
    ledger = Ledger()
    await sent(Order(500, 0.0, 6, SOME, limit=100), ledger, FakeHub(ledger))

    at = sorted(message.at for message in ledger.sent.values())
    assert all(0.001 < b - a < 0.005 for a, b in pairwise(at))
    assert ledger.lateness.percentiles()["p50"] > 20
    assert ledger.receipts.percentiles()["p50"] > 20


async def test_a_rate_of_declarations_has_the_rest_on_top() -> None:
    """So many declarations as ordered; the share of hostile ones is that of all messages."""
    ledger = Ledger()
    order = Order(4000, 0.2, 7, SOME, limit=2000, declarations=True, statuses=False)
    await sent(order, ledger, FakeHub(ledger))

    total = ledger.figures()["total"]
    assert total["declarations"] == 2000
    assert "statuses" not in total
    assert total["sent"] == total["declarations"] + total["hostile"]
    assert 0.17 < total["hostile"] / total["sent"] < 0.23
    assert total["resent"] > 0


async def test_statuses_also_come_on_top_of_a_rate_of_declarations() -> None:
    """As many as consignments have, and not one declaration less."""
    ledger = Ledger()
    order = Order(250, 0.0, 8, SOME[:3], 2, limit=400, declarations=True)
    sender = sender_of(order, ledger, FakeHub(ledger))
    sender.prepare()
    await sender.run()
    await sender.drain(30)

    total = ledger.figures()["total"]
    assert total["declarations"] == 400
    assert 0.15 < total["statuses"] / total["declarations"] < 0.45


async def test_everything_that_may_be_sent_is_rendered_before() -> None:
    """Then nothing is rendered while it is measured."""
    ledger = Ledger()
    sender = sender_of(Order(2000, 0.0, 9, SOME[:3], 2, limit=300), ledger, FakeHub(ledger))
    sender.prepare()
    rendered = len(sender._trading._renderer._rendered)
    await sender.run()
    await sender.drain(30)

    assert len(ledger.sent) > 200
    assert len(sender._trading._renderer._rendered) == rendered


async def test_a_hub_that_forgets_its_receipts_is_found_out() -> None:
    """Another answer to the same message, and other content let in, are both doubted."""

    class Forgetful(FakeHub):
        def answer(self, request: Request) -> tuple[int, bytes]:
            self.bodies.clear()
            return super().answer(request)[0], str(time.monotonic_ns()).encode()

    ledger = Ledger()
    await sent(Order(3000, 0.3, 5, SOME[:3], limit=700), ledger, Forgetful(ledger))

    assert ledger.doubtful["other receipt"] > 0
    assert ledger.doubtful["let in"] > 0


def test_everybody_concerned_is_expected_to_hear() -> None:
    """The sender its answer, the other end the message; the receipt where it is a message."""
    assert expected("GB", "VN", False, False) == {("GB", "Acknowledgement"), ("VN", "Declaration")}
    assert ("VN", "StatusChange") in expected("GB", "VN", True, False)
    assert ("AU", "Receipt") in expected("AU", "VN", False, True)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("duplicate", "resent"),
        ("disorder", "MatchResult"),
        ("malformed", "hostile"),
        ("tardy", "declarations"),
        ("barred", "turned away as due"),
    ],
)
async def test_a_right_hub_copes_with_every_fault_of_speaking(fault: str, told: str) -> None:
    """Everything is settled all the same, nothing is in doubt, and the fault was there."""
    ledger = Ledger()
    hub = FakeHub(ledger)
    sender = sender_of(Order(3000, 0.0, 1, SOME[:3], limit=400), ledger, hub)
    sender.manners.order({SOME[0]: [fault]})
    async with asyncio.timeout(60):
        await sender.run()
        await sender.drain(30)

    figures = ledger.figures()
    assert figures["doubts"] == []
    assert (figures["open"], figures["unreceipted"], figures["unmatched"]) == (0, 0, 0)
    assert figures["countries"][SOME[0]][told] > 0
    if fault == "duplicate":
        assert figures["countries"][SOME[0]]["resent"] >= 50


@pytest.mark.parametrize(("hour", "statuses"), [(4, True), (20, False)])
async def test_officers_decide_in_office_hours(hour: int, statuses: bool) -> None:
    """What a machine does goes on day and night; a status waits for the office to open."""
    ledger = Ledger()
    countries = ("CN", "VN")  # ten to eleven in the morning there, or three to four at night
    clock = Clock(datetime(2026, 11, 24, hour, tzinfo=UTC), time.monotonic(), 1.0)
    twins = {cc: templates.load(cc) for cc in countries}
    sender = Sender(
        Order(3000, 0.0, 1, countries, limit=600), twins, ledger, FakeHub(ledger), clock
    )
    async with asyncio.timeout(60):
        await sender.run()
        await sender.drain(30)

    total = ledger.figures()["total"]
    assert total["declarations"] > 300
    assert ("statuses" in total) == statuses
    assert sender.offices(clock.began)["VN"]["open"] == statuses
