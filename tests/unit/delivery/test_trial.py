"""When another message is the pilot, and when a person must look."""

from __future__ import annotations

from hub.delivery.http import Answer
from hub.delivery.trial import ALONE_TRIES, PILOT_TRIES, Trial

ANSWER = Answer(500, {}, b"why")


def test_failures_count_as_its_own_only_while_others_get_through() -> None:
    """A partner that takes nobody's messages proves nothing against one of them."""
    trial = Trial(ANSWER)
    for _ in range(100):
        trial.failed(ANSWER, 7)
    assert (trial.tries, trial.alone, trial.tiring, trial.hopeless) == (100, 0, True, False)
    for through in range(8, 8 + ALONE_TRIES):
        assert not trial.hopeless
        trial.failed(ANSWER, through)
    assert trial.hopeless


def test_a_pilot_is_tiring_after_its_tries() -> None:
    """The last of its tries, not one before."""
    trial = Trial(ANSWER)
    for _ in range(PILOT_TRIES):
        assert not trial.tiring
        trial.failed(ANSWER, 0)
    assert trial.tiring


def test_the_reason_names_the_answer_or_says_that_there_was_none() -> None:
    """Status and text, or what the transport said."""
    assert Trial(ANSWER).reason == "answered 500: why"
    assert Trial(Answer(0, {}, b"connection closed")).reason == "gave no answer: connection closed"
