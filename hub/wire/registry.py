"""Registering `schemas/` at a Confluent-compatible registry under their full record names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from hub.errors import Misconfigured, Retriable

COMPATIBILITY = "BACKWARD_TRANSITIVE"
Ids = dict[tuple[str, int], int]


class RegistryUnavailable(Retriable):
    """The schema registry does not answer."""


def fingerprint(schema: Mapping[str, Any]) -> str:
    """Return the sha256 of a schema's canonical JSON: which text an id was given for."""
    return hashlib.sha256(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).hexdigest()


def register(url: str, schemas: Mapping[str, list[dict[str, Any]]]) -> Ids:
    """Register every version of every kind, set the compatibility rule, return (kind, n) → id.

    Raises `RegistryUnavailable`, or `Misconfigured` where a version is not compatible.
    """
    try:
        with httpx.Client(base_url=url.rstrip("/"), timeout=20) as client:
            return {
                (kind, number): _register_one(client, schema)
                for kind, versions in schemas.items()
                for number, schema in enumerate(versions, 1)
            }
    except httpx.HTTPError as error:
        raise RegistryUnavailable(f"schema registry at {url}: {error!r}") from error


def _register_one(client: httpx.Client, schema: Mapping[str, Any]) -> int:
    subject = f"{schema['namespace']}.{schema['name']}"
    answer = client.post(f"/subjects/{subject}/versions", json={"schema": _text(schema)})
    if answer.status_code in (409, 422):  # not compatible, or no schema at all
        raise Misconfigured(f"{subject}: the registry refuses it: {answer.text}")
    answer.raise_for_status()
    client.put(f"/config/{subject}", json={"compatibility": COMPATIBILITY}).raise_for_status()
    return int(answer.json()["id"])


def _text(schema: Mapping[str, Any]) -> str:
    return orjson.dumps(schema).decode()
