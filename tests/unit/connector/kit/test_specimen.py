"""Declarations made up over the whole canonical model."""

from __future__ import annotations

from random import Random

import pytest

from hub.connector.kit import sanity
from hub.connector.kit.coverage import field, paths
from hub.connector.kit.fidelity import changed
from hub.connector.kit.specimen import SCRIPTS, Author

NOT_MADE_UP = {"nationalData", "references", "goodsItems/nationalData", "declarationKey"}
NATIONAL = {"transport/nationalModeCode"}


def schema_fields() -> set[str]:
    """Return every path of the newest Declaration schema that holds a value."""
    from hub.settings import ROOT
    from hub.wire.codec import load_schemas

    named: dict[str, dict] = {}
    found: set[str] = set()

    def visit(kind: object, path: str) -> None:
        if isinstance(kind, list):
            kind = next(part for part in kind if part != "null")
        if isinstance(kind, str) and kind in named:
            kind = named[kind]
        if isinstance(kind, dict) and kind.get("type") == "array":
            visit(kind["items"], path)
        elif isinstance(kind, dict) and kind.get("type") == "record":
            named[f"hub.customs.{kind['name']}"] = named[kind["name"]] = kind
            if kind["name"] == "Moment":
                found.add(path)
                return
            for each in kind["fields"]:
                visit(each["type"], f"{path}/{each['name']}" if path else each["name"])
        else:
            found.add(path)

    visit(load_schemas(ROOT / "schemas")["Declaration"][-1], "")
    return found


def test_every_field_of_the_model_comes_up() -> None:
    """A field the specimens never state would never be tried."""
    stated: set[str] = set()
    for seed in range(40):
        body = Author(Random(seed), "GB", fullness=1.0).declaration(2)
        stated.update(field(path) for path in paths(body))
    assert schema_fields() - stated == NOT_MADE_UP | NATIONAL
    assert stated <= schema_fields()


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_specimen_fits_the_schema(script: str) -> None:
    """Encoded and decoded it is the same."""
    body = Author(Random(1), "TH", script).declaration(3, "5")
    kind, again = sanity.codec().decode(sanity.codec().encode("Declaration", body))
    assert kind == "Declaration"
    assert changed(body, again) == []
    assert len(again["goodsItems"]) == 3
    assert again["functionCode"] == "5"


def test_the_same_chance_makes_the_same_declaration() -> None:
    """A shortfall can be looked at again."""
    assert Author(Random(7), "VN").declaration() == Author(Random(7), "VN").declaration()
    assert Author(Random(7), "VN").declaration() != Author(Random(8), "VN").declaration()


def test_a_unit_goes_with_its_number() -> None:
    """No mass without its unit, no currency without its amount."""
    for seed in range(30):
        body = Author(Random(seed), "VN", fullness=0.5).declaration()
        for item in body["goodsItems"]:
            assert ("netMassUnit" in item) <= ("netMass" in item)
            assert ("itemCurrency" in item) <= ("itemAmount" in item)
