"""Avro for sparse messages: what is not stated costs nothing to write and almost nothing to read.

A canonical declaration has some four hundred fields and states a hundred. A general writer visits
them all; here the bytes between two stated fields are one constant, found by the set of keys.
Covers what `schemas/` uses: records, arrays, maps of strings, `["null", x]`, string, int, long and
timestamp-micros. Anything else is refused when the schema is compiled; fastavro is the judge in
the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Write = Callable[[bytearray, Any], None]
Read = Callable[[bytes, int], tuple[Any, int]]
Schema = Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_PLANS = 4096
_PLAIN = frozenset({"string", "int", "long"})


def varint(number: int) -> bytes:
    """Return a zigzag variable-length integer (Avro 1.11, primitive types)."""
    rest = (number << 1) ^ (number >> 63)
    out = bytearray()
    while rest > 0x7F:
        out.append((rest & 0x7F) | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Return (number, position after it). Raises IndexError where the data ends."""
    byte = data[at]
    at += 1
    if byte < 0x80:
        return (byte >> 1) ^ -(byte & 1), at
    rest, shift = byte & 0x7F, 7
    while True:
        byte = data[at]
        at += 1
        rest |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (rest >> 1) ^ -(rest & 1), at
        shift += 7
        if shift > 63:
            raise ValueError("number is longer than 64 bits")


_SIZES = [bytes((size << 1,)) for size in range(64)]


def _write_string(out: bytearray, value: str) -> None:
    data = value.encode()
    size = len(data)
    if size < 64:
        out.append(size << 1)
    else:
        out += varint(size)
    out += data


def _read_string(data: bytes, at: int) -> tuple[str, int]:
    size, at = read_varint(data, at)
    end = at + size
    if size < 0 or end > len(data):
        raise ValueError("text is longer than the message")
    return data[at:end].decode(), end


def _write_int(out: bytearray, value: int) -> None:
    out += varint(value)


def _write_moment(out: bytearray, value: datetime) -> None:
    past = value - _EPOCH
    out += varint((past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds)


def _read_moment(data: bytes, at: int) -> tuple[datetime, int]:
    micros, at = read_varint(data, at)
    return _EPOCH + timedelta(microseconds=micros), at


class Compiler:
    """Compiles one schema; named records may be used before and after they are defined."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._known: dict[str, Mapping[str, Any]] = {}
        self._name(schema)
        self._schema = schema
        self._writers: dict[str, Write] = {}
        self._readers: dict[str, Read] = {}

    def writer(self) -> Write:
        """Return a function that appends a message to a bytearray."""
        return self._writer(self._schema)

    def reader(self) -> Read:
        """Return a function from (data, position) to (sparse message, position after it)."""
        return self._reader(self._schema)

    def _name(self, schema: Schema) -> None:
        if isinstance(schema, list):
            for part in schema:
                self._name(part)
        elif isinstance(schema, Mapping):
            if schema["type"] == "record":
                self._known[f"{schema['namespace']}.{schema['name']}"] = schema
                for field in schema["fields"]:
                    self._name(field["type"])
            elif schema["type"] in ("array", "map"):
                self._name(schema.get("items") or schema.get("values"))

    def _writer(self, schema: Schema) -> Write:
        kind = _kind(schema, self._known)
        if kind == "string":
            return _write_string
        if kind in ("int", "long"):
            return _write_int
        if kind == "timestamp":
            return _write_moment
        if kind == "array":
            return _array_writer(self._writer(schema["items"]))
        if kind == "map":
            return _write_map
        if kind == "optional":
            return _optional_writer(self._writer(schema[1]))
        return self._record_writer(self._known[_full_name(schema)])

    def _record_writer(self, schema: Mapping[str, Any]) -> Write:
        name = _full_name(schema)
        if name not in self._writers:
            fields = [
                (f["name"], self._writer(f["type"]), self._default(f)) for f in schema["fields"]
            ]
            self._writers[name] = record_writer(name, fields)
        return self._writers[name]

    def _default(self, field: Mapping[str, Any]) -> bytes | None:
        if "default" not in field:
            return None
        out = bytearray()
        self._writer(field["type"])(out, field["default"])
        return bytes(out)

    def _reader(self, schema: Schema) -> Read:
        kind = _kind(schema, self._known)
        if kind == "string":
            return _read_string
        if kind in ("int", "long"):
            return read_varint
        if kind == "timestamp":
            return _read_moment
        if kind == "array":
            return _array_reader(self._reader(schema["items"]))
        if kind == "map":
            return _read_map
        if kind == "optional":
            return _optional_reader(self._reader(schema[1]))
        return self._record_reader(self._known[_full_name(schema)])

    def _record_reader(self, schema: Mapping[str, Any]) -> Read:
        name = _full_name(schema)
        if name not in self._readers:
            fields = [
                (
                    f["name"],
                    None if f["type"] == "string" else self._reader(f["type"]),
                    self._default(f) == b"\0",
                )
                for f in schema["fields"]
            ]
            self._readers[name] = record_reader(fields)
        return self._readers[name]


def _full_name(schema: Schema) -> str:
    return schema if isinstance(schema, str) else f"{schema['namespace']}.{schema['name']}"


def _kind(schema: Schema, known: Mapping[str, Any]) -> str:
    if isinstance(schema, list):
        if len(schema) == 2 and schema[0] == "null":
            return "optional"
    elif isinstance(schema, str):
        if schema in _PLAIN or schema in known:
            return schema
    elif schema["type"] == "long" and schema.get("logicalType") == "timestamp-micros":
        return "timestamp"
    elif schema["type"] in ("array", "record") or schema == {"type": "map", "values": "string"}:
        return str(schema["type"])
    raise ValueError(f"schemas/ may not use {schema}")


def record_writer(name: str, fields: list[tuple[str, Write, bytes | None]]) -> Write:
    """Return the writer of a record: one plan for every set of stated fields, made once."""
    plans: dict[tuple[str, ...], tuple[list[tuple[bytes, str, Write]], bytes]] = {}
    names = {field for field, _, _ in fields}

    def plan(stated: tuple[str, ...]) -> tuple[list[tuple[bytes, str, Write]], bytes]:
        unknown = set(stated) - names
        if unknown:
            raise ValueError(f"{name} has no field {', '.join(sorted(unknown))}")
        steps: list[tuple[bytes, str, Write]] = []
        between = b""
        for field, write, default in fields:
            if field in stated:
                steps.append((between, field, write))
                between = b""
            elif default is None:
                raise ValueError(f"{name} lacks {field}")
            else:
                between += default
        if len(plans) < _MAX_PLANS:
            plans[stated] = steps, between
        return steps, between

    def write_record(out: bytearray, body: Mapping[str, Any]) -> None:
        stated = tuple(body)
        steps, tail = plans.get(stated) or plan(stated)
        for between, field, write in steps:
            out += between
            if write is _write_string:  # the commonest by far, so without the call
                data = body[field].encode()
                size = len(data)
                out += _SIZES[size] if size < 64 else varint(size)
                out += data
            else:
                write(out, body[field])
        out += tail

    return write_record


def record_reader(fields: list[tuple[str, Read | None, bool]]) -> Read:
    """Return the reader of a record; a field of one zero byte that is its default is left out."""

    def read_record(data: bytes, at: int) -> tuple[dict[str, Any], int]:
        body: dict[str, Any] = {}
        for field, read, skips in fields:
            byte = data[at]
            if byte == 0 and skips:
                at += 1
            elif read is None and byte < 0x80:
                end = at + 1 + (byte >> 1)
                body[field] = data[at + 1 : end].decode()
                at = end
            else:
                body[field], at = (read or _read_string)(data, at)
        if at > len(data):
            raise ValueError("a record is longer than the message")
        return body, at

    return read_record


def _array_writer(write: Write) -> Write:
    def write_array(out: bytearray, items: Any) -> None:
        if items:
            out += varint(len(items))
            for item in items:
                write(out, item)
        out.append(0)

    return write_array


def _array_reader(read: Read) -> Read:
    def read_array(data: bytes, at: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        count, at = read_varint(data, at)
        while count:
            if count < 0:  # a block that states its size, as other writers may
                count = -count
                _, at = read_varint(data, at)
            for _ in range(count):
                item, at = read(data, at)
                items.append(item)
            count, at = read_varint(data, at)
        return items, at

    return read_array


def _write_map(out: bytearray, values: Mapping[str, str]) -> None:
    if values:
        out += varint(len(values))
        for key, value in values.items():
            _write_string(out, key)
            _write_string(out, value)
    out.append(0)


def _read_map(data: bytes, at: int) -> tuple[dict[str, str], int]:
    values: dict[str, str] = {}
    while data[at]:
        count, at = read_varint(data, at)
        if count < 0:  # a block that states its size, as other writers may
            count = -count
            _, at = read_varint(data, at)
        for _ in range(count):
            key, at = _read_string(data, at)
            values[key], at = _read_string(data, at)
    return values, at + 1


def _optional_writer(write: Write) -> Write:
    def write_optional(out: bytearray, value: Any) -> None:
        if value is None:
            out.append(0)
        else:
            out.append(2)
            write(out, value)

    return write_optional


def _optional_reader(read: Read) -> Read:
    def read_optional(data: bytes, at: int) -> tuple[Any, int]:
        branch, at = read_varint(data, at)
        if branch == 0:
            return None, at
        if branch != 1:
            raise ValueError("no such branch of a union")
        return read(data, at)

    return read_optional
