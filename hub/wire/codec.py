"""Canonical messages as Avro in the Confluent wire format: magic 0, schema id, body.

Stock tools read them unmodified. The fields a router needs stand first in the schema of a
declaration, so that it reads them without decoding the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import orjson

from hub.domain.declaration import Body
from hub.errors import HubError, Misconfigured

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
        self._writers: dict[str, tuple[bytes, Any]] = {}
        self._readers: dict[int, tuple[str, Any]] = {}
        self._routing: dict[int, tuple[str, Any]] = {}
        for kind, versions in schemas.items():
            for number, schema in enumerate(versions, 1):
                identity = ids[kind, number]
                parsed = fastavro.parse_schema(schema)
                self._writers[kind] = (struct.pack(">bI", 0, identity), parsed)
                self._readers[identity] = (kind, parsed)
                self._routing[identity] = (kind, fastavro.parse_schema(_leading(schema)))

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form. Raises ValueError where a value does not fit the schema."""
        head, schema = self._writers[kind]
        out = BytesIO()
        out.write(head)
        try:
            fastavro.schemaless_writer(out, schema, body)
        except (TypeError, AttributeError, KeyError, OverflowError) as error:
            raise ValueError(f"{kind} does not fit its schema: {error}") from error
        return out.getvalue()

    def decode(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, full body). Raises `Undecodable`."""
        return self._read(value, self._readers)

    def routing(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, leading fields only): a prefix read, a tenth of a full decode."""
        return self._read(value, self._routing)

    def _read(self, value: bytes, readers: dict[int, tuple[str, Any]]) -> tuple[str, Body]:
        try:
            magic, identity = struct.unpack_from(">bI", value)
            kind, schema = readers[identity]
            if magic:
                raise Undecodable
            return kind, fastavro.schemaless_reader(BytesIO(value[5:]), schema, None)  # type: ignore
        except (struct.error, KeyError, EOFError, ValueError, IndexError) as error:
            raise Undecodable(f"cannot decode: {error!r}") from error
