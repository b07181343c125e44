"""What the ledger complains of, each complaint proven by a case that has it."""

from __future__ import annotations

import pytest

from hub.local.twins.ledger import Ledger
from hub.local.twins.sent import ANY_ANSWER, Sent, Trade
from tests.unit.local.twins.trades import EXPORT_KEY, IMPORT_KEY, hear_all, send


def test_a_message_fully_answered_is_no_longer_open(ledger: Ledger, trade: Trade) -> None:
    """Every expected answer came: nothing open, nothing doubted, one time taken for each."""
    send(ledger, "m1", trade)
    assert ledger.figures()["open"] == 1

    hear_all(ledger, "m1")

    figures = ledger.figures()
    assert (figures["open"], figures["doubtful"], figures["unreceipted"]) == (0, {}, 0)
    assert figures["total"]["delivered"] == 2
    assert figures["latency_ms"].keys() == {"p50", "p99", "max"}


def test_a_lost_answer_stays_open_and_is_named(ledger: Ledger, trade: Trade) -> None:
    """One of two expected deliveries never comes."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "Acknowledgement", "a1", "m1", EXPORT_KEY)

    figures = ledger.figures()
    assert figures["open"] == 1
    assert "('VN', 'Declaration')" in figures["lacking"][0]


def test_a_message_without_receipt_is_counted(ledger: Ledger, trade: Trade) -> None:
    """Sent and never answered at the door."""
    ledger.send("m1", Sent("GB", "export", "export", 1, 0.0, {("GB", "Acknowledgement")}, trade))

    assert ledger.figures()["unreceipted"] == 1


def test_the_same_id_again_is_recognised_and_has_one_effect(ledger: Ledger, trade: Trade) -> None:
    """At-least-once delivery is allowed: the second time counts nothing but the recognition."""
    send(ledger, "m1", trade)
    hear_all(ledger, "m1")
    hear_all(ledger, "m1")

    figures = ledger.figures()
    assert figures["total"]["delivered"] == 2
    assert figures["total"]["recognised again"] == 2
    assert figures["doubtful"] == {}


def test_one_output_under_two_ids_is_doubled(ledger: Ledger, trade: Trade) -> None:
    """Same cause, kind, recipient and declaration under another key is a second side effect."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "Acknowledgement", "a1", "m1", EXPORT_KEY)
    ledger.hear("GB", "Acknowledgement", "a2", "m1", EXPORT_KEY)

    assert ledger.doubtful == {"doubled": 1}


def test_a_broken_interchange_may_be_refused_part_by_part(ledger: Ledger) -> None:
    """Several refusals of one hostile message are right; two acknowledgements are not."""
    send(ledger, "h1", None, expects={("GB", ANY_ANSWER)})
    ledger.hear("GB", "Refusal", "f1", "h1", "GB:")
    ledger.hear("GB", "Refusal", "f2", "h1", "GB:")
    assert ledger.doubtful == {}

    ledger.hear("GB", "Acknowledgement", "a1", "h1", "GB:")
    ledger.hear("GB", "Acknowledgement", "a2", "h1", "GB:")
    assert ledger.doubtful == {"doubled": 1}


def test_a_match_told_twice_is_doubled(ledger: Ledger, trade: Trade) -> None:
    """Match results are no exception."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "MatchResult", "r1", "m1", EXPORT_KEY)
    ledger.hear("GB", "MatchResult", "r2", "m1", EXPORT_KEY)

    assert ledger.doubtful["doubled"] == 1


def test_one_id_for_two_outputs_is_doubted(ledger: Ledger, trade: Trade) -> None:
    """An id that already stood for something else hides a delivery."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "Acknowledgement", "x", "m1", EXPORT_KEY)
    ledger.hear("VN", "Declaration", "x", "m1", EXPORT_KEY)

    assert ledger.doubtful == {"id of another": 1}
    assert ledger.figures()["open"] == 1


def test_an_older_message_after_a_newer_one_is_out_of_order(ledger: Ledger, trade: Trade) -> None:
    """Order is per recipient and declaration, by the sequence of the cause."""
    send(ledger, "m1", trade, 1)
    send(ledger, "m2", trade, 2)
    ledger.hear("VN", "Declaration", "d2", "m2", EXPORT_KEY)
    ledger.hear("VN", "Declaration", "d1", "m1", EXPORT_KEY)

    assert ledger.doubtful == {"out of order": 1}


def test_receipts_may_overtake_decisions(ledger: Ledger, trade: Trade) -> None:
    """A receipt is made before anything is decided, so its order is its own."""
    send(ledger, "m1", trade, 1)
    send(ledger, "m2", trade, 2)
    ledger.hear("GB", "Receipt", "r2", "m2", EXPORT_KEY)
    ledger.hear("GB", "Acknowledgement", "a1", "m1", EXPORT_KEY)

    assert ledger.doubtful == {}


def test_different_recipients_have_no_order_between_them(ledger: Ledger, trade: Trade) -> None:
    """A slow partner may hear the first message after another heard the second."""
    send(ledger, "m1", trade, 1)
    send(ledger, "m2", trade, 2)
    ledger.hear("GB", "Acknowledgement", "a2", "m2", EXPORT_KEY)
    ledger.hear("VN", "Declaration", "d1", "m1", EXPORT_KEY)

    assert ledger.doubtful == {}


def test_a_delivery_nobody_caused_is_doubted(ledger: Ledger) -> None:
    """Its correlation id names no message we sent."""
    ledger.hear("GB", "Acknowledgement", "a1", "unknown", EXPORT_KEY)

    assert ledger.doubtful == {"without cause": 1}


def test_an_honest_message_refused_is_doubted(ledger: Ledger, trade: Trade) -> None:
    """Refusals are for hostile messages."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "Refusal", "f1", "m1", EXPORT_KEY)

    assert ledger.doubtful == {"refused": 1}


def test_an_honest_message_turned_away_is_doubted(ledger: Ledger, trade: Trade) -> None:
    """The door refused what it should have taken."""
    ledger.send("m1", Sent("GB", "export", "export", 1, 0.0, {("GB", "Acknowledgement")}, trade))
    ledger.turned_away("m1", 400)

    assert ledger.doubtful == {"refused at the door": 1}


def test_what_must_be_turned_away_and_is_let_in_is_doubted(ledger: Ledger) -> None:
    """A used id with other content got a receipt."""
    ledger.send("m1", Sent("GB", "", "changed", 0, 0.0, set(), door=409))
    ledger.receipted("m1")

    assert ledger.doubtful == {"let in": 1}


@pytest.mark.parametrize(("status", "doubts"), [(409, {}), (500, {"refused at the door": 1})])
def test_the_door_must_give_the_status_that_is_due(
    ledger: Ledger, status: int, doubts: dict[str, int]
) -> None:
    """Turned away with the right status is right, with another it is not."""
    ledger.send("m1", Sent("GB", "", "changed", 0, 0.0, set(), door=409))
    ledger.turned_away("m1", status)

    assert ledger.doubtful == doubts
    assert ledger.figures()["open"] == 0


def test_another_receipt_for_the_same_message_is_doubted(ledger: Ledger) -> None:
    """Resending must give the stored receipt."""
    ledger.resent("GB", same=True)
    assert ledger.doubtful == {}

    ledger.resent("GB", same=False)
    assert ledger.doubtful == {"other receipt": 1}


def test_a_match_never_told_is_counted(ledger: Ledger, trade: Trade) -> None:
    """Both customs must hear: one of them is not enough."""
    send(ledger, "m1", trade)
    ledger.expect_match(trade, {"GB", "VN"})
    ledger.hear("GB", "MatchResult", "r1", "m1", EXPORT_KEY)
    assert ledger.figures()["unmatched"] == 1

    ledger.hear("VN", "MatchResult", "r2", "m1", IMPORT_KEY)
    assert ledger.figures()["unmatched"] == 0
    assert ledger.doubtful == {}


def test_a_match_with_a_strange_declaration_is_doubted(ledger: Ledger, trade: Trade) -> None:
    """Declarations of two consignments never belong together."""
    send(ledger, "m1", trade)
    ledger.hear("VN", "MatchResult", "r1", "m1", "VN:OTHER")

    assert ledger.doubtful == {"wrong match": 1}


@pytest.mark.parametrize("kind", ["Acknowledgement", "Refusal"])
def test_any_answer_settles_a_message_that_may_be_understood(ledger: Ledger, kind: str) -> None:
    """A truncated message may be refused or may still make sense."""
    send(ledger, "h1", None, expects={("GB", ANY_ANSWER)})
    ledger.hear("GB", kind, "a1", "h1", "GB:")

    figures = ledger.figures()
    assert (figures["open"], figures["doubtful"]) == (0, {})


def test_a_hostile_message_that_must_be_refused_is_not_settled_otherwise(ledger: Ledger) -> None:
    """An acknowledgement of noise leaves it open."""
    send(ledger, "h1", None, expects={("GB", "Refusal")})
    ledger.hear("GB", "Acknowledgement", "a1", "h1", "GB:")

    assert ledger.figures()["open"] == 1


def test_what_a_national_system_declines_is_settled_but_not_heard(
    ledger: Ledger, trade: Trade
) -> None:
    """Answered with 4xx, the delivery is the hub's to park; a repeat changes nothing."""
    send(ledger, "m1", trade)
    ledger.hear("GB", "Acknowledgement", "a1", "m1", EXPORT_KEY)
    ledger.decline("VN", "Declaration", "d1", "m1")
    ledger.decline("VN", "Declaration", "d1", "m1")

    figures = ledger.figures()
    assert (figures["open"], figures["total"]["declined"]) == (0, 1)
    assert figures["total"]["delivered"] == 1


def test_a_match_that_can_no_longer_come_is_not_expected(ledger: Ledger, trade: Trade) -> None:
    """One declaration was turned away: nobody is left waiting."""
    ledger.expect_match(trade, {"GB", "VN"})
    ledger.end_match(trade)
    ledger.end_match(trade)
    assert (ledger.expected, ledger.unmatched) == (0, {})
