"""Canonical messages as Avro in the Confluent wire format: magic 0, schema id, body.

Stock tools read them unmodified. The fields a router needs stand first in the schema of a
declaration, so that it reads them without decoding the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import fastavro
import orjson

from hub.domain.declaration import Body
from hub.errors import HubError, Misconfigured
from hub.wire.avro import Compiler, Read, Write

ROUTING_ENDS_WITH = "references"


class Undecodable(HubError):
    """The value is not Avro of a known schema in the Confluent wire format."""


def load_schemas(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every kind with its schema versions, oldest first, from `<Kind>/v<n>.avsc`.

    Raises `Misconfigured` where the folder has none or a file is no Avro schema.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*/v*.avsc"), key=lambda p: (p.parent.name, int(p.stem[1:]))):
        try:
            schema = orjson.loads(path.read_bytes())
            fastavro.parse_schema(schema)
        except (ValueError, KeyError, fastavro.schema.SchemaParseException) as error:
            raise Misconfigured(f"{path}: {error}; repair the schema") from error
        found.setdefault(path.parent.name, []).append(schema)
    if not found:
        raise Misconfigured(f"{folder} holds no schema; set HUB_SCHEMAS")
    return found


def _leading(schema: dict[str, Any]) -> dict[str, Any]:
    names = [field["name"] for field in schema["fields"]]
    if ROUTING_ENDS_WITH not in names:
        return schema
    return {**schema, "fields": schema["fields"][: names.index(ROUTING_ENDS_WITH) + 1]}


class Codec:
    """Encodes the newest version of every kind, decodes every released version."""

    def __init__(
        self, schemas: Mapping[str, list[dict[str, Any]]], ids: Mapping[tuple[str, int], int]
    ) -> None:
        self._writers: dict[str, tuple[bytes, Write]] = {}
        self._readers: dict[int, tuple[str, Read]] = {}
        self._routing: dict[int, tuple[str, Read]] = {}
        for kind, versions in schemas.items():
            for number, schema in enumerate(versions, 1):
                identity = ids[kind, number]
                compiler = Compiler(schema)
                self._writers[kind] = (struct.pack(">bI", 0, identity), compiler.writer())
                self._readers[identity] = (kind, compiler.reader())
                self._routing[identity] = (kind, Compiler(_leading(schema)).reader())

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form. Raises ValueError where a value does not fit the schema."""
        head, write = self._writers[kind]
        out = bytearray(head)
        try:
            write(out, body)
        except (TypeError, AttributeError, KeyError, OverflowError) as error:
            raise ValueError(f"{kind} does not fit its schema: {error}") from error
        return bytes(out)

    def decode(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, sparse body). Raises `Undecodable`."""
        kind, body, end = self._read(value, self._readers)
        if end != len(value):
            raise Undecodable(f"{len(value) - end} bytes follow the {kind}")
        return kind, body

    def routing(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, leading fields only): the rest is not even looked at."""
        kind, body, _ = self._read(value, self._routing)
        return kind, body

    @staticmethod
    def _read(value: bytes, readers: dict[int, tuple[str, Read]]) -> tuple[str, Body, int]:
        try:
            magic, identity = struct.unpack_from(">bI", value)
            if magic:
                raise Undecodable(f"magic byte is {magic}, not 0")
            kind, read = readers[identity]
            return kind, *read(value, 5)
        except (struct.error, KeyError, ValueError, IndexError, OverflowError) as error:
            raise Undecodable(f"cannot decode: {error!r}") from error
