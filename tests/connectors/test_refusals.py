"""What a partner is told of a message that was refused: every fault, in its own language too."""

from __future__ import annotations

from typing import Any

import pytest

from hub.connector import discovery
from hub.connector.formats import json, xml
from hub.connector.kit import sanity
from hub.connector.kit.answers import ENVELOPE, minimal
from hub.connector.texts import localized
from hub.domain.faults import CODE_LIST, MAX_FAULTS
from hub.domain.reading import Message, Written

COUNTRIES = list(discovery.folders())
PARTS = ("pointer", "text", "original")


def fault(number: int, words: int) -> dict[str, str]:
    """Return a fault of the list's kind, each of its parts told from those of all others."""
    return {
        "code": CODE_LIST,
        "pointer": f"/Declaration[1]/Item[{number}] (line {number})",
        "text": f"no code {number:03}" + " of the list" * words,
        "original": f"Q{number:03}",
    }


def refused(country: str, number: int, words: int) -> tuple[Written, dict[str, Any]]:
    """Return how a country is told of so many faults, and what it was to be told."""
    body = {**minimal("Refusal"), "layer": 2}
    body["faults"] = [fault(n, words) for n in range(1, number + 1)]
    message = localized(Message("Refusal", body), discovery.texts(country))
    return discovery.connector(country).write(message, ENVELOPE), message.body


def text_of(country: str, written: Written) -> str:
    """Return a message as its recipient reads it; fails where its charset has no such text."""
    text = written.body.decode(discovery.manifest(country).charset)
    if "xml" in written.content_type:
        root, faults = xml.parse(written.body)
        assert root is not None, faults
        return "\n".join(str(part) for part in root.itertext())
    if "json" in written.content_type:
        assert json.parse(written.body)[0] is not None
    # Segments and items of a limited length break a text between words.
    return text.replace("?'", "'").replace("?:", ":").replace("?+", "+")


def last(step: str) -> str:
    """Return the last step of a pointer: some formats have an element for each."""
    return step.rpartition("/")[2]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(("number", "words"), [(1, 0), (MAX_FAULTS, 0), (MAX_FAULTS, 60)])
def test_every_fault_is_told_or_its_loss_is_named(country: str, number: int, words: int) -> None:
    """Up to a hundred, with long texts; each part that is not there stands in the losses."""
    written, body = refused(country, number, words)
    text = text_of(country, written)
    if any(loss.partition("/")[2].isdigit() or loss == "faults" for loss in written.losses):
        body["faults"] = body["faults"][:50]
    assert text.count(CODE_LIST) >= len(body["faults"])
    for part in PARTS:
        if f"faults/{part}" not in written.losses:
            missing = [row for row in body["faults"] if last(row[part]) not in text]
            assert part == "text" or missing == []
    told = [f"no code {n:03}" in text for n in range(1, len(body["faults"]) + 1)]
    assert all(told) or "faults/text" in written.losses


@pytest.mark.parametrize("country", COUNTRIES)
def test_both_languages_are_told_english_first(country: str) -> None:
    """A partner reads its own language behind the English; where English is it, once."""
    written, _ = refused(country, 1, 0)
    text, own = text_of(country, written), discovery.texts(country).get(CODE_LIST, "")
    assert "no code 001" in text
    if not own:
        assert discovery.manifest(country).language == "en"
    elif not any(loss.startswith("faults") for loss in written.losses):
        assert 0 <= text.index("no code 001") < text.index(own)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("number", [1, MAX_FAULTS])
def test_a_refusal_that_comes_back_is_no_declaration(country: str, number: int) -> None:
    """A system may return what it was told: it is read as a status or refused, never taken."""
    written, _ = refused(country, number, 60)
    reading = discovery.connector(country).read(written.body)
    assert list(sanity.doubts(reading, country)) == []
    assert all(message.kind == "StatusChange" for message in reading.messages)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_longest_of_all_faults_is_written(country: str) -> None:
    """A value of 512 characters, a deep pointer and a text in several scripts stay one message."""
    row = {
        "code": CODE_LIST,
        "pointer": "/a[1]" * 60 + "/b[7] (line 9)",
        "text": "wrong <&'>+:?\n" * 40,
        "original": "<&'>+:? 靴 é" * 42,
    }
    body = {**minimal("Refusal"), "layer": 2, "faults": [row] * MAX_FAULTS}
    message = localized(Message("Refusal", body), discovery.texts(country))
    written = discovery.connector(country).write(message, ENVELOPE)
    assert "wrong" in text_of(country, written)
    reading = discovery.connector(country).read(written.body)
    assert list(sanity.doubts(reading, country)) == []
