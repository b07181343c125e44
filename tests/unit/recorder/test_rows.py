"""From a record to the row people search by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.bus.records import Record
from hub.errors import HubError
from hub.recorder.rows import MAX_DETAIL, row
from tests.unit.records import record

ID, CAUSE = "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "00000000-2f63-5d0e-9d7e-0c1d3f2a9b10"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


class Decoding:
    """A decoder that knows one body, or none; it counts how often it is asked."""

    def __init__(self, body: dict[str, Any] | None = None) -> None:
        self._body, self.asked = body, 0

    def decode(self, value: bytes) -> tuple[str, dict[str, Any]]:
        self.asked += 1
        if self._body is None:
            raise HubError("cannot decode")
        return "", self._body


def detail(topic: str, decoder: Decoding | None = None, **headers: str) -> Any:
    """Return the detail of a record, read back."""
    text = row(record(topic, b"v", **headers), decoder or Decoding()).detail
    return orjson.loads(text) if text else None


def test_a_row_says_where_the_body_stands_and_what_the_headers_say() -> None:
    """Nothing is decoded for what headers already tell."""
    decoder = Decoding()
    found = row(
        record(
            "customs.gb.canonical",
            b"12345",
            offset=4,
            ce_id=ID,
            ce_type="hub.customs.Declaration.v1",
            ce_sender="GB",
            ce_recipient="",
            ce_subject="GB:1",
            ce_correlationid=CAUSE,
        ),
        decoder,
    )
    assert found[:7] == ("customs.gb.canonical", 0, 4, ID, "Declaration", "canonical", "GB")
    assert found.correlation_id == CAUSE
    assert found.happened_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert (found.size, found.detail, decoder.asked) == (5, "", 0)


@pytest.mark.parametrize("identity", ["", "m-1", ID.upper(), f"{ID} ", f"{{{ID}}}"])
def test_what_is_no_id_of_the_hub_is_none(identity: str) -> None:
    """The column is a uuid: another text would stop the recorder for ever."""
    found = row(record("customs.gb.inbound", ce_id=identity, ce_correlationid=identity), Decoding())
    assert (found.message_id, found.correlation_id) == (None, None)


@pytest.mark.parametrize(
    ("topic", "headers", "said"),
    [
        ("customs.gb.inbound", {"ce_senderid": "s1"}, {"senderMessageId": "s1"}),
        (
            "customs.gb.parked",
            {"hub_reason": "no form", "hub_origin": "t/0/1", "hub_kind": "Refusal"},
            {"reason": "no form", "origin": "t/0/1"},
        ),
        (
            "customs.gb.delivered",
            {"hub_status": "202", "hub_kind": "Declaration"},
            {"httpStatus": "202", "kind": "Declaration"},
        ),
    ],
)
def test_each_stage_tells_what_people_ask_of_it(
    topic: str, headers: dict[str, str], said: dict[str, str]
) -> None:
    """By whose id it came, why it is parked, how the partner answered."""
    assert detail(topic, **headers) == said


@pytest.mark.parametrize(
    ("stage", "kind", "decoded"),
    [
        ("canonical", "StatusChange", True),
        ("outbound", "StatusChange", False),
        ("outbound", "Refusal", True),
        ("outbound", "MatchResult", False),
        ("canonical", "Declaration", False),
    ],
)
def test_each_body_is_decoded_at_one_stage_only(stage: str, kind: str, decoded: bool) -> None:
    """A status sent on to ten countries is not decoded ten times."""
    decoder = Decoding({"status": "RELEASED", "layer": 1, "outcome": "MATCHED", "faults": []})
    told = detail(f"customs.gb.{stage}", decoder, ce_type=f"hub.customs.{kind}.v1")
    assert decoder.asked == int(decoded)
    assert bool(told) == decoded


def test_an_unreadable_body_is_recorded_as_such() -> None:
    """The recorder never stops at what a station wrote."""
    told = detail("customs.hub.matches", ce_type="hub.customs.MatchResult.v1")
    assert told == {"undecodable": "hub.customs.MatchResult.v1"}


@example([], '"\\' * 5000)
@given(st.lists(st.fixed_dictionaries({"code": TEXTS, "original": TEXTS}), max_size=60), TEXTS)
def test_any_detail_fits_its_column_and_is_json(faults: list[dict[str, str]], text: str) -> None:
    """No NUL, which PostgreSQL refuses; bounded; and a page can always parse it."""
    decoder = Decoding({"faults": faults, "status": text, "layer": 1})
    kind = "hub.customs.Refusal.v1"
    found = row(record("customs.gb.outbound", ce_type=kind), decoder)
    assert len(found.detail) <= 2 * MAX_DETAIL, "quotes of what was cut are quoted again"
    assert "\0" not in str(orjson.loads(found.detail))


@pytest.mark.parametrize("text", ["a\0b", "\\u0000", "\\", '"\\\\u0000\0"'])
def test_a_nul_goes_and_what_only_looks_like_one_stays(text: str) -> None:
    """`\\u0000` may be what somebody typed."""
    decoder = Decoding({"nationalText": text})
    told = detail("customs.gb.canonical", decoder, ce_type="hub.customs.StatusChange.v1")
    assert told == {"nationalText": text.replace("\0", "")}


@given(
    st.dictionaries(st.sampled_from(["ce_id", "ce_type", "ce_subject", "hub_kind"]), st.binary())
)
def test_no_header_stops_the_recorder(headers: dict[str, bytes]) -> None:
    """Whatever bytes stand there, every text of the row can be stored."""
    made = Record("customs.gb.inbound", 0, 0, None, b"", list(headers.items()), 0)
    found = row(made, Decoding())
    assert all("\0" not in part for part in found if isinstance(part, str))
