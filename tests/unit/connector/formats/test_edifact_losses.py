"""Translation loss: what is stated and not carried is named once, at its path."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.edifact.losses import carried, losses, names

KNOWN = carried({"": names("id items"), "items": names("code parts"), "items/parts": names("size")})


def test_a_field_outside_the_table_is_lost_at_its_path() -> None:
    """Header, records and records of records are told apart by their path."""
    body = {
        "id": "1",
        "note": "x",
        "items": [{"code": "1", "colour": "red"}, {"parts": [{"size": "2", "age": "3"}]}],
    }

    assert losses(body, KNOWN) == ("items/colour", "items/parts/age", "note")


def test_what_is_not_stated_is_not_lost() -> None:
    """Empty texts, lists and None are the same as absent, as everywhere."""
    body = {"note": "", "list": [], "none": None, "items": [{"colour": "", "parts": None}]}

    assert losses(body, KNOWN) == ()


def test_fields_of_the_hub_are_no_loss() -> None:
    """Key and references are never sent, so they cannot be lost."""
    assert losses({"declarationKey": "GB:1", "references": {"a": "b"}}, KNOWN) == ()


def test_what_the_writer_found_is_told_with_the_rest() -> None:
    """Losses found while writing come in order with those of the table."""
    assert losses({"note": "x"}, KNOWN, {"items/code"}) == ("items/code", "note")


@given(
    st.dictionaries(
        st.sampled_from(["id", "note", "items", "declarationKey"]),
        st.text(max_size=2)
        | st.lists(st.dictionaries(st.sampled_from(["code", "colour"]), st.text(max_size=2))),
    )
)
def test_every_stated_field_is_carried_or_lost(body: dict[str, object]) -> None:
    """At the head of a message nothing stated is neither carried nor named."""
    if isinstance(body.get("items"), str):
        body["items"] = []
    found = losses(body, KNOWN)

    stated = {name for name, value in body.items() if value} - {"declarationKey", "id", "items"}
    assert stated == {name for name in found if "/" not in name}
