"""The catalogue of message kinds."""

from __future__ import annotations

from hub.domain.catalogue import KINDS, STATES
from hub.router.addressing import SHARED_STATES
from hub.settings import ROOT
from hub.wire.codec import load_schemas

SCHEMAS = load_schemas(ROOT / "schemas")


def test_every_kind_has_its_schema_and_every_schema_its_kind() -> None:
    """The catalogue and schemas/ are the same list, under the same full names."""
    named = {f"{s[-1]['namespace']}.{s[-1]['name']}" for s in SCHEMAS.values()}
    assert set(KINDS) == set(SCHEMAS)
    assert {kind.schema for kind in KINDS.values()} == named


def test_states_are_distinct_and_cover_what_is_shared() -> None:
    """Nobody is told of a state that does not exist."""
    assert len(set(STATES)) == len(STATES)
    assert set(STATES) >= SHARED_STATES
