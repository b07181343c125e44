"""What the ledger counts, measures, forgets and keeps."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from hub.local.twins import ledger as module
from hub.local.twins.ledger import Ledger
from hub.local.twins.sent import ANY_ANSWER, Sent, Trade
from tests.unit.local.twins.trades import EXPORT_KEY, IMPORT_KEY, hear_all, send


def test_marking_forgets_times_and_keeps_counts(ledger: Ledger, trade: Trade) -> None:
    """A warm-up is counted and not measured."""
    send(ledger, "m1", trade)
    hear_all(ledger, "m1")
    ledger.mark()

    figures = ledger.figures()
    assert figures["latency_ms"] == figures["completed_ms"] == figures["receipt_ms"] == {}
    assert figures["total"]["delivered"] == 2


def test_old_answered_messages_are_forgotten_and_open_ones_kept(
    ledger: Ledger, trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demo may run for days."""
    monkeypatch.setattr(module, "FORGET_EVERY", 3)
    monkeypatch.setattr(module, "KEEP_SECONDS", 0.0)
    send(ledger, "open", trade)
    send(ledger, "answered", trade)
    hear_all(ledger, "answered")
    time.sleep(0.002)

    send(ledger, "new", trade)

    assert set(ledger.sent) == {"open", "new"}


def test_what_is_expected_and_what_came_of_it_are_counted(ledger: Ledger, trade: Trade) -> None:
    """Answers and matches; what comes again or beyond it does not make good for another."""
    send(ledger, "m1", trade)
    ledger.expect_match(trade, {"GB", "VN"})
    assert (ledger.figures()["expected"], ledger.figures()["met"]) == (4, 0)

    hear_all(ledger, "m1")
    hear_all(ledger, "m1")
    ledger.hear("GB", "MatchResult", "r1", "m1", EXPORT_KEY)
    ledger.hear("GB", "MatchResult", "r2", "m1", IMPORT_KEY)

    assert (ledger.figures()["expected"], ledger.figures()["met"]) == (4, 3)
    assert ledger.figures()["answered_declarations"] == 1


def test_a_hostile_message_that_was_understood_is_counted(ledger: Ledger) -> None:
    """The hub decided it: its decisions are those of honest messages and these."""
    send(ledger, "h1", None, expects={("GB", ANY_ANSWER)})
    ledger.hear("GB", "Acknowledgement", "a1", "h1", "GB:")

    total = ledger.figures()["total"]
    assert (total["understood"], total["hostile receipted"], total["hostile"]) == (1, 1, 1)


def test_times_of_the_whole_begin_when_a_message_was_due(ledger: Ledger, trade: Trade) -> None:
    """Not with the receipt."""
    late = time.monotonic() - 2.0
    ledger.send("m1", Sent("GB", "export", "export", 1, late, {("VN", "Declaration")}, trade))
    ledger.receipted("m1")
    ledger.hear("VN", "Declaration", "d1", "m1", EXPORT_KEY)

    figures = ledger.figures()
    assert figures["whole_ms"]["p50"] > 1900
    assert figures["receipt_ms"]["p50"] > 1900
    assert figures["completed_ms"]["p50"] < 1000


def test_two_minutes_at_1500_messages_a_second_fit_in_memory() -> None:
    """What is kept of a message that was answered is less than a kilobyte."""
    ledger = Ledger()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(1000):
        trade = Trade(number, (f"GB:{number:018}", f"VN:{number:018}"))
        for sequence, side in enumerate(("export", "import"), 1):
            cause = f"{number:032}{side[:4]}"
            expects = frozenset({("GB", "Acknowledgement"), ("VN", "Declaration")})
            sent = Sent("GB", side, side, sequence, time.monotonic(), expects, trade)
            ledger.send(cause, sent)
            ledger.receipted(cause)
            key = f"GB:{number:018}"
            ledger.hear("GB", "Acknowledgement", f"{number:030}a{side}", cause, key)
            ledger.hear("VN", "Declaration", f"{number:030}d{side}", cause, key)
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert not ledger.open
    assert kept / 2000 < 1000
