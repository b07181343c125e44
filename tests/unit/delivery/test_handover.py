"""One try and what came of it."""

from __future__ import annotations

import pytest

from hub.bus.records import header
from hub.delivery.handover import Partner, hand_over
from hub.delivery.http import Answer, Unfinished
from hub.errors import TransportUnavailable
from tests.flow.hub_in_memory import JsonLine, make_codec
from tests.unit.delivery.test_courier import record

CODEC = make_codec()


class Line:
    """A transport that answers or raises."""

    def __init__(self, said: Answer | Exception) -> None:
        self.said = said

    async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def partner(said: Answer | Exception) -> Partner:
    """Return a partner that says this."""
    return Partner("aa", JsonLine("aa"), Line(said), "/aa")


@pytest.mark.parametrize(("status", "topic"), [(200, "delivered"), (404, "parked")])
async def test_an_answer_ends_the_message(status: int, topic: str) -> None:
    """Taken or refused: the partner is there."""
    answer = Answer(status, {}, b"")
    result = await hand_over(partner(answer), CODEC, record(0), 2)
    assert result.output
    assert result.output.topic == f"customs.aa.{topic}"
    assert (result.answer, result.answered) == (answer, True)


@pytest.mark.parametrize("said", [Answer(503, {}, b"busy"), TransportUnavailable("closed")])
async def test_no_answer_ends_nothing(said: Answer | Exception) -> None:
    """Status and text are kept for whoever tries again."""
    result = await hand_over(partner(said), CODEC, record(0), 0)
    assert result.answer
    assert (result.output, result.answered) == (None, False)
    assert result.answer.text in ("busy", "closed")


@pytest.mark.parametrize(
    ("status", "topic"), [(202, "customs.aa.delivered"), (422, "customs.aa.parked"), (500, None)]
)
async def test_the_status_of_an_unfinished_answer_counts(status: int, topic: str | None) -> None:
    """A partner that always states a wrong length has taken the message all the same."""
    cut = Unfinished("connection closed", Answer(status, {}, b"par"))
    result = await hand_over(partner(cut), CODEC, record(0), 0)
    assert (result.output.topic if result.output else None) == topic


async def test_what_cannot_be_written_is_parked_without_asking() -> None:
    """It says nothing about the partner."""
    line = partner(Answer(202, {}, b""))
    result = await hand_over(line, CODEC, record(0)._replace(value=b"noise"), 0)
    assert result.output
    assert "cannot be written" in header(result.output.headers, "hub_reason")
    assert (result.answer, result.answered) == (None, False)
