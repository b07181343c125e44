"""The Confluent wire format."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.wire.codec import Codec, Undecodable, load_schemas

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = load_schemas(ROOT / "schemas")
IDS = {(kind, n + 1): 10 + i for i, kind in enumerate(SCHEMAS) for n, _ in enumerate(SCHEMAS[kind])}
CODEC = Codec(SCHEMAS, IDS)
BODY = {
    "declarationKey": "GB:1",
    "country": "GB",
    "ucr": "U",
    "goodsItems": [{"sequenceNumeric": 1}],
}


def test_a_value_starts_with_magic_zero_and_the_schema_id() -> None:
    """Stock readers find the schema by the first five bytes."""
    value = CODEC.encode("Declaration", BODY)
    assert struct.unpack(">bI", value[:5]) == (0, IDS["Declaration", 1])


def test_what_is_encoded_is_decoded() -> None:
    """Kind and stated fields come back; version and function code bring their defaults."""
    kind, body = CODEC.decode(CODEC.encode("Declaration", BODY))
    assert kind == "Declaration"
    assert body == {**BODY, "functionCode": "9", "version": 1}


def test_routing_reads_the_leading_fields_only() -> None:
    """The router sees what it needs and nothing of the goods."""
    _, body = CODEC.routing(CODEC.encode("Declaration", BODY))
    assert body["ucr"] == "U"
    assert "goodsItems" not in body


@pytest.mark.parametrize(
    "value", [b"", b"\0\0\0", b"\1\0\0\0\0abc", b"\0\0\0\xff\xff", b"\0" + struct.pack(">I", 10)]
)
def test_what_is_no_message_is_undecodable(value: bytes) -> None:
    """Short, foreign and unknown values are one kind of error."""
    with pytest.raises(Undecodable):
        CODEC.decode(value)


def test_bytes_after_a_message_are_noticed() -> None:
    """A value longer than its schema says is no message of that schema."""
    with pytest.raises(Undecodable, match="3 bytes follow"):
        CODEC.decode(CODEC.encode("Declaration", BODY) + b"xyz")


def test_a_wrong_type_is_a_value_error() -> None:
    """Whoever builds a message wrongly hears it before it is on the bus."""
    with pytest.raises(ValueError, match="does not fit"):
        CODEC.encode("Declaration", {**BODY, "ucr": 5})


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A hub without schemas refuses to start and names the setting."""
    with pytest.raises(Misconfigured, match="HUB_SCHEMAS"):
        load_schemas(tmp_path)


def test_a_broken_schema_is_named(tmp_path: Path) -> None:
    """The file that is wrong is named."""
    (tmp_path / "X").mkdir()
    (tmp_path / "X" / "v1.avsc").write_text("{")
    with pytest.raises(Misconfigured, match=r"X/v1\.avsc"):
        load_schemas(tmp_path)
