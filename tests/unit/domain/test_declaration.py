"""The canonical declaration in Python and in schemas/: one list of fields."""

from __future__ import annotations

from typing import Any, Required, get_origin, get_type_hints

import pytest

from hub.domain import declaration
from hub.settings import ROOT
from hub.wire.codec import load_schemas


def _records(schema: Any) -> dict[str, dict[str, Any]]:
    """Return every record of a schema by its name."""
    if isinstance(schema, list):
        parts = schema
    elif isinstance(schema, dict):
        parts = [schema.get("items"), schema.get("type"), *schema.get("fields", ())]
    else:
        return {}
    found = {name: record for part in parts for name, record in _records(part).items()}
    if isinstance(schema, dict) and schema.get("type") == "record":
        found[schema["name"]] = {field["name"]: field for field in schema["fields"]}
    return found


RECORDS = _records(load_schemas(ROOT / "schemas")["Declaration"][-1])
SHAPES = {
    name: shape
    for name, shape in vars(declaration).items()
    if hasattr(shape, "__total__") and shape.__module__ == declaration.__name__
}


def test_every_record_has_its_shape() -> None:
    """What the schema names, a connector's author finds under the same name."""
    assert set(SHAPES) == set(RECORDS)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_has_the_fields_of_its_record(name: str) -> None:
    """No field only in Python, where it cannot be sent; none only in the schema."""
    assert set(get_type_hints(SHAPES[name])) == set(RECORDS[name])


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_what_must_be_stated_is_required_in_both(name: str) -> None:
    """A field without a default in the schema is required in Python."""
    needed = {field for field, spec in RECORDS[name].items() if "default" not in spec}
    hints = get_type_hints(SHAPES[name], include_extras=True)
    assert {field for field, hint in hints.items() if get_origin(hint) is Required} == needed
