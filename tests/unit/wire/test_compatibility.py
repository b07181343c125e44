"""Whether a newer schema reads what an older one wrote."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import fastavro
import pytest

from hub.wire.compatibility import breaks

INNER = {
    "type": "record",
    "name": "Inner",
    "namespace": "h",
    "fields": [{"name": "x", "type": "string"}],
}


def schema(*fields: tuple[str, Any], **defaults: Any) -> dict[str, Any]:
    """Return a record of these fields; `defaults` by name."""
    made = [
        {"name": name, "type": kind} | ({"default": defaults[name]} if name in defaults else {})
        for name, kind in fields
    ]
    return {"type": "record", "name": "Outer", "namespace": "h", "fields": made}


OLD = schema(("a", "string"), ("n", "int"), ("many", {"type": "array", "items": INNER}))
WRITTEN = {"a": "1", "n": 2, "many": [{"x": "3"}]}
MORE = {**INNER, "fields": [*INNER["fields"], {"name": "y", "type": "string"}]}
NULLABLE = ["null", "string"]


def many(inner: Any) -> tuple[str, Any]:
    """Return the field `many` over another record."""
    return "many", {"type": "array", "items": inner}


FINE = {
    "the same": OLD,
    "a field with a default": schema(
        *[(f["name"], f["type"]) for f in OLD["fields"]], ("b", "string"), b=""
    ),
    "a field dropped": schema(("a", "string"), many(INNER)),
    "another order": schema(("n", "int"), ("a", "string"), many(INNER)),
    "a wider number": schema(("a", "string"), ("n", "long"), many(INNER)),
    "may be null now": schema(("a", NULLABLE), ("n", "int"), many(INNER)),
}
BROKEN = {
    "no default": (schema(("a", "string"), ("n", "int"), ("b", "int"), many(INNER)), "Outer.b"),
    "a narrower kind": (schema(("a", "int"), ("n", "int"), many(INNER)), "Outer.a"),
    "a renamed field": (schema(("aa", "string"), ("n", "int"), many(INNER)), "Outer.aa"),
    "a field within a list": (schema(("a", "string"), ("n", "int"), many(MORE)), "Outer.many[].y"),
    "another list": (schema(("a", "string"), ("n", "int"), many("string")), "Outer.many[]"),
    "a map for a list": (
        schema(("a", "string"), ("n", "int"), ("many", {"type": "map", "values": INNER})),
        "Outer.many",
    ),
}  # fmt: skip


def reads(new: dict[str, Any]) -> bool:
    """Say whether fastavro, the judge, reads with `new` what OLD wrote."""
    out = BytesIO()
    fastavro.schemaless_writer(out, fastavro.parse_schema(OLD), WRITTEN)
    out.seek(0)
    try:
        fastavro.schemaless_reader(out, fastavro.parse_schema(OLD), fastavro.parse_schema(new))
    except fastavro.schema.SchemaParseException:
        raise
    except Exception:
        return False
    return True


@pytest.mark.parametrize("new", FINE.values(), ids=FINE)
def test_what_a_stock_reader_reads_is_no_break(new: dict[str, Any]) -> None:
    """Countries upgrade when they like."""
    assert reads(new)
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(("new", "path"), BROKEN.values(), ids=BROKEN)
def test_what_no_reader_reads_is_named_by_its_path(new: dict[str, Any], path: str) -> None:
    """Whoever edits a schema reads which field to repair."""
    assert not reads(new)
    (problem,) = breaks(OLD, new)
    assert problem.startswith(f"{path}: ")


def test_every_break_is_named_at_once() -> None:
    """Nobody repairs one field to hear of the next."""
    new = schema(("a", "int"), ("n", "string"), many(MORE))
    assert len(breaks(OLD, new)) == 3


def test_a_branch_that_nobody_reads_any_more_is_a_break() -> None:
    """null may be read by nobody; adding a branch is free."""
    before, after = schema(("a", NULLABLE)), schema(("a", "string"))
    assert breaks(before, after) == ["Outer.a: nobody reads null any more"]
    assert breaks(after, before) == []


def test_a_record_named_elsewhere_is_compared_too() -> None:
    """The second use of a record is only its name; a break inside is seen by either way."""
    twice = schema(("one", INNER), ("two", "h.Inner"))
    changed = schema(("one", MORE), ("two", "h.Inner"))
    assert breaks(twice, twice) == []
    assert breaks(twice, changed) == [
        "Outer.one.y: new and without a default",
        "Outer.two.y: new and without a default",
    ]


def test_the_fields_the_router_reads_stay_in_front() -> None:
    """It reads a prefix that ends with `references`: behind it, a field would be lost to it."""
    before = schema(("ucr", "string"), ("references", "string"), ("rest", "string"))
    moved = schema(("references", "string"), ("ucr", "string"), ("rest", "string"))
    grown = schema(
        ("ucr", "string"), ("new", "string"), ("references", "string"), ("rest", "string"), new=""
    )
    assert breaks(before, moved) == ["Outer.ucr: now behind references, where no router reads it"]
    assert breaks(before, grown) == []
