"""Readings as JSON documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.document import dumps, message_from, reading_document
from hub.domain.faults import Fault
from hub.domain.reading import Message, Reading, RefusedPart

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(
    lambda when: when.replace(tzinfo=UTC)
)
MOMENTS = st.fixed_dictionaries({"utc": INSTANTS, "text": TEXTS, "zone": TEXTS})
BODIES = st.fixed_dictionaries(
    {"declarationKey": TEXTS},
    optional={
        "issueDateTime": MOMENTS | st.none(),
        "issuedAt": INSTANTS,
        "goodsItems": st.lists(
            st.fixed_dictionaries(
                {"sequenceNumeric": st.integers(0, 999)}, optional={"netMass": TEXTS}
            ),
            max_size=2,
        ),
        "nationalData": st.dictionaries(st.sampled_from(["a", "date"]), TEXTS),
    },
)


@given(BODIES)
def test_a_message_survives_its_document(body: dict[str, Any]) -> None:
    """Moments become moments again; what only looks like a time stays text."""
    message = Message("Declaration", body)
    document = reading_document(Reading((message,)))["messages"][0]
    assert message_from(orjson.loads(dumps(document))) == message


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"kind": "Declaration"}, KeyError),
        ({"body": {}}, KeyError),
        ({"kind": "Refusal", "body": {"issuedAt": "yesterday"}}, ValueError),
        ({"kind": "Refusal", "body": {"a": [{"utc": "never"}]}}, ValueError),
    ],
)
def test_what_is_no_message_says_so(document: dict[str, Any], error: type[Exception]) -> None:
    """One of the two errors callers are told to expect."""
    with pytest.raises(error):
        message_from(document)


def test_a_refusal_names_every_fault_and_what_it_is_about() -> None:
    """Nothing of what a connector found is left out."""
    part = RefusedPart((Fault("12", "/a", "", "x"), Fault("13", "/b")), "E1", "L1", {"r": "1"}, 2)
    document = reading_document(Reading((), (part,), (Fault("50"),)))
    (refusal,) = document["refusals"]
    assert [fault["code"] for fault in refusal["faults"]] == ["12", "13"]
    assert (refusal["declarationId"], refusal["functionalReferenceId"]) == ("E1", "L1")
    assert (refusal["layer"], refusal["references"]) == (2, {"r": "1"})
    assert [fault["code"] for fault in document["warnings"]] == ["50"]


def test_a_document_is_the_same_text_for_the_same_reading() -> None:
    """Samples are compared as files: keys are sorted, times are UTC, Chinese stays Chinese."""
    when = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    one = dumps({"b": when, "a": "无"})
    assert one == dumps({"a": "无", "b": when})
    assert one.decode() == '{\n  "a": "无",\n  "b": "2026-11-24T09:30:00Z"\n}'
