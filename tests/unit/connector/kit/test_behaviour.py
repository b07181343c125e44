"""Rules on what a connector does, tried on connectors that break them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from hub.connector import discovery
from hub.connector.document import dumps, message_from
from hub.connector.kit import behaviour
from hub.domain.faults import Fault
from hub.domain.reading import Envelope, Message, Reading, RefusedPart, Written
from hub.errors import Parked


class Perfect:
    """Carries everything as JSON: what no national format does."""

    def read(self, raw: bytes) -> Reading:
        """Read what it wrote; anything else is refused."""
        try:
            return Reading((message_from(orjson.loads(raw)),))
        except (ValueError, KeyError, TypeError):
            return Reading(refusals=(RefusedPart((Fault("S01", "line 1"),)),))

    def write(self, message: Message, envelope: Envelope) -> Written:
        """Write all of it."""
        body = {name: value for name, value in message.body.items() if value}
        return Written(dumps({"kind": message.kind, "body": body}), "application/json")


@pytest.fixture
def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Install a connector for XA."""

    def install(connector: object) -> None:
        monkeypatch.setattr(discovery, "connector", lambda country: connector)

    return install


def test_a_perfect_connector_keeps_every_promise(installed: Callable[[object], None]) -> None:
    """The rules themselves ask nothing impossible."""
    installed(Perfect())
    for rule in (
        behaviour.answers,
        behaviour.round_trip,
        behaviour.many_items,
        behaviour.own_script,
    ):
        assert list(rule("xa")) == []


def test_a_field_dropped_silently_is_found(installed: Callable[[object], None]) -> None:
    """By its path; named as lost it is no shortfall."""

    class Forgetful(Perfect):
        losses: tuple[str, ...] = ()

        def write(self, message: Message, envelope: Envelope) -> Written:
            body = {name: part for name, part in message.body.items() if name != "ucr"}
            written = super().write(Message(message.kind, body), envelope)
            return Written(written.body, written.content_type, self.losses)

    connector = Forgetful()
    installed(connector)
    assert [text for _, text, _ in behaviour.round_trip("xa")] == ["ucr is dropped silently"]
    assert any(behaviour.many_items("xa"))
    connector.losses = ("ucr",)
    assert list(behaviour.round_trip("xa")) == []


def test_what_is_written_and_not_read_again_is_found(
    installed: Callable[[object], None],
) -> None:
    """A connector that refuses its own messages loses everything."""

    class Deaf(Perfect):
        def read(self, raw: bytes) -> Reading:
            return Reading(refusals=(RefusedPart((Fault("S01"),)),))

    installed(Deaf())
    ((_, text, _),) = behaviour.round_trip("xa")
    assert text.startswith("everything: 0 messages")
    ((_, text, _),) = behaviour.own_script("xa")
    assert "does not survive" in text


def test_a_message_parked_for_its_size_is_said_aloud(
    installed: Callable[[object], None],
) -> None:
    """A format may have a limit; to say so drops nothing."""

    class Small(Perfect):
        def write(self, message: Message, envelope: Envelope) -> Written:
            if len(message.body["goodsItems"]) > 999:
                raise Parked("more than 999 goods items")
            return super().write(message, envelope)

    installed(Small())
    assert list(behaviour.many_items("xa")) == []


def test_answers_are_whole_and_the_same(installed: Callable[[object], None]) -> None:
    """Nothing empty, and empty fields change nothing."""

    class Nervous(Perfect):
        def write(self, message: Message, envelope: Envelope) -> Written:
            if message.kind == "Refusal":
                return Written(b"", "")
            return Written(str(len(message.body)).encode(), "text/plain")

    installed(Nervous())
    texts = [text for _, text, _ in behaviour.answers("xa")]
    assert texts.count("is empty") == 1
    assert "differs when unstated fields are there and empty" in texts


def test_a_partial_round_trip_is_a_shortfall(folder: Path) -> None:
    """It may be claimed, not certified."""
    claims = folder / "quality.yaml"
    claims.write_text(claims.read_text().replace("faithful", "partial"))
    ((_, text, _),) = behaviour.round_trip("xa")
    assert text == "round_trip is partial"


def test_an_unsound_reading_is_found(installed: Callable[[object], None]) -> None:
    """For another country, or nothing at all."""

    class Empty(Perfect):
        def read(self, raw: bytes) -> Reading:
            return Reading()

    installed(Empty())
    assert any("without an answer" in text for _, text, _ in behaviour.sane("xa"))


def test_a_broken_input_that_is_taken_is_found(installed: Callable[[object], None]) -> None:
    """Each has its documented fault."""

    class Trusting(Perfect):
        def read(self, raw: bytes) -> Reading:
            body = {"declarationKey": "XA:1", "country": "XA", "at": datetime.now(UTC)}
            return Reading((Message("Declaration", body),))

    installed(Trusting())
    texts = [text for _, text, _ in behaviour.hostile("xa")]
    assert texts
    assert all(text.startswith("no refusal instead of") for text in texts)
