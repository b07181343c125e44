"""The sparse Avro writer and reader, judged by fastavro."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.wire.avro import Compiler, read_varint, varint

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = {
    path.parent.name: orjson.loads(path.read_bytes()) for path in ROOT.glob("schemas/*/v*.avsc")
}
WRITERS = {kind: Compiler(schema).writer() for kind, schema in SCHEMAS.items()}
READERS = {kind: Compiler(schema).reader() for kind, schema in SCHEMAS.items()}
PARSED = {kind: fastavro.parse_schema(schema) for kind, schema in SCHEMAS.items()}
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(
    lambda d: d.replace(tzinfo=UTC)
)


def values(schema: Any, known: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for what a schema may hold: sparse records."""
    if isinstance(schema, list):
        return st.none() | values(schema[1], known)
    if schema == "string":
        return st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
    if schema == "int":
        return st.integers(-(2**31), 2**31 - 1)
    if isinstance(schema, str):
        return values(known[schema], known)
    if schema.get("logicalType"):
        return MOMENTS
    if schema["type"] == "array":
        return st.lists(values(schema["items"], known), max_size=3)
    if schema["type"] == "map":
        return st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3)
    known[f"{schema['namespace']}.{schema['name']}"] = schema
    fields = {f["name"]: values(f["type"], known) for f in schema["fields"]}
    required = {name: fields.pop(name) for name in list(fields) if _required(schema, name)}
    return st.fixed_dictionaries(required, optional=fields)


def _required(schema: Any, name: str) -> bool:
    return any(f["name"] == name and "default" not in f for f in schema["fields"])


BODIES = st.sampled_from(sorted(SCHEMAS)).flatmap(
    lambda kind: st.tuples(st.just(kind), values(SCHEMAS[kind], {}))
)


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_bytes_are_those_of_fastavro(drawn: tuple[str, Any]) -> None:
    """Every message is written exactly as the stock library writes it."""
    kind, body = drawn
    ours, theirs = bytearray(), BytesIO()
    WRITERS[kind](ours, body)
    fastavro.schemaless_writer(theirs, PARSED[kind], body)
    assert bytes(ours) == theirs.getvalue()


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_reading_gives_back_what_was_stated(drawn: tuple[str, Any]) -> None:
    """A message read back writes the same bytes, and states nothing it did not state."""
    kind, body = drawn
    first, second = bytearray(), bytearray()
    WRITERS[kind](first, body)
    read, end = READERS[kind](bytes(first), 0)
    WRITERS[kind](second, read)
    assert (bytes(second), end) == (bytes(first), len(first))
    stated = {name for name, value in body.items() if value not in ("", [], {}, None, 0)}
    assert stated <= set(read)


@given(st.integers(-(2**63), 2**63 - 1))
def test_numbers_survive(number: int) -> None:
    """Every 64-bit number comes back."""
    data = varint(number)
    assert read_varint(data, 0) == (number, len(data))


@given(st.sampled_from(sorted(SCHEMAS)), st.binary(max_size=200))
def test_noise_is_an_error_and_never_a_hang(kind: str, noise: bytes) -> None:
    """Bytes of somebody else end in an error the codec knows, or in a message of their length."""
    try:
        _, end = READERS[kind](noise, 0)
    except (ValueError, IndexError, OverflowError):
        return
    assert end <= len(noise)


def test_an_unknown_field_is_named() -> None:
    """A connector that invents a field hears which."""
    with pytest.raises(ValueError, match="has no field colour"):
        WRITERS["Declaration"](bytearray(), {"declarationKey": "k", "country": "GB", "colour": "x"})


def test_a_missing_mandatory_field_is_named() -> None:
    """So does one that forgets what the hub cannot do without."""
    with pytest.raises(ValueError, match="lacks country"):
        WRITERS["Declaration"](bytearray(), {"declarationKey": "k"})


def test_a_schema_it_does_not_cover_is_refused() -> None:
    """A new construct in schemas/ is refused when the process starts, not in traffic."""
    fields = [{"name": "a", "type": "double"}]
    schema = {"type": "record", "name": "X", "namespace": "h", "fields": fields}
    with pytest.raises(ValueError, match="may not use double"):
        Compiler(schema).writer()
